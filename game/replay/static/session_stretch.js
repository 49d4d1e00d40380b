// The stretch of the sitting that the lanes show: the model behind zooming and moving along.

const SHORTEST_S = 5;

/** From when to when the lanes show, in seconds. Event: "changed". */
export class Stretch extends EventTarget {
  /** @param {number} length_s how long the sitting was */
  constructor(length_s) {
    super();
    this.length_s = length_s;
    this.from_s = 0;
    this.to_s = length_s;
  }

  get span_s() {
    return this.to_s - this.from_s;
  }

  get isWhole() {
    return this.span_s >= this.length_s;
  }

  /** Where a moment lies in the stretch: 0 at its left end, 1 at its right end, beyond outside. */
  share(at_s) {
    return (at_s - this.from_s) / this.span_s;
  }

  /** The moment at a share of the stretch. */
  moment(share) {
    return this.from_s + share * this.span_s;
  }

  /** Show `factor` times as much, the moment `around_s` staying where it is drawn. */
  zoom(factor, around_s) {
    const span_s = Math.min(Math.max(this.span_s * factor, Math.min(SHORTEST_S, this.length_s)), this.length_s);
    this.#show(around_s - this.share(around_s) * span_s, span_s);
  }

  /** Move along by seconds. */
  move(by_s) {
    this.#show(this.from_s + by_s, this.span_s);
  }

  whole() {
    this.#show(0, this.length_s);
  }

  /** Bring a moment back into view: turned like a page while it plays, so that the lanes rest in between. */
  follow(at_s) {
    if (at_s >= this.from_s && at_s <= this.to_s) return;
    this.#show(at_s - 0.1 * this.span_s, this.span_s);
  }

  #show(from_s, span_s) {
    const start_s = Math.min(Math.max(from_s, 0), this.length_s - span_s);
    if (start_s === this.from_s && start_s + span_s === this.to_s) return;
    this.from_s = start_s;
    this.to_s = start_s + span_s;
    this.dispatchEvent(new Event("changed"));
  }
}
