// What every page does: speak with the server, lock, change language and theme, and say when it is about to lock.

const MINUTE_MS = 60_000;
const WARN_S = 75; // asked "still here?" at the last minute before it locks
let leaving = false;

/** The server said no: `text` is a sentence for the visitor, `waitS` how long to wait before the next try. */
export class Refused extends Error {
  constructor(status, told) {
    super(told.text ?? told.refused ?? String(status));
    this.status = status;
    this.refused = told.refused ?? "";
    this.text = told.text ?? "";
    this.detail = told.detail ?? "";
    this.wait_s = told.wait_s ?? 0;
  }
}

export const token = () => document.querySelector('meta[name="stillwater-token"]').content;

/** Sends `body` as JSON; resolves to the answer, rejects with Refused. */
export function post(path, body) {
  return answer(path, carrying(body));
}

/** Sends `body` as JSON; resolves to the file that comes back and its name, rejects with Refused. */
export async function postForFile(path, body) {
  const response = await sent(path, carrying(body));
  const [, name] = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition"));
  return { name, file: await response.blob() };
}

/** Sends `body` as JSON while the page is being left: nobody hears what comes of it. */
export function postLeaving(path, body) {
  fetch(path, { ...carrying(body), credentials: "same-origin", keepalive: true }).catch(() => undefined);
}

/** Gets JSON; rejects with Refused. */
export function fetched(path) {
  return answer(path, { headers: { Accept: "application/json" } });
}

/** A number for something long that is asked for: by it this page hears how far that is, and stops it. Never 0. */
export const freshNumber = () => 1 + (crypto.getRandomValues(new Uint32Array(1))[0] % 999_999_999);

/** What went wrong, as a sentence for the visitor. */
export function sentenceOf(error) {
  const told = error instanceof Refused ? [error.text, error.detail].filter(Boolean).join(" ") : "";
  return told || document.body.dataset.unreachable;
}

/** Says a sentence to a screen reader. */
export function announce(text) {
  const place = document.getElementById("announced");
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = text;
  });
}

const carrying = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json", "X-Stillwater-Token": token() },
  body: JSON.stringify(body),
});

async function answer(path, request) {
  const response = await sent(path, request);
  return response.json().catch(() => ({}));
}

async function sent(path, request) {
  let response;
  try {
    response = await fetch(path, { ...request, credentials: "same-origin", cache: "no-store" });
  } catch {
    throw new Refused(0, { refused: "unreachable", text: document.body.dataset.unreachable });
  }
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  if (response.status === 401 && document.body.dataset.unlocked === "yes") leave(location.href);
  throw new Refused(response.status, told);
}

/** Nothing of a locked player stays on the screen while the next page comes; whoever leaves first says where to. */
function leave(to) {
  if (leaving) return;
  clear();
  if (to === location.href) location.reload();
  else location.replace(to);
}

function clear() {
  leaving = true;
  document.body.hidden = true;
}

async function lock() {
  clear();
  const { to } = await post("/lock", {}).catch(() => ({ to: "/" }));
  location.replace(to);
}

function watchIdling() {
  const dialog = document.getElementById("stay");
  let used = false;
  let timer = 0;

  for (const sign of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    addEventListener(sign, () => (used = true), { passive: true, capture: true });
  }

  async function look() {
    clearTimeout(timer);
    try {
      const told = used && !dialog.open ? await post("/stay", {}) : await fetched("/alive.json");
      used = false;
      if (told.unlocked && told.unlocked.length === 0) return leave(location.href);
      if (told.left_s <= WARN_S && !dialog.open) dialog.showModal();
      if (told.left_s > WARN_S && dialog.open) dialog.close();
      timer = setTimeout(look, Math.min(MINUTE_MS, told.left_s * 1000 + 500));
    } catch {
      timer = setTimeout(look, MINUTE_MS); // a server that is gone holds no key any more
    }
  }

  dialog.addEventListener("close", async () => {
    await post("/stay", {}).catch(() => undefined);
    look();
  });
  dialog.querySelector("[data-stay]").addEventListener("click", () => dialog.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) look();
  });
  timer = setTimeout(look, MINUTE_MS);
}

for (const button of document.querySelectorAll("[data-lock]")) button.addEventListener("click", lock);
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.addEventListener("click", () => document.dispatchEvent(new Event("stillwater:other-theme")));
}
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", async () => {
    try {
      await post("/language", { language: button.dataset.language });
      location.reload();
    } catch (refused) {
      announce(refused.text);
    }
  });
}
if (document.body.dataset.unlocked === "yes") watchIdling();
