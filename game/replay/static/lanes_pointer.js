// Pointers on the lanes: drag moves time, Shift and drag moves along, two fingers or Ctrl and the wheel zoom, and
// while a stretch is being chosen a drag chooses it or moves one of its ends.

const GRIP_PX = 12;
const WHEEL_ZOOM = 0.0022;

/**
 * What the pointers may ask for.
 * @typedef {Object} Acts
 * @property {(at_s: number) => void} seek
 * @property {() => boolean} choosing whether a drag chooses a stretch
 * @property {() => {from_s: number, to_s: number} | null} chosen
 * @property {(range: {from_s: number, to_s: number}) => void} choose
 */

/** Listens on the element that covers the drawn part of the lanes. */
export class LanesPointer {
  #element;
  #stretch;
  #acts;
  #held = new Map();
  #drag = null;

  /**
   * @param {HTMLElement} element
   * @param {import("./session_stretch.js").Stretch} stretch
   * @param {Acts} acts
   */
  constructor(element, stretch, acts) {
    this.#element = element;
    this.#stretch = stretch;
    this.#acts = acts;
    element.addEventListener("pointerdown", (event) => this.#down(event));
    element.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, (event) => this.#up(event));
    element.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** The moment under a pointer, within the sitting. */
  #moment(x) {
    const box = this.#element.getBoundingClientRect();
    const at_s = this.#stretch.moment((x - box.left) / box.width);
    return Math.min(Math.max(at_s, 0), this.#stretch.length_s);
  }

  #secondsPerPixel() {
    return this.#stretch.span_s / this.#element.getBoundingClientRect().width;
  }

  #down(event) {
    if (event.button !== 0) return;
    this.#element.setPointerCapture(event.pointerId);
    this.#held.set(event.pointerId, event.clientX);
    if (this.#held.size === 2) {
      this.#drag = { kind: "pinch", apart: this.#apart() };
      return;
    }
    if (event.shiftKey) this.#drag = { kind: "along" };
    else if (this.#acts.choosing()) this.#drag = { kind: "choose", fixed_s: this.#fixedEnd(event.clientX) };
    else {
      this.#drag = { kind: "seek" };
      this.#acts.seek(this.#moment(event.clientX));
    }
  }

  #move(event) {
    const before = this.#held.get(event.pointerId);
    if (before === undefined || !this.#drag) return;
    this.#held.set(event.pointerId, event.clientX);
    const at_s = this.#moment(event.clientX);
    if (this.#drag.kind === "seek") this.#acts.seek(at_s);
    if (this.#drag.kind === "along") this.#stretch.move((before - event.clientX) * this.#secondsPerPixel());
    if (this.#drag.kind === "choose") this.#choose(this.#drag.fixed_s, at_s);
    if (this.#drag.kind === "pinch" && this.#held.size === 2) this.#pinch();
  }

  #up(event) {
    this.#held.delete(event.pointerId);
    if (this.#held.size === 0) this.#drag = null;
  }

  /** The end that stays while the other is dragged: the far one when a grip was taken, else where the drag began. */
  #fixedEnd(x) {
    const chosen = this.#acts.chosen();
    const at_s = this.#moment(x);
    if (!chosen) return at_s;
    const near_s = GRIP_PX * this.#secondsPerPixel();
    if (Math.abs(at_s - chosen.from_s) <= near_s) return chosen.to_s;
    if (Math.abs(at_s - chosen.to_s) <= near_s) return chosen.from_s;
    return at_s;
  }

  #choose(one_s, other_s) {
    this.#acts.choose({ from_s: Math.min(one_s, other_s), to_s: Math.max(one_s, other_s) });
  }

  #apart() {
    const [one, other] = [...this.#held.values()];
    return Math.max(20, Math.abs(one - other));
  }

  #pinch() {
    const apart = this.#apart();
    const [one, other] = [...this.#held.values()];
    this.#stretch.zoom(this.#drag.apart / apart, this.#moment((one + other) / 2));
    this.#drag.apart = apart;
  }

  #wheel(event) {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.#stretch.zoom(Math.exp(event.deltaY * WHEEL_ZOOM), this.#moment(event.clientX));
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.#stretch.move((event.deltaX || event.deltaY) * this.#secondsPerPixel());
    }
  }
}
