"""What engines cannot do is listed once: in code, where it is refused, and in the reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from fupan.errors import WorkspaceError
from fupan.warehouse.engines import limits
from fupan.warehouse.engines.limits import LIMITS, refusal


def test_every_limit_that_is_refused_is_refused_somewhere() -> None:
    place = Path(limits.__file__).parent
    sources = "".join(p.read_text(encoding="utf-8") for p in place.glob("*.py") if p.name != "limits.py")
    for one in LIMITS:
        assert (f'refusal("{one.engine}", "{one.code}"' in sources) == one.refused, one


def test_a_refusal_says_why_and_what_to_do() -> None:
    with pytest.raises(WorkspaceError, match=r"encoding LATIN1: names could not be kept.*Instead: a database"):
        raise refusal("postgres", "encoding", "encoding LATIN1")


def test_the_reference_lists_them_all() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "engines.md").read_text(encoding="utf-8")
    for one in LIMITS:
        assert f"| {one.engine} | {one.zh} | {one.en} | {one.why} | {one.instead} |" in page
