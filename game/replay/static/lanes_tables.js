// Every lane as a table: for who cannot or would rather not read a drawing. Made when it is opened, not before.

import { between } from "./lanes_list.js";
import { estimateAt, valueAt } from "./lanes_series.js";
import { element, find } from "./session_dom.js";
import { clockTime, shortNumber } from "./session_words.js";

const STEP_S = 10;
/** Of the table of events among the tables. */
const EVENTS_PLACE = 1;

/** Fill the tables the first time they are opened. */
export function offerTables(told, events, words) {
  const opener = find("tables");
  opener.addEventListener("toggle", () => opener.open && fill(told, events, words), { once: true });
  events.addEventListener("changed", () => find("tables-body").hasChildNodes() && fillEvents(events, words));
}

/** Put the events as they are now where they were. */
function fillEvents(events, words) {
  const old = find("tables-body").children[EVENTS_PLACE];
  const now = eventsTable(events, words);
  now.open = old.open;
  old.replaceWith(now);
}

function eventsTable(events, words) {
  const rows = events.all.map((event) => [clockTime(event.t_s), event.said]);
  return table(words.say("lane_events"), [words.say("time"), words.say("what")], rows);
}

function fill(told, events, words) {
  const times = Array.from({ length: Math.floor(told.length_s / STEP_S) + 1 }, (_, place) => place * STEP_S);
  const estimate = (name) => times.map((at_s) => [clockTime(at_s), ...estimateCells(told, name, at_s)]);
  const series = (source, names) =>
    times.map((at_s) => [clockTime(at_s), ...names.map((name) => cell(valueAt(source.t_s, source[name] ?? [], at_s)))]);
  const [time, likely, range] = [words.say("time"), words.say("likely"), words.say("between")];
  const settings = ["difficulty", "tempo", "guidance"];
  const named = (span) => [`${clockTime(span.from_s)} – ${clockTime(span.to_s)}`, span.title];
  find("tables-body").replaceChildren(
    table(words.say("lane_game"), [time, words.say("what")], [...told.levels, ...told.minigames].map(named)),
    eventsTable(events, words),
    table(`${words.say("lane_arousal")} (−1 … 1)`, [time, likely, range], estimate("arousal")),
    table(`${words.say("lane_valence")} (−1 … 1)`, [time, likely, range], estimate("valence")),
    table(words.say("lane_breath"), [time, likely, range], estimate("breath")),
    table(`${words.say("lane_breath")}: ${words.say("key_guide")}`, [time, words.say("key_guide")], series(told.guide, ["per_min"])),
    ...(told.estimate.heart.known.includes(1)
      ? [table(words.say("lane_heart"), [time, likely, range], estimate("heart"))]
      : []),
    table(words.say("lane_performance"), [time, likely], series(told.performance, ["value"])),
    table(words.say("lane_settings"), [time, ...settings.map((name) => words.say(name))], series(told.settings, settings)),
    table(words.say("key_rules"), [time, ...settings.map((name) => words.say(name))], series(told.rules, settings)),
    table(words.say("lane_sensors"), [time, words.say("what")], told.trust.map(named)),
  );
}

function estimateCells(told, name, at_s) {
  const found = estimateAt(told.estimate.t_s, told.estimate[name], at_s);
  return found ? [cell(found.mean), between(found.low, found.high)] : ["", ""];
}

function cell(value) {
  return value === null ? "" : shortNumber(value);
}

/** One table in a part of its own that scrolls and can be reached by key. */
function table(title, heads, rows) {
  const head = element("tr", {}, heads.map((text) => element("th", { scope: "col", text })));
  const body = rows.map(([first, ...rest]) =>
    element("tr", {}, [element("th", { scope: "row", text: first }), ...rest.map((text) => element("td", { text }))]),
  );
  const made = element("table", {}, [element("thead", {}, [head]), element("tbody", {}, body)]);
  const region = element("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": title }, [made]);
  return element("details", { class: "lane-table" }, [element("summary", { text: title }), region]);
}
