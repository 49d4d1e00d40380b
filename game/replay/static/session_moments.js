// What every page of lanes does beside drawing: wait for the drawing part, say moments aloud, and move by keys.

import { announce, fetched } from "./base.js";
import { element, find, settled } from "./session_dom.js";
import { clockTime } from "./session_words.js";

const SPOKEN_AFTER_MS = 700;
const SPOKEN_LANES = ["game", "arousal", "valence", "breath", "heart"];

/** The Plotly of /plotly.min.js, which loads while the data are on their way. */
async function drawingPart(words) {
  if (!window.Plotly && document.readyState !== "complete") {
    await new Promise((resolve) => {
      find("plotly").addEventListener("load", resolve);
      addEventListener("load", resolve); // also when it could not be had
    });
  }
  if (!window.Plotly) throw Object.assign(new Error("Plotly did not load."), { text: words.say("no_plotly") });
  return window.Plotly;
}

/** Say why nothing is shown, and offer another try. */
function sayWaiting(text, words) {
  const again = element("button", { type: "button", class: "button quiet", text: words.say("again") });
  again.addEventListener("click", () => location.reload());
  find("waiting").replaceChildren(element("span", { text }), again);
}

/** Get lanes.json and show the page, or say why not (`why` puts a refusal into words) and offer another try. */
export async function openLanes(page, words, show, why = ({ text }) => text) {
  try {
    const [told, plotly] = await Promise.all([fetched(`${page.dataset.here}/lanes.json`), drawingPart(words)]);
    await show(told, plotly);
  } catch (refused) {
    if (refused.text === undefined) throw refused;
    sayWaiting(why(refused) || words.say("not_reached"), words);
    page.removeAttribute("aria-busy");
  }
}

/** What a screen reader hears of a moment: the place, then each quantity with its lane's name. */
export function spokenMoment(lanes, at_s) {
  return lanes
    .filter(({ name }) => SPOKEN_LANES.includes(name))
    .map(({ name, title, reading }) => (name === "game" ? reading(at_s) : `${title}: ${reading(at_s)}`))
    .filter(Boolean)
    .join(". ");
}

/** Say the moment in the live region once the cursor rests; never while it plays. */
export function speakMoments(clock, spoken, words) {
  const say = settled(() => {
    if (clock.playing || document.activeElement === find("where")) return; // the slider says it itself
    announce(words.say("moment", { time: clockTime(clock.at_s), what: spoken(clock.at_s) }));
  }, SPOKEN_AFTER_MS);
  clock.addEventListener("moved", say);
}

/** Say the event that was jumped to. */
export function sayEvent(event, words) {
  if (event) announce(words.say("event_at", { time: clockTime(event.t_s), what: event.text }));
}

/** The keys that move through time, as acts by key. */
export function movingKeys(clock, stretch, transport, step) {
  const by = (seconds) => () => clock.seek(clock.at_s + seconds);
  return {
    " ": () => clock.toggle(),
    ArrowLeft: by(-1),
    ArrowRight: by(1),
    "Shift+ArrowLeft": by(-10),
    "Shift+ArrowRight": by(10),
    Home: () => clock.seek(0),
    End: () => clock.seek(clock.length_s),
    "[": () => clock.shiftSpeed(-1),
    "]": () => clock.shiftSpeed(1),
    n: () => step(1),
    p: () => step(-1),
    "+": () => transport.zoom(-1),
    "=": () => transport.zoom(-1),
    "-": () => transport.zoom(1),
    0: () => stretch.whole(),
  };
}
