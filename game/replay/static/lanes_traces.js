// Plotly traces out of what was told: lines, steps, points and confidence bands, with nothing where nothing is known.

import { seeThrough } from "./lanes_colours.js";
import { knownRuns } from "./lanes_series.js";

const BASE = { hoverinfo: "skip", showlegend: false, cliponaxis: true };

/**
 * How a line looks. Dashes and widths part the lines for eyes that do not part the colours.
 * @typedef {{colour: string, width?: number, dash?: string}} Pen
 */

/** A line through the known values. */
export function line(times, values, pen) {
  return {
    ...BASE,
    type: "scatter",
    mode: "lines",
    x: times,
    y: values,
    connectgaps: false,
    line: { color: pen.colour, width: pen.width ?? 2, dash: pen.dash ?? "solid", simplify: true },
  };
}

/** A line that stays until it changes, held to the end of the sitting. */
export function steps(times, values, end_s, pen) {
  const drawn = line([...times, end_s], [...values, values.at(-1) ?? null], pen);
  return { ...drawn, line: { ...drawn.line, shape: "hv" } };
}

/** Single readings. */
export function points(times, values, pen, symbol) {
  return {
    ...BASE,
    type: "scatter",
    mode: "markers",
    x: times,
    y: values,
    marker: { color: pen.colour, size: pen.width ?? 4, symbol, opacity: 0.6, line: { width: 1, color: pen.colour } },
  };
}

/** The area between nothing and a value, for how well a sensor did; `floor` is where its row begins. */
export function area(times, values, floor, pen) {
  return {
    ...line(times, values, { ...pen, width: 1 }),
    fill: "toself",
    fillcolor: seeThrough(pen.colour, 0.35),
    ...closed(times, values, floor),
  };
}

/** The mean of one quantity (thinnedEstimate), drawn only where the game knew it. */
export function mean(quantity, pen) {
  return line(quantity.t_s, quantity.mean, pen);
}

/** Where one quantity lies 8 times in 10: one shape per stretch in which it is known. */
export function band(quantity, colour, opacity) {
  const { t_s: times } = quantity;
  const [x, y] = [[], []];
  for (const [first, last] of knownRuns(quantity.known)) {
    for (let place = first; place <= last; place += 1) {
      x.push(times[place]);
      y.push(quantity.high[place]);
    }
    for (let place = last; place >= first; place -= 1) {
      x.push(times[place]);
      y.push(quantity.low[place]);
    }
    x.push(null);
    y.push(null);
  }
  return {
    ...BASE,
    type: "scatter",
    mode: "lines",
    x,
    y,
    fill: "toself",
    fillcolor: seeThrough(colour, opacity),
    line: { width: 0, color: colour },
  };
}

/** The outline of an area over `floor`, one shape per run of values. */
function closed(times, values, floor) {
  const [x, y] = [[], []];
  for (const [first, last] of knownRuns(values.map((value) => value !== null))) {
    x.push(times[first], ...times.slice(first, last + 1), times[last], null);
    y.push(floor, ...values.slice(first, last + 1), floor, null);
  }
  return { x, y };
}
