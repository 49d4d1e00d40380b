// The panel by which a sitting is taken along: choose a format, wait, save. The file lives in this page only.

import { fetched, freshNumber, post, postForFile, postLeaving, sentenceOf } from "./base.js";
import { element, find } from "./session_dom.js";
import { Exchange } from "./session_exchange.js";
import { Words, shownSize } from "./session_words.js";

const ASKED_EVERY_MS = 700;

class ExportPanel {
  #here;
  #exchange;
  #words;
  #url = "";
  #making = 0; // the number of what is being made; 0 = nothing is
  #form = find("export-form");
  #choice = this.#form.querySelector("fieldset");
  #make = find("export-make");
  #share = find("export-share");
  #stop = find("export-stop");
  #ready = find("export-ready");
  #save = find("export-save");

  constructor(here, words) {
    this.#here = here;
    this.#exchange = new Exchange(here, find("export-says"), (told) => this.#show(told), { fetched, post });
    this.#words = words;
    this.#form.addEventListener("submit", (event) => this.#begin(event));
    this.#form.addEventListener("change", () => this.#forget());
    this.#stop.addEventListener("click", () => this.#end());
    addEventListener("pagehide", () => this.#leave());
  }

  /** Show what formats there are; what refuses is said in the panel. */
  load() {
    return this.#exchange.load("export.json");
  }

  #show({ formats }) {
    find("export-formats").replaceChildren(...formats.map((format, place) => this.#format(format, place === 0)));
    this.#make.disabled = formats.length === 0;
  }

  #format({ name, title, about, holds, names, bytes }, chosen) {
    const radio = element("input", { type: "radio", name: "format", value: name, checked: chosen ? "" : undefined });
    const size = this.#words.say("about_size", { size: shownSize(bytes, document.documentElement.lang) });
    const told = [about, holds, names].map((text) => element("span", { class: "export-told", text }));
    const heading = element("span", { class: "export-title", text: title }, [element("span", { text: size })]);
    return element("label", { class: "export-format" }, [radio, heading, ...told]);
  }

  async #begin(event) {
    event.preventDefault();
    const format = new FormData(this.#form).get("format");
    this.#forget();
    this.#busy(freshNumber());
    const asking = setInterval(() => this.#ask(), ASKED_EVERY_MS);
    try {
      await this.#take(format);
    } catch (refused) {
      this.#exchange.say(sentenceOf(refused), refused.refused === "stopped");
    } finally {
      clearInterval(asking);
      this.#busy(0);
    }
  }

  /** Let it be made, and offer what comes. */
  async #take(format) {
    const { name, file } = await postForFile(`${this.#here}/export`, { format, work: this.#making });
    this.#url = URL.createObjectURL(file);
    this.#save.href = this.#url;
    this.#save.download = name;
    this.#ready.hidden = false;
    const size = shownSize(file.size, document.documentElement.lang);
    this.#exchange.say(this.#words.say("ready", { name, size }), true);
    this.#save.focus();
  }

  /** How far it has come. */
  async #ask() {
    const work = this.#making;
    const { share } = await fetched(`${this.#here}/export.json?work=${work}`).catch(() => ({ share: null }));
    if (share !== null && work === this.#making) this.#share.value = share;
  }

  /** Nobody waits for it any more; the answer to the export says that it was stopped. */
  async #end() {
    this.#stop.disabled = true;
    try {
      const { stopped } = await post(`${this.#here}/export/stop`, { work: this.#making });
      this.#stop.disabled = stopped; // it may have come before what it is to stop
    } catch (refused) {
      this.#stop.disabled = false;
      this.#exchange.say(sentenceOf(refused), false);
    }
  }

  #leave() {
    if (this.#making) postLeaving(`${this.#here}/export/stop`, { work: this.#making });
    this.#forget();
  }

  /** From now on that number is being made, or nothing; meanwhile no other choice can be made. */
  #busy(number) {
    this.#making = number;
    this.#make.disabled = this.#choice.disabled = number > 0;
    this.#share.hidden = this.#stop.hidden = number === 0;
    this.#stop.disabled = false;
    this.#share.removeAttribute("value");
    if (number) this.#exchange.say(this.#words.say("making"), true);
  }

  /** What was made before is gone from the page. */
  #forget() {
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = "";
    this.#save.removeAttribute("href");
    this.#ready.hidden = true;
    this.#exchange.say("", true);
  }
}

const words = new Words(JSON.parse(find("export-words").textContent));
await new ExportPanel(find("session").dataset.here, words).load();
