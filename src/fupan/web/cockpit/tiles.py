"""Tiles 指标块: one figure each, with its light, its comparison and the last twelve months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from fupan.metrics.partial import Partial
from fupan.metrics.question import Question
from fupan.metrics.result import Result
from fupan.review.renderers.sparkline import spark_points
from fupan.track import judge
from fupan.track.judgement import lag as lag_of
from fupan.web.cockpit.board import BoardSpec, TileSpec
from fupan.web.cockpit.panels.drawn import column
from fupan.web.cockpit.refused import refused_words
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile as drawn; ``state`` is ok, empty or refused."""

    label: str
    text: str
    unit: str = ""
    light: str = ""
    left: str = ""
    right: str = ""
    tone: str = ""
    spark: str = ""
    end: tuple[float, float] | None = None
    url: str = ""
    state: str = "ok"
    reason: str = ""
    width: int = 1


def questions(board: BoardSpec, view: View) -> tuple[Question, ...]:
    """One question a tile (a page asks them together) and one for the months of those that draw a trend."""
    asked = [view.filters.question(_tile_question(tile, view)) for tile in board.tiles]
    trended = tuple(t.metric for t in board.tiles if t.trend)
    if trended:
        asked.append(
            view.filters.question(Question(metrics=trended, by=("month",), window=_months(view), as_of=view.as_of))
        )
    return tuple(asked)


def _tile_question(tile: TileSpec, view: View) -> Question:
    about = view.about(tile.metric)
    told = ("attainment", "lag", "target", *(("phased_target",) if view.window.running else ()))
    metrics = (tile.metric, *(about[n] for n in told if n in about))
    return Question(metrics=metrics, window=view.window, compare=(view.filters.compare,), as_of=view.as_of)


def _months(view: View) -> Any:
    start = view.calendar.window_of(view.window.last, "month")
    for _ in range(11):
        start = view.calendar.previous(start)
    return view.calendar.between(start.start, view.window.end)


def draw(board: BoardSpec, view: View, answers: tuple[Partial, ...]) -> list[Tile]:
    """The tiles in the order of the board."""
    months = answers[-1].result if len(answers) > len(board.tiles) else None
    return [
        replace(_tile(spec, view, answer, months), width=spec.width)
        for spec, answer in zip(board.tiles, answers, strict=False)
    ]


def _tile(spec: TileSpec, view: View, answer: Partial, months: Result | None) -> Tile:
    metric = view.definitions.metric(spec.metric)
    label, teller = view.teller.word(metric.zh, metric.en), view.teller
    result = answer.result
    figures = column(result, spec.metric) if result else None
    if result is None or figures is None:
        error = answer.refused.get(spec.metric)
        return Tile(label, "–", state="refused", reason=refused_words(error, view)[0])
    row = result.rows[0] if result.rows else {}
    value = decimal(row.get(spec.metric))
    if value is None:
        return Tile(label, "–", state="empty")
    about = view.about(spec.metric)
    rule = view.lights.of(spec.metric)
    behind = decimal(row.get(about.get("lag", "")))
    if behind is None and rule.norm is not None:
        behind = lag_of(value, rule.norm, rule.direction)
    judged = judge(
        behind,
        rule,
        amount=decimal(row.get(about.get("target", ""))),
        days_gone=view.window.days if view.window.running else None,
    )
    display = teller.display(figures, [value])
    text, unit = teller.show(value, display), ""
    if display.suffix and text.endswith(display.suffix):
        text, unit = text.removesuffix(display.suffix), display.suffix
    attained = decimal(row.get(about.get("attainment", "")))
    due = _due(row, about) if view.window.running else None
    change = column(result, f"{spec.metric}.vs_{view.filters.compare}")
    changed = decimal(row.get(change.name)) if change else None
    left = ""
    if attained is not None:
        reached = teller.show(attained, teller.scales.percent())
        left = f"{teller.word('达成', 'attained')} {reached}"
        if due is not None:  # a running window has reached a part of its target: told beside what is due of it by now
            part = teller.show(due, teller.scales.percent())
            left = teller.word(f"进度 {reached} · 应达 {part}", f"{reached} done · {part} due")
    if not left and rule.norm is not None:
        left = f"{teller.word('标准', 'norm')} {teller.show(rule.norm, display)}"
    against = {
        "last_year": teller.word("同比", "YoY"),
        "previous": teller.word("环比", "on previous"),
        "festival": teller.word("春节对齐", "festival"),
    }
    right = (
        f"{against[view.filters.compare]} {teller.tell(changed, change, signed=True)}"
        if change and changed is not None
        else ""
    )
    good = {"up": 1, "down": -1}.get(metric.direction, 0) * (
        0 if changed is None else 1 if changed > 0 else -1 if changed < 0 else 0
    )
    line, end = _spark(spec, months)
    return Tile(
        label, text, unit, judged.light if judged.light != "none" else "", left, right,
        "good" if good > 0 else "bad" if good < 0 else "", line, end,
        view.figure_url("tiles", spec.metric, {}, ()),
    )  # fmt: skip


def _due(row: Mapping[str, Any], about: Mapping[str, str]) -> Decimal | None:
    """Which part of the full target is due by now 应达进度 (expected progress)."""
    target, phased = decimal(row.get(about.get("target", ""))), decimal(row.get(about.get("phased_target", "")))
    return phased / target if target and phased is not None else None


def _spark(spec: TileSpec, months: Result | None) -> tuple[str, tuple[float, float] | None]:
    if not spec.trend or months is None or column(months, spec.metric) is None:
        return "", None
    points = spark_points(tuple(decimal(r[spec.metric]) for r in months.rows), 80, 24)
    if not points:
        return "", None
    moved = [(x + 2, y + 2) for x, y in points]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in moved), moved[-1]
