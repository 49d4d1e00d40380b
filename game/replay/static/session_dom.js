// The few acts on the document that every part of the session page needs. Data only ever enters as text.

/** The element of this id: a template without it is a fault of ours, said at once. */
export function find(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page lacks #${id}.`);
  return found;
}

/**
 * A new element.
 * @param {string} tag
 * @param {{text?: string, [attribute: string]: string | undefined}} traits "text" becomes its text, all else attributes
 * @param {(Node | string)[]} children
 */
export function element(tag, traits = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (value === undefined) continue;
    if (name === "text") made.textContent = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** One of the signs of pages/_session_icons.html, silent to a screen reader. */
export function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("class", "icon");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  drawing.append(use);
  return drawing;
}

/** A function that runs `act` once, `wait_ms` after its last call. */
export function settled(act, wait_ms) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), wait_ms);
  };
}

/** A function that runs `act` at most once per drawn frame, with the values of its last call. */
export function perFrame(act) {
  let waiting = false;
  let latest = [];
  return (...values) => {
    latest = values;
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      act(...latest);
    });
  };
}
