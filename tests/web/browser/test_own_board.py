"""What a person does to the own board and device: panels are dragged and moved by key; nothing but static files is kept."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.web.browser.conftest import Opened, Where
from tests.web.browser.visit import Visit

pytestmark = [pytest.mark.needs("chromium", "posix"), pytest.mark.slow]
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) for (const asked of await (await caches.open(name)).keys()) found.push(asked.url);
  return found;
}"""


def order(page: Page) -> list[str]:
    """The panels as they stand."""
    return [str(box.get_attribute("data-name")) for box in page.locator(".boxes-panel .box").all()]


def test_a_panel_is_dragged_moved_by_key_and_taken_back(opened: Opened) -> None:
    with opened.context(Where("en", "desktop"), "owner") as context:
        visit = Visit.open(context, opened.url)
        page = visit.page
        visit.go(f"{opened.url}/cockpit/arrange/")
        first = order(page)
        boxes = page.locator(".boxes-panel .box")
        with page.expect_response(lambda r: r.request.method == "POST"):
            boxes.nth(2).drag_to(boxes.nth(0), source_position={"x": 20, "y": 12}, target_position={"x": 8, "y": 20})
        expect(page.locator("#arrange [role=status]")).to_contain_text("Moved to place 1")
        assert order(page) == [first[2], first[0], first[1], *first[3:]]
        slug = first[0].replace(":", "")
        later = page.locator(f"#later-panel-{slug}")
        later.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#arrange [role=status]")).to_contain_text("Moved to place 3")
        expect(later).to_be_focused()
        assert order(page)[:3] == [first[2], first[1], first[0]]
        for _ in range(2):
            with page.expect_response(lambda r: r.request.method == "POST"):
                page.locator("#undo").click()
        expect(page.locator("#undo")).to_be_disabled()
        assert order(page) == first
        assert visit.wrong == []


def test_a_device_keeps_static_files_alone_and_shows_no_figure_without_a_connection(opened: Opened) -> None:
    with opened.context(Where("zh", "phone"), "owner") as context:
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.goto(f"{opened.url}/cockpit/?window=2025-06")
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        for path in ("/cockpit/?window=2025-06", "/people/accounts/", "/documents/"):
            page.goto(opened.url + path)
            page.wait_for_load_state("networkidle")
        kept = [urlsplit(u).path for u in page.evaluate(KEPT)]
        assert kept
        assert [p for p in kept if not p.startswith("/static/")] == []
        context.set_offline(True)
        page.goto(f"{opened.url}/cockpit/?window=2025-06")
        assert "没有网络连接" in page.content()
        assert "净销售额" not in page.content()
