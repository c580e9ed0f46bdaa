// <div data-live="/people/…/live"> follows a stream of events. At each "changed", htmx fetches this page once and morphs the parts marked
// data-live-part into their new state, so that focus, open details and scroll stay. The change is then announced.
const settleTime = 150;

function keepWhatIsOpen() {
  // The server does not know which details are open or what the scripts have set up: a refresh leaves those marks alone.
  window.htmx.config.morphIgnore.push("open", "data-button-init", "data-moj-", "data-govuk-");
}

async function refresh(status) {
  const parts = [...document.querySelectorAll("[data-live-part][id]")].map((part) => `#${CSS.escape(part.id)}:outerMorph`);
  if (!parts.length) return;
  await window.htmx.ajax("GET", location.pathname + location.search, { target: status, swap: "none", selectOOB: parts.join(",") });
  status.textContent = "";
  status.textContent = "Updated just now";
}

export function followLivePages() {
  const place = document.querySelector("[data-live]");
  if (!place || !window.EventSource || !window.htmx) return;
  keepWhatIsOpen();
  const status = place.querySelector("[data-live-status]");
  const source = new EventSource(place.dataset.live);
  let waiting;
  const changed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh(status), settleTime);
  };
  let opened = false;
  source.addEventListener("changed", changed);
  source.addEventListener("open", () => {
    if (opened) changed(); // A stream that broke and came back may have missed something.
    opened = true;
  });
  source.addEventListener("message", (event) => event.data.trim() === "changed" && changed());
  window.addEventListener("pagehide", () => source.close());
}
