// What every page does: menus that close, the drawer, Escape.
"use strict";
const app = document.getElementById("app");
const drawer = document.getElementById("drawer");
let opener = null;

function closeDrawer() {
  if (!drawer || !drawer.firstElementChild) return;
  drawer.replaceChildren();
  app.classList.remove("with-drawer");
  if (opener && opener.isConnected) opener.focus();
  opener = null;
}

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details[open]:is(.pick, .me details)")) {
    if (!open.contains(event.target)) open.open = false;
  }
  if (event.target.closest("[data-close-drawer]")) closeDrawer();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[open]:is(.pick, .me details)");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else closeDrawer();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target === drawer && !drawer.contains(event.detail.elt)) opener = event.detail.elt;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== drawer || !drawer.firstElementChild) return;
  app.classList.add("with-drawer");
  const heading = drawer.querySelector("h2");
  if (heading) { heading.tabIndex = -1; heading.focus({ preventScroll: false }); }
});
