// Giving sittings away: the choice goes to the server, the sealed file comes back and lives in this page until saved.

import { Refused, fetched, freshNumber, post, postForFile, sentenceOf } from "./base.js";
import { base64Of } from "./gate.js";
import { element, find } from "./session_dom.js";
import { Words, shownSize } from "./session_words.js";

const ASKED_EVERY_MS = 700;
const MOST_KEY_BYTES = 32_768;
const page = find("share");
const here = page.dataset.here;
const form = find("share-form");
const told = JSON.parse(find("share-words").textContent);
const words = new Words(told);
let url = "";
let key = "";

const picked = (name) => form.querySelector(`input[name="${name}"]:checked`);
const ticked = (name) => [...form.querySelectorAll(`input[name="${name}"]:checked`)].map(({ value }) => value);

/** Show what belongs to the ways that are chosen. */
function showWays() {
  find("share-key-field").hidden = picked("to").value !== "file";
  for (const part of form.querySelectorAll("[data-which]")) part.hidden = part.dataset.which !== picked("which").value;
}

/** Lanes that tell of others take those along; without those they stay behind. */
function joinLanes(changed) {
  const box = (name) => form.querySelector(`input[name="lane"][value="${name}"]`);
  for (const [name, needed] of Object.entries(told.needs)) {
    if (changed === box(name) && changed.checked) for (const other of needed) box(other).checked = true;
    if (needed.includes(changed.value) && !changed.checked) box(name).checked = false;
  }
}

/** The number of the chosen key, to be compared before anything is sealed to it. */
async function showNumber() {
  const [file] = find("share-key").files;
  key = "";
  find("share-number").textContent = words.say("key_none");
  if (!file || file.size > MOST_KEY_BYTES) return;
  try {
    const sent = await base64Of(file);
    const { fingerprint } = await post(`${here}/key`, { key: sent });
    key = sent;
    find("share-number").textContent = fingerprint;
    say("", true);
  } catch (refused) {
    say(refused.detail || refused.text, false);
  }
}

/** Who the player calls somebody is offered where they are a therapist of the list. */
function nameTherapist() {
  const therapist = picked("to").dataset.name;
  const whom = find("share-whom");
  const names = [...form.querySelectorAll('input[name="to"][data-name]')].map(({ dataset }) => dataset.name);
  if (!whom.value || names.includes(whom.value)) whom.value = therapist ?? "";
}

function wish(work) {
  const to = picked("to");
  const which = picked("which").value;
  return {
    ...(to.value === "therapist" ? { therapist: to.dataset.name } : { key }),
    whom: find("share-whom").value,
    which,
    ...(which === "last" ? { last: Number(find("share-last").value) } : {}),
    ...(which === "days" ? { since: find("share-since").value, until: find("share-until").value } : {}),
    ...(which === "these" ? { sessions: ticked("session") } : {}),
    lanes: ticked("lane"),
    dates: picked("dates").value,
    days: Number(find("share-days").value),
    pseudonym: find("share-pseudonym").value,
    note: find("share-note").value,
    work,
  };
}

/** Let it be sealed, and offer what comes. */
async function give(chosen) {
  const { name, file } = await postForFile(here, chosen);
  url = URL.createObjectURL(file);
  const save = find("share-save");
  save.href = url;
  save.download = name;
  find("share-ready").hidden = false;
  find("share-told").textContent = words.say("ready", { name, size: shownSize(file.size, document.documentElement.lang) });
  say("", true);
  save.focus();
  await showGiven().catch(() => undefined); // it was given all the same; the list says so the next time
}

async function showGiven() {
  const { given } = await fetched(`${here}/given.json`);
  find("share-given").replaceChildren(...given.map((text) => element("li", { text })));
}

/** How far the sealing has come. */
async function showShare(work) {
  const { share } = await fetched(`${here}/given.json?work=${work}`).catch(() => ({ share: null }));
  if (share !== null) find("share-share").value = share;
}

/** While it is sealed, nothing else can be chosen: what can be saved then is what is chosen. */
function busy(working) {
  for (const part of form.querySelectorAll("fieldset")) part.disabled = working;
  find("share-make").disabled = working;
  const share = find("share-share");
  share.hidden = !working;
  share.removeAttribute("value");
}

/** What was sealed before is gone from the page. */
function forget() {
  if (url) URL.revokeObjectURL(url);
  url = "";
  find("share-save").removeAttribute("href");
  find("share-ready").hidden = true;
}

function say(text, fine) {
  const says = find("share-says");
  says.textContent = text;
  says.classList.toggle("unfit", !fine);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  forget();
  if (picked("to").value === "file" && !key) {
    say(words.say("unmade_key"), false);
    return find("share-key").focus();
  }
  const work = freshNumber();
  const chosen = wish(work);
  const asking = setInterval(() => showShare(work), ASKED_EVERY_MS);
  busy(true);
  say(words.say("making"), true);
  try {
    await give(chosen);
  } catch (refused) {
    say((refused instanceof Refused && refused.detail) || sentenceOf(refused), false);
  } finally {
    clearInterval(asking);
    busy(false);
  }
});

form.addEventListener("change", ({ target }) => {
  forget();
  if (target.name === "lane") joinLanes(target);
  if (target.name === "to") nameTherapist();
  if (target.id === "share-key") showNumber();
  showWays();
});
addEventListener("pagehide", forget);

nameTherapist();
showWays();
