"""Red items that nobody acts on, for the meeting to give each an owner and a day."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from fupan.review.action_rows import read_actions
from fupan.review.context import Context
from fupan.review.deck_blocks import RedsSpec
from fupan.review.left_out import not_shown
from fupan.review.model import Cell, Column, Display, Provenance, Row, Table, show_number
from fupan.review.red_items import RedItem, items_of, told_once, without_action

Kind = Literal["text", "number", "light"]


def open_reds(spec: RedsSpec, context: Context) -> list[RedItem]:
    """The items that the block lists."""
    actions = read_actions(context.tables, context.window, context.as_of)
    return without_action(items_of(spec.among, spec.metric, spec.normed, context), actions, context)


def draw(spec: RedsSpec, context: Context) -> Table | None:
    """A row per item with its figure, who answers, and room for the action; None where every red item has one."""
    items = open_reds(spec, context)
    if not items:
        return None
    items, window = told_once(items)
    told = (
        items if len(items) <= spec.most + 1 else items[: spec.most]
    )  # a line that says "one more" takes the row's room
    percent, money = context.scales.percent(), context.scales.block([i.gap for i in told])
    named: tuple[tuple[tuple[str, str], Kind, str, Display], ...] = (
        (("类别", "Kind"), "text", "0.9", Display()),
        (("项目", "Item"), "text", "2.6", Display()),
        (("达成 / 比率", "Attainment or rate"), "number", "1.1", percent),
        ((f"差额或逾期（{money.unit}）", f"Short or overdue ({money.unit})"), "number", "1.3", money),
        (("督办", "Answers"), "light", "1.2", Display()),
        (("行动与责任人（会上定）", "Action and owner (agree now)"), "text", "3.0", Display()),
    )
    heads = tuple(
        Column(context.word(*label), kind, display, Decimal(weight)) for label, kind, weight, display in named
    )
    rows = tuple(
        Row(
            (
                Cell(_kind(i, context)),
                Cell(i.name(context.lang), strong=True),
                Cell(show_number(i.value, percent), i.value),
                Cell(show_number(i.gap, money), i.gap),
                Cell(i.level, light="red"),
                Cell(""),
            )
        )
        for i in told
    )
    left = len(items) - len(told)
    more = (
        context.word(f"另有{left}项未列（各类内按落后程度）", f"{not_shown(left)} (by kind, then by lag)")
        if left
        else ""
    )
    if window:
        of = context.word(f"均为{window}", f"all of {window}")
        more = f"{of}{context.word('；', '; ')}{more}" if more else of
    made = Provenance(
        context.word("红灯项目与在办行动对照", "red lights against open actions"), window=context.window.label, as_of=context.as_of,
        rows=len(items), sources=("actions", "targets"),
    )  # fmt: skip
    alt = ("；" if context.lang == "zh" else "; ").join(i.name(context.lang) for i in told)
    return Table(
        heads, rows, "actions", spec.title.of(context.lang) if spec.title else "", more, alt=alt, provenance=made
    )


def _kind(item: RedItem, context: Context) -> str:
    if len(item.dimensions) > 1 and not item.is_person:
        return context.word("交叉", "Cell")
    first = item.dimensions[0]
    return next((f.kind(first).label(context.lang) for f in context.frames.values() if first in f.by), first)
