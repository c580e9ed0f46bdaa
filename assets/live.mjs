// <div data-live="/people/…/live"> follows a stream of events. At each "changed", htmx fetches this page once and morphs the parts marked
// data-live-part into their new state, so that focus, open details and scroll stay. The change is then announced. When htmx has put another
// stream's address in its place, as a search does while somebody types, that one is followed instead.
const settleTime = 150;
let source;
let followed = "";
let waiting;

const place = () => document.querySelector("[data-live]");

function keepWhatIsOpen() {
  // The server does not know which details are open or what the scripts have set up: a refresh leaves those marks alone.
  window.htmx.config.morphIgnore.push("open", "data-button-init", "data-moj-", "data-govuk-");
}

async function refresh() {
  const parts = [...document.querySelectorAll("[data-live-part][id]")].map((part) => `#${CSS.escape(part.id)}:outerMorph`);
  if (!parts.length) return;
  await window.htmx.ajax("GET", location.pathname + location.search, { target: place(), swap: "none", headers: { "Beatbook-Follows": "1" }, selectOOB: parts.join(",") });
  const status = place()?.querySelector("[data-live-status]");
  if (!status) return;
  status.textContent = "";
  status.textContent = "Updated just now";
}

function changed() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, settleTime);
}

function follow() {
  const wanted = place()?.dataset.live ?? "";
  if (wanted === followed) return;
  source?.close();
  followed = wanted;
  if (!wanted) return;
  let opened = false;
  source = new EventSource(wanted);
  source.addEventListener("changed", changed);
  source.addEventListener("open", () => {
    if (opened) changed(); // A stream that broke and came back may have missed something.
    opened = true;
  });
  source.addEventListener("message", (event) => event.data.trim() === "changed" && changed());
}

export function followLivePages() {
  if (!window.EventSource || !window.htmx) return;
  keepWhatIsOpen();
  follow();
  for (const swapped of ["htmx:after:swap", "htmx:afterSwap"]) document.addEventListener(swapped, follow);
  window.addEventListener("pagehide", () => source?.close());
}
