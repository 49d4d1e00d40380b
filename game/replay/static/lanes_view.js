// The lanes as the page shows them: grounds and titles, the curves, what stands over them, and the cursor.

import { lanesOf } from "./lanes_list.js";
import { LanesMarks } from "./lanes_marks.js";
import { LanesPlot, layOut } from "./lanes_plot.js";
import { LanesPointer } from "./lanes_pointer.js";
import { element, find, perFrame } from "./session_dom.js";
import { clockTime } from "./session_words.js";

const PRINT_WIDTH_PX = 700;

/** Puts the lanes together and keeps them in step with the clock, the stretch, the theme and the width. */
export class LanesView {
  #told;
  #words;
  #clock;
  #stretch;
  #box = find("lanes");
  #heads = find("lanes-heads");
  #over = find("lanes-over");
  #plot;
  #marks;
  #lanes;
  #place;
  #readings = new Map();
  #cursor = element("div", { class: "cursor" }, [element("span", { class: "cursor-time" })]);

  /**
   * @param {object} told lanes.json
   * @param {{clock: object, stretch: object, words: object, plotly: object}} parts what all of the page shares
   * @param {Omit<import("./lanes_pointer.js").Acts, "seek">} choosing how a stretch is chosen
   */
  constructor(told, { clock, stretch, words, plotly }, choosing) {
    this.#told = told;
    this.#words = words;
    this.#clock = clock;
    this.#stretch = stretch;
    this.#lanes = lanesOf(told, null, words);
    this.#plot = new LanesPlot(find("lanes-plot"), stretch, plotly);
    const marks = element("div", { class: "lanes-marks" });
    this.#over.append(marks, this.#cursor);
    this.#marks = new LanesMarks(marks, stretch, told, words);
    new LanesPointer(this.#over, stretch, { ...choosing, seek: (at_s) => clock.seek(at_s) });
    this.#follow();
  }

  get lanes() {
    return this.#lanes;
  }

  /** Draw everything for the width there is; a promise of the finished drawing. */
  draw(width = this.#box.clientWidth) {
    this.#place = layOut(this.#lanes, width);
    this.#box.classList.toggle("narrow", this.#place.narrow);
    this.#box.style.height = `${this.#place.height}px`;
    this.#over.style.left = `${this.#place.left}px`;
    this.#over.style.right = `${this.#place.right}px`;
    this.#over.style.height = `${this.#place.bottom}px`;
    this.#showHeads();
    this.#marks.show(this.#place);
    this.#showCursor();
    return this.#plot.draw(this.#place);
  }

  /** Take what the sensors told, once it is here. */
  setSensors(sensors) {
    this.#lanes = lanesOf(this.#told, sensors, this.#words);
    return this.draw();
  }

  /** Take the events to show as signs. */
  setEvents(events) {
    this.#marks.setEvents(events);
    this.#marks.show(this.#place);
  }

  /** Take the corrected stretches. */
  setCorrections(corrections) {
    this.#marks.setCorrections(corrections);
    this.#marks.show(this.#place);
  }

  /** Show the stretch that is being chosen, or none; `choosing` is whether drags choose. */
  setChosen(range, choosing) {
    this.#box.classList.toggle("choosing", choosing);
    this.#marks.setChosen(range);
    this.#marks.show(this.#place);
  }

  #follow() {
    const drawStretch = perFrame(() => {
      this.#marks.show(this.#place);
      this.#showCursor();
      this.#plot.draw(this.#place);
    });
    this.#stretch.addEventListener("changed", drawStretch);
    this.#clock.addEventListener("moved", () => {
      this.#stretch.follow(this.#clock.at_s);
      this.#showCursor();
    });
    document.addEventListener("stillwater:theme", () => this.draw());
    const drawWidth = perFrame(() => this.#box.clientWidth !== this.#place?.width && this.draw());
    new ResizeObserver(() => this.#place && drawWidth()).observe(this.#box);
    addEventListener("beforeprint", () => this.draw(PRINT_WIDTH_PX));
    addEventListener("afterprint", () => this.draw());
  }

  /** The ground of each lane with its title, what its lines mean, and what it says at the cursor. */
  #showHeads() {
    const made = this.#place.rows.flatMap(({ lane, head, headHeight, top, height }) => {
      const ground = element("div", { class: "lane-ground" });
      Object.assign(ground.style, { top: `${top}px`, height: `${height}px` });
      Object.assign(ground.style, { left: `${this.#place.left}px`, right: `${this.#place.right}px` });
      const reading = element("span", { class: "lane-reading" });
      this.#readings.set(lane.name, reading);
      const keys = lane.keys.map(({ look, text }) =>
        element("span", { class: "lane-key" }, [element("i", { class: `swatch ${look}` }), text]),
      );
      const title = element("h3", { class: "lane-title", text: lane.title });
      const row = element("div", { class: "lane-head" }, [title, reading, element("span", { class: "lane-keys" }, keys)]);
      Object.assign(row.style, { top: `${head}px`, height: `${headHeight}px` });
      Object.assign(row.style, { left: this.#place.narrow ? "0" : `${this.#place.left}px`, right: `${this.#place.right}px` });
      return [ground, row];
    });
    this.#heads.replaceChildren(...made);
  }

  #showCursor() {
    const { at_s } = this.#clock;
    const share = this.#stretch.share(at_s);
    this.#cursor.hidden = share < 0 || share > 1;
    this.#cursor.style.left = `${share * 100}%`;
    this.#cursor.firstChild.textContent = clockTime(at_s);
    this.#cursor.classList.toggle("at-end", share > 0.94);
    for (const lane of this.#lanes) {
      const reading = this.#readings.get(lane.name);
      const said = lane.reading?.(at_s) ?? "";
      if (reading && reading.textContent !== said) reading.textContent = said;
    }
  }
}
