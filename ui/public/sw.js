// Stands between the pages and the network for one thing only: when a page cannot be loaded it shows the page
// that says what is wrong. It keeps that page and nothing else; answers of the API never pass through here.
// The server writes its build into this file, so that a new build is a new worker with a new shell.
const BUILD = "__BUILD__";
const PREFIX = "lur-shell-";
const SHELL = PREFIX + BUILD;
const OFFLINE = "/static/offline.html";
const FILES = [OFFLINE, "/static/offline.js", "/static/theme.js", "/static/plain.css", "/static/lur.svg"];
const AWAY = [502, 503, 504];

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (url.origin === location.origin && FILES.includes(url.pathname)) event.respondWith(part(event.request));
});

async function fill() {
  const shell = await caches.open(SHELL);
  await shell.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
}

async function forgetOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function page(request) {
  try {
    const answer = await fetch(request);
    return AWAY.includes(answer.status) ? await offline(answer) : answer;
  } catch {
    return offline(Response.error());
  }
}

async function offline(otherwise) {
  return (await caches.match(OFFLINE)) ?? otherwise;
}

async function part(request) {
  return (await caches.match(request)) ?? fetch(request);
}
