// Waits while sessions that were never looked at are read for the first time, then shows the list again.
import { fetched } from "/static/base.js";

const LOOK_MS = 1_500;
const path = `${location.pathname}/summing.json`;

async function look() {
  try {
    const { left } = await fetched(path);
    if (left === 0) location.reload();
    else setTimeout(look, LOOK_MS);
  } catch {
    // the list stays as it is; what was not read says so
  }
}

setTimeout(look, LOOK_MS);
