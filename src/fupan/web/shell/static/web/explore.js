// The explorer: the catalogue opens beside the answer where there is room, its search narrows as one types, and what
// takes longer than a moment says so. Every link and form works without this file.
"use strict";
(() => {
  const catalogue = document.querySelector("[data-catalogue]");
  const wide = matchMedia("(min-width: 1101px)");
  if (catalogue && wide.matches) catalogue.open = true;
  if (catalogue) catalogue.querySelector("summary").addEventListener("click", (event) => { if (wide.matches) event.preventDefault(); });

  const find = document.querySelector("[data-find]");
  function narrow() {
    const words = find.value.trim().toLocaleLowerCase();
    let any = false;
    for (const shelf of catalogue.querySelectorAll("fieldset")) {
      let some = false;
      for (const entry of shelf.querySelectorAll("button")) {
        entry.hidden = words !== "" && !`${entry.dataset.say} ${entry.title}`.toLocaleLowerCase().includes(words);
        some = some || !entry.hidden;
      }
      shelf.hidden = !some;
      any = any || some;
    }
    catalogue.querySelector("[data-none]").hidden = any;
  }
  if (find) {
    find.addEventListener("input", narrow);
    find.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const first = catalogue.querySelector("fieldset:not([hidden]) button:not([hidden])");
      if (first && find.value.trim()) first.click();
    });
  }

  const progress = document.querySelector(".progress");
  let waiting = 0;
  function begin() {
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (progress) progress.hidden = false; }, 400);
  }
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) begin(); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && !event.defaultPrevented && !link.hasAttribute("download") && !event.ctrlKey && !event.metaKey && !link.closest("[hx-boost=true], [hx-get]")) begin();
  });
  addEventListener("pageshow", () => { clearTimeout(waiting); if (progress) progress.hidden = true; });
})();
