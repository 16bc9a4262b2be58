"""A page in the browser that is listened to: what it complains of, asks of other hosts, moves about and weighs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AxeBase
from playwright.sync_api import BrowserContext, Page, Request, Response

SHIFTS = """() => {
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) if (!e.hadRecentInput) window.moved.push({ value: e.value, what: e.sources.map((s) => s.node && (s.node.id || s.node.className || s.node.nodeName)) });
  }).observe({ type: "layout-shift", buffered: true });
}"""
TOO_WIDE = """() => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  return [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > most + 1 && !e.closest(".scroll"))
    .slice(0, 5).map((e) => `${e.nodeName} ${e.className} ${Math.round(e.getBoundingClientRect().right)}`);
}"""
AXE = (Path(AxeBase.__init__.__code__.co_filename).parent / "axe.min.js").read_text(encoding="utf-8")
FINDINGS = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter((v) => ["serious", "critical"].includes(v.impact))
  .flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.impact} ${v.id}: ${n.target.join(" ")} (${n.failureSummary.split("\\n")[1]?.trim()})`))"""
MOST_SHIFT = 0.02


@dataclass
class Visit:
    """One page of a context. ``wrong`` gathers what must not be."""

    page: Page
    host: str
    wrong: list[str] = field(default_factory=list)
    bytes: dict[str, int] = field(default_factory=dict)
    expected: set[int] = field(default_factory=set)

    @classmethod
    def open(cls, context: BrowserContext, url: str, *, patience: float = 90_000) -> Visit:
        """A fresh page that is listened to from the start."""
        page = context.new_page()
        page.set_default_timeout(patience)
        page.add_init_script(f"({SHIFTS})()")
        visit = cls(page, urlsplit(url).netloc)
        page.on("console", lambda m: visit._say(m.type, m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: visit.wrong.append(f"script: {e}"))
        page.on("request", visit._asked)
        page.on("response", visit._answered)
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        sent: dict[str, str] = {}
        network.on("Network.responseReceived", lambda e: sent.update({e["requestId"]: e["response"]["url"]}))
        network.on("Network.loadingFinished", lambda e: visit._weighed(sent.get(e["requestId"], ""), e))
        return visit

    def _say(self, kind: str, text: str) -> None:
        if not any(f"status of {code}" in text for code in self.expected):
            self.wrong.append(f"console {kind}: {text}")

    def _asked(self, request: Request) -> None:
        if request.url.startswith(("http", "ws")) and urlsplit(request.url).netloc != self.host:
            self.wrong.append(f"asked another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.wrong.append(f"{response.status} {response.url}")

    def _weighed(self, url: str, event: dict[str, Any]) -> None:
        self.bytes[url] = self.bytes.get(url, 0) + int(event["encodedDataLength"])

    def go(self, url: str) -> Response:
        """Open an address and wait until all of it is there, the charts that are scrolled to included."""
        self.bytes.clear()
        answer = self.page.goto(url, wait_until="load")
        assert answer is not None
        self.settle()
        return answer

    def settle(self) -> None:
        """Wait for what is loaded when it is seen, and come back to the top."""
        self.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("window.scrollTo(0, 0)")

    def check(self) -> None:
        """Nothing moved while it loaded, nothing is wider than the screen, axe finds nothing serious; one first heading."""
        moved = self.page.evaluate("window.moved")
        if sum(m["value"] for m in moved) > MOST_SHIFT:
            self.wrong.append(f"moved while loading: {moved[:3]}")
        self.wrong += [f"wider than the screen: {e}" for e in self.page.evaluate(TOO_WIDE)]
        if (headings := self.page.locator("h1").count()) != 1:
            self.wrong.append(f"{headings} headings of the first level")
        self.page.evaluate(AXE)
        self.wrong += self.page.evaluate(FINDINGS)
