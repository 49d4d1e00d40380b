// Where a number comes from opens beside the number; sessions that were never looked at join once they are read.
import { fetched } from "/static/base.js";

const LOOK_MS = 1_500;
const GAP_PX = 8;
const EDGE_PX = 12;
let asked = null;

for (const number of document.querySelectorAll(".number-of")) {
  number.addEventListener("click", () => (asked = number));
}

for (const source of document.querySelectorAll(".source")) {
  source.addEventListener("toggle", ({ newState }) => {
    document.querySelector(".number-of.asked")?.classList.remove("asked");
    if (newState !== "open" || !asked) return;
    asked.classList.add("asked");
    place(source, asked.getBoundingClientRect());
  });
}

/** Below the number, or above it, or else beside it: the number stays in sight, and the words lie whole in the window. */
function place(source, number) {
  const { width, height } = source.getBoundingClientRect();
  const below = number.bottom + GAP_PX;
  const above = number.top - GAP_PX - height;
  const beside = number.right + GAP_PX;
  const under = below + height <= innerHeight - EDGE_PX;
  const over = above >= EDGE_PX;
  const top = under ? below : over ? above : innerHeight - EDGE_PX - height;
  const left = under || over ? number.left - EDGE_PX : beside;
  source.style.setProperty("--top", `${Math.max(top, EDGE_PX)}px`);
  source.style.setProperty("--left", `${Math.max(Math.min(left, innerWidth - width - EDGE_PX), EDGE_PX)}px`);
  source.classList.add("placed");
}

async function join(path) {
  try {
    const { left } = await fetched(path);
    if (left === 0) location.reload();
    else setTimeout(join, LOOK_MS, path);
  } catch {
    // the page stays as it is, and says what is missing
  }
}

const waiting = document.getElementById("waiting");
if (waiting) setTimeout(join, LOOK_MS, waiting.dataset.path);
