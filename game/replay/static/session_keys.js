// The keys of the page. Where somebody writes or chooses, keys belong to that field.

const FIELDS = 'input:not([type="range"]), textarea, select, [contenteditable]';
const OWN_SPACE = "button, a[href], summary, input, select, textarea";

/**
 * Run the act of each key of the whole page.
 * @param {Record<string, (event: KeyboardEvent) => void>} acts by `event.key`, "Shift+" before it where held
 * @param {() => void} leave for Escape, also out of a field
 */
export function listenForKeys(acts, leave) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (document.querySelector("dialog[open]")) return;
    const { target } = event;
    if (event.key === "Escape") return leave();
    if (target.matches(FIELDS) || (event.key === " " && target.matches(OWN_SPACE) && target.type !== "range")) return;
    const act = acts[event.shiftKey && `Shift+${event.key}` in acts ? `Shift+${event.key}` : event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
}
