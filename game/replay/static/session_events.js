// What happened, in order: the list of events, and stepping from one to the next.

import { element, find, icon } from "./session_dom.js";
import { placeAt } from "./lanes_series.js";
import { clockTime } from "./session_words.js";

/** An event counts as behind the cursor only after this, so that "before" leaves the one just jumped to. */
const SLACK_S = 0.6;
const EPSILON_S = 0.05;

/**
 * The events of the sitting with the corrections and notes made since. One that an estimate says (a tense stretch, the
 * way back from it) stands as it was recorded, with what it was where somebody corrected it. Event: "changed".
 */
export class Events extends EventTarget {
  #fixed;
  #layers = new Map();
  #clock;
  #words;
  #list = find("events-list");
  #items = [];
  #here = -2;

  /** @param {{t_s: number, kind: string, text: string, judged_s: number | null}[]} told the events of lanes.json */
  constructor(told, clock, words) {
    super();
    this.#fixed = told;
    this.#clock = clock;
    this.#words = words;
    clock.addEventListener("moved", () => this.#mark());
    this.#show();
  }

  /** All of them, in order; `corrected` says what one was that somebody corrected ("" of all others), `said` all of it. */
  get all() {
    return [...this.#fixed, ...[...this.#layers.values()].flat()]
      .map((event) => ({ ...event, corrected: this.#correctedTo(event) }))
      .map((event) => ({ ...event, said: [event.text, event.corrected].filter(Boolean).join(this.#words.say("and")) }))
      .sort((one, other) => one.t_s - other.t_s);
  }

  #correctedTo({ judged_s = null }) {
    if (judged_s === null) return "";
    const corrections = this.#layers.get("corrections") ?? [];
    const found = corrections.findLast(({ t_s, to_s }) => t_s <= judged_s && judged_s <= to_s);
    return found ? this.#words.say("event_corrected", { label: found.text }) : "";
  }

  /** Take the events of one layer ("corrections" with their ends, "notes") in place of those it had. */
  setLayer(name, events) {
    this.#layers.set(name, events);
    this.#show();
    this.dispatchEvent(new Event("changed"));
  }

  /** Go to the next event (1) or the one before (-1) that still stands; returns it, or null at the ends. */
  step(by) {
    const { at_s } = this.#clock;
    const events = this.all.filter(({ corrected }) => !corrected);
    const event =
      by > 0
        ? events.find(({ t_s }) => t_s > at_s + EPSILON_S)
        : events.findLast(({ t_s }) => t_s < at_s - (this.#clock.playing ? SLACK_S * this.#clock.speed : EPSILON_S));
    if (event) this.#clock.seek(event.t_s);
    return event ?? null;
  }

  #show() {
    const events = this.all;
    this.#items = events.map((event) => this.#item(event));
    const none = element("li", { class: "soft", text: this.#words.say("events_none") });
    this.#list.replaceChildren(...(this.#items.length ? this.#items : [none]));
    this.#here = -2;
    this.#mark();
  }

  #item(event) {
    const kind = this.#words.has(`kind_${event.kind}`) ? this.#words.say(`kind_${event.kind}`) : event.kind;
    const button = element("button", { type: "button", class: "event-item" }, [
      icon(`event-${event.kind}`),
      element("span", { class: "event-time", text: clockTime(event.t_s) }),
      element("span", { class: "event-text" }, [
        element("span", { class: "event-kind", text: kind }),
        element("span", { class: "event-said", text: event.text }),
        ...(event.corrected ? [" ", element("span", { class: "layer-tag", text: event.corrected })] : []),
      ]),
    ]);
    button.addEventListener("click", () => this.#clock.seek(event.t_s));
    return element("li", { class: `kind-${event.kind}${event.corrected ? " corrected" : ""}` }, [button]);
  }

  /** Show which event was the last before the cursor. */
  #mark() {
    const here = placeAt(
      this.all.map((event) => event.t_s),
      this.#clock.at_s + EPSILON_S,
    );
    if (here === this.#here) return;
    this.#items[this.#here]?.firstChild.removeAttribute("aria-current");
    this.#items[here]?.firstChild.setAttribute("aria-current", "true");
    this.#here = here;
  }
}
