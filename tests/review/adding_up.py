"""Sums and differences that a reader takes of a page's shown figures and that come to another figure than the page tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, permutations

from tests.figures.digits import Seen, numbers

from fupan.review.model import Chart, Display, Number, Slide, Table, Text, show_number

ZERO = Decimal(0)
NOTES = ("分项四舍五入，合计可有尾差", "rounded parts may differ from totals")


def says_why(slide: Slide) -> bool:
    """Whether the page says that rounding parts them."""
    return any(note in slide.footer for note in NOTES)


def misses(slide: Slide) -> list[str]:
    """Each sum or difference that does not come out as told."""
    found = []
    texts = [slide.headline, *(p.text for b in slide.blocks if isinstance(b.content, Text) for p in b.content.points)]
    for placed in slide.blocks:
        block = placed.content
        if isinstance(block, Chart):
            found += [f"{placed.id}: {m}" for m in (*_chart(block), *_told(_pairs(block), texts))]
        elif isinstance(block, Table) and block.kind == "table":
            found += [f"{placed.id}: {m}" for m in (*_totals(block), *_rows(block))]
    return found


def read(value: Number, display: Display) -> Decimal:
    """The figure as a reader sees it, in plain units."""
    if value is None:
        return ZERO
    seen = numbers(show_number(value, display).removeprefix(display.prefix))[0]
    return seen.number if not seen.text[-1].isdigit() else seen.number * display.scale


def _chart(chart: Chart) -> Iterator[str]:
    if chart.kind == "waterfall" and len(chart.categories) > 2:
        values = [read(v, chart.series[0].display) for v in chart.series[0].values]
        if sum(values[:-1], ZERO) != values[-1]:
            yield f"steps come to {sum(values[:-1], ZERO)}, not {values[-1]}"
    if chart.kind == "share":
        for i, name in enumerate(chart.categories):
            if sum((read(s.values[i], s.display) for s in chart.series), ZERO) != 1:
                yield f"the shares of {name} are no whole"


def _columns(table: Table) -> list[tuple[str, Display, list[Number], Number]]:
    rows, totals = [r for r in table.rows if r.kind == "row"], [r for r in table.rows if r.kind == "total"]
    return [
        (c.label, c.display, [r.cells[i].value for r in rows], totals[0].cells[i].value if totals else None)
        for i, c in enumerate(table.columns)
        if c.kind == "number"
    ]


def _totals(table: Table) -> Iterator[str]:
    for label, display, values, total in _columns(table):
        parts = sum((v or ZERO for v in values), ZERO)
        if (
            total is None
            or sum(bool(v) for v in values) < 2
            or abs(parts - total) > Decimal("1e-9") * max(Decimal(1), abs(total))
        ):
            continue  # a rate, a distinct count or a list of the first few: no parts to add up
        shown = sum((read(v, display) for v in values), ZERO)
        if shown != read(total, display):
            yield f"{label} comes to {shown}, not {read(total, display)}"


def _rows(table: Table) -> Iterator[str]:
    columns = [c for c in _columns(table) if c[1].kind in ("money", "count") and any(c[2])]
    for left, right, change in permutations(columns, 3):
        rows = [
            (a, b, c)
            for a, b, c in zip(left[2], right[2], change[2], strict=True)
            if a is not None and b is not None and c is not None
        ]
        if rows and all(a - b == c for a, b, c in rows):
            for a, b, c in rows:
                if read(a, left[1]) - read(b, right[1]) != read(c, change[1]):
                    yield f"{read(a, left[1])} less {read(b, right[1])} is not {read(c, change[1])}"


def _pairs(chart: Chart) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    """What a reader subtracts: two columns of a category, with the exact difference and the step of the figures."""
    if chart.kind not in ("combo", "column", "bar"):
        return
    for one, other in combinations([s for s in chart.series if s.display.kind == "money"], 2):
        step = max(s.display.scale.scaleb(-s.display.decimals) for s in (one, other))
        for name, a, b in zip(chart.categories, one.values, other.values, strict=True):
            if a is not None and b is not None:
                yield name, a - b, read(a, one.display) - read(b, other.display), step


def _told(pairs: Iterator[tuple[str, Decimal, Decimal, Decimal]], texts: Sequence[str]) -> Iterator[str]:
    for name, exact, shown, step in pairs:
        for text in (t for t in texts if name in t):
            for seen in (n for n in numbers(text) if exact and _money(n) and n.shows(abs(exact), sign=True)):
                if abs(abs(shown) - seen.number) > max(step, seen.half_digit * 2) / 2:
                    yield f"“{text}” tells {seen.text} of {name}, its columns differ by {shown}"


def _money(seen: Seen) -> bool:
    return seen.text[-1] in "万亿KMB" or seen.text[0] in "$¥€"
