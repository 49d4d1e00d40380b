// What happened, in order: the list of events, and stepping from one to the next.

import { element, find, icon } from "./session_dom.js";
import { placeAt } from "./lanes_series.js";
import { clockTime } from "./session_words.js";

/** An event counts as behind the cursor only after this, so that "before" leaves the one just jumped to. */
const SLACK_S = 0.6;
const EPSILON_S = 0.05;

/** Kinds that come from the layers over the recording, as they stand now, rather than from the recording. */
const LAYERED = new Set(["correction", "note"]);

/** The events of the session with the corrections and notes made since. Event: "changed". */
export class Events extends EventTarget {
  #fixed;
  #layers = new Map();
  #clock;
  #words;
  #list = find("events-list");
  #items = [];
  #here = -2;

  /** @param {{t_s: number, kind: string, text: string}[]} told the events of lanes.json */
  constructor(told, clock, words) {
    super();
    this.#fixed = told.filter(({ kind }) => !LAYERED.has(kind));
    this.#clock = clock;
    this.#words = words;
    clock.addEventListener("moved", () => this.#mark());
    this.#show();
  }

  /** All of them, in order. */
  get all() {
    return [...this.#fixed, ...[...this.#layers.values()].flat()].sort((one, other) => one.t_s - other.t_s);
  }

  /** Take the events of one layer ("corrections", "notes") in place of those it had. */
  setLayer(name, events) {
    this.#layers.set(name, events);
    this.#show();
    this.dispatchEvent(new Event("changed"));
  }

  /** Go to the next event (1) or the one before (-1); returns it, or null at the ends. */
  step(by) {
    const { at_s } = this.#clock;
    const events = this.all;
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
        element("span", { text: event.text }),
      ]),
    ]);
    button.addEventListener("click", () => this.#clock.seek(event.t_s));
    return element("li", { class: `kind-${event.kind}` }, [button]);
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
