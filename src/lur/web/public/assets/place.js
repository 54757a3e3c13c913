// Brings the place page to life: what changes comes over one stream of events, and big pictures are made smaller
// before they are sent. Without this script the page works by its forms and its link to update.
"use strict";

const now = document.querySelector("[data-live-at]");
const away = document.querySelector(".away");
const AGAIN_MS = 30000;
const LONGEST_SIDE = 1600;
const SMALL_BYTES = 500000;

function show(face) {
  if (face.state === "ended") {
    location.replace(location.pathname + location.search);
    return;
  }
  for (const element of document.querySelectorAll("[data-live]")) {
    const said = face[element.dataset.live];
    element.hidden = said === "";
    if (element.dataset.live === "line") element.querySelector("polyline").setAttribute("points", said);
    else if (element.textContent !== said) element.textContent = said;
  }
  for (const element of document.querySelectorAll("[data-when]")) {
    element.hidden = !element.dataset.when.split(" ").includes(face.state);
  }
  now.dataset.state = face.state;
}

function listen() {
  const events = new EventSource(now.dataset.liveAt);
  events.onopen = () => {
    away.hidden = true;
    document.querySelector(".update").hidden = true;
    now.dataset.alive = "true";
  };
  events.onmessage = (event) => show(JSON.parse(event.data));
  events.onerror = () => {
    away.hidden = false;
    document.querySelector(".update").hidden = false;
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_MS);
  };
}

// A picture drawn anew is small enough for a bad network, and has lost what the camera wrote into it, as where it was.
async function smaller(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const type = file.type === "image/png" && file.size < SMALL_BYTES ? "image/png" : "image/jpeg";
  const drawn = await new Promise((done) => canvas.toBlob(done, type, 0.85));
  return new File([drawn], "picture", { type });
}

async function choose(event) {
  const input = event.target;
  const file = input.files[0];
  if (file === undefined) return;
  try {
    const kept = new DataTransfer();
    kept.items.add(await smaller(file));
    input.files = kept.files;
  } catch {
    // It is no picture that this browser can draw; the server says what it thinks of it.
  }
}

if (now !== null) listen();
document.querySelector("#picture")?.addEventListener("change", choose);
