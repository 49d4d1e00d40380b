// The last weeks one beside the other, of one measure, all drawn alike: a point where a session was, and nothing where
// there was none. The same stands in a table, by weeks.

import { numberRead } from "/static/trends_card.js";
import { extent, scale } from "/static/trends_scale.js";

const WEEK_S = 7 * 86_400;
const DAY_S = 86_400;

/**
 * Show the section where there is anything in the weeks.
 * @param {object} told trends.json
 */
export function showWeeks(told) {
  const measures = told.measures
    .map((measure) => ({ ...measure, numbers: measure.numbers.filter(([, at_s]) => at_s >= told.weeks[0].begin_s) }))
    .filter((measure) => measure.numbers.length > 0);
  if (measures.length === 0) return;
  document.getElementById("weeks").hidden = false;
  const chips = measures.map((measure) => {
    const chip = made("button", "chip", measure.title);
    chip.type = "button";
    chip.addEventListener("click", () => {
      for (const each of chips) each.setAttribute("aria-pressed", String(each === chip));
      draw(measure, told);
    });
    return chip;
  });
  document.getElementById("weeks-which").replaceChildren(...chips);
  chips[0].click();
}

function draw(measure, told) {
  const usual = measure.usual.at(-1)?.at(-1);
  const [low, high] = extent({ ...measure, usual: usual ? [[usual]] : [], line: [], ahead: [] });
  const place = { low, high, usual, down: scale(low, high, 100, 0) };
  const about = document.getElementById("weeks-scale");
  about.textContent = [
    about.dataset.words.replace("{low}", numberRead(measure, low)).replace("{high}", numberRead(measure, high)),
    usual ? about.dataset.usual : "",
  ].join(" ");
  const weeks = told.weeks.map((week) => [week, within(week, measure)]);
  document.getElementById("weeks-drawn").replaceChildren(...weeks.map(([week, numbers]) => drawn(week, numbers, place, measure)));
  const rows = weeks.filter(([, numbers]) => numbers.length > 0).reverse();
  document.getElementById("weeks-rows").replaceChildren(...rows.flatMap(([week, numbers]) => listed(week, numbers, measure, told)));
}

function within(week, measure) {
  return measure.numbers.filter(([, at_s]) => at_s >= week.begin_s && at_s < week.begin_s + WEEK_S);
}

/** One week: seven days, the own usual behind them, a point for each session at its time of day. */
function drawn(week, numbers, place, measure) {
  const plot = made("div", "week-plot");
  if (place.usual) {
    const [, , low, high] = place.usual;
    const band = made("span", "usual");
    const top = Math.max(place.down(high), 0);
    band.style.top = `${top}%`;
    band.style.height = `${Math.min(place.down(low), 100) - top}%`;
    plot.append(band);
  }
  for (const [, at_s, value] of numbers) {
    const point = made("span", value > place.high ? "point above" : value < place.low ? "point below" : "point");
    point.style.left = `${((at_s - week.begin_s) / WEEK_S) * 100}%`;
    point.style.top = `${Math.min(Math.max(place.down(value), 0), 100)}%`;
    point.title = numberRead(measure, value);
    plot.append(point);
  }
  const list = document.getElementById("weeks-drawn");
  const days = made("p", "days");
  days.append(...[...list.dataset.letters].map((letter) => made("span", "", letter)));
  const item = made("li", week.now ? "now" : "");
  item.append(made("p", "when", week.now ? list.dataset.now : shortDay(week.begin_s)), plot, days);
  return item;
}

/** A heading for the week, and a row for each of its sessions. */
function listed(week, numbers, measure, told) {
  const days = document.getElementById("weeks-rows").dataset.days.split(" ");
  const head = made("th", "", week.title);
  head.colSpan = 2;
  head.scope = "rowgroup";
  const rows = numbers.map(([sitting, at_s, value]) => {
    const { href, clock } = told.sittings[sitting];
    const link = made("a", "", `${days[Math.floor((at_s - week.begin_s) / DAY_S)]}, ${clock}`);
    link.href = href;
    const day = made("th", "", "");
    day.scope = "row";
    day.append(link);
    return row(day, made("td", "", numberRead(measure, value)));
  });
  return [row(head), ...rows];
}

function shortDay(at_s) {
  const language = document.documentElement.lang;
  const form = { day: "numeric", month: "short", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, form).format(at_s * 1000);
}

function row(...cells) {
  const element = document.createElement("tr");
  element.append(...cells);
  return element;
}

function made(name, kind, words = "") {
  const element = document.createElement(name);
  element.className = kind;
  element.textContent = words;
  return element;
}
