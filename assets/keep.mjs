// Text typed into a form marked data-keep-text survives a time-out: it is kept for this tab only, put back when the form is shown empty,
// and forgotten once sent or at sign-out.
const prefix = "typed:";
const fields = "textarea, input[type=text]";
const keyOf = (form, field) => `${prefix}${form.dataset.keepText || location.pathname}:${field.name}`;

function forget(wanted) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(prefix) && wanted(key)) sessionStorage.removeItem(key);
  }
}

export function keepTypedText() {
  const sent = sessionStorage.getItem("sent");
  if (sent) {
    // Still signed in after sending: the server has it (or shows it again with the error), so ours may go. At the door it was too late: ours stays.
    if (document.body.hasAttribute("data-signed-in")) forget((key) => key.startsWith(sent));
    sessionStorage.removeItem("sent");
  }
  for (const form of document.querySelectorAll("form[data-keep-text]")) {
    for (const field of form.querySelectorAll(fields)) {
      const kept = sessionStorage.getItem(keyOf(form, field));
      if (kept && !field.value) field.value = kept;
      field.addEventListener("input", () => sessionStorage.setItem(keyOf(form, field), field.value));
    }
    form.addEventListener("submit", () => sessionStorage.setItem("sent", `${prefix}${form.dataset.keepText || location.pathname}:`));
  }
  for (const form of document.querySelectorAll("form[data-forget-text]")) form.addEventListener("submit", () => forget(() => true));
}
