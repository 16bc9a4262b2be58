"""On paper: the board without its frame, on white also where the screen is dark, with charts that were never scrolled to."""

from __future__ import annotations

import io

import pypdf
import pytest
from tests.web.browser.conftest import Opened, Where
from tests.web.browser.visit import Visit

pytestmark = [pytest.mark.needs("chromium", "posix"), pytest.mark.slow]


def test_a_board_is_printed_whole_on_white(opened: Opened) -> None:
    with opened.context(Where("en", "desktop", "dark"), "owner") as context:
        visit = Visit.open(context, opened.url)
        visit.page.goto(f"{opened.url}/cockpit/?window=2025-06")
        visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert visit.page.locator("html").get_attribute("data-theme") == "light"
        visit.page.emulate_media(media="print", color_scheme="dark")
        assert visit.page.locator(".chart svg").count() == visit.page.locator(".chart").count() > 0
        for part in (".side", ".filters", ".bottombar"):
            assert not visit.page.locator(part).is_visible()
        text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(visit.page.pdf(format="A4"))).pages)
        assert "Net sales" in text
        assert "Sources" in text
        visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert visit.page.locator("html").get_attribute("data-theme") == "dark"
        assert visit.wrong == []
