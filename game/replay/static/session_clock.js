// The one clock of the page: every lane, the picture and the panels follow it, and nothing else keeps a time.

export const TICKS_PER_SECOND = 60;
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];

/**
 * Where in the sitting the page is, in seconds, and whether it moves.
 * Events: "moved" after each change of `at_s`; "changed" after a change of `playing` or `speed`.
 */
export class Clock extends EventTarget {
  #at_s = 0;
  #playing = false;
  #speed = 1;
  #frame = 0;
  #drawn_ms = 0;

  /** @param {number} length_s how long the sitting was */
  constructor(length_s) {
    super();
    this.length_s = length_s;
  }

  get at_s() {
    return this.#at_s;
  }

  get playing() {
    return this.#playing;
  }

  get speed() {
    return this.#speed;
  }

  /** The tick of the game at this moment. */
  get tick() {
    return Math.round(this.#at_s * TICKS_PER_SECOND);
  }

  /** Go to a moment; beyond the ends is the end. */
  seek(at_s) {
    this.#at_s = Math.min(Math.max(at_s, 0), this.length_s);
    this.dispatchEvent(new Event("moved"));
  }

  /** Play from here, from the beginning when it stands at the end; or pause. */
  toggle() {
    if (this.#playing) return this.pause();
    if (this.#at_s >= this.length_s) this.seek(0);
    this.#playing = true;
    this.#drawn_ms = performance.now();
    this.#frame = requestAnimationFrame((now_ms) => this.#play(now_ms));
    this.dispatchEvent(new Event("changed"));
  }

  pause() {
    if (!this.#playing) return;
    cancelAnimationFrame(this.#frame);
    this.#playing = false;
    this.dispatchEvent(new Event("changed"));
    this.dispatchEvent(new Event("moved"));
  }

  /** Take one of SPEEDS. */
  setSpeed(speed) {
    this.#speed = speed;
    this.dispatchEvent(new Event("changed"));
  }

  /** One step slower (-1) or faster (1) along SPEEDS. */
  shiftSpeed(by) {
    const place = SPEEDS.indexOf(this.#speed) + by;
    this.setSpeed(SPEEDS[Math.min(Math.max(place, 0), SPEEDS.length - 1)]);
  }

  #play(now_ms) {
    const passed_s = ((now_ms - this.#drawn_ms) / 1000) * this.#speed;
    this.#drawn_ms = now_ms;
    this.seek(this.#at_s + Math.max(0, passed_s));
    if (this.#at_s >= this.length_s) return this.pause();
    this.#frame = requestAnimationFrame((next_ms) => this.#play(next_ms));
  }
}
