"""The findings of the whole document with the highest scores, one row each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck_blocks import FindingsSpec
from fupan.review.findings.finding import Finding
from fupan.review.model import Cell, Column, Row, Table
from fupan.review.palette import CLAIMS


def draw(spec: FindingsSpec, context: Context) -> Table | None:
    """A row per finding: its kind, the fact, what may follow from it (marked inference or advice), and its page."""
    told = leading(context.findings, spec)
    if not told:
        return None
    named = (
        (("类别", "Kind"), "0.9"),
        (("发现（事实）", "Finding (fact)"), "4.4"),
        (("推断与建议", "Inference and advice"), "3.4"),
        (("见", "Page"), "0.9"),
    )
    heads = tuple(
        Column(context.word(*label), "text" if at else "light", weight=Decimal(weight))
        for at, (label, weight) in enumerate(named)
    )
    left = len(context.findings) - len(told)
    sentence = context.word(f"另有{left}条得分较低，见各页与备注", _elsewhere(left))
    rows = tuple(_row(f, context) for f in told)
    return Table(heads, rows, title=spec.title.of(context.lang) if spec.title else "", sentence=sentence if left else "", alt="; ".join(f.first.text for f in told))  # fmt: skip


def leading(findings: Sequence[Finding], spec: FindingsSpec) -> list[Finding]:
    """Red ones first, whatever they score, then the others by score, of these at most ``of_one`` of one detector."""
    seen: Counter[str] = Counter()
    found = [f for f in findings if f.is_red]
    for finding in findings:
        seen[finding.detector] += not finding.is_red
        if not finding.is_red and seen[finding.detector] <= spec.of_one:
            found.append(finding)
    return found[: spec.most]


def _row(finding: Finding, context: Context) -> Row:
    lang = context.lang
    facts = [p for p in finding.points if p.claim == "fact"]
    others = [
        f"{CLAIMS[p.claim][lang != 'zh']}{'：' if lang == 'zh' else ': '}{p.text}"
        for p in finding.points
        if p.claim != "fact"
    ]
    tag = facts[0].tag if facts else ""
    follows = ("；" if lang == "zh" else "; ").join(others)
    return Row(
        (
            Cell(tag, light="red" if finding.is_red else None),
            Cell(finding.first.text, strong=True),
            Cell(follows or "–"),
            Cell(context.section(finding.page)),
        )
    )


def _elsewhere(left: int) -> str:
    return (
        "1 more with a lower score stands on its page and in the notes"
        if left == 1
        else f"{left} more with lower scores stand on their pages and in the notes"
    )
