// One measure over time as a drawing: the own usual, where it goes, lasting changes, the weeks ahead, and a point for
// each session. Colours and widths are in trends_chart.css; what it shows is told in words beside it.

import { extent, roundTicks, scale, timeTicks } from "/static/trends_scale.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const ROOM = { left: 38, right: 14, top: 22, bottom: 40 };
const HEIGHT = { wide: 248, narrow: 212 };
const NARROW_PX = 480;
const LABEL_PX = 48;
const EDGE_PX = 9; // what lies farther out is drawn so far inside the edge
const MARK_Y = 7; // below the drawing: where changes are marked
const RADIUS = { least: 2, most: 4.2 };

/**
 * Draw a measure into an svg as wide as it is shown.
 * @param {SVGElement} svg
 * @param {object} measure as trends.json tells it
 * @param {{from_s: number, now_s: number, to_s: number}} span
 * @returns {{sitting: number, value: number, x: number, y: number}[]} where each number lies, in px
 */
export function drawChart(svg, measure, span) {
  const width = svg.parentElement.clientWidth;
  const height = width < NARROW_PX ? HEIGHT.narrow : HEIGHT.wide;
  const [low, high] = extent(measure);
  const left_s = span.from_s - 0.015 * (span.to_s - span.from_s) - 43_200;
  const place = {
    width,
    height,
    low,
    high,
    bottom: height - ROOM.bottom,
    x: scale(left_s, span.to_s, ROOM.left, width - ROOM.right),
    y: scale(low, high, height - ROOM.bottom, ROOM.top),
  };
  const points = measure.numbers.map(([sitting, at_s, value]) => {
    const beyond = Number(value > high) - Number(value < low);
    const y = place.y(Math.min(Math.max(value, low), high)) + EDGE_PX * beyond;
    return { sitting, value, x: place.x(at_s), y, beyond };
  });
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren(
    grid(place, left_s, span),
    ...measure.usual.map((run) => band("usual", run, place)),
    ...ahead(measure, span, place),
    ...measure.line.flatMap((run) => [band("line-band", run, place), middle("line", run, place)]),
    ...measure.changes.map((change) => mark(change, place)),
    numbers(points, new Set(measure.different), width),
    now(span, place, svg.dataset.now),
    made("circle", { class: "chosen", r: 6.5, display: "none" }),
  );
  return points;
}

/** Ring a point. */
export function choose(svg, { x, y }) {
  const ring = svg.querySelector(".chosen");
  ring.setAttribute("cx", x);
  ring.setAttribute("cy", y);
  ring.removeAttribute("display");
}

function grid(place, left_s, span) {
  const group = made("g", { class: "grid" });
  for (const value of roundTicks(place.low, place.high)) {
    const y = place.y(value);
    group.append(made("path", { d: `M${ROOM.left} ${y.toFixed(1)}H${place.width - ROOM.right}` }));
    group.append(text(String(value).replace("-", "−"), ROOM.left - 7, y + 4, "end"));
  }
  const room = (place.width - ROOM.left - ROOM.right) / LABEL_PX;
  for (const [at_s, words] of timeTicks(left_s, span.to_s, room, document.documentElement.lang)) {
    const x = place.x(at_s);
    group.append(made("path", { d: `M${x.toFixed(1)} ${place.bottom + 15}v5` }));
    if (x < place.width - 20) group.append(text(words, Math.max(x, ROOM.left), place.bottom + 35, "middle"));
  }
  return group;
}

/** The area in which eight of ten lie. */
function band(name, run, place) {
  const there = run.map(([at_s, , , high]) => point(at_s, high, place));
  const back = run.map(([at_s, , low]) => point(at_s, low, place)).reverse();
  return made("path", { class: name, d: `M${[...there, ...back].join("L")}Z` });
}

function middle(name, run, place) {
  return made("path", { class: name, d: `M${run.map(([at_s, value]) => point(at_s, value, place)).join("L")}` });
}

/** The next weeks, from now to the end of the last; each week is told by its middle. */
function ahead({ ahead: weeks }, span, place) {
  if (weeks.length === 0) return [];
  const [first, last] = [weeks[0], weeks.at(-1)];
  const run = [[span.now_s, ...first.slice(1)], ...weeks, [span.to_s, ...last.slice(1)]];
  return [band("ahead-band", run, place), middle("ahead", run, place)];
}

/** A lasting change: since when, and between when and when that may have been. */
function mark(change, place) {
  const group = made("g", {});
  const [x, from, to] = [change.at_s, change.earliest_s, change.latest_s].map(place.x);
  const y = place.bottom + MARK_Y;
  group.append(made("path", { class: "change-since", d: `M${x.toFixed(1)} ${ROOM.top}V${y}` }));
  group.append(made("path", { class: "change-when", d: `M${from.toFixed(1)} ${y}H${to.toFixed(1)}` }));
  group.append(made("path", { class: "change", d: `m${x.toFixed(1)} ${y - 5.5} 5.5 5.5-5.5 5.5-5.5-5.5Z` }));
  return group;
}

function numbers(points, different, width) {
  const group = made("g", {});
  const radius = Math.min(Math.max(0.7 + 1.6 * Math.sqrt(width / points.length), RADIUS.least), RADIUS.most).toFixed(1);
  for (const { sitting, x, y, beyond } of points) {
    const odd = different.has(sitting);
    if (odd) group.append(made("circle", { class: "different", cx: x.toFixed(1), cy: y.toFixed(1), r: Number(radius) + 4 }));
    group.append(
      beyond === 0
        ? made("circle", { class: "number", cx: x.toFixed(1), cy: y.toFixed(1), r: radius })
        : made("path", { class: "number", d: `m${(x - 4).toFixed(1)} ${y + 3 * beyond}h8l-4 ${-7 * beyond}Z` }),
    );
  }
  return group;
}

function now(span, place, words) {
  const group = made("g", { class: "now" });
  if (span.to_s === span.now_s) return group;
  const x = place.x(span.now_s);
  group.append(made("path", { d: `M${x.toFixed(1)} ${ROOM.top - 4}V${place.bottom}` }));
  group.append(text(words, x, ROOM.top - 10, "middle"));
  return group;
}

function point(at_s, value, place) {
  return `${place.x(at_s).toFixed(1)} ${place.y(Math.min(Math.max(value, place.low), place.high)).toFixed(1)}`;
}

function text(words, x, y, anchor) {
  const element = made("text", { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor });
  element.textContent = words;
  return element;
}

function made(name, attributes) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
