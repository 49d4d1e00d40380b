// Notes about the sitting or one moment of it: drafts that stay with their author, and notes that are shared.

import { TICKS_PER_SECOND } from "./session_clock.js";
import { element, find } from "./session_dom.js";
import { Exchange } from "./session_exchange.js";
import { clockTime, wallTime } from "./session_words.js";

const LONGEST = 4000;
const NEARLY_FULL = 400;

/** The form and the list of notes. Event: "notes" when the list changed. */
export class NotesPanel extends EventTarget {
  #clock;
  #words;
  #exchange;
  #author = "";
  #list = [];
  #changing = null;
  #moment_s = 0;
  #form = find("note-form");
  #text = find("note-text");
  #template = find("note-template");
  #atMoment = find("note-here");
  #shared = find("note-shared");

  /** @param {{fetched: Function, post: Function}} server how JSON is got and sent */
  constructor(here, clock, words, server) {
    super();
    this.#clock = clock;
    this.#words = words;
    this.#exchange = new Exchange(here, find("note-says"), (told) => this.#take(told), server);
    this.#form.addEventListener("submit", (event) => this.#save(event));
    this.#text.addEventListener("input", () => this.#count());
    this.#template.addEventListener("change", () => this.#startWith());
    this.#atMoment.addEventListener("change", () => this.#name());
    find("note-cancel").addEventListener("click", () => this.#begin(null));
    clock.addEventListener("moved", () => this.#name());
    this.#name();
  }

  /** The notes that stand: not taken back, with a moment of their own. */
  get placed() {
    return this.#list.filter((note) => !note.withdrawn && note.t_s !== null);
  }

  /** Whether something is written that is not kept yet. */
  get unsaved() {
    return this.#text.value.trim() !== (this.#changing?.text ?? "").trim();
  }

  /** Read the list; what refuses is said in the panel. */
  load() {
    return this.#exchange.load("notes.json");
  }

  /** Go to the page to write on. */
  begin() {
    this.#text.focus();
  }

  async #save(event) {
    event.preventDefault();
    const text = this.#text.value.trim();
    if (!text) return this.#exchange.say(this.#words.say("note_empty"), false);
    const shared = this.#shared.checked;
    const changing = this.#changing;
    const tick = this.#atMoment.checked ? Math.round(this.#moment_s * TICKS_PER_SECOND) : null;
    const sent = changing
      ? await this.#exchange.send(`notes/${changing.number}`, { text, shared })
      : await this.#exchange.send("notes.json", { tick, text, template: this.#template.value, shared });
    if (!sent) return;
    this.#begin(null);
    this.#exchange.say(this.#words.say(changing ? "note_changed" : "note_kept"), true);
  }

  /** Change a note, or begin a new one (null). */
  #begin(note) {
    this.#changing = note;
    this.#text.value = note?.text ?? "";
    this.#shared.checked = note?.shared ?? false;
    this.#template.value = "";
    for (const field of [this.#template, this.#atMoment]) field.disabled = note !== null;
    find("note-cancel").hidden = note === null;
    this.#exchange.say("", true);
    this.#count();
    this.#name();
    if (note) this.#text.focus();
  }

  /** Set in a template's first words, before what is written already. */
  #startWith() {
    const chosen = this.#template.selectedOptions[0];
    const start = chosen?.dataset.text ?? "";
    if (!start) return;
    const written = this.#text.value.trim();
    this.#text.value = written ? `${start}\n${written}` : `${start}\n`;
    this.#count();
    this.#text.focus();
  }

  #take(told) {
    this.#author = told.author ?? "";
    this.#list = told.notes;
    const items = this.#list.map((note) => this.#item(note)).reverse();
    const none = element("li", { class: "soft", text: this.#words.say("note_none") });
    find("notes-list").replaceChildren(...(items.length ? items : [none]));
    this.dispatchEvent(new Event("notes"));
  }

  #item(note) {
    const when = wallTime(note.when, document.documentElement.lang);
    const shared = this.#words.say(note.shared ? "note_open" : "note_draft");
    const item = element("li", { class: note.withdrawn ? "layer gone" : "layer" }, [
      element("p", { class: "layer-head" }, [this.#way(note), element("span", { class: "layer-tag", text: shared })]),
      element("p", { class: "layer-text", text: note.text }),
      element("p", { class: "soft", text: this.#words.say("by_when", { who: note.author, when }) }),
    ]);
    if (note.withdrawn) item.append(element("p", { class: "soft", text: this.#words.say("withdrawn") }));
    else if (!this.#author || note.author === this.#author) item.append(this.#acts(note));
    return item;
  }

  /** The moment a note belongs to, as a way there. */
  #way(note) {
    if (note.t_s === null) return element("span", { text: this.#words.say("note_whole") });
    const go = element("button", { type: "button", class: "link-button", text: clockTime(note.t_s) });
    go.addEventListener("click", () => this.#clock.seek(note.t_s));
    return go;
  }

  #acts(note) {
    const change = element("button", { type: "button", class: "button quiet small", text: this.#words.say("note_change") });
    change.addEventListener("click", () => this.#begin(note));
    const back = element("button", { type: "button", class: "button quiet small", text: this.#words.say("withdraw") });
    back.addEventListener("click", () => this.#exchange.send(`notes/${note.number}`, { withdrawn: true }));
    return element("p", { class: "form-row" }, [change, back]);
  }

  /** The label names the moment the note will belong to: that of the cursor while nothing is written yet. */
  #name() {
    if (!this.#text.value) this.#moment_s = this.#clock.at_s;
    const moment_s = this.#changing ? this.#changing.t_s : this.#atMoment.checked ? this.#moment_s : null;
    const label =
      moment_s === null
        ? this.#words.say("note_text_whole")
        : this.#words.say("note_text", { time: clockTime(moment_s) });
    const place = find("note-label");
    if (place.textContent !== label) place.textContent = label;
  }

  #count() {
    const count = LONGEST - this.#text.value.length;
    find("note-left").textContent = count < NEARLY_FULL ? this.#words.say("note_left", { count }) : "";
  }
}
