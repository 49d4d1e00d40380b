// The session page: gets what is told of the session, makes its parts, and lets them hear of one another.

import { fetched, post } from "./base.js";
import { CorrectPanel } from "./correct_panel.js";
import { GhostView } from "./ghost_view.js";
import { LanesStrip } from "./lanes_strip.js";
import { offerTables } from "./lanes_tables.js";
import { LanesView } from "./lanes_view.js";
import { NotesPanel } from "./notes_panel.js";
import { Clock } from "./session_clock.js";
import { find } from "./session_dom.js";
import { Events } from "./session_events.js";
import { showHead } from "./session_head.js";
import { listenForKeys } from "./session_keys.js";
import { movingKeys, openLanes, sayEvent, speakMoments, spokenMoment } from "./session_moments.js";
import { Stretch } from "./session_stretch.js";
import { Tabs } from "./session_tabs.js";
import { Transport } from "./session_transport.js";
import { WhyPanel } from "./session_why.js";
import { Words } from "./session_words.js";

const FIRST_TEXT = 60;

const page = find("session");
const here = page.dataset.here;
const words = Words.ofPage();

async function show(told, plotly) {
  for (const id of ["desk", "around", "transport"]) find(id).hidden = false;
  showHead(told, words);
  const clock = new Clock(told.length_s);
  const stretch = new Stretch(told.length_s);
  const tabs = new Tabs(document.querySelector('[role="tablist"]'));
  const correct = new CorrectPanel(here, clock, words, { fetched, post });
  const notes = new NotesPanel(here, clock, words, { fetched, post });
  const events = new Events(told.events, clock, words);
  const choosing = {
    choosing: () => tabs.chosen === "correct",
    chosen: () => correct.range,
    choose: (range) => correct.choose(range),
  };
  const lanes = new LanesView(told, { clock, stretch, words, plotly }, choosing);
  await lanes.draw();
  find("waiting").hidden = true;
  page.removeAttribute("aria-busy");
  performance.mark("stillwater:lanes-drawn");

  const spoken = (at_s) => spokenMoment(lanes.lanes, at_s);
  const step = (by) => sayEvent(events.step(by), words);
  const transport = new Transport(clock, stretch, words, step);
  new LanesStrip(told, clock, stretch, spoken);
  new WhyPanel(here, told.decisions, clock, words, fetched);
  const ghost = new GhostView(here, clock, words, fetched);
  offerTables(told, events, words);
  joinLayers({ lanes, events, correct, notes, tabs });
  speakMoments(clock, spoken, words);
  wireKeys({ clock, stretch, tabs, correct, notes, ghost, transport, step });
  await Promise.all([correct.load(), notes.load(), showSensors(lanes)]);
}

/** The slower part: what each sensor told. Without it the rest of the page stands. */
async function showSensors(lanes) {
  const sensors = await fetched(`${here}/sensors.json`).catch(() => ({ breath: {}, quality: {} }));
  await lanes.setSensors(sensors);
}

/** Corrections and notes show on the lanes and among the events as soon as they are made. */
function joinLayers({ lanes, events, correct, notes, tabs }) {
  const showChosen = () => lanes.setChosen(tabs.chosen === "correct" ? correct.range : null, tabs.chosen === "correct");
  events.addEventListener("changed", () => lanes.setEvents(events.all));
  lanes.setEvents(events.all);
  correct.addEventListener("range", showChosen);
  tabs.addEventListener("chosen", showChosen);
  correct.addEventListener("corrections", () => {
    lanes.setCorrections(correct.counting);
    events.setLayer(
      "corrections",
      correct.counting.map(({ from_s, to_s, title }) => ({ t_s: from_s, to_s, kind: "correction", text: title })),
    );
  });
  notes.addEventListener("notes", () => {
    const first = (text) => (text.length > FIRST_TEXT ? `${text.slice(0, FIRST_TEXT)}…` : text);
    events.setLayer(
      "notes",
      notes.placed.map(({ t_s, text }) => ({ t_s, kind: "note", text: first(text) })),
    );
  });
}

function wireKeys({ clock, stretch, tabs, correct, notes, ghost, transport, step }) {
  const help = () => find("keys").showModal();
  const beginWith = (name, panel) => () => {
    tabs.choose(name);
    panel.begin();
  };
  const acts = {
    ...movingKeys(clock, stretch, transport, step),
    c: beginWith("correct", correct),
    m: beginWith("notes", notes),
    g: () => ghost.toggle(),
    "?": help,
  };
  find("help").addEventListener("click", help);
  listenForKeys(acts, () => leave(tabs, correct, notes));
}

/** Escape: out of a field, then away from choosing or writing, then off the page; never over unsaved words. */
function leave(tabs, correct, notes) {
  const field = document.activeElement;
  if (field.matches("input, textarea, select")) return field.blur();
  if (correct.range) return correct.choose(null);
  if (tabs.chosen !== "why") return tabs.choose("why");
  if (!notes.unsaved) location.assign(page.dataset.list);
}

await openLanes(page, words, show);
