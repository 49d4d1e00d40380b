// The card of one measure: its words, its drawing, a reading of the session that is pointed at, and the same as a table.

import { choose, drawChart } from "/static/trends_chart.js";

const NEAR_PX = 40;

/**
 * @param {object} measure as trends.json tells it
 * @param {object} told all of trends.json
 * @returns {HTMLElement} the card; `drawn` draws it once it is in the page
 */
export function card(measure, told) {
  const element = document.getElementById("measure").content.firstElementChild.cloneNode(true);
  const find = (selector) => element.querySelector(selector);
  const title = find("h2");
  title.id = `measure-${measure.name}`;
  element.setAttribute("aria-labelledby", title.id);
  find(".listed").setAttribute("aria-labelledby", title.id);
  title.textContent = measure.title;
  find(".about").textContent = measure.about;
  find(".said").textContent = measure.said;
  find(".changed").textContent = measure.said_change;
  find(".changed").hidden = measure.said_change === "";
  find(".unit").textContent = measure.unit;
  find(".said-ahead").textContent = measure.said_ahead;
  find(".said-ahead").hidden = measure.said_ahead === "";
  find(".rests").replaceChildren(
    ...measure.rests.flatMap((fact) => [filled("dt", fact.title), filled("dd", fact.value)]),
  );
  find("details").addEventListener("toggle", () => list(find("tbody"), measure, told), { once: true });
  find(".chart").hidden = measure.numbers.length === 0;
  return element;
}

/** Draw the card's chart, and again whenever there is more or less room; point at it to read a session. */
export function draw(element, measure, told) {
  const svg = element.querySelector("svg");
  let points = [];
  let width = 0;
  new ResizeObserver(() => {
    if (svg.parentElement.clientWidth === width || svg.parentElement.hidden) return;
    width = svg.parentElement.clientWidth;
    points = drawChart(svg, measure, told);
  }).observe(svg.parentElement);

  for (const kind of ["pointermove", "pointerdown"]) {
    svg.addEventListener(kind, (event) => {
      const found = nearest(points, event, svg);
      if (found === undefined) return;
      choose(svg, found);
      read(element.querySelector(".pointed a"), found, measure, told);
    });
  }
}

function nearest(points, event, svg) {
  const box = svg.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  let [found, apart] = [undefined, NEAR_PX];
  for (const point of points) {
    const far = Math.hypot(point.x - x, 0.4 * (point.y - y)); // when comes first, how much second
    if (far < apart) [found, apart] = [point, far];
  }
  return found;
}

function read(link, { sitting, value }, measure, told) {
  const { href, day, clock } = told.sittings[sitting];
  link.hidden = false;
  link.href = href;
  link.textContent = `${day}, ${clock}: ${numberRead(measure, value)}`;
}

/** The same as a table, newest first; made when it is asked for. */
function list(body, measure, told) {
  const rows = measure.numbers.map(([sitting, , value]) => {
    const { href, day, clock } = told.sittings[sitting];
    const row = document.createElement("tr");
    const head = filled("th", "");
    head.scope = "row";
    const link = filled("a", `${day}, ${clock}`);
    link.href = href;
    head.append(link);
    row.append(head, filled("td", numberRead(measure, value)));
    return row;
  });
  body.replaceChildren(...rows.reverse());
}

/** "54 s": with a decimal where the measure is told so finely. */
export function numberRead(measure, value) {
  const fine = Math.abs(value) < 20 && !Number.isInteger(value) && measure.name !== "recovery";
  return measure.number.replace("{number}", (fine ? value.toFixed(1) : String(Math.round(value))).replace("-", "−"));
}

function filled(name, words) {
  const element = document.createElement(name);
  element.textContent = words;
  return element;
}
