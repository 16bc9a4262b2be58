"use strict";
(function () {
  var slides = Array.prototype.slice.call(document.querySelectorAll("main > .slide:not(#definitions)"));
  var links = Array.prototype.slice.call(document.querySelectorAll("nav.contents a"));
  var counter = document.getElementById("count");
  var tip = document.getElementById("tip");
  var at = 0;
  var turning = 0;

  function mark(index) {
    at = index;
    links.forEach(function (link) {
      if (link.hash === "#" + slides[at].id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }
  function presenting() { return document.body.classList.contains("present"); }
  function fit() {
    if (!presenting()) return;
    var slide = slides[at];
    slides.forEach(function (s) { s.classList.toggle("now", s === slide); s.style.transform = ""; });
    var scale = Math.min(window.innerWidth / 1120, window.innerHeight / slide.offsetHeight, 2.5);
    var down = Math.max(0, (window.innerHeight - slide.offsetHeight * scale) / 2);
    slide.style.transform = "translate(" + -560 * scale + "px," + Math.min(down, 24) + "px) scale(" + scale + ")";
    counter.textContent = at + 1 + " / " + slides.length;
  }
  function go(step) {
    mark(Math.min(Math.max(at + step, 0), slides.length - 1));
    if (presenting()) fit();
    else {
      turning = Date.now();
      slides[at].scrollIntoView();
    }
  }
  function present(on) {
    document.body.classList.toggle("present", on);
    slides.forEach(function (s) { s.classList.remove("now"); s.style.transform = ""; });
    if (on) {
      if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen().catch(function () {});
      fit();
    } else {
      if (document.fullscreenElement) document.exitFullscreen();
      slides[at].scrollIntoView();
    }
  }
  function show(event) {
    var point = event.target.closest && event.target.closest(".chart [data-i]");
    var table = point && point.closest("figure").querySelector("table");
    var row = table && table.tBodies[0].rows[Number(point.getAttribute("data-i"))];
    if (!row) { tip.hidden = true; return; }
    var heads = table.tHead.rows[0].cells;
    tip.textContent = "";
    var name = document.createElement("b");
    name.textContent = row.cells[0].textContent;
    tip.appendChild(name);
    for (var i = 1; i < row.cells.length; i++) {
      var line = document.createElement("div"), label = document.createElement("span"), value = document.createElement("span");
      label.textContent = heads[i].textContent;
      value.textContent = row.cells[i].textContent;
      line.append(label, value);
      tip.appendChild(line);
    }
    tip.hidden = false;
    var box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, window.innerWidth - box.width - 8)) + "px";
    tip.style.top = Math.max(4, Math.min(event.clientY + 14, window.innerHeight - box.height - 8)) + "px";
  }
  if (!slides.length) return;
  mark(0);
  document.addEventListener("pointermove", show);
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    var inside = event.target.closest(".scroll");
    var key = event.key;
    if (key === "j" || (key === "ArrowRight" && !inside)) go(1);
    else if (key === "k" || (key === "ArrowLeft" && !inside)) go(-1);
    else if (key === "p" || key === "P") present(!presenting());
    else if (key === "Escape" && presenting()) present(false);
    else if (presenting() && (key === " " || key === "PageDown" || key === "ArrowDown")) go(1);
    else if (presenting() && (key === "PageUp" || key === "ArrowUp")) go(-1);
    else if (presenting() && key === "Home") go(-slides.length);
    else if (presenting() && key === "End") go(slides.length);
    else return;
    event.preventDefault();
  });
  document.addEventListener("fullscreenchange", function () {
    if (!document.fullscreenElement && presenting()) present(false);
  });
  window.addEventListener("resize", fit);
  document.getElementById("present").addEventListener("click", function () { present(true); });
  document.getElementById("leave").addEventListener("click", function () { present(false); });
  document.getElementById("previous").addEventListener("click", function () { go(-1); });
  document.getElementById("next").addEventListener("click", function () { go(1); });
  var watcher = new IntersectionObserver(function (entries) {
    if (presenting() || Date.now() - turning < 900) return; // on the way to a page, those passed by don't count
    entries.forEach(function (entry) { if (entry.isIntersecting) mark(slides.indexOf(entry.target)); });
  }, { rootMargin: "-20% 0px -70% 0px" });
  slides.forEach(function (slide) { watcher.observe(slide); });
})();
