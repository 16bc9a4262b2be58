"""The explorer in the browser: asked by mouse and by keyboard, without scripts, on a phone; a figure opens beside it."""

from __future__ import annotations

import pytest
from tests.web.browser.conftest import PATIENCE, Opened, Where
from tests.web.browser.visit import Visit

pytestmark = [pytest.mark.needs("chromium", "posix"), pytest.mark.slow]
JUNE = "/explore/?window=2025-06&m=net_sales"


def test_a_question_is_built_from_the_catalogue_by_keyboard(opened: Opened) -> None:
    with opened.context(Where("zh", "desktop"), "owner") as context:
        visit = Visit.open(context, opened.url)
        visit.go(f"{opened.url}{JUNE}")
        page = visit.page
        page.fill("[data-find]", "大区")
        page.keyboard.press("Enter")
        page.wait_for_url("**by=region**")
        page.wait_for_selector("table.grid .total")
        assert page.locator("[data-chart] svg").count() == 1
        page.locator("table.grid td .open").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#drawer .figure")
        assert "by=region" in page.url
        page.keyboard.press("Escape")
        assert page.locator("#drawer .figure").count() == 0
        page.locator("table.grid tbody td.name a").first.click()
        page.wait_for_url("**by=province**")
        page.go_back()
        page.wait_for_url("**by=region**")
        visit.check()
        assert visit.wrong == []


def test_it_asks_without_scripts(opened: Opened) -> None:
    with opened.context(Where("en", "desktop"), "owner") as signed_in:
        cookies = signed_in.cookies()
        bare = opened.browser.new_context(java_script_enabled=False, locale="en-GB")
        bare.add_cookies(cookies)  # type: ignore[arg-type]
        page = bare.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{opened.url}{JUNE}")
        page.locator("[data-catalogue] summary").click()
        page.locator("button[name=by][value=region]").click()
        page.wait_for_selector("table.grid .total")
        page.locator("table.grid td .open").first.click()
        page.wait_for_selector(".figure")
        bare.close()


def test_two_questions_are_pinned_to_a_board(opened: Opened) -> None:
    with opened.context(Where("en", "phone", "dark"), "owner") as context:
        visit = Visit.open(context, opened.url)
        page = visit.page
        for query in (f"{JUNE}&by=region", f"{JUNE}&by=region&on=channel&top=5"):
            visit.go(opened.url + query)
            visit.check()
            page.locator(".acts details:has(#pin-title) > summary").click()
            if page.locator("#pin-board option").first.get_attribute("value") == "":
                page.fill("#pin-new", "Both")
            page.locator("form[action='/boards/pin/'] button").click()
            page.wait_for_url("**/boards/*/")
        assert page.locator("[data-chart]").count() >= 2
        visit.settle()
        visit.check()
        assert visit.wrong == []
