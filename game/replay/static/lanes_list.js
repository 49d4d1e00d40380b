// Which lanes there are, from top to bottom, and how each is drawn, read aloud and tabled.

import * as reading from "./lanes_reading.js";
import { thinnedEstimate, thinnedReadings } from "./lanes_series.js";
import { area, band, line, mean, points, steps } from "./lanes_traces.js";
import { shortNumber } from "./session_words.js";

/**
 * One lane.
 * @typedef {Object} Lane
 * @property {string} name
 * @property {string} title
 * @property {number} height px of its ground
 * @property {[number, number]} range of its axis
 * @property {[number, string][]} ticks where its axis has words
 * @property {number[]} grid where a fine line runs across
 * @property {{look: string, text: string}[]} keys what its lines mean; `look` is a class of session.css
 * @property {(colours: import("./lanes_colours.js").Colours, view: import("./lanes_series.js").View) => object[]} traces
 * @property {((at_s: number) => string) | null} reading what it says at a moment; null: nothing of its own
 */

const SETTINGS = ["difficulty", "tempo", "guidance"];
/** Signs of single readings stand this many steps of the view apart. */
const READINGS_APART = 5;
const LONG_TITLE = 12;
const BEATS_APART = 10;
const SYMBOLS = ["circle-open", "square-open", "triangle-up-open", "diamond-open", "x-thin-open"];

/**
 * All lanes of a session; of one that was given away those that it holds (`told.lanes`).
 * @param {object} told lanes.json
 * @param {object | null} sensors sensors.json, null until it is here
 * @param {import("./session_words.js").Words} words
 * @returns {Lane[]}
 */
export function lanesOf(told, sensors, words) {
  const all = [
    gameLane(told, words),
    eventsLane(words),
    feelingLane(told, words, "arousal", 104),
    feelingLane(told, words, "valence", 76),
    breathLane(told, sensors, words),
    ...heartLanes(told, words),
    performanceLane(told, words),
    settingsLane(told, words),
    sensorsLane(told, sensors, words),
  ];
  return told.lanes ? all.filter(({ name }) => told.lanes.includes(name)) : all;
}

function gameLane(told, words) {
  return {
    ...bare("game", words, told.minigames.length ? 62 : 38),
    reading: (at_s) => reading.gameReading(words, told, at_s),
  };
}

function eventsLane(words) {
  return bare("events", words, 62);
}

function feelingLane(told, words, name, height) {
  const { t_s } = told.estimate;
  const quantity = told.estimate[name];
  const usual = told.usual[name];
  return {
    ...bare(name, words, height),
    range: [-1.05, 1.05],
    ticks: [
      [0.8, words.say(`high_${name}`)],
      [0, words.say("middle")],
      [-0.8, words.say(`low_${name}`)],
    ],
    keys: [
      { look: `line ${name}`, text: words.say("key_likely") },
      { look: `band ${name}`, text: words.say("key_band") },
      { look: "line usual", text: words.say("key_usual") },
    ],
    traces: (colours, view) => {
      const shown = thinnedEstimate(t_s, quantity, view);
      return [
        line([0, told.length_s], [usual, usual], { colour: colours.guide, width: 1.2, dash: "4px,4px" }),
        band(shown, colours[name], colours.band),
        mean(shown, { colour: colours[name], width: 2.2 }),
      ];
    },
    reading: (at_s) => reading.feelingReading(words, told, name, at_s),
  };
}

function breathLane(told, sensors, words) {
  const { t_s, breath } = told.estimate;
  const [lowest, highest] = breathRange(told);
  const heard = Object.entries(sensors?.breath ?? {}).filter(([, series]) => series.t_s.length > 0);
  return {
    ...bare("breath", words, 128),
    range: [lowest, highest],
    ticks: evenNumbers(lowest, highest).map((value) => [value, String(value)]),
    grid: evenNumbers(lowest, highest),
    keys: [
      { look: "line breath", text: words.say("key_likely") },
      { look: "line guide", text: words.say("key_guide") },
      ...heard.map(([, series], place) => ({ look: `points shape-${place}`, text: series.title })),
      { look: "line rules", text: words.say("key_rules") },
    ],
    traces: (colours, view) => [
      band(thinnedEstimate(t_s, breath, view), colours.breath, colours.band),
      steps(told.rules.t_s, told.rules.guide_per_min ?? [], told.length_s, { colour: colours.rules, width: 1.4, dash: "dot" }),
      steps(told.guide.t_s, told.guide.per_min, told.length_s, { colour: colours.guide, width: 2, dash: "8px,4px" }),
      mean(thinnedEstimate(t_s, breath, view), { colour: colours.breath, width: 2.2 }),
      ...heard.map(([, series], place) =>
        readings(series, { ...view, step_s: view.step_s * READINGS_APART }, colours.breath, SYMBOLS[place % SYMBOLS.length]),
      ),
    ],
    reading: (at_s) => reading.breathReading(words, told, at_s),
  };
}

/** One lane where a belt was worn; none in any other sitting. */
function heartLanes(told, words) {
  const { t_s, heart } = told.estimate;
  if (!heart.known.includes(1)) return [];
  const shown = heart.mean.filter((_, place) => heart.known[place]);
  const lowest = Math.floor(shown.reduce((least, rate) => Math.min(least, rate), 60) / 10) * 10 - 10;
  const highest = Math.ceil(shown.reduce((most, rate) => Math.max(most, rate), 90) / 10) * 10 + 10;
  const lane = {
    ...bare("heart", words, 76),
    range: [lowest, highest],
    ticks: evenNumbers(lowest, highest, BEATS_APART).map((value) => [value, String(value)]),
    grid: evenNumbers(lowest, highest, BEATS_APART),
    keys: [
      { look: "line heart", text: words.say("key_likely") },
      { look: "band heart", text: words.say("key_band") },
    ],
    traces: (colours, view) => {
      const curve = thinnedEstimate(t_s, heart, view);
      return [band(curve, colours.heart, colours.band), mean(curve, { colour: colours.heart, width: 2.2 })];
    },
    reading: (at_s) => reading.heartReading(words, told, at_s),
  };
  return [lane];
}

/** What one sensor told of the breath, as single signs with room between them. */
function readings(series, view, colour, symbol) {
  const shown = thinnedReadings(series.t_s, series.per_min, view);
  return points(shown.t_s, shown.values, { colour, width: 5 }, symbol);
}

function performanceLane(told, words) {
  const { t_s, value } = told.performance;
  return {
    ...bare("performance", words, 60),
    range: [-1.1, 1.1],
    ticks: [
      [0.75, words.say("high_performance")],
      [-0.75, words.say("low_performance")],
    ],
    grid: [0],
    traces: (colours) => [line(t_s, value, { colour: colours.performance, width: 2 })],
    reading: (at_s) => reading.performanceReading(words, told, at_s),
  };
}

/** Three rows, one per setting: what the game did, and dotted what the plain rules would have done. */
function settingsLane(told, words) {
  const row = (place) => SETTINGS.length - 1 - place;
  const raised = (values, place) => values.map((value) => (value === null ? null : row(place) + 0.1 + 0.78 * value));
  return {
    ...bare("settings", words, 138),
    range: [-0.06, SETTINGS.length],
    ticks: SETTINGS.map((name, place) => [row(place) + 0.5, words.say(name)]),
    grid: SETTINGS.map((_, place) => row(place)).filter((floor) => floor > 0),
    keys: [
      { look: "line setting", text: words.say("key_done") },
      { look: "line rules", text: words.say("key_rules") },
    ],
    traces: (colours) =>
      SETTINGS.flatMap((name, place) => [
        steps(told.rules.t_s, raised(told.rules[name], place), told.length_s, { colour: colours.rules, width: 1.4, dash: "dot" }),
        steps(told.settings.t_s, raised(told.settings[name], place), told.length_s, { colour: colours.setting, width: 2 }),
      ]),
    reading: (at_s) => reading.settingsReading(words, told, at_s),
  };
}

/** One row per sensor: the fuller, the better it could see or hear. */
function sensorsLane(told, sensors, words) {
  const rows = Object.entries(sensors?.quality ?? {});
  const floor = (place) => rows.length - 1 - place;
  return {
    ...bare("sensors", words, Math.max(1, rows.length) * 34 + 4),
    range: [-0.06, Math.max(1, rows.length)],
    ticks: rows.length
      ? rows.map(([, series], place) => [floor(place) + 0.45, wrapped(series.title)])
      : [[0.5, words.say(sensors ? "sensor_none" : "sensor_wait")]],
    grid: rows.map((_, place) => floor(place)).filter((height) => height > 0),
    traces: (colours) =>
      rows.map(([, series], place) => {
        const raised = series.value.map((value) => (value === null ? null : floor(place) + 0.8 * value));
        return area(series.t_s, raised, floor(place), { colour: colours.quality });
      }),
    reading: (at_s) => reading.sensorsReading(words, sensors, at_s),
  };
}

/** A lane of this name with nothing drawn in it yet. */
function bare(name, words, height) {
  return {
    name,
    title: words.say(`lane_${name}`),
    height,
    range: [0, 1],
    ticks: [],
    grid: [],
    keys: [],
    traces: () => [],
    reading: null,
  };
}

/** From below the slowest to above the quickest breath that was likely or shown, whole and even. */
function breathRange(told) {
  const { mean: rates, known } = told.estimate.breath;
  const shown = [...rates.filter((_, place) => known[place]), ...told.guide.per_min].filter((rate) => rate !== null);
  const lowest = shown.reduce((least, rate) => Math.min(least, rate), 6);
  const highest = shown.reduce((most, rate) => Math.max(most, rate), 12);
  return [Math.max(0, Math.floor(lowest / 2) * 2 - 2), Math.ceil(highest / 2) * 2 + 2];
}

/** Two to five whole numbers inside a range, `least` apart or a multiple of it. */
function evenNumbers(lowest, highest, least = 2) {
  const step = Math.max(least, Math.ceil((highest - lowest) / (4 * least)) * least);
  const numbers = [];
  for (let value = Math.ceil(lowest / step) * step; value < highest; value += step) {
    if (value > lowest) numbers.push(value);
  }
  return numbers;
}

/** A title on two lines of like length where one is too long for the margin; plotly breaks at <br>. */
function wrapped(title) {
  const spaced = title.includes(" ");
  if (title.length <= (spaced ? LONG_TITLE : LONG_TITLE / 2)) return title;
  const middle = title.length / 2;
  const breaks = Array.from(title, (_, place) => place).filter((place) => (spaced ? title[place] === " " : place > 0));
  const best = breaks.reduce((near, place) => (Math.abs(place - middle) < Math.abs(near - middle) ? place : near));
  return `${title.slice(0, best)}<br>${title.slice(best).trim()}`;
}

/** The numbers of a band as a table writes them. */
export function between(low, high) {
  return `${shortNumber(low)} – ${shortNumber(high)}`;
}
