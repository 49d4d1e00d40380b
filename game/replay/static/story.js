// The pictures of a story are painted again from what was recorded; each is shown as soon as it is there.
import { fetched, post } from "/static/base.js";

const LOOK_MS = 700;
const painting = document.getElementById("painting");
const audience = document.getElementById("audience");
const pictures = [...document.querySelectorAll("img[data-src]")];

/** Resolves to whether the picture came; one that did not is asked for again later. */
function show(picture) {
  return new Promise((resolve) => {
    const loader = new Image();
    loader.onload = () => {
      picture.src = loader.src;
      picture.hidden = false;
      resolve(true);
    };
    loader.onerror = () => resolve(false);
    loader.src = picture.dataset.src;
  });
}

/** Says how it ended; a picture that did not come leaves no gap. */
function end(text) {
  painting.textContent = text || painting.dataset.failed;
  painting.classList.add("over");
  for (const picture of pictures.filter((one) => one.hidden)) picture.parentElement.hidden = true;
}

async function paint() {
  let told;
  try {
    told = await fetched(painting.dataset.ghost);
  } catch (refused) {
    return end(refused.text);
  }
  if (told.state === "failed") return end(told.text);
  const reached = pictures.filter((one) => one.hidden && Number(one.dataset.tick) <= told.ticks);
  for (const picture of reached) if (!(await show(picture))) break;
  const missing = pictures.some((picture) => picture.hidden);
  if (missing && told.state === "ready") end();
  else if (missing) {
    painting.style.setProperty("--share", told.share);
    setTimeout(paint, LOOK_MS);
  } else if (told.same_rules === false || told.agrees === false) end(painting.dataset.newer);
  else painting.hidden = true;
}

let kept = audience.elements.audience.value;
audience.addEventListener("change", async (event) => {
  const said = document.getElementById("audience-said");
  try {
    const { printable } = await post(audience.dataset.path, { audience: event.target.value });
    document.querySelector(".book").classList.toggle("for-one", !printable);
    kept = event.target.value;
    said.textContent = audience.dataset.kept;
  } catch (refused) {
    audience.elements.audience.value = kept;
    said.textContent = [refused.text, refused.detail].filter(Boolean).join(" ");
  }
});

paint();
