"""Every page of the URL table as the owner sees it, in both languages, on a desk and on a phone.

Of the four ways to look, each run takes two for each page, turning day by day (FUPAN_SEED=N repeats a turn, FUPAN_BROWSER=all takes all ways).
FUPAN_SCREENSHOTS=DIR keeps a picture of each.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.web.browser.conftest import PATIENCE, Opened, Where
from tests.web.browser.visit import Visit

pytestmark = [pytest.mark.needs("chromium", "posix"), pytest.mark.slow]
PICTURES = os.environ.get("FUPAN_SCREENSHOTS", "")
EVERY = os.environ.get("FUPAN_BROWSER") == "all"
TURN = int(os.environ.get("FUPAN_SEED") or datetime.now(UTC).toordinal())
HALVES = (
    (Where("zh", "desktop"), Where("en", "phone", "dark")),
    (Where("en", "desktop", "dark"), Where("zh", "phone")),
)
WAYS = tuple(w for half in HALVES for w in half) if EVERY else HALVES[TURN % 2]
STATUS = {"missing": 404, "wrong_window": 400, "socialaccount_login_error": 401}


def names(opened: Opened, *, signed_in: bool) -> dict[str, str]:
    """The pages to look at."""
    doors = {"account_login", "account_reset_password", "account_reset_password_done", "missing"}
    return {n: u for n, u in opened.people["owner"]["may"].items() if signed_in != (n in doors)}


def look(opened: Opened, where: Where, pages: dict[str, str], role: str | None) -> list[str]:
    """What is wrong with any of these pages; what is no page (a file, a part, one that leads on) is passed over."""
    wrong = []
    with opened.context(where, role) as context:
        for name, url in pages.items():
            answer = context.request.get(opened.url + url, max_redirects=0, timeout=PATIENCE)
            if not answer.headers.get("content-type", "").startswith("text/html") or (
                answer.status in {302, 404, 405} and name not in STATUS
            ):
                continue
            if not answer.text().lstrip().lower().startswith("<!doctype"):
                continue
            visit = Visit.open(context, opened.url)
            visit.expected = {STATUS.get(name, 200)}
            visit.go(opened.url + url)
            visit.check()
            if PICTURES:
                target = Path(PICTURES) / str(where) / f"{name.replace(':', '-')}.png"
                target.parent.mkdir(parents=True, exist_ok=True)
                visit.page.screenshot(path=target, full_page=True)
            wrong += [f"{name} {url}: {w}" for w in visit.wrong]
            visit.page.close()
    return wrong


def judge(wrong: list[str]) -> None:
    """Fail with everything that is wrong, a line each."""
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("place", range(4 if EVERY else 2))
def test_every_page_is_sound(opened: Opened, place: int) -> None:
    where = WAYS[place]
    print(f"{where}, turn {TURN}")
    judge(look(opened, where, names(opened, signed_in=True), "owner"))


def test_the_pages_of_who_has_not_signed_in_are_sound(opened: Opened) -> None:
    wrong = []
    for where in WAYS:
        wrong += [f"{where} {w}" for w in look(opened, where, names(opened, signed_in=False), None)]
    judge(wrong)
