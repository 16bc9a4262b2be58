"""Each role's way through the house: where it starts, what it finds there, a figure and its rows, and back."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from tests.web.browser.conftest import Opened, Where
from tests.web.browser.make_house import PASSWORD
from tests.web.browser.visit import Visit

pytestmark = [pytest.mark.needs("chromium", "posix"), pytest.mark.slow]
TURN = int(os.environ.get("FUPAN_SEED") or datetime.now(UTC).toordinal())
WAYS = (Where("zh", "desktop"), Where("en", "phone"), Where("en", "desktop"), Where("zh", "phone"))
ROLES = (
    "rep", "manager", "director", "sales_operations", "finance", "channel_manager", "marketing", "dealer", "auditor",
    "data_engineer", "administrator", "owner",
)  # fmt: skip


def places(page: Page, where: Where) -> list[str]:
    """The addresses of the navigation that this screen shows."""
    bar = ".bottombar a" if where.screen == "phone" else ".side nav a"
    return [str(a.get_attribute("href")) for a in page.locator(bar).all()]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_finds_its_way(opened: Opened, role: str) -> None:
    where = WAYS[(TURN + ROLES.index(role)) % 4]
    print(f"{role}: {where}, turn {TURN}")
    may, refused = opened.people[role]["may"], opened.people[role]["refused"]
    with opened.context(where, role) as context:
        visit = Visit.open(context, opened.url)
        page = visit.page
        visit.go(f"{opened.url}/")
        expect(page.locator("html")).to_have_attribute("lang", "en" if where.lang == "en" else "zh-hans")
        listed = places(page, where)
        assert listed
        assert set(listed) <= set(may.values()) | {url.partition("?")[0] for url in may.values()}
        for url in listed:
            visit.go(opened.url + url)
            expect(page.locator(".main h1")).not_to_be_empty()
        if "cockpit" in may:
            follow_a_figure(visit, opened, rows="cockpit_rows" in may)
        if refused:
            visit.expected = {403}
            visit.go(opened.url + next(iter(refused.values())))
            expect(page.locator(".main h1")).to_have_text(
                "This page is not within your rights" if where.lang == "en" else "这一页不在您的权限内"
            )
        visit.check()
        assert visit.wrong == []


def follow_a_figure(visit: Visit, opened: Opened, *, rows: bool) -> None:
    """A figure opens the drawer that says what it is; its rows; back is where one came from."""
    page = visit.page
    visit.go(f"{opened.url}/cockpit/?window=2025-06")
    page.locator(".tile .open").first.click()
    drawer = page.locator("#drawer aside")
    expect(drawer.locator(".figure")).not_to_be_empty()
    expect(drawer.locator("h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page.locator(".tile .open").first).to_be_focused()
    page.locator(".tile .open").first.click()
    if rows and drawer.locator("a.pri").count():
        drawer.locator("a.pri").click()
        expect(page.locator(".main table").first).to_be_visible()
        page.go_back()
        expect(page.locator(".tiles")).to_be_visible()
    drill = page.locator("td.name a").first
    if drill.count():
        name = drill.inner_text()
        drill.click()
        expect(page.locator(".pick.on").filter(has_text=name)).to_be_visible()
        page.go_back()
        expect(page).to_have_url(f"{opened.url}/cockpit/?window=2025-06")


def choose(page: Page, button: str) -> None:
    """Open the own menu and press a button of it."""
    page.wait_for_load_state("load")
    page.locator(".side .me summary").click()
    menu = page.locator(".side .menu")
    expect(menu).to_be_visible()
    with page.expect_navigation():
        menu.get_by_role("button", name=button).click()


def test_signing_in_by_hand_switching_language_and_theme_and_leaving(opened: Opened) -> None:
    with opened.context(Where("zh", "desktop")) as context:
        visit = Visit.open(context, opened.url)
        page = visit.page
        visit.go(f"{opened.url}/organisation/")
        expect(page).to_have_url(f"{opened.url}/account/login/?next=/organisation/")
        page.fill("#id_login", "manager")
        page.fill("#id_password", PASSWORD)
        page.locator("form.form button.pri").click()
        expect(page).to_have_url(f"{opened.url}/organisation/")
        choose(page, "English")
        expect(page.locator(".main h1")).to_contain_text("positions")
        choose(page, "Dark")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        choose(page, "Sign out")
        page.wait_for_url(f"{opened.url}/account/login/**")
        assert visit.wrong == []


def test_what_was_just_done_can_be_undone(opened: Opened) -> None:
    with opened.context(Where("en", "desktop"), "owner") as context:
        visit = Visit.open(context, opened.url)
        page = visit.page
        visit.go(opened.url + "/people/grants/?q=finance")
        row = page.locator("tbody tr").filter(has_text="Finance")
        row.locator("summary").click()
        row.locator("input[name=reason]").fill("a test")
        row.get_by_role("button", name="End the grant").click()
        expect(page.locator(".messages")).to_contain_text("The role was ended.")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(".messages")).to_contain_text("Undone.")
        visit.go(opened.url + "/people/grants/?q=finance")
        expect(page.locator("tbody tr").filter(has_text="Finance")).to_have_count(1)
        assert visit.wrong == []


def test_a_part_that_is_refused_says_so_in_the_language_of_the_page(opened: Opened) -> None:
    for lang, words in (("zh", "没有权限：看明细。"), ("en", "You lack the right: See the rows behind a figure.")):
        with opened.context(Where(lang, "phone"), "marketing") as context:
            visit = Visit.open(context, opened.url)
            visit.expected = {403}
            visit.go(f"{opened.url}/cockpit/")
            visit.page.evaluate("htmx.ajax('GET', '/cockpit/rows/', '#drawer')")
            expect(visit.page.locator("#notice")).to_have_text(words)
            visit.wrong = [w for w in visit.wrong if "Response Status Error Code 403" not in w]
            assert visit.wrong == []
