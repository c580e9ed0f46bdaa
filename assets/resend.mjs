// A form marked data-resend is sent again by itself when the connection fails, until the server has answered. Only such forms bear the mark as
// the server keeps once however often they come. Without scripts, and for any answer but success, the form is sent as any other is.
const AGAIN_MS = 5000;

function say(form, words) {
  let status = form.querySelector(".resend");
  if (!status) {
    status = document.createElement("p");
    status.className = "resend govuk-body";
    status.setAttribute("role", "status");
    form.append(status);
  }
  status.textContent = words;
}

async function send(form) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin" });
    if (answer.ok && answer.redirected) location.assign(answer.url);
    else HTMLFormElement.prototype.submit.call(form);
  } catch {
    say(form, "No connection. What you typed is kept on this page and is sent by itself as soon as there is one.");
    wait(form);
  }
}

function wait(form) {
  let timer = 0;
  const again = () => {
    clearTimeout(timer);
    removeEventListener("online", again);
    say(form, "Sending again…");
    send(form);
  };
  timer = setTimeout(again, AGAIN_MS);
  addEventListener("online", again);
}

export function resendForms() {
  for (const form of document.querySelectorAll("form[data-resend]")) {
    let busy = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      say(form, "Sending…");
      send(form);
    });
  }
}
