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
