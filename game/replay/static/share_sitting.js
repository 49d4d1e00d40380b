// One sitting of what somebody was given: the lanes, the events and the reasons that it holds, to be read only.

import { fetched } from "./base.js";
import { LanesStrip } from "./lanes_strip.js";
import { offerTables } from "./lanes_tables.js";
import { LanesView } from "./lanes_view.js";
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

const NOTHING_CHOSEN = { choosing: () => false, chosen: () => null, choose: () => {} };
const page = find("session");
const here = page.dataset.here;
const words = Words.ofPage();

async function show(told, plotly) {
  for (const id of ["desk", "around", "transport"]) find(id).hidden = false;
  showHead(told, words);
  const clock = new Clock(told.length_s);
  const stretch = new Stretch(told.length_s);
  new Tabs(document.querySelector('[role="tablist"]'));
  const events = new Events(told.events, clock, words);
  const lanes = new LanesView(told, { clock, stretch, words, plotly }, NOTHING_CHOSEN);
  await lanes.draw();
  lanes.setEvents(events.all);
  find("waiting").hidden = true;
  page.removeAttribute("aria-busy");
  performance.mark("stillwater:lanes-drawn");

  const spoken = (at_s) => spokenMoment(lanes.lanes, at_s);
  const step = (by) => sayEvent(events.step(by), words);
  const transport = new Transport(clock, stretch, words, step);
  new LanesStrip(told, clock, stretch, spoken);
  if (document.getElementById("panel-why")) new WhyPanel(here, told.decisions, clock, words, fetched);
  offerTables(told, events, words);
  speakMoments(clock, spoken, words);
  const help = () => find("keys").showModal();
  find("help").addEventListener("click", help);
  listenForKeys({ ...movingKeys(clock, stretch, transport, step), "?": help }, leave);
}

/** Escape: out of a field, then off the page. */
function leave() {
  const field = document.activeElement;
  if (field.matches("input, textarea, select")) return field.blur();
  location.assign(page.dataset.list);
}

await openLanes(page, words, show, ({ detail, text }) => detail || text);
