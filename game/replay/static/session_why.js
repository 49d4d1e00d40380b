// "Why did it change?": what the mind saw at the cursor, what it chose, what safety held back, what the rules would do.

import { placeAt } from "./lanes_series.js";
import { element, find, settled } from "./session_dom.js";
import { clockTime } from "./session_words.js";

const WAIT_MS = 180;
const KEPT = 200;
const PARTS = ["saw", "chose", "tempered", "rules"];

/** Follows the clock from decision to decision; what was told once is kept while the page lives. */
export class WhyPanel {
  #here;
  #clock;
  #words;
  #fetched;
  #times;
  #decisions;
  #kept = new Map();
  #place = -2;
  #body = find("why-body");

  constructor(here, decisions, clock, words, fetched) {
    this.#here = here;
    this.#clock = clock;
    this.#words = words;
    this.#fetched = fetched;
    this.#decisions = decisions;
    this.#times = decisions.map((decision) => decision.t_s);
    const look = settled(() => this.#look(), WAIT_MS);
    clock.addEventListener("moved", () => {
      if (placeAt(this.#times, clock.at_s) !== this.#place) look();
    });
    this.#look();
  }

  async #look() {
    const place = placeAt(this.#times, this.#clock.at_s);
    this.#place = place;
    if (place < 0) {
      this.#body.replaceChildren(element("p", { class: "soft", text: this.#words.say("why_none") }));
      return;
    }
    const why = await this.#why(place);
    if (place === this.#place) this.#show(this.#decisions[place], why);
  }

  async #why(place) {
    if (!this.#kept.has(place)) {
      if (this.#kept.size >= KEPT) this.#kept.delete(this.#kept.keys().next().value);
      const told = this.#fetched(`${this.#here}/why.json?tick=${this.#decisions[place].tick}`);
      this.#kept.set(place, told);
      told.catch(() => this.#kept.delete(place));
    }
    return this.#kept.get(place).catch(() => null);
  }

  /** Without an answer the decision itself still says the most of it. */
  #show(decision, why) {
    const told = why ?? { saw: decision.reasons, chose: [decision.text], tempered: decision.shield, rules: [decision.rules] };
    const when = this.#words.say("why_at", { time: clockTime(decision.t_s) });
    const who = why?.by || decision.by;
    const head = [
      element("p", { class: "why-text", text: why?.text || decision.text }),
      element("p", { class: "soft", text: [when, who].filter(Boolean).join(" · ") }),
    ];
    this.#body.replaceChildren(...head, ...PARTS.flatMap((part) => this.#part(part, told[part] ?? [])));
  }

  #part(part, sentences) {
    const said = sentences.filter(Boolean);
    if (said.length === 0) return [];
    return [
      element("h3", { class: `why-${part}`, text: this.#words.say(`why_${part}`) }),
      element("ul", { class: "plain" }, said.map((text) => element("li", { text }))),
    ];
  }
}
