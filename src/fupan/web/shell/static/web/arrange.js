// Arranging the own board by drag; the buttons of each box do the same from the keyboard and without this file.
"use strict";
let dragged = null;
let origin = null;

document.addEventListener("dragstart", (event) => {
  const box = event.target.closest && event.target.closest(".box");
  if (!box) return;
  dragged = box;
  origin = box.nextSibling;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", box.dataset.name);
  box.classList.add("dragged");
});

document.addEventListener("dragover", (event) => {
  if (!dragged || !dragged.parentNode.contains(event.target)) return;
  event.preventDefault(); // also over itself and in the gaps: it may be let go anywhere in its own list
  const over = event.target.closest(".box");
  if (!over || over === dragged) return;
  const place = over.getBoundingClientRect();
  const sameRow = Math.abs(place.top - dragged.getBoundingClientRect().top) < place.height / 2;
  const later = sameRow ? event.clientX > place.left + place.width / 2 : event.clientY > place.top + place.height / 2;
  over.parentNode.insertBefore(dragged, later ? over.nextSibling : over);
});

document.addEventListener("drop", (event) => {
  if (dragged) event.preventDefault();
});

document.addEventListener("dragend", (event) => {
  if (!dragged) return;
  dragged.classList.remove("dragged");
  if (event.dataTransfer.dropEffect === "none") {
    dragged.parentNode.insertBefore(dragged, origin);
    dragged = null;
    return;
  }
  const form = document.getElementById("drop");
  const before = dragged.previousElementSibling;
  form.elements.name.value = dragged.dataset.name;
  form.elements.after.value = before ? before.dataset.name : "";
  dragged = null;
  form.requestSubmit();
});
