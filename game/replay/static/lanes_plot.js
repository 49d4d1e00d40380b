// The curves of all lanes in one plotly drawing over one time axis. It only draws: words and pointers live above it.

import { readColours } from "./lanes_colours.js";
import { clockTime } from "./session_words.js";

const HEAD_PX = 34;
const LINE_PX = 20;
const GAP_PX = 6;
const AXIS_PX = 30;
const STEP_PX = 3;
const NARROW_PX = 620;
const TICK_PX = { wide: 84, narrow: 58 };
const LEFT_PX = { wide: 100, narrow: 66 };
const TICK_STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
const CONFIG = { staticPlot: true, displayModeBar: false, responsive: false };

/** Where everything stands, in px: the lanes under one another, each below its head. */
export function layOut(lanes, width) {
  const narrow = width < NARROW_PX;
  const left = narrow ? LEFT_PX.narrow : LEFT_PX.wide;
  let top = 0;
  const rows = lanes.map((lane) => {
    const lines = Number(lane.keys.length > 0) + Number(narrow && lane.reading !== null); // below the title
    const headHeight = HEAD_PX + lines * LINE_PX;
    const row = { lane, head: top, headHeight, top: top + headHeight, height: lane.height };
    top += headHeight + lane.height + GAP_PX;
    return row;
  });
  return { narrow, width, left, right: 10, rows, bottom: top, height: top + AXIS_PX };
}

/** Draws the lanes and redraws them for another stretch, theme or width. */
export class LanesPlot {
  #element;
  #stretch;
  #plotly;

  /**
   * @param {HTMLElement} element
   * @param {import("./session_stretch.js").Stretch} stretch
   * @param {object} plotly the Plotly that /plotly.min.js brought
   */
  constructor(element, stretch, plotly) {
    this.#element = element;
    this.#stretch = stretch;
    this.#plotly = plotly;
  }

  /** Draw the stretch that is in view, as finely as the width shows. @param {ReturnType<typeof layOut>} place */
  draw(place) {
    const colours = readColours();
    const { from_s, to_s, span_s } = this.#stretch;
    const step_s = (span_s / (place.width - place.left - place.right)) * STEP_PX;
    const view = { from_s, to_s, step_s };
    const traces = place.rows.flatMap(({ lane }, number) =>
      lane.traces(colours, view).map((trace) => ({ ...trace, xaxis: "x", yaxis: axisName("y", number) })),
    );
    return this.#plotly.react(this.#element, traces, this.#layout(place, colours), CONFIG);
  }

  #layout(place, colours) {
    const ticks = this.#timeTicks(place);
    const layout = {
      width: place.width,
      height: place.height,
      margin: { l: place.left, r: place.right, t: 0, b: AXIS_PX, pad: 0 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: colours.font, size: 13, color: colours.soft },
      showlegend: false,
      shapes: place.rows.flatMap(({ lane }, number) => lane.grid.map((value) => gridLine(value, number, colours))),
      xaxis: {
        range: [this.#stretch.from_s, this.#stretch.to_s],
        anchor: "free",
        position: 0,
        tickvals: ticks,
        ticktext: ticks.map(clockTime),
        ticks: "outside",
        ticklen: 5,
        tickcolor: colours.grid,
        showgrid: true,
        gridcolor: colours.grid,
        zeroline: false,
      },
    };
    place.rows.forEach((row, number) => {
      layout[axisName("yaxis", number)] = yAxis(row, place, colours);
    });
    return layout;
  }

  #timeTicks(place) {
    const { from_s, to_s, span_s } = this.#stretch;
    const room = Math.max(2, (place.width - place.left - place.right) / (place.narrow ? TICK_PX.narrow : TICK_PX.wide));
    const step = TICK_STEPS_S.find((each) => span_s / each <= room) ?? 7200;
    const ticks = [];
    for (let at_s = Math.ceil(from_s / step) * step; at_s <= to_s; at_s += step) ticks.push(at_s);
    return ticks;
  }
}

/** "y" for the first axis, then "y2", "y3" ... as plotly counts them. */
function axisName(name, number) {
  return number === 0 ? name : `${name}${number + 1}`;
}

/** A fine line across one lane. */
function gridLine(value, number, colours) {
  const ends = { x0: 0, x1: 1, y0: value, y1: value };
  return {
    type: "line",
    layer: "below",
    xref: "paper",
    yref: axisName("y", number),
    ...ends,
    line: { color: colours.grid, width: 1 },
  };
}

function yAxis({ lane, top, height }, place, colours) {
  const share = (px) => 1 - px / place.bottom;
  return {
    domain: [Math.max(0, share(top + height)), share(top)],
    range: lane.range,
    tickvals: lane.ticks.map(([value]) => value),
    ticktext: lane.ticks.map(([, text]) => text),
    tickfont: { size: place.narrow ? 11 : 12.5, color: colours.soft },
    ticklabelstandoff: place.narrow ? 3 : 6,
    ticks: "",
    showgrid: false,
    zeroline: false,
    fixedrange: true,
  };
}
