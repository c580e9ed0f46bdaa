// A single key moves the focus to the field marked data-shortcut, or presses the button or link marked data-key, unless the reader is typing or has switched shortcuts off (WCAG 2.1.4).
const typing = (element) => element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

export function listenForShortcuts() {
  if (document.body.hasAttribute("data-no-shortcuts")) return;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    const act = event.repeat ? null : [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase());
    if (act) {
      event.preventDefault();
      act.click();
      return;
    }
    const field = [...document.querySelectorAll("[data-shortcut]")].find((one) => one.dataset.shortcut === event.key);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select?.();
  });
}
