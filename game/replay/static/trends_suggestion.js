// The suggestion for next week: what, why, what it rests on; refused by a press, and taken up again by another.

import { announce, fetched, post } from "/static/base.js";

const panel = document.getElementById("idea");
const part = (name) => document.getElementById(`idea-${name}`);
const GOLDEN = 0.618; // numbers that follow one another lie far apart by it
let practice = "";

async function begin() {
  try {
    show(await fetched(panel.dataset.path));
  } catch {
    panel.hidden = true; // the page says all else without it
  }
}

function show(told) {
  const [first, ...why] = told.said;
  practice = told.practice;
  panel.hidden = first === undefined;
  part("said").textContent = first ?? "";
  part("why").replaceChildren(...why.map((words) => made("p", words)));
  part("rests").hidden = told.rests_on.length === 0;
  const reach_s = reach([...told.rests_on, ...told.beside].map(({ seconds }) => seconds ?? 0));
  sittings(part("with"), told.rests_on, reach_s);
  sittings(part("beside"), told.beside, reach_s);
  part("choice").hidden = practice === "";
  part("resting").hidden = told.resting.length === 0;
  part("resting").querySelector("ul").replaceChildren(...told.resting.map(resting));
}

/** How far the strips reach: nearly all lie within, the few that do not stand at their end. */
function reach(seconds) {
  const sorted = seconds.sort((one, other) => one - other);
  return 1.2 * (sorted[Math.floor(0.9 * sorted.length)] ?? 1);
}

/** The sessions of one side: a dot for each, farther right the longer the way back was, and a list of links. */
function sittings(element, told, reach_s) {
  const counted = told.filter(({ seconds }) => seconds !== null);
  element.hidden = told.length === 0;
  element.querySelector(".strip").hidden = counted.length === 0;
  element.querySelector(".strip").replaceChildren(...counted.map(({ seconds }, number) => dot(seconds / reach_s, number)));
  element.querySelector("ul").replaceChildren(
    ...told.map((sitting) => {
      const link = made("a", sitting.day);
      link.href = sitting.href;
      const item = made("li", "");
      item.append(link, made("span", sitting.said));
      return item;
    }),
  );
}

/** A dot; one lies a little higher than the other, so that alike ones can be told apart. */
function dot(share, number) {
  const element = made("i", "");
  element.style.setProperty("--share", Math.min(share, 1).toFixed(3));
  element.style.setProperty("--higher", ((GOLDEN * number) % 1).toFixed(3));
  return element;
}

function resting({ practice: name, title }) {
  const item = part("resting").querySelector("template").content.firstElementChild.cloneNode(true);
  const button = item.querySelector("button");
  item.querySelector("span").textContent = title;
  button.setAttribute("aria-label", `${title}: ${button.textContent}`);
  button.addEventListener("click", () => answer(button, name, false));
  return item;
}

/** Say whether a practice is wanted; what is suggested then is shown in its place. */
async function answer(button, name, refused) {
  button.disabled = true;
  try {
    const told = await post(panel.dataset.path, { practice: name, refused });
    show(told);
    said(refused ? told.refused : panel.dataset.welcome);
  } catch (no) {
    said(no.text);
  } finally {
    button.disabled = false;
  }
}

/** What was said to the answer; the button that was pressed may be gone, so the words take the focus. */
function said(words) {
  const place = part("answer");
  place.textContent = words;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  announce(words);
}

function made(name, words) {
  const element = document.createElement(name);
  element.textContent = words;
  return element;
}

part("refuse").addEventListener("click", () => answer(part("refuse"), practice, true));
begin();
