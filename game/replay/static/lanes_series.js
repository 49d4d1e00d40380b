// Looking things up in what lanes.json tells: series over time, spans, and where nothing is known.

/** The place of the last of the rising `times` at or before `at_s`; -1 before the first. */
export function placeAt(times, at_s) {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= at_s) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The value of a series at a moment; null before its first, and where it is itself null. */
export function valueAt(times, values, at_s) {
  const place = placeAt(times, at_s);
  return place < 0 ? null : (values[place] ?? null);
}

/** The span that holds a moment, or undefined. */
export function spanAt(spans, at_s) {
  return spans.find((span) => span.from_s <= at_s && at_s < span.to_s);
}

/**
 * One quantity of the estimate at a moment, or null where the game did not know it.
 * @returns {{mean: number, low: number, high: number} | null}
 */
export function estimateAt(times, quantity, at_s) {
  const place = placeAt(times, at_s);
  if (place < 0 || !quantity.known[place]) return null;
  return { mean: quantity.mean[place], low: quantity.low[place], high: quantity.high[place] };
}

/** The words beside a lane tell of so long a time before the cursor (game/replay/lately.py has the same). */
const LATELY_S = 5;

/**
 * One quantity of the estimate over the short time before a moment: the means of what was known in it. Neighbours look
 * at the same face, so the mean is no surer than they are. Null where nothing is known at the moment itself.
 * @returns {{mean: number, low: number, high: number} | null}
 */
export function latelyAt(times, quantity, at_s) {
  const last = placeAt(times, at_s);
  if (last < 0 || !quantity.known[last]) return null;
  const places = [];
  for (let place = placeAt(times, at_s - LATELY_S) + 1; place <= last; place += 1) {
    if (quantity.known[place]) places.push(place);
  }
  const [mean, low, high] = ["mean", "low", "high"].map((part) => meanOf(quantity[part], places));
  return { mean, low, high };
}

/**
 * The stretches of a series in which it is known, as [first, last] places.
 * @param {(0 | 1 | boolean)[]} known
 */
export function knownRuns(known) {
  const runs = [];
  let first = -1;
  known.forEach((here, place) => {
    if (here && first < 0) first = place;
    if (!here && first >= 0) {
      runs.push([first, place - 1]);
      first = -1;
    }
  });
  if (first >= 0) runs.push([first, known.length - 1]);
  return runs;
}

/**
 * What of a series is in view, and how finely: means over `step_s`, so that a long sitting reads as calmly as a short
 * one and nearer looks show every sample. Steps lie on whole multiples, so a curve does not flicker as it moves.
 * @typedef {{from_s: number, to_s: number, step_s: number}} View
 */

/**
 * One quantity of the estimate as a view shows it; a step is known where at least half of its samples are.
 * @param {View} view
 */
export function thinnedEstimate(times, quantity, view) {
  const thinned = { t_s: [], mean: [], low: [], high: [], known: [] };
  for (const [first, last] of stepsInView(times, view)) {
    const known = [];
    for (let place = first; place <= last; place += 1) if (quantity.known[place]) known.push(place);
    const enough = known.length * 2 > last - first;
    thinned.t_s.push((times[first] + times[last]) / 2);
    thinned.known.push(enough ? 1 : 0);
    for (const part of ["mean", "low", "high"]) thinned[part].push(enough ? meanOf(quantity[part], known) : null);
  }
  return thinned;
}

/** Single readings as a view shows them. @param {View} view */
export function thinnedReadings(times, values, view) {
  const thinned = { t_s: [], values: [] };
  for (const [first, last] of stepsInView(times, view)) {
    const places = Array.from({ length: last - first + 1 }, (_, number) => first + number);
    thinned.t_s.push((times[first] + times[last]) / 2);
    thinned.values.push(meanOf(values, places));
  }
  return thinned;
}

/** The first and last place of each step of a view, with one step more at either side so that curves run off the edge. */
function stepsInView(times, { from_s, to_s, step_s }) {
  const steps = [];
  const end = placeAt(times, to_s + step_s);
  let first = Math.max(0, placeAt(times, from_s - step_s));
  while (first <= end) {
    const until_s = (Math.floor(times[first] / step_s) + 1) * step_s;
    let last = first;
    while (last < end && times[last + 1] < until_s) last += 1;
    steps.push([first, last]);
    first = last + 1;
  }
  return steps;
}

function meanOf(values, places) {
  return places.reduce((sum, place) => sum + values[place], 0) / places.length;
}
