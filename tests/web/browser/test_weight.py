"""What the first page brings over the line, and that the second brings none of it again."""

from __future__ import annotations

import pytest
from tests.web.browser.conftest import Opened, Where
from tests.web.browser.visit import Visit

pytestmark = [pytest.mark.needs("chromium", "posix"), pytest.mark.slow]
MOST, MOST_WITH_CHARTS = 100_000, 450_000
CHARTS = ("echarts", "charts.")


@pytest.mark.parametrize(("url", "most"), [("/people/accounts/", MOST), ("/cockpit/", MOST_WITH_CHARTS)])
def test_a_first_page_is_light_and_its_files_are_kept_for_good(opened: Opened, url: str, most: int) -> None:
    with opened.context(Where("zh", "phone"), "owner") as context:
        visit = Visit.open(context, opened.url)
        visit.go(opened.url + url)
        first = dict(visit.bytes)
        plain = {u: n for u, n in first.items() if not any(c in u for c in CHARTS)}
        print(url, sum(first.values()), sum(plain.values()))
        assert sum(first.values()) <= most, first
        assert sum(plain.values()) <= MOST, plain
        files = [u for u in first if "/static/" in u]
        kept = {u: context.request.get(u).headers.get("cache-control", "") for u in files}
        assert files
        assert [u for u, told in kept.items() if "immutable" not in told] == []
        visit.go(opened.url + url)
        assert [u for u, n in visit.bytes.items() if "/static/" in u and n] == []
