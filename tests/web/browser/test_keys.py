"""The keyboard: the palette, the filter bar, menus, and that the focus can be seen wherever it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from tests.web.browser.conftest import Opened, Where
from tests.web.browser.visit import Visit

pytestmark = [pytest.mark.needs("chromium", "posix"), pytest.mark.slow]
SEEN = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return [`${at.tagName} ${at.className} ${at.textContent.trim().slice(0, 20)}`, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1.5];
}"""


@pytest.fixture
def visit(opened: Opened) -> Iterator[Visit]:
    with opened.context(Where("en", "desktop"), "owner") as context:
        made = Visit.open(context, opened.url)
        made.go(f"{opened.url}/cockpit/?window=2025-06")
        yield made
        assert made.wrong == []


def test_the_palette_opens_finds_and_goes(visit: Visit, opened: Opened) -> None:
    page = visit.page
    page.keyboard.press("Control+k")
    expect(page.locator("#palette input")).to_be_focused()
    page.keyboard.type("grants")
    expect(page.locator("#hits a").first).to_contain_text("Grants")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#hits a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#palette input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#hits a").first).to_contain_text("Grants")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{opened.url}/people/grants/")


def test_a_filter_is_chosen_without_a_mouse(visit: Visit) -> None:
    page = visit.page
    pick = page.locator(".pick").filter(has_text="Region").first
    pick.locator("summary").focus()
    page.keyboard.press("Enter")
    box = pick.locator("input[type=checkbox]").first
    expect(box).to_be_visible()
    page.keyboard.press("Tab")
    expect(box).to_be_focused()
    page.keyboard.press("Space")
    name = pick.locator("label").first.inner_text().strip()
    page.keyboard.press("Escape")
    expect(pick.locator("summary")).to_be_focused()
    expect(box).to_be_hidden()
    page.keyboard.press("Enter")
    pick.get_by_role("button", name="Apply").press("Enter")
    expect(page.locator(".pick.on").filter(has_text=name)).to_be_visible()
    assert "f.region=" in page.url


def test_the_focus_is_seen_on_every_stop(visit: Visit) -> None:
    page = visit.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    unseen = []
    for _ in range(45):
        page.keyboard.press("Tab")
        where, seen = page.evaluate(SEEN)
        if not seen:
            unseen.append(where)
    assert unseen == []


def test_the_own_menu_opens_and_closes_by_key(visit: Visit) -> None:
    page = visit.page
    summary = page.locator(".side .me summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".side .menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".side .menu")).to_be_hidden()
    expect(summary).to_be_focused()
