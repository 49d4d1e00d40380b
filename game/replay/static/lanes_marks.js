// What stands over the lanes as elements of the page: places and small games as blocks, events as signs, corrected
// stretches and the chosen one as veils. They move with the stretch; their words never leave their edges.

import { element, icon } from "./session_dom.js";
import { clockTime } from "./session_words.js";

const SIGN_PX = 24;
const WORDS_PX = 44;
const SIGN_ROWS = 2;

/** Everything over the lanes, placed again whenever the stretch, the width or the layers change. */
export class LanesMarks {
  #layer;
  #stretch;
  #words;
  #told;
  #events = [];
  #corrections = [];
  #chosen = null;

  /**
   * @param {HTMLElement} layer covers exactly the drawn part of the lanes
   * @param {import("./session_stretch.js").Stretch} stretch
   */
  constructor(layer, stretch, told, words) {
    this.#layer = layer;
    this.#stretch = stretch;
    this.#told = told;
    this.#words = words;
  }

  /** Take another set of events (notes and corrections come and go). */
  setEvents(events) {
    this.#events = events;
  }

  /** Take the corrected stretches that count now. */
  setCorrections(corrections) {
    this.#corrections = corrections;
  }

  /** Take the stretch that is being chosen, or null. */
  setChosen(range) {
    this.#chosen = range;
  }

  /** Put everything where it belongs now. @param {ReturnType<typeof import("./lanes_plot.js").layOut>} place */
  show(place) {
    const row = (name) => place.rows.find(({ lane }) => lane.name === name);
    this.#layer.replaceChildren(
      ...this.#blocks(this.#told.levels, "block place", row("game").top + 6, 26, place),
      ...this.#blocks(this.#told.minigames, "block small-game", row("game").top + 35, 22, place),
      ...this.#signs(row("events"), place),
      ...this.#decisions(row("settings")),
      ...this.#corrections.map((correction) => this.#veil(correction, "corrected", correction.title)),
      ...(this.#chosen ? [this.#chosenVeil()] : []),
    );
  }

  #inView({ from_s, to_s }) {
    return to_s > this.#stretch.from_s && from_s < this.#stretch.to_s;
  }

  /** One block per span; where it has no room for its words, they are its title alone. */
  #blocks(spans, look, top, height, place) {
    const secondsForWords = (WORDS_PX / (place.width - place.left - place.right)) * this.#stretch.span_s;
    return spans
      .filter((span) => this.#inView(span))
      .map((span) => {
        const block = this.#span(span, look);
        block.style.top = `${top}px`;
        block.style.height = `${height}px`;
        block.title = `${span.title}, ${clockTime(span.from_s)} – ${clockTime(span.to_s)}`;
        block.classList.toggle("skipped", Boolean(span.skipped));
        if (span.to_s - span.from_s >= secondsForWords) block.append(span.title);
        return block;
      });
  }

  /** A sign per event in the first row that has room for it; where none has, it stays in the list of events. */
  #signs(row, place) {
    const wide = place.width - place.left - place.right;
    const free = Array(SIGN_ROWS).fill(-SIGN_PX);
    const signs = [];
    for (const event of this.#events) {
      const share = this.#stretch.share(event.t_s);
      const x = Math.min(Math.max(share * wide, SIGN_PX / 2), wide - SIGN_PX / 2);
      const line = free.findIndex((taken) => x - taken >= SIGN_PX);
      if (share < 0 || share > 1 || line < 0) continue;
      free[line] = x;
      const look = `sign sign-${event.kind}${event.corrected ? " corrected" : ""}`;
      const sign = element("span", { class: look }, [icon(`event-${event.kind}`)]);
      sign.style.left = `${x}px`;
      sign.style.top = `${row.top + 5 + line * (SIGN_PX + 4)}px`;
      sign.title = this.#words.say("event_at", { time: clockTime(event.t_s), what: event.said });
      signs.push(sign);
    }
    return signs;
  }

  /** A small tick at the foot of the settings for each decision that something held back. */
  #decisions(row) {
    return this.#told.decisions
      .filter((decision) => decision.shield.length > 0 && this.#inView({ from_s: decision.t_s, to_s: decision.t_s }))
      .map((decision) => {
        const tick = element("span", { class: "held-back" });
        tick.style.left = `${this.#stretch.share(decision.t_s) * 100}%`;
        tick.style.top = `${row.top + row.height - 9}px`;
        tick.title = this.#words.say("event_at", { time: clockTime(decision.t_s), what: decision.shield.join(" ") });
        return tick;
      });
  }

  #chosenVeil() {
    const veil = this.#veil(this.#chosen, "chosen", "");
    veil.append(element("span", { class: "grip from" }), element("span", { class: "grip to" }));
    return veil;
  }

  #veil(span, look, title) {
    const veil = this.#span(span, `veil ${look}`);
    if (title) veil.append(element("span", { class: "veil-title", text: title }));
    return veil;
  }

  /** An element from the start to the end of a span, cut at the edges of the stretch. */
  #span(span, look) {
    const share = (at_s) => Math.min(Math.max(this.#stretch.share(at_s), 0), 1) * 100;
    const [left, right] = [share(span.from_s), share(span.to_s)];
    const made = element("div", { class: look });
    made.style.left = `${left}%`;
    made.style.width = `${right - left}%`;
    return made;
  }
}
