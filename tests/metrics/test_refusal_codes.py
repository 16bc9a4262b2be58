"""Every code by which a question is refused is told on a page, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

from fupan.metrics.refusals import REFUSALS, describe_refusals

SOURCE = Path(__file__).parents[2] / "src" / "fupan"


def raised() -> dict[str, str]:
    """Code of each QuestionError in the source -> a file that raises it."""
    found: dict[str, str] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node, "func", None)
            if isinstance(node, ast.Call) and isinstance(name, ast.Name) and name.id == "QuestionError" and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    found[str(code.value)] = path.relative_to(SOURCE).as_posix()
    return found


def test_codes_and_page_agree() -> None:
    codes, told = raised(), {r.code for r in REFUSALS}
    assert len(told) == len(REFUSALS)
    assert not {c: f for c, f in codes.items() if c not in told}, "tell them in metrics/refusals.py"
    assert not told - set(codes), "told, but never raised"
    page = describe_refusals()
    assert all(f"`{code}`" in page for code in codes)
