// Opening what one was given: file, key and passphrase go to this machine's own server, and nowhere else.

import { Refused, token } from "./base.js";
import { base64Of, offerToReveal, waiting } from "./gate.js";
import { find } from "./session_dom.js";

const MAGIC = [0x8b, 0x42, 0x55, 0x4e, 0x44, 0x4c, 0x45, 0x0a]; // docs/vault.md, "A bundle"
const MIB = 1 << 20;
const form = find("given");
const refusal = find("refusal");
const submit = form.querySelector("button[type=submit]");
const submitText = submit.querySelector("span");
const usualText = submitText.textContent;
const words = JSON.parse(find("given-words").textContent);
const wait = waiting(submit);

/** The two files, or the sentence that says what is the matter with them. */
async function chosen() {
  const [file] = find("given-file").files;
  const [key] = find("given-key").files;
  if (!file || !key) return { unfit: words.choose };
  if (file.size > Number(form.dataset.mostFile) * MIB) return { unfit: words.too_large };
  if (key.size > Number(form.dataset.mostKey)) return { unfit: words.too_large_key };
  const begins = new Uint8Array(await file.slice(0, MAGIC.length).arrayBuffer());
  if (MAGIC.some((byte, at) => begins[at] !== byte)) return { unfit: words.not_a_bundle };
  return { file, key };
}

/** Four bytes with the length of a JSON object, that object, then the file as it is. */
async function parcel(file, key) {
  const told = { key: await base64Of(key), secret: find("given-passphrase").value };
  const head = new TextEncoder().encode(JSON.stringify(told));
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, head.length);
  return new Blob([length, head, file], { type: "application/octet-stream" });
}

async function open(body) {
  const response = await fetch("/given", {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", "X-Stillwater-Token": token() },
    body,
    credentials: "same-origin",
    cache: "no-store",
  }).catch(() => {
    throw new Refused(0, { text: document.body.dataset.unreachable });
  });
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, told);
  return told.to;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  refusal.textContent = "";
  const { file, key, unfit } = await chosen();
  if (unfit) {
    refusal.textContent = unfit;
    return;
  }
  submit.disabled = true;
  submitText.textContent = submit.dataset.busy;
  try {
    location.replace(await open(await parcel(file, key)));
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    refusal.textContent = refused.detail || refused.text;
    submitText.textContent = usualText;
    wait(refused.wait_s);
  }
});

offerToReveal();
wait(Number(form.dataset.wait));
