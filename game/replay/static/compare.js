// Reads one moment of both sessions: by the slider, or wherever the drawings are pointed at. All it says stands in the
// table already; without this the drawings and the table are still there.

const laid = document.getElementById("laid");
const slider = document.getElementById("moment");
const rows = [...document.querySelectorAll("#moments tbody tr")];
const heads = [...document.querySelectorAll("#moments thead tr:first-child th")].slice(1).map((one) => one.textContent);
const names = [...document.querySelectorAll(".read tbody th span")].map((one) => one.textContent);
const cells = [...document.querySelectorAll(".read tbody tr")].map((row) => [...row.querySelectorAll("td")]);
const cursors = [...laid.querySelectorAll(".now-at")];
const NOTHING = "–";

function read(place, pointed = true) {
  const row = rows[place];
  const time = row.querySelector("th").textContent;
  const told = [...row.querySelectorAll("td")].map((cell) => cell.textContent);
  cells.forEach((side, number) => side.forEach((cell, kind) => {
    cell.textContent = told[2 * kind + number] || NOTHING;
  }));
  document.getElementById("read-time").textContent = time;
  for (const cursor of cursors) {
    cursor.hidden = !pointed;
    cursor.style.left = `${row.dataset.at}%`;
  }
  slider.value = String(place);
  slider.setAttribute("aria-valuetext", spoken(time, told));
}

/** "+1:00. 20 November. Tension: 12 (3 to 21). ..." without what is not known. */
function spoken(time, told) {
  const sides = names.map((name, number) => {
    const known = heads.map((head, kind) => [head, told[2 * kind + number]]).filter(([, words]) => words && words !== NOTHING);
    const said = known.map(([head, words]) => `${head}: ${words}`);
    return `${name}. ${said.join(". ") || document.getElementById("moments").dataset.unknown}`;
  });
  return [time, ...sides].join(". ");
}

function nearest(share) {
  const far = rows.map((row) => Math.abs(Number(row.dataset.at) - 100 * share));
  return far.indexOf(Math.min(...far));
}

if (rows.length > 0) {
  document.getElementById("reading").hidden = false;
  slider.addEventListener("input", () => read(Number(slider.value)));
  for (const kind of ["pointermove", "pointerdown"]) {
    laid.addEventListener(kind, (event) => {
      const plot = event.target.closest(".plot");
      if (plot === null) return;
      const box = plot.getBoundingClientRect();
      if (event.clientX >= box.left && event.clientX <= box.right) read(nearest((event.clientX - box.left) / box.width));
    });
  }
  read(Math.max(rows.findIndex((row) => "zero" in row.dataset), 0), false);
}
