"""fupan test-install: whether what was installed works here, on a small demonstration company in a temporary place."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.cli.options import Lang
from fupan.cli.printing import say
from fupan.cli.steps import Steps

if TYPE_CHECKING:
    from fupan.loop import Company

WINDOW = "2025-06"
SCALE = 0.02
_SIGNATURES = {"pptx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "pdf": b"%PDF-", "html": b"<!doctype html"}


def test_install() -> int:
    """检查安装 make a small demonstration company, load it, write its documents, and check that figures agree."""
    from fupan.cli.demo import fill_demo

    with tempfile.TemporaryDirectory(prefix="fupan-test-") as place, Steps() as step:
        opened = fill_demo(Path(place) / "demo", step=step, lang=Lang.zh, scale=SCALE)
        checks = {
            "合计等于各区域之和 the total equals its regions": _totals,
            "财务口径桥无差异 the bridge to finance leaves no remainder": _bridge,
            "四种文件可写 all four documents can be written": _documents,
        }
        found = {name: _holds(check, opened, step, name) for name, check in checks.items()}
    for name, holds in found.items():
        say(f"{'✓' if holds else '✗'} {name}")
    return 0 if all(found.values()) else 1


def _holds(check: Callable[[Company], bool], opened: Company, step: Steps, name: str) -> bool:
    step(name)
    return check(opened)


def _totals(opened: Company) -> bool:
    result = opened.query(["net_sales"], by=["region"], window=WINDOW, totals=True)
    whole = result.total["net_sales"] if result.total else None
    return bool(result.rows) and whole == sum((r["net_sales"] for r in result.rows), Decimal(0))


def _bridge(opened: Company) -> bool:
    bridge = opened.bridge(WINDOW)
    return bridge.remainder == 0 and bridge.net_sales == opened.query(["net_sales"], window=WINDOW).rows[0]["net_sales"]


def _documents(opened: Company) -> bool:
    made = opened.review("monthly", window=WINDOW)
    return set(made.files) == set(_SIGNATURES) and all(
        path.read_bytes()[:14].lower().startswith(_SIGNATURES[form].lower()) for form, path in made.files.items()
    )
