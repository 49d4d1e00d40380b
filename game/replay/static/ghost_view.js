// The ghost: the game as it looked, fetched frame by frame in step with the clock. Nothing is kept of a frame drawn.

import { TICKS_PER_SECOND } from "./session_clock.js";
import { find, settled } from "./session_dom.js";
import { clockTime } from "./session_words.js";

const WIDTHS_PX = [320, 480, 640, 960];
const POLL_MS = 500;
const AT_ONCE = 3;
const FARTHEST_AHEAD_S = 0.5;
/** A picture this far from the cursor is of another moment; while it plays, of that much play. */
const ANOTHER_MOMENT_S = 1;
/** How much of the newest way there and back counts in its running mean, in ms. */
const FRESH_SHARE = 0.15;

/**
 * Draws the frame of the clock's moment, again and again while it plays.
 * At most three frames are on their way; each asks for the moment at which it will arrive.
 */
export class GhostView {
  #here;
  #clock;
  #words;
  #fetched;
  #frame = find("ghost-frame");
  #canvas = find("ghost-canvas");
  #veil = find("ghost-veil");
  #says = find("ghost-says");
  #progress = find("ghost-progress");
  #truth = find("ghost-truth");
  #hide = find("ghost-hide");
  #state = "telling";
  #reached = 0;
  #shown = true;
  #flying = 0;
  #wanted = 0;
  #asked = -1;
  #newest = -1;
  #drawn = 0;
  #latency_ms = 60;

  /**
   * @param {string} here the address of the session
   * @param {(path: string) => Promise<object>} fetched gets JSON
   */
  constructor(here, clock, words, fetched) {
    this.#here = here;
    this.#clock = clock;
    this.#words = words;
    this.#fetched = fetched;
    const name = settled(() => this.#name(), 400);
    clock.addEventListener("moved", () => {
      this.#ask();
      this.#mark();
      name();
    });
    this.#hide.addEventListener("click", () => this.toggle());
    this.#poll();
  }

  /** Show or hide the picture; hidden it asks for nothing. */
  toggle() {
    this.#shown = !this.#shown;
    this.#hide.setAttribute("aria-pressed", String(!this.#shown));
    const label = this.#words.say(this.#shown ? "picture_hide" : "picture_show");
    this.#hide.setAttribute("aria-label", label);
    this.#hide.title = `${label} (g)`;
    this.#asked = -1;
    this.#cover();
    this.#ask();
  }

  async #poll() {
    let told;
    try {
      told = await this.#fetched(`${this.#here}/ghost.json`);
    } catch (refused) {
      return this.#stop(refused.text || this.#words.say("picture_none"));
    }
    this.#state = told.state;
    this.#reached = told.ticks;
    if (told.state === "failed") return this.#stop(told.text || this.#words.say("picture_none"));
    this.#progress.value = told.share;
    this.#asked = -1;
    if (told.state === "ready") this.#tellTruth(told.agrees);
    else setTimeout(() => this.#poll(), POLL_MS);
    if (this.#newest < 0) this.#cover(told.share);
    this.#ask();
  }

  #stop(text) {
    this.#state = "failed";
    this.#cover(null, text);
  }

  #tellTruth(agrees) {
    if (agrees === null) return;
    this.#truth.textContent = this.#words.say(agrees ? "picture_agrees" : "picture_differs");
  }

  /** Ask for the frame of now, unless it is here or enough are on their way. */
  #ask() {
    if (!this.#shown || this.#state === "failed" || this.#flying >= AT_ONCE) return;
    const late_s = this.#clock.playing ? Math.min(this.#latency_ms / 1000, FARTHEST_AHEAD_S) : 0;
    const last = Math.floor(this.#clock.length_s * TICKS_PER_SECOND);
    const tick = Math.min(this.#clock.tick + Math.round(late_s * this.#clock.speed * TICKS_PER_SECOND), last);
    if (tick === this.#asked) return;
    if (this.#state === "telling" && tick >= this.#reached) return this.#cover(this.#progress.value);
    this.#asked = tick;
    this.#flying += 1;
    this.#wanted += 1;
    this.#fetch(tick, this.#wanted).finally(() => {
      this.#flying -= 1;
      this.#ask();
    });
  }

  async #fetch(tick, number) {
    const began_ms = performance.now();
    let response;
    try {
      response = await fetch(`${this.#here}/frame?tick=${tick}&w=${this.#width()}`, { cache: "no-store" });
    } catch {
      return this.#stop(this.#words.say("not_reached"));
    }
    if (!response.ok) {
      if (this.#state === "telling") this.#cover(this.#progress.value);
      return;
    }
    const picture = await createImageBitmap(await response.blob());
    this.#latency_ms += (performance.now() - began_ms - this.#latency_ms) * FRESH_SHARE;
    if (number > this.#newest && this.#shown) this.#draw(picture, number, tick);
    picture.close();
  }

  #draw(picture, number, tick) {
    this.#newest = number;
    this.#drawn = tick;
    if (this.#canvas.width !== picture.width) {
      this.#canvas.width = picture.width;
      this.#canvas.height = picture.height;
    }
    this.#canvas.getContext("2d").drawImage(picture, 0, 0);
    this.#veil.hidden = true;
    this.#mark();
  }

  /** Dim a picture that is of another moment than the cursor's, until the one of now is there. */
  #mark() {
    const apart_s = Math.abs(this.#clock.tick - this.#drawn) / TICKS_PER_SECOND;
    const most_s = ANOTHER_MOMENT_S * (this.#clock.playing ? Math.max(this.#clock.speed, 1) : 1);
    this.#frame.classList.toggle("coming", this.#newest >= 0 && apart_s > most_s);
  }

  /** Lay the veil over the picture and say why: what was given, or how far the redrawing is. */
  #cover(share = null, text = "") {
    const resting = !this.#shown;
    this.#veil.hidden = this.#shown && !text && share === null;
    this.#veil.classList.toggle("solid", resting || Boolean(text));
    this.#progress.hidden = resting || Boolean(text);
    if (resting) this.#says.textContent = this.#words.say("picture_off");
    else this.#says.textContent = text || this.#words.say("picture_telling", { share: Math.round((share ?? 0) * 100) });
  }

  #name() {
    const label = this.#words.say("picture_at", { time: clockTime(this.#clock.at_s) });
    this.#canvas.setAttribute("aria-label", label);
  }

  /** The smallest of the served widths that is no coarser than the screen. */
  #width() {
    const wide = this.#canvas.clientWidth * devicePixelRatio;
    return WIDTHS_PX.find((width) => width >= wide) ?? WIDTHS_PX.at(-1);
  }
}
