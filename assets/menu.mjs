// Groups of the menu are <details>, which open and close by themselves. With scripts a click elsewhere and Escape close the open one too.
const open = () => document.querySelector("details.menu[open]");

export function closeMenus() {
  document.addEventListener("click", (event) => {
    const group = open();
    if (group && !group.contains(event.target)) group.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const group = open();
    if (event.key !== "Escape" || !group) return;
    group.open = false;
    if (group.contains(document.activeElement)) group.querySelector("summary").focus();
  });
  document.addEventListener("focusin", (event) => {
    const group = open();
    if (group && !group.contains(event.target)) group.open = false;
  });
}
