"""Each kind of block has a page that says what its specification says, with a small picture."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import pytest

from fupan.review.deck_blocks import AppendixSpec, BlockSpec

TOOLS = Path(__file__).resolve().parents[2] / "tools"


@pytest.fixture(scope="module")
def tool():
    sys.path.insert(0, str(TOOLS))
    try:
        import block_pages

        yield block_pages
    finally:
        sys.path.remove(str(TOOLS))


def test_every_kind_has_a_page(tool) -> None:
    union, _ = get_args(BlockSpec)
    drawn = {
        name
        for spec in get_args(union)
        if spec is not AppendixSpec
        for name in get_args(spec.model_fields["draw"].annotation)
    }
    assert drawn <= set(tool.KINDS)


def test_pages_are_up_to_date(tool) -> None:
    stale = [name for name, text in tool.pages() if (tool.PLACE / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run tools/block_pages.py"


def test_pictures_are_small(tool) -> None:
    assert {p.stem: p.stat().st_size for p in tool.PLACE.glob("*.png") if p.stat().st_size > 40_000} == {}


def test_every_kind_has_a_picture(tool) -> None:
    assert {kind for kind in tool.KINDS if not (tool.PLACE / f"{kind}.png").exists()} == set()
