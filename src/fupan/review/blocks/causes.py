"""Causes and measures as their owners wrote them, and the decisions the meeting is asked for."""

from __future__ import annotations

from decimal import Decimal

from fupan.review.blocks.written import doubt, signed
from fupan.review.causes import Entry, Item
from fupan.review.causes.collection import CATEGORIES
from fupan.review.context import Context
from fupan.review.deck_blocks import CausesSpec
from fupan.review.left_out import not_shown
from fupan.review.model import Cell, Column, Provenance, Row, Table


def draw(spec: CausesSpec, context: Context) -> Table | None:
    """A row per item that has words; None without any. A cause nobody has checked says that it is to be verified."""
    if context.causes is None:
        return None
    pairs = [(i, e) for i, e in context.causes.answers if not spec.slides or i.slide in spec.slides]
    asked = [
        (i, e) for i, e in pairs if (e.decision or e.resource if spec.show == "decisions" else e.cause or e.measure)
    ]
    if not asked:
        return None
    row = _decision if spec.show == "decisions" else _cause
    left = len(asked) - spec.most
    return Table(
        _heads(spec, context),
        tuple(row(item, entry, context) for item, entry in asked[: spec.most]),
        "actions",
        spec.title.of(context.lang) if spec.title else "",
        context.word(f"另有{left}项未列（红灯在前）", f"{not_shown(left)} (red ones first)") if left > 0 else "",
        alt=context.word("；", "; ").join(f"{i.name} {e.cause or e.decision}" for i, e in asked[: spec.most]),
        provenance=Provenance(
            context.word("页面负责人填写的原因与措施", "causes and measures written by page owners"),
            window=context.window.label, as_of=context.as_of, rows=len(asked),
        ),
    )  # fmt: skip


def _heads(spec: CausesSpec, context: Context) -> tuple[Column, ...]:
    named = (
        ((("项目", "Item"), "1.2"), (("需要决策", "Decision requested"), "3.2"), (("资源需求", "Resource need"), "2.0"), (("提出人", "Asked by"), "0.9"))
        if spec.show == "decisions"
        else (
            (("项目", "Item"), "1.2"), (("达成", "Figure"), "0.8"), (("原因", "Cause"), "3.0"), (("措施", "Measure"), "3.0"),
            (("责任人", "Owner"), "0.8"), (("完成", "Due"), "1.0"), (("填写", "Written"), "0.9"),
        )
    )  # fmt: skip
    return tuple(Column(context.word(*label), "text", weight=Decimal(weight)) for label, weight in named)


def _cause(item: Item, entry: Entry, context: Context) -> Row:
    tag = context.word(*CATEGORIES[entry.category]) if entry.category else ""
    cause = (f"{tag}{context.word('：', ': ')}" if tag and entry.cause else "") + entry.cause + doubt(entry, context)
    return Row(
        (
            Cell(item.name, strong=True, light=item.light),
            Cell(item.figure or "–"),
            Cell(cause or context.word("未填", "Not given"), tone="neutral" if entry.cause else "bad"),
            Cell(entry.measure or context.word("未填", "Not given"), tone="neutral" if entry.measure else "bad"),
            Cell(entry.owner or context.word("未定", "Nobody yet"), tone="neutral" if entry.owner else "bad"),
            Cell(entry.due.isoformat() if entry.due else context.word("未定", "No date"), day=entry.due),
            Cell(signed(entry, context).removeprefix(" · ") or "–", tone="bad" if entry.late else "neutral"),
        )
    )


def _decision(item: Item, entry: Entry, context: Context) -> Row:
    del context
    return Row((Cell(item.name, strong=True, light=item.light), Cell(entry.decision or "–"), Cell(entry.resource or "–"), Cell(entry.by or entry.owner or "–")))  # fmt: skip
