// A row of tabs as the ARIA practices describe them: arrows move and select, one panel is shown at a time.

/** Keeps tabs and panels in step. Event: "chosen" (detail = the name of the panel). */
export class Tabs extends EventTarget {
  #tabs;

  /** @param {HTMLElement} list the element with role "tablist" */
  constructor(list) {
    super();
    this.#tabs = [...list.querySelectorAll('[role="tab"]')];
    for (const tab of this.#tabs) tab.addEventListener("click", () => this.choose(nameOf(tab)));
    list.addEventListener("keydown", (event) => this.#move(event));
  }

  /** The name of the panel that is shown. */
  get chosen() {
    return nameOf(this.#tabs.find((tab) => tab.getAttribute("aria-selected") === "true"));
  }

  /** Show a panel. */
  choose(name) {
    for (const tab of this.#tabs) {
      const here = nameOf(tab) === name;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !here;
    }
    this.dispatchEvent(new CustomEvent("chosen", { detail: name }));
  }

  #move(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const place = this.#tabs.indexOf(event.target);
    if (!by || place < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = this.#tabs[(place + by + this.#tabs.length) % this.#tabs.length];
    next.focus();
    this.choose(nameOf(next));
  }
}

function nameOf(tab) {
  return tab.id.replace("tab-", "");
}
