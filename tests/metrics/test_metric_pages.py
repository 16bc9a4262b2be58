"""Each metric's page: what it says follows from the definition, and its example is answered as the page says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from metric_pages import PLACE, groups, page, shown  # noqa: E402 - it lies among the tools


@pytest.mark.slow
@pytest.mark.parametrize("group", sorted(groups()))
def test_the_page_is_what_the_definitions_and_the_company_give(group: str) -> None:
    written = (PLACE / f"{group}.md").read_text(encoding="utf-8")
    assert page(group) == written, "run: make reference"


def test_no_page_is_left_behind() -> None:
    assert {p.stem for p in PLACE.glob("*.md")} == set(groups())


def test_figures_are_shown_without_noise() -> None:
    assert [shown(f) for f in (None, 3, 0.5, 1 / 3, 100.0)] == ["–", "3", "0.5", "0.3333", "100"]
