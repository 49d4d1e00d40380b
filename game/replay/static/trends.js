// One player over time: gets what was reckoned, says it for the player first, and draws a card for each measure.

import { announce, fetched } from "/static/base.js";
import { card, draw } from "/static/trends_card.js";
import { showWeeks } from "/static/weeks.js";

const page = document.getElementById("over");
const looking = document.getElementById("looking");
const PATIENCE_MS = 600; // what is there sooner needs no word of waiting

async function show() {
  const late = setTimeout(() => looking.classList.add("late"), PATIENCE_MS);
  try {
    const told = await fetched(page.dataset.path);
    looking.hidden = true;
    fill(told);
    performance.mark("stillwater:trends-drawn");
  } catch (refused) {
    looking.classList.add("late");
    looking.textContent = refused.text || looking.dataset.unseen;
    announce(looking.textContent);
  } finally {
    clearTimeout(late);
    page.removeAttribute("aria-busy");
  }
}

function fill(told) {
  const empty = told.sittings.length === 0;
  document.getElementById("nothing").hidden = !empty;
  document.getElementById("notes").replaceChildren(...told.notes.map((note) => paragraph(note)));
  if (empty) return;
  forWhom(told);
  const cards = document.getElementById("measures");
  document.getElementById("drawn").hidden = false;
  for (const measure of told.measures) {
    const element = card(measure, told);
    cards.append(element);
    draw(element, measure, told);
  }
  showWeeks(told);
  document.getElementById("promise").hidden = told.to_s === told.now_s;
  const absent = document.getElementById("absent");
  absent.hidden = told.absent.length === 0;
  absent.querySelector("ul").replaceChildren(...told.absent.map((title) => item(title)));
}

/** What was different lately, then what has been so for longer. */
function forWhom(told) {
  document.getElementById("for-whom").hidden = false;
  const different = document.getElementById("different");
  if (told.lately) different.append(paragraph(told.lately, "lead"));
  for (const { place, lines } of told.different) {
    const [first, ...more] = lines;
    const { href, day, clock } = told.sittings[place];
    const when = paragraph("");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = `${day}, ${clock}`;
    when.append(link);
    const list = document.createElement("ul");
    list.append(...more.slice(0, -1).map((line) => item(line)));
    const part = document.createElement("div");
    part.className = "passed";
    part.append(when, paragraph(first, "first"), list, paragraph(more.at(-1), "soft"));
    different.append(part);
  }
  const changing = document.getElementById("changing");
  changing.hidden = told.changing.length === 0;
  changing.append(...told.changing.map((line) => paragraph(line)));
}

function paragraph(words, name = "") {
  const element = document.createElement("p");
  element.textContent = words;
  element.className = name;
  return element;
}

function item(words) {
  const element = document.createElement("li");
  element.textContent = words;
  return element;
}

/** On paper nobody can open what explains the drawings. */
function explainOnPaper() {
  const key = document.querySelector(".key");
  let open = key.open;
  addEventListener("beforeprint", () => {
    open = key.open;
    key.open = true;
  });
  addEventListener("afterprint", () => {
    key.open = open;
  });
}

explainOnPaper();
show();
