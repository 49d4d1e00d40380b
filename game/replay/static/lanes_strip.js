// The whole sitting in small, at the foot of the page: where it was tense, where places began, what the lanes show of
// it, and the slider that moves time.

import { knownRuns } from "./lanes_series.js";
import { find, perFrame, settled } from "./session_dom.js";
import { clockTime } from "./session_words.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDE = 1000;
const HIGH = 40;
const POINTS = 250;

/** Draws the strip once and keeps its window, its knob and the slider in step. */
export class LanesStrip {
  #clock;
  #stretch;
  #spoken;
  #slider = find("where");
  #knob = find("strip-knob");
  #window = find("strip-window");

  /** @param {(at_s: number) => string} spoken what a screen reader hears of a moment */
  constructor(told, clock, stretch, spoken) {
    this.#clock = clock;
    this.#stretch = stretch;
    this.#spoken = spoken;
    this.#draw(told);
    this.#slider.max = String(clock.length_s);
    this.#slider.step = "any";
    this.#slider.addEventListener("input", () => clock.seek(Number(this.#slider.value)));
    const say = settled(() => this.#say(), 300);
    const follow = perFrame(() => this.#follow());
    clock.addEventListener("moved", () => {
      follow();
      if (!clock.playing) say();
    });
    stretch.addEventListener("changed", follow);
    this.#follow();
    this.#say();
  }

  #follow() {
    const { at_s, length_s } = this.#clock;
    const share = (moment_s) => `${(moment_s / length_s) * 100}%`;
    this.#slider.value = String(at_s);
    this.#knob.style.left = share(at_s);
    this.#window.hidden = this.#stretch.isWhole;
    this.#window.style.left = share(this.#stretch.from_s);
    this.#window.style.width = share(this.#stretch.span_s);
  }

  #say() {
    this.#slider.setAttribute("aria-valuetext", `${clockTime(this.#clock.at_s)} ${this.#spoken(this.#clock.at_s)}`);
  }

  #draw(told) {
    const drawing = find("strip-drawing");
    drawing.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
    const x = (at_s) => ((at_s / told.length_s) * WIDE).toFixed(1);
    const places = told.levels.map((span, number) =>
      shape("rect", {
        class: number % 2 ? "strip-place odd" : "strip-place",
        x: x(span.from_s),
        y: 0,
        width: x(span.to_s - span.from_s),
        height: HIGH,
      }),
    );
    const { t_s, arousal } = told.estimate;
    const y = (value) => ((HIGH / 2) * (1 - 0.9 * value)).toFixed(1);
    const tension = knownRuns(arousal.known).map(([first, last]) => {
      const along = smoothed(t_s, arousal.mean, first, last).map(([at_s, value]) => `${x(at_s)} ${y(value)}`);
      return shape("path", {
        class: "strip-tension",
        d: `M${x(t_s[first])} ${HIGH}L${along.join("L")}L${x(t_s[last])} ${HIGH}Z`,
      });
    });
    drawing.replaceChildren(...places, ...tension);
  }
}

/** Means of neighbours from `first` to `last`, as many as the strip can show of them, at the middle of each. */
function smoothed(times, values, first, last) {
  const size = Math.max(1, Math.round(times.length / POINTS));
  const means = [];
  for (let start = first; start <= last; start += size) {
    const end = Math.min(start + size - 1, last);
    const some = values.slice(start, end + 1);
    means.push([(times[start] + times[end]) / 2, some.reduce((sum, value) => sum + value, 0) / some.length]);
  }
  return means;
}

function shape(name, traits) {
  const made = document.createElementNS(SVG, name);
  for (const [trait, value] of Object.entries(traits)) made.setAttribute(trait, String(value));
  return made;
}
