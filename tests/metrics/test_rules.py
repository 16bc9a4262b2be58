"""The page of rules and their tests names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_test_named_beside_a_rule_exists() -> None:
    page = (ROOT / "docs" / "algorithms" / "rules-and-tests.md").read_text(encoding="utf-8")
    rules = [line for line in page.splitlines() if line.startswith("| ") and "::" in line]
    assert len(rules) > 30
    for line in rules:
        for file, name in re.findall(r"`([\w/]+\.py)::(\w+)`", line):
            text = (ROOT / "tests" / file).read_text(encoding="utf-8")
            assert f"def {name}(" in text, f"{file} has no {name}, which is to hold: {line}"
