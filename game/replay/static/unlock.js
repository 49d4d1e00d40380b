// The door: passphrase, recovery words or a therapist's key. What is typed goes to the server and is not kept here.
import { post, Refused } from "/static/base.js";
import { base64Of, offerToReveal, waiting } from "/static/gate.js";

const MOST_KEY_BYTES = 32_768;
const form = document.getElementById("unlock");
const refusal = document.getElementById("refusal");
const submit = form.querySelector("button[type=submit]");
const wait = waiting(submit);

const way = () => (form.elements.way.value || form.elements.way.defaultValue);

function showWay() {
  for (const part of form.querySelectorAll("[data-way]")) part.hidden = !part.dataset.way.split(" ").includes(way());
}

async function keyFile() {
  const file = document.getElementById("key").files[0];
  if (!file || file.size > MOST_KEY_BYTES) return "";
  return base64Of(file);
}

async function asked() {
  const secret = document.getElementById(way() === "recovery" ? "recovery" : "passphrase").value;
  const body = { player: form.dataset.player, way: way(), secret };
  return way() === "therapist" ? { ...body, key: await keyFile() } : body;
}

/** The page that was wished, if it lies on this server; else where the server says. */
function next(told) {
  const back = form.dataset.back;
  return back.startsWith("/p/") ? back : told.to;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const again = document.getElementById("again");
  if (again && again.value !== document.getElementById("passphrase").value) {
    refusal.textContent = again.dataset.differs;
    return again.focus();
  }
  refusal.textContent = "";
  submit.disabled = true;
  try {
    location.replace(next(await post("/unlock", await asked())));
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    refusal.textContent = [refused.text, refused.detail].filter(Boolean).join(" ");
    wait(refused.wait_s);
    const field = form.querySelector(".field:not([hidden]) :is(input[type=password], input[type=text], textarea)");
    field?.focus();
    field?.select();
  }
});

form.addEventListener("change", (event) => {
  if (event.target.name !== "way") return;
  refusal.textContent = "";
  showWay();
});

offerToReveal();
showWay();
wait(Number(form.dataset.wait));
