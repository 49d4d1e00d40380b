// "Correct the machine": a stretch is chosen on the lanes or typed, named, and laid over the recording by the server.

import { TICKS_PER_SECOND } from "./session_clock.js";
import { element, find } from "./session_dom.js";
import { Exchange } from "./session_exchange.js";
import { clockTime, typedTime, wallTime } from "./session_words.js";

const AROUND_S = 5;

/**
 * The form and the list of corrections.
 * Events: "range" when the chosen stretch changed; "corrections" when the list did.
 */
export class CorrectPanel extends EventTarget {
  #clock;
  #words;
  #exchange;
  #range = null;
  #list = [];
  #form = find("correct-form");
  #ends = { from_s: find("correct-from"), to_s: find("correct-to") };

  /** @param {{fetched: Function, post: Function}} server how JSON is got and sent */
  constructor(here, clock, words, server) {
    super();
    this.#clock = clock;
    this.#words = words;
    this.#exchange = new Exchange(here, find("correct-says"), (told) => this.#take(told), server);
    this.#form.addEventListener("submit", (event) => this.#save(event));
    find("correct-drop").addEventListener("click", () => this.choose(null));
    for (const [end, field] of Object.entries(this.#ends)) {
      field.addEventListener("change", () => this.#typed());
      find(`${field.id}-here`).addEventListener("click", () => this.#set(end, clock.at_s));
    }
  }

  /** The stretch that is chosen, or null. */
  get range() {
    return this.#range;
  }

  /** The corrections that count: made and not taken back. */
  get counting() {
    return this.#list.filter((correction) => !correction.withdrawn);
  }

  /** Read the list; what refuses is said in the panel. */
  load() {
    return this.#exchange.load("corrections.json");
  }

  /** Choose a stretch, or none. */
  choose(range) {
    this.#range = range;
    this.#ends.from_s.value = range ? clockTime(range.from_s) : "";
    this.#ends.to_s.value = range ? clockTime(range.to_s) : "";
    this.#exchange.say("", true);
    this.dispatchEvent(new Event("range"));
  }

  /** Begin with a few seconds round the cursor where nothing is chosen yet, and go to the form. */
  begin() {
    const { at_s, length_s } = this.#clock;
    if (!this.#range) {
      this.choose({ from_s: Math.max(0, at_s - AROUND_S), to_s: Math.min(length_s, at_s + AROUND_S) });
    }
    this.#form.querySelector('input[name="label"]').focus();
  }

  /** One end to a moment; the other follows where it would come to lie on the wrong side. */
  #set(end, at_s) {
    const range = { from_s: at_s, to_s: at_s, ...this.#range, [end]: at_s };
    if (range.from_s > range.to_s) range[end === "from_s" ? "to_s" : "from_s"] = at_s;
    this.choose(range);
  }

  #typed() {
    const range = { from_s: typedTime(this.#ends.from_s.value), to_s: typedTime(this.#ends.to_s.value) };
    if (range.from_s === null || range.to_s === null) return;
    this.#range = range;
    this.dispatchEvent(new Event("range"));
  }

  async #save(event) {
    event.preventDefault();
    const label = new FormData(this.#form).get("label");
    const range = this.#range;
    if (!range || range.to_s <= range.from_s || range.to_s > this.#clock.length_s + 1) {
      return this.#exchange.say(this.#words.say("correct_range"), false);
    }
    if (!label) return this.#exchange.say(this.#words.say("correct_which"), false);
    const lastTick = Math.floor(this.#clock.length_s * TICKS_PER_SECOND);
    const body = {
      from_tick: Math.round(range.from_s * TICKS_PER_SECOND),
      to_tick: Math.min(Math.round(range.to_s * TICKS_PER_SECOND), lastTick),
      label,
    };
    if (!(await this.#exchange.send("corrections.json", body))) return;
    this.#form.reset();
    this.choose(null);
    this.#exchange.say(this.#words.say("correct_kept"), true);
  }

  #take(told) {
    this.#list = told.corrections;
    const share = Math.round((told.rate ?? 0) * 1000) / 10;
    find("correct-rate").textContent = this.#list.length
      ? this.#words.say("correct_rate", { share })
      : this.#words.say("correct_none");
    find("correct-list").replaceChildren(...this.#list.map((correction) => this.#item(correction)).reverse());
    this.dispatchEvent(new Event("corrections"));
  }

  #item(correction) {
    const { number, from_s, to_s, title, author, when, withdrawn } = correction;
    const go = element("button", { type: "button", class: "link-button", text: `${clockTime(from_s)} – ${clockTime(to_s)}` });
    go.addEventListener("click", () => this.#clock.seek(from_s));
    const item = element("li", { class: withdrawn ? "layer gone" : "layer" }, [
      element("p", { class: "layer-head" }, [go, element("strong", { text: title })]),
      element("p", { class: "soft", text: this.#words.say("by_when", { who: author, when: wallTime(when, document.documentElement.lang) }) }),
    ]);
    if (withdrawn) {
      item.append(element("p", { class: "soft", text: this.#words.say("withdrawn") }));
      return item;
    }
    const back = element("button", { type: "button", class: "button quiet small", text: this.#words.say("withdraw") });
    back.addEventListener("click", () => this.#exchange.send(`corrections/${number}/withdraw`, {}));
    item.append(back);
    return item;
  }
}
