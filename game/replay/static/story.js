// The pictures of a story are painted again from what was recorded; each is shown as soon as it is there.
import { announce, fetched, post } from "/static/base.js";

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

async function paint() {
  let told;
  try {
    told = await fetched(painting.dataset.ghost);
  } catch (refused) {
    painting.textContent = refused.text;
    return;
  }
  if (told.state === "failed") {
    painting.textContent = told.text || painting.dataset.failed;
    return;
  }
  const reached = pictures.filter((one) => one.hidden && Number(one.dataset.tick) <= told.ticks);
  for (const picture of reached) if (!(await show(picture))) break;
  const missing = pictures.some((picture) => picture.hidden);
  if (missing && told.state === "ready") painting.textContent = painting.dataset.failed;
  else if (missing) {
    painting.style.setProperty("--share", told.share);
    setTimeout(paint, LOOK_MS);
  } else if (told.same_rules === false || told.agrees === false) painting.textContent = painting.dataset.newer;
  else painting.hidden = true;
}

audience.addEventListener("change", async (event) => {
  try {
    await post(audience.dataset.path, { audience: event.target.value });
    announce(audience.dataset.kept);
  } catch (refused) {
    announce(refused.text);
  }
});

paint();
