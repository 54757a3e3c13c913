// The offline page with JavaScript: one language instead of three, what is wrong, and trying again by itself.
// Without it the page can be read all the same.
const WAITS_S = [3, 5, 10, 15, 30];
const LANGUAGES = ["sv", "nb", "en"];
const NORWEGIAN = ["no", "nn"];

const language = chosenLanguage();
for (const each of document.querySelectorAll("section")) each.hidden = each.lang !== language;
const section = document.querySelector(`section[lang="${language}"]`);
const again = section.querySelector(".again");
const button = section.querySelector("button");
document.documentElement.lang = language;
document.title = section.dataset.title;
section.querySelector(".by-hand").hidden = true;
again.hidden = button.hidden = false;

let tries = 0;
let left = 0;
let trying = false;

button.addEventListener("click", attempt);
addEventListener("online", attempt);
addEventListener("offline", tellWhy);
setInterval(count, 1000);
tellWhy();
wait();

function chosenLanguage() {
  const wishes = [localStorage.getItem("lur.language"), ...navigator.languages];
  for (const wish of wishes) {
    const spoken = (wish ?? "").toLowerCase().split("-")[0];
    if (LANGUAGES.includes(spoken)) return spoken;
    if (NORWEGIAN.includes(spoken)) return "nb";
  }
  return "en";
}

function tellWhy() {
  const state = navigator.onLine ? "server" : "network";
  for (const each of section.querySelectorAll("[data-when]")) each.hidden = each.dataset.when !== state;
}

function wait() {
  left = WAITS_S[Math.min(tries, WAITS_S.length - 1)];
  tries += 1;
  show();
}

function count() {
  if (trying) return;
  left -= 1;
  if (left <= 0) void attempt();
  else show();
}

function show() {
  again.textContent = trying ? again.dataset.now : again.dataset.soon.replace("#", String(left));
}

async function attempt() {
  if (trying) return;
  trying = true;
  show();
  tellWhy();
  try {
    const answer = await fetch("/api/health", { cache: "no-store", signal: AbortSignal.timeout(5000) });
    if (answer.ok) {
      location.reload();
      return;
    }
  } catch {
    // Still away.
  }
  trying = false;
  tellWhy();
  wait();
}
