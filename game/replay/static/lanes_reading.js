// What a lane says at one moment, in words: shown beside its title, spoken to a screen reader, written in its table.

import { estimateAt, latelyAt, spanAt, valueAt } from "./lanes_series.js";
import { shortNumber } from "./session_words.js";

/** From this distance to the middle on, a mean on [-1, 1] is "rather" this, and then "very". */
const RATHER = 0.15;
const VERY = 0.5;
/** A feeling this near the usual is the usual, and from here on it is clearly another (game/replay/why.py). */
const NEAR = 0.1;
const CLEARLY = 0.25;
/** Up to these widths of its 80 % band it is sure and then fairly sure: confidences of .8 and .5 (game/replay/why.py). */
const SURE = 0.69;
const FAIRLY_SURE = 1.09;
/** Up to this width of the band, breaths a minute are told "quite" and then "fairly" sure. */
const QUITE_SURE_PER_MIN = 2.5;
const FAIRLY_SURE_PER_MIN = 6;
/** And for beats of the heart a minute. */
const QUITE_SURE_BEATS = 10;
const FAIRLY_SURE_BEATS = 25;

/** A mean on [-1, 1] in the words of its lane: "very easily". */
function rather(words, lane, value) {
  if (Math.abs(value) < RATHER) return words.say("middle");
  const word = words.say(`${value > 0 ? "high" : "low"}_${lane}`);
  return words.say(Math.abs(value) < VERY ? "rather_high" : "very_high", { word });
}

/** How sure: by how wide the band is. */
function sureness(words, width, quite, fairly) {
  if (width <= quite) return words.say("very_sure");
  return words.say(width <= fairly ? "fairly_sure" : "hardly_sure");
}

/** Tension or mood over the short time before a moment, against the usual: what "why" says of a decision then. */
export function feelingReading(words, told, lane, at_s) {
  const found = latelyAt(told.estimate.t_s, told.estimate[lane], at_s);
  if (!found) return words.say("unknown");
  const above = found.mean - told.usual[lane];
  const step = (Math.abs(above) > NEAR) + (Math.abs(above) > CLEARLY);
  const wide = found.high - found.low;
  const sure = wide <= SURE ? "sure" : wide <= FAIRLY_SURE ? "fairly_sure" : "unsure";
  return words.say(`${lane}_${above < 0 && step ? "m" : ""}${step}`) + words.say("and") + words.say(`feeling_${sure}`);
}

/** Breaths a minute and the guide's at a moment. */
export function breathReading(words, told, at_s) {
  const found = estimateAt(told.estimate.t_s, told.estimate.breath, at_s);
  const guide = valueAt(told.guide.t_s, told.guide.per_min, at_s);
  const said = [found ? words.say("per_minute", { value: shortNumber(found.mean) }) : words.say("unknown")];
  if (found) said.push(sureness(words, found.high - found.low, QUITE_SURE_PER_MIN, FAIRLY_SURE_PER_MIN));
  if (guide) said.push(words.say("guide_at", { value: shortNumber(guide) }));
  return said.join(words.say("and"));
}

/** Heart beats a minute at a moment. */
export function heartReading(words, told, at_s) {
  const found = estimateAt(told.estimate.t_s, told.estimate.heart, at_s);
  if (!found) return words.say("unknown");
  const sure = sureness(words, found.high - found.low, QUITE_SURE_BEATS, FAIRLY_SURE_BEATS);
  return words.say("per_minute", { value: shortNumber(found.mean) }) + words.say("and") + sure;
}

/** How play went at a moment: from "with effort" to "easily". */
export function performanceReading(words, told, at_s) {
  const value = valueAt(told.performance.t_s, told.performance.value, at_s);
  return value === null ? words.say("unknown") : rather(words, "performance", value);
}

/** The three settings at a moment, each in per cent. */
export function settingsReading(words, told, at_s) {
  return ["difficulty", "tempo", "guidance"]
    .map((name) => {
      const value = valueAt(told.settings.t_s, told.settings[name], at_s);
      return value === null ? "" : `${words.say(name)} ${words.say("percent", { value: Math.round(value * 100) })}`;
    })
    .filter(Boolean)
    .join(words.say("and"));
}

/** Which place and which small game at a moment. */
export function gameReading(words, told, at_s) {
  const places = [spanAt(told.levels, at_s), spanAt(told.minigames, at_s)].filter(Boolean);
  return places.map((span) => span.title).join(words.say("and"));
}

/** How well each sensor could see or hear at a moment; one that told nothing is left out. */
export function sensorsReading(words, sensors, at_s) {
  return Object.values(sensors?.quality ?? {})
    .map(({ title, t_s, value }) => [title, valueAt(t_s, value, at_s)])
    .filter(([, value]) => value !== null)
    .map(([title, value]) => `${title} ${words.say("percent", { value: Math.round(value * 100) })}`)
    .join(words.say("and"));
}
