"""Targets of the next window beside what this one reached."""

from __future__ import annotations

from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck_blocks import TargetsSpec
from fupan.review.frame import Frame, growth, in_order, is_unknown, member, number
from fupan.review.frame import Row as Record
from fupan.review.model import Cell, Column, Display, Row, Table, show_number

_BESIDE = {"net_sales": ("本期实际", "Now"), "full_target": ("本期目标", "Target now")}


def draw(spec: TargetsSpec, context: Context) -> Table | None:
    """Target, same window last year, this window's actual and the growth they ask for; None without targets.

    A position stands with the person who holds it where the data set names them (``also``). In a running window this window's full target stands in for its actual.
    """
    frame, now = context.frame(spec.of), context.frame(spec.now)
    by_key = sorted(
        frame.rows, key=lambda r: str(r.get(f"{spec.by}.key", r.get(spec.by)))
    )  # whatever is named beside it
    rows = [r for r in in_order(by_key, "-target") if number(r, "target") is not None]
    if not rows and not (spec.by == "" and frame.of_total("target")):
        return None
    beside = "full_target" if context.window.running else "net_sales"  # a part of a period compares with no whole one
    reached = {str(r.get(spec.by)): number(r, beside) for r in now.rows} if spec.by in now.by else {}
    if not spec.by and now.of_total(beside) is not None:
        reached = {"": now.of_total(beside)}
    reached = reached if any(reached.values()) else {}
    before = {str(r.get(spec.by)): number(r, "net_sales.last_year") for r in frame.rows}
    money = context.scales.block([number(r, "target") for r in rows] + [frame.of_total("target")])
    percent = context.scales.percent(signed=True)
    body = []
    for row in rows[: spec.most]:
        key = str(row.get(spec.by))
        target = number(row, "target")
        cells = [Cell(member(row, spec.by, context.lang), strong=True), *_closer(row, frame, spec, context)]
        cells.append(Cell(show_number(target, money), target))
        cells += _beside(reached, before, key, target, money, percent)
        body.append(Row(tuple(cells)))
    if frame.of_total("target") is not None:
        target = frame.of_total("target")
        whole = {"": now.of_total(beside)} if reached else {}
        whole_before = {"": frame.of_total("net_sales.last_year")} if any(before.values()) else {}
        cells = [
            Cell(context.word("合计", "Total"), strong=True),
            *(Cell("") for _ in frame.by[1:]),
            Cell(show_number(target, money), target, strong=True),
        ]
        cells += _beside(whole, whole_before, "", target, money, percent)
        body.append(Row(tuple(cells), "total"))
    unit = context.word(f"（{money.unit}）", f" ({money.unit})")
    heads = [
        (frame.kind(spec.by).label(context.lang) if spec.by else "", "text", Display()),
        *((frame.kind(d).label(context.lang), "text", Display()) for d in frame.by[1:]),
        (context.word("目标", "Target") + unit, "number", money),
    ]
    if reached:
        heads += [
            (context.word(*_BESIDE[beside]) + unit, "number", money),
            (context.word("较本期", "vs now"), "number", percent),
        ]
    if any(before.values()):
        heads += [(context.word("较去年同期", "vs last year"), "number", percent)]
    left = len(rows) - spec.most
    return Table(
        tuple(Column(label, kind, display, Decimal("1.4") if i == 0 else Decimal(1)) for i, (label, kind, display) in enumerate(heads)),  # type: ignore[arg-type]
        tuple(body),
        title=spec.title.of(context.lang) if spec.title else "",
        sentence=context.word(f"另有{left}项未列（按目标从大到小取）", f"{left} smaller ones are not shown") if left > 0 else "",
        alt=("；" if context.lang == "zh" else "; ").join(" ".join(c.text for c in r.cells) for r in body),
        provenance=frame.provenance,
    )  # fmt: skip


def _closer(row: Record, frame: Frame, spec: TargetsSpec, context: Context) -> list[Cell]:
    vacant = context.word("空缺", "vacant")
    return [Cell(vacant if is_unknown(row, d) else member(row, d, context.lang)) for d in frame.by if d != spec.by]


def _beside(
    reached: dict[str, Decimal | None], before: dict[str, Decimal | None], key: str, target: Decimal | None, money: Display, percent: Display
) -> list[Cell]:  # fmt: skip
    cells: list[Cell] = []
    if reached:
        actual = reached.get(key)
        rise = growth(target, actual)
        cells += [Cell(show_number(actual, money), actual), Cell(show_number(rise, percent), rise)]
    if any(before.values()):
        rise = growth(target, before.get(key))
        cells.append(Cell(show_number(rise, percent), rise))
    return cells
