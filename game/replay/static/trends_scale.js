// Where numbers and moments lie in a drawing over time, and at which of them a scale says so.

const DAY_S = 86_400;
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60];
const MOST_TICKS = 5.5;
const DAY_STEPS = [1, 2, 7, 14];
const SHORT_S = 130 * DAY_S;
const FEW = 20; // of so many numbers, one at each end may lie far out
const FAR_OUT = 0.6; // numbers farther out than that share of the rest are drawn at the edge
const CAN_BE = { recovery: [0, Infinity], calm: [0, 100], follow: [0, 100], probe: [0, Infinity], performance: [0, 100] };

/** A straight scale from numbers to px. */
export function scale(low, high, from, to) {
  const per = (to - from) / (high - low || 1);
  return (value) => from + (value - low) * per;
}

/** From where to where the numbers of a measure are drawn: all of them, but for a few that lie far out. */
export function extent(measure) {
  const values = measure.numbers.map(([, , value]) => value).sort((one, other) => one - other);
  const ends = [...measure.usual.flat(), ...measure.line.flat(), ...measure.ahead].flatMap((moment) => moment.slice(2));
  const aside = values.length < FEW ? 0 : Math.ceil(values.length / FEW);
  const near = [values[aside], values.at(-1 - aside), ...ends].filter(Number.isFinite);
  let [low, high] = [Math.min(...near), Math.max(...near)];
  const room = FAR_OUT * (high - low);
  const within = values.filter((value) => value >= low - room && value <= high + room);
  [low, high] = [Math.min(low, ...within), Math.max(high, ...within)];
  if (!Number.isFinite(low)) [low, high] = [0, 1];
  const pad = 0.08 * (high - low) || 1;
  const [least, most] = CAN_BE[measure.name] ?? [-Infinity, Infinity];
  return [Math.max(low - pad, least), Math.min(high + pad, most)];
}

/** A few round numbers within a range. */
export function roundTicks(low, high) {
  const ten = 10 ** Math.floor(Math.log10((high - low) / MOST_TICKS));
  const step = ten * [1, 2, 5, 10].find((each) => (high - low) / (each * ten) <= MOST_TICKS);
  const ticks = [];
  for (let tick = Math.ceil(low / step); tick * step <= high; tick += 1) ticks.push(Number((tick * step).toPrecision(6)));
  return ticks;
}

/** Beginnings of months (of weeks in a short time), each with its words, in the visitor's language. */
export function timeTicks(from_s, to_s, room, language) {
  return to_s - from_s < SHORT_S ? weekTicks(from_s, to_s, room, language) : monthTicks(from_s, to_s, room, language);
}

function weekTicks(from_s, to_s, room, language) {
  const words = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { day: "numeric", month: "short", timeZone: "UTC" });
  const step_s = DAY_S * (DAY_STEPS.find((days) => (to_s - from_s) / (days * DAY_S) <= room) ?? 28);
  const monday_s = 4 * DAY_S; // 5 January 1970
  const ticks = [];
  for (let at_s = monday_s + Math.ceil((from_s - monday_s) / step_s) * step_s; at_s <= to_s; at_s += step_s)
    ticks.push([at_s, words.format(at_s * 1000)]);
  return ticks;
}

function monthTicks(from_s, to_s, room, language) {
  const [month, year] = ["short", undefined].map(
    (kind) => new Intl.DateTimeFormat(language, { month: kind, year: kind ? undefined : "numeric", timeZone: "UTC" }),
  );
  const months = (to_s - from_s) / (30.4 * DAY_S);
  const step = MONTH_STEPS.find((each) => months / each <= room) ?? 120;
  const first = new Date(from_s * 1000);
  const ticks = [];
  for (let at = Math.ceil(first.getUTCMonth() / step) * step; ; at += step) {
    const ms = Date.UTC(first.getUTCFullYear(), at, 1);
    if (ms > to_s * 1000) return ticks;
    if (ms >= from_s * 1000) ticks.push([ms / 1000, (at % 12 === 0 ? year : month).format(ms)]);
  }
}
