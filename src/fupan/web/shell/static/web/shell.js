// What every page does: menus that close, the drawer, Escape, the palette (Ctrl-K).
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

const palette = document.getElementById("palette");

function openPalette() {
  if (!palette || palette.open) return;
  palette.showModal();
  const field = palette.querySelector("input");
  field.select();
  htmx.trigger(field, "palette-opened");
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open-palette]")) {
    event.preventDefault();
    openPalette();
  } else if (event.target === palette) palette.close();
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (!palette || !palette.open || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
  const field = palette.querySelector("input");
  const places = [field, ...palette.querySelectorAll(".hits a")];
  const at = places.indexOf(document.activeElement);
  if (event.key === "Enter") {
    if (at === 0 && places.length > 1) places[1].click();
    return;
  }
  event.preventDefault();
  places[(at + (event.key === "ArrowDown" ? 1 : places.length - 1)) % places.length].focus();
});
