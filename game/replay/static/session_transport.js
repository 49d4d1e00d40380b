// The buttons that move time and zoom, and what they say about where the page is.

import { SPEEDS } from "./session_clock.js";
import { find } from "./session_dom.js";
import { clockTime } from "./session_words.js";

const LEAP_S = 10;
const ZOOM = 2;

/** Wires the bar at the foot and the zoom beside the lanes. */
export class Transport {
  #clock;
  #stretch;
  #words;
  #play = find("play");
  #now = find("time-now");
  #speed = find("speed");

  /** @param {(by: number) => void} stepEvent goes to the event before (-1) or next (1) */
  constructor(clock, stretch, words, stepEvent) {
    this.#clock = clock;
    this.#stretch = stretch;
    this.#words = words;
    const acts = {
      play: () => clock.toggle(),
      "back-ten": () => clock.seek(clock.at_s - LEAP_S),
      "on-ten": () => clock.seek(clock.at_s + LEAP_S),
      "event-before": () => stepEvent(-1),
      "event-next": () => stepEvent(1),
      "zoom-in": () => this.zoom(-1),
      "zoom-out": () => this.zoom(1),
      "zoom-whole": () => stretch.whole(),
    };
    for (const [id, act] of Object.entries(acts)) find(id).addEventListener("click", act);
    this.#speed.append(...SPEEDS.map((speed) => new Option(`${speed}×`, String(speed))));
    this.#speed.addEventListener("change", () => clock.setSpeed(Number(this.#speed.value)));
    find("time-all").textContent = clockTime(clock.length_s);
    clock.addEventListener("moved", () => this.#showTime());
    clock.addEventListener("changed", () => this.#showState());
    stretch.addEventListener("changed", () => this.#showStretch());
    this.#showTime();
    this.#showState();
    this.#showStretch();
  }

  /** One step nearer (-1) or farther (1), the cursor staying where it is. */
  zoom(by) {
    this.#stretch.zoom(by < 0 ? 1 / ZOOM : ZOOM, this.#clock.at_s);
  }

  #showTime() {
    this.#now.textContent = clockTime(this.#clock.at_s);
  }

  #showState() {
    const name = this.#clock.playing ? "pause" : "play";
    this.#play.setAttribute("aria-label", this.#words.say(name));
    this.#play.title = this.#words.say(name);
    this.#play.querySelector("use").setAttribute("href", `#icon-${name}`);
    this.#speed.value = String(this.#clock.speed);
  }

  #showStretch() {
    const { from_s, to_s, isWhole } = this.#stretch;
    find("zoom-whole").disabled = isWhole;
    find("zoom-out").disabled = isWhole;
    find("lanes-window").textContent = isWhole
      ? ""
      : this.#words.say("window", { from: clockTime(from_s), to: clockTime(to_s) });
  }
}
