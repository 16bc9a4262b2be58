// Keeps static files, whose names change with their content, and the page that says that there is no connection.
// Pages, figures, documents and answers to forms are never kept: they are asked for each time, or not shown.
"use strict";
const KEPT = "fupan-static-{{ version|escapejs }}";
const STATIC = "{{ static|escapejs }}";
const OFFLINE = "{{ offline|escapejs }}";
const NAMED_BY_CONTENT = /\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.add(OFFLINE)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const asked = event.request;
  const place = new URL(asked.url);
  if (asked.method !== "GET" || place.origin !== self.location.origin) return;
  if (asked.mode === "navigate") {
    event.respondWith(fetch(asked).catch(() => caches.match(OFFLINE)));
    return;
  }
  if (!place.pathname.startsWith(STATIC) || !NAMED_BY_CONTENT.test(place.pathname)) return;
  event.respondWith(
    caches.open(KEPT).then((kept) => kept.match(asked).then((found) => found || fetch(asked).then((answer) => {
      if (answer.ok) kept.put(asked, answer.clone());
      return answer;
    }))),
  );
});
