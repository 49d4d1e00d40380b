// The colours of the lanes, read from the page's own custom properties so that light, dark and print each have theirs.

const NAMES = ["arousal", "valence", "breath", "heart", "guide", "performance", "setting", "rules", "quality", "event", "grid"];

/**
 * @typedef {Object} Colours one CSS colour per lane, and
 * @property {string} ink words in the drawing
 * @property {string} soft words of less weight
 * @property {number} band how opaque a confidence band is
 * @property {string} font the family of the page
 */

/** @returns {Colours} the colours of the page as it is shown now */
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  const lanes = Object.fromEntries(NAMES.map((name) => [name, read(`--lane-${name}`)]));
  return {
    ...lanes,
    ink: read("--ink"),
    soft: read("--ink-soft"),
    band: Number(read("--lane-band")) || 0.2,
    font: read("--font"),
  };
}

/** A colour "#rrggbb" seen through: what plotly fills a band with. */
export function seeThrough(colour, opacity) {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!digits) return colour;
  const [red, green, blue] = digits.slice(1).map((pair) => parseInt(pair, 16));
  return `rgba(${red}, ${green}, ${blue}, ${opacity})`;
}
