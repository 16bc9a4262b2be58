// Before the first paint: the theme that was chosen, else the system's.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { root.dataset.theme = root.dataset.chosen || (system.matches ? "dark" : "light"); };
  follow();
  system.addEventListener("change", follow);
  // Paper is white.
  addEventListener("beforeprint", () => { root.dataset.theme = "light"; });
  addEventListener("afterprint", follow);
})();
