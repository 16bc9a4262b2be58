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
  if (palette && palette.open) { // at once: a search field would take the first Escape to empty itself
    event.preventDefault();
    palette.close();
    return;
  }
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

const notice = document.getElementById("notice");
let noticeEnds = 0;

function tell(text) {
  if (!notice) return;
  clearTimeout(noticeEnds);
  notice.textContent = text;
  noticeEnds = setTimeout(() => { notice.textContent = ""; }, 8000);
}

// A part of a page that did not come says why: the server's own words where it gave some, else those of the page.
document.addEventListener("htmx:responseError", (event) => {
  const answer = event.detail.xhr;
  const plain = (answer.getResponseHeader("Content-Type") || "").startsWith("text/plain");
  if (plain && answer.responseText.length < 300) tell(answer.responseText);
  else tell(notice.dataset[{ 403: "refused", 404: "missing", 400: "missing" }[answer.status] || "failed"]);
});
document.addEventListener("htmx:sendError", () => tell(notice.dataset.offline));
document.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.shouldSwap && notice) notice.textContent = ""; });

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

if (document.body.dataset.worker && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(document.body.dataset.worker).catch(() => {}); // a page works without it
}
