// How a panel speaks with the server: what comes is taken, and what refuses is said in the panel's own line.

/** One panel's way to the server and back. */
export class Exchange {
  #here;
  #says;
  #take;
  #server;

  /**
   * @param {string} here the address of the sitting
   * @param {HTMLElement} says the line in which the panel answers
   * @param {(told: object) => void} take shows what the server told
   * @param {{fetched: Function, post: Function}} server how JSON is got and sent
   */
  constructor(here, says, take, server) {
    this.#here = here;
    this.#says = says;
    this.#take = take;
    this.#server = server;
  }

  /** Ask, and take what comes. */
  load(path) {
    return this.#taken(this.#server.fetched(`${this.#here}/${path}`));
  }

  /** Send, and take what comes back; resolves to whether it was accepted. */
  send(path, body) {
    return this.#taken(this.#server.post(`${this.#here}/${path}`, body));
  }

  /** Answer in the panel's line. */
  say(text, fine) {
    this.#says.textContent = text ?? "";
    this.#says.classList.toggle("unfit", !fine);
  }

  async #taken(answer) {
    let told;
    try {
      told = await answer;
    } catch (refused) {
      if (refused.text === undefined) throw refused;
      this.say(refused.text, false);
      return false;
    }
    this.#take(told);
    return true;
  }
}
