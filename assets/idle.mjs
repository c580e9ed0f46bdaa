// Some minutes before the server ends an idle session the page says so, with a button that keeps it; after that it leads to the door, so that
// nothing stays on an unwatched screen. The server is asked how long is left: another tab may have been busy. Asking does not count as being busy.
const warnBefore = 300;
const askAgain = 20;
const follows = { headers: { "Beatbook-Follows": "1" } };
let timer;

const words = (seconds) => (seconds > 90 ? `${Math.round(seconds / 60)} minutes` : seconds > 45 ? "1 minute" : `${Math.max(0, Math.round(seconds))} seconds`);

function leave() {
  location.assign(`/sign-in?ended=&next=${encodeURIComponent(location.pathname + location.search)}`);
}

function plan(seconds) {
  clearTimeout(timer);
  timer = setTimeout(ask, Math.max(1, seconds) * 1000);
}

async function ask(options = follows) {
  const notice = document.querySelector("[data-time-out]");
  let left;
  try {
    left = (await (await fetch("/time-left", options)).json()).seconds;
  } catch {
    return plan(askAgain); // no line: the server may be reached again before it is too late
  }
  if (left === null) return leave();
  if (left > warnBefore) {
    notice.hidden = true;
    return plan(left - warnBefore);
  }
  notice.querySelector("[data-time-left]").textContent = words(left);
  notice.querySelector("[data-typed-is-kept]").hidden = !document.querySelector("form[data-keep-text]");
  notice.hidden = false;
  return plan(Math.min(askAgain, left + 1));
}

export function warnBeforeTimeOut() {
  const minutes = Number(document.body.dataset.idleMinutes);
  if (!minutes) return;
  document.querySelector("[data-time-out] button").addEventListener("click", () => ask({}));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  plan(minutes * 60 - warnBefore);
}
