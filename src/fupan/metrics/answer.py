"""From engine rows to the rows people get: labels, unknown members, period names, a stable order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fupan.contracts import table as contract
from fupan.metrics.definition import Dimension
from fupan.metrics.definitions import Definitions
from fupan.metrics.occasions import is_occasion
from fupan.metrics.places import BUCKET, LEVEL, REST, placed
from fupan.metrics.plan.aim import is_plan, plan_label
from fupan.metrics.question import OTHERS, UNKNOWN
from fupan.metrics.readings import NOW
from fupan.metrics.result import Column, ColumnKind, ColumnType
from fupan.metrics.roles import role_words
from fupan.metrics.thin import SAMPLE, sample_column

if TYPE_CHECKING:
    from fupan.metrics.plan.asking import Reader
    from fupan.metrics.plan.frame import Frame
    from fupan.metrics.plan.known import Memo
    from fupan.metrics.plan.resolve import Resolved

_AGAINST = {
    "previous": ("上期", "previous period"), "last_year": ("去年同期", "last year"),
    "festival": ("春节对齐去年", "last year, festival aligned"), "vs_festival": ("春节对齐同比", "vs last year, festival aligned"),
    "jan_feb_now": ("1-2月合计", "January and February"), "jan_feb": ("去年1-2月合计", "last January and February"),
    "vs_jan_feb": ("1-2月合计同比", "January and February vs last year"),
    "vs_previous": ("环比", "vs previous period"), "vs_last_year": ("同比", "vs last year"),
}  # fmt: skip
_SMALL, _FEW, _KEPT = 5000, 2000, 400


@dataclass(frozen=True, slots=True)
class Answer:
    """What is needed to dress rows."""

    definitions: Definitions
    resolved: Resolved
    by: tuple[Dimension, ...]
    time: Dimension | None
    frames: tuple[Frame, ...]
    compare: tuple[str, ...]
    order: tuple[str, bool] | None = None
    subtotals: bool = False
    role: str | None = None
    dates: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def figure_names(answer: Answer) -> list[tuple[str, str, str]]:
    """(column, metric, against) in order: a metric, then its comparisons and changes in the order asked for."""
    found: list[tuple[str, str, str]] = []
    for name in answer.resolved.metrics:
        found.append((name, name, ""))
        if sample_column(name) in answer.resolved.formulas:
            found.append((sample_column(name), name, SAMPLE))
        for against in dict.fromkeys(answer.compare):
            if is_plan(against):
                if f"{name}.{against}" in answer.resolved.formulas:
                    found += [(f"{name}.{against}", name, against), (f"{name}.vs_{against}", name, f"vs_{against}")]
            else:
                if against == "jan_feb":
                    found.append((f"{name}.{against}{NOW}", name, f"{against}{NOW}"))
                found += [(f"{name}.{against}", name, against), (f"{name}.vs_{against}", name, f"vs_{against}")]
    return found


def columns_of(answer: Answer, reader: Reader) -> list[Column]:
    """The columns of the result with labels in both languages."""
    del reader
    found: list[Column] = []
    for d in answer.by:
        found.append(Column(d.name, "dimension", d.zh, d.en, "text"))
        if d.time is not None:
            found.append(Column(f"{d.name}.key", "key", f"{d.zh}起始日", f"{d.en} start", "date"))
        elif d.keyed:
            found.append(Column(f"{d.name}.key", "key", f"{d.zh}编码", f"{d.en} key", "text"))
    if answer.subtotals:
        found.append(Column("level", "key", "层级", "Level", "integer"))
    for column, name, against in figure_names(answer):
        metric = answer.resolved.metrics[name]
        zh, en, unit, form = metric.zh, metric.en, metric.unit, metric.format
        if against == SAMPLE:
            found.append(
                Column(
                    column, "sample", f"{zh}样本量", f"{en} sample", "integer", "count", "count", "none", name, SAMPLE
                )
            )
            continue
        dates = answer.dates.get(name, {})
        if against:
            zh, en = f"{zh}{_against(against)[0]}", f"{en} {_against(against)[1]}"
        if answer.role is not None and dates:
            called = role_words(dates)
            zh, en = f"{zh}（按{called[0]}）", f"{en} by {called[1].lower()}"
        if against.startswith("vs_"):
            form = "points" if form in {"percent", "points"} and not is_plan(against[3:]) else "percent"
            unit = "fraction"
            if metric.family == "rank":
                unit, form = "count", "count"
        kind: ColumnKind = "comparison" if against else "metric"
        found.append(
            Column(
                column,
                kind,
                zh,
                en,
                _type(unit, form),
                unit,
                form,
                metric.direction,
                name,
                against,
                time=", ".join(dict.fromkeys(dates.values())),
                basis=metric.basis or "",
            )
        )
    return found


def _against(name: str) -> tuple[str, str]:
    """What a comparison is called in Chinese and English."""
    plan = name.removeprefix("vs_")
    if is_occasion(plan):
        other = plan.partition(":")[2]
        if plan.startswith("campaign"):
            return (f"较{other}", f"vs {other}") if plan != name else (f"（{other}）", f"of {other}")
        return ("较上届", "vs last edition") if plan != name else ("上届", "last edition")
    if not is_plan(plan):
        return _AGAINST[name]
    zh, en = plan_label(plan)
    return (f"较{zh}", f"vs {en}") if plan != name else (zh, en)


def _type(unit: str, form: str) -> ColumnType:
    if unit in {"fraction", "ratio", "days", "hours", "score"} or form in {"percent", "points", "ratio"}:
        return "float"
    if unit in {"count", "people"}:
        return "integer" if form == "count" else "float"  # a mean of counts is no whole number
    return "decimal"


def ordered(answer: Answer, raw: Sequence[Mapping[str, Any]], reader: Reader, memo: Memo) -> list[dict[str, Any]]:
    """Dressed rows: dimensions from left to right, periods in time, others by declared order or first metric; unknown last."""
    labels = {
        d.name: labels_of(d, (r.get(d.name) for r in raw), reader, memo)
        for d in answer.by if d.time is None and d.keyed and d.label
    }  # fmt: skip
    return [_dress(answer, row, labels) for row in placed(answer, raw)]


def _dress(answer: Answer, row: Mapping[str, Any], labels: Mapping[str, Mapping[Any, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    level = row.get(LEVEL, len(answer.by))
    plain = [d.name for d in answer.by if d.time is None]
    for at, d in enumerate(answer.by):
        if at >= level:
            found |= dict.fromkeys([d.name, *([f"{d.name}.key"] if d.time is not None or d.keyed else [])])
            continue
        if d.time is not None:
            window = next((b.window for b in answer.frames[0].buckets if b.key == row[BUCKET]), None)
            found[d.name] = window.label if window is not None else str(row[BUCKET])
            found[f"{d.name}.key"] = row[BUCKET]
            continue
        key = row[d.name]
        if row.get(REST) and d.name == plain[1]:
            found[d.name] = OTHERS
        else:
            found[d.name] = UNKNOWN if key is None else labels.get(d.name, {}).get(key) or str(key)
        if d.keyed:
            found[f"{d.name}.key"] = key
    if answer.subtotals:
        found["level"] = level
    for column, _, _ in figure_names(answer):
        found[column] = row.get(column)
    return _typed(answer, found)


def _typed(answer: Answer, row: dict[str, Any]) -> dict[str, Any]:
    for column, name, against in figure_names(answer):
        figure = row[column]
        metric = answer.resolved.metrics[name]
        if figure is not None and not against.startswith("vs_"):
            kind = "integer" if against == SAMPLE else _type(metric.unit, metric.format)
            if kind == "decimal" and not isinstance(figure, Decimal):
                row[column] = Decimal(str(figure)).quantize(Decimal("0.0001"))
            elif kind == "float":
                row[column] = float(figure)
            elif kind == "integer" and figure == int(figure):
                row[column] = int(figure)
    return row


def labels_of(dimension: Dimension, found_keys: Iterable[Any], reader: Reader, memo: Memo) -> dict[Any, str]:
    """Labels of the keys that occur; of a small table all of them, looked up once."""
    keys = sorted({str(key) for key in found_keys if key is not None})
    if not keys or dimension.table is None:
        return {}
    name, label = dimension.table, dimension.label or contract(dimension.table).key[0]
    rows = getattr(reader.manifest, "rows", None)
    found: dict[Any, str]
    if rows is not None and rows(name) <= _SMALL:
        found = memo.once(("labels", name, label), lambda: _read_labels(reader, name, label, ()), reader=reader)
        return found
    if len(keys) > _FEW:
        return _read_labels(reader, name, label, ())
    if len(keys) > _KEPT:
        return _read_labels(reader, name, label, keys)
    found = memo.once(
        ("labels", name, label, tuple(keys)), lambda: _read_labels(reader, name, label, keys), reader=reader
    )
    return dict(found)


def _read_labels(reader: Reader, name: str, label: str, keys: Sequence[str]) -> dict[Any, str]:
    """Key -> label, of *keys* or of all."""
    from fupan.metrics.plan.run import rows_of

    table, key = reader.table(name), contract(name).key[0]
    wanted = table.filter(table[key].isin(keys)) if keys else table
    return {r["_k"]: r["_l"] for r in rows_of(wanted.select(_k=table[key], _l=table[label])) if r["_l"]}


def others_row(
    answer: Answer, columns: Sequence[Column], raw: Mapping[str, Any] | None, kind: str | None
) -> dict[str, Any] | None:
    """The row of others or of the total: its first dimension says so, the remaining ones are empty."""
    if raw is None:
        return None
    found: dict[str, Any] = {}
    for position, column in enumerate(c for c in columns if c.kind in {"dimension", "key"}):
        found[column.name] = OTHERS if kind == "others" and position == 0 else None
    if answer.subtotals:
        found["level"] = 1 if kind == "others" else 0
    for name, _, _ in figure_names(answer):
        found[name] = raw.get(name)
    return _typed(answer, found)
