"""Key figure tiles."""

from __future__ import annotations

from fupan.review.context import Context
from fupan.review.deck_blocks import TileSpec, TilesSpec
from fupan.review.facts.total import change
from fupan.review.frame import Frame, number, towards_target
from fupan.review.model import Delta, Display, Light, Number, Tile, Tiles, Tone, show_number
from fupan.review.phrase import Quantity, quantity
from fupan.review.scale import shown

_COMPARISONS = {"yoy": "last_year", "mom": "previous"}
_WORDS = {"yoy": ("同比", "YoY"), "mom": ("环比", "vs prior"), "attainment": ("达成", "Attained")}
_THIN = 30
"""Under so many answers a survey figure is marked thin."""
_BESIDE = {
    "expected": ("expected_progress", ("按进度应为", "Due by now")),
    "target": ("target", ("全年目标", "Full target")),
    "per_day": ("per_day", ("每天还需", "Needed a day")),
    "a_day": ("a_day", ("至今日均", "So far a day")),
}
"""Figures beside a tile's own that are no comparison: column of the data set and words."""


def draw(spec: TilesSpec, context: Context) -> Tiles | None:
    """Tiles of the metrics that have figures; None when none has."""
    made = [t for t in (_tile(s, context) for s in spec.tiles) if t is not None]
    if not made:
        return None
    alt = context.word("关键指标：", "Key figures: ") + "; ".join(f"{t.label} {t.text}" for t in made)
    frames = [context.frame(s.of) for s in spec.tiles]
    provenance = next((f.provenance for f in frames if f.provenance is not None), None)
    return Tiles(tuple(made), spec.title.of(context.lang) if spec.title else "", alt, provenance)


def _tile(spec: TileSpec, context: Context) -> Tile | None:
    frame = context.frame(spec.of)
    value = frame.of_total(spec.metric)
    if value is None or frame.total is None:
        return None
    if spec.only_if_other is not None and context.frame("total").has(spec.only_if_other):
        return None
    kind = frame.kind(spec.metric)
    display = context.scales.of(kind.format, [value], decimals=kind.decimals)
    label = spec.label.of(context.lang) if spec.label else kind.label(context.lang)
    deltas = tuple(d for d in (_delta(name, spec, frame, context) for name in spec.deltas) if d is not None)
    return Tile(
        label,
        value,
        display,
        show_number(value, display),
        _light(spec, frame, context),
        deltas,
        progress=frame.of_total(spec.progress) if spec.progress else None,
        expected=frame.of_total(spec.expected) if spec.expected else None,
        note=_note(spec, frame, context),
    )


def _light(spec: TileSpec, frame: Frame, context: Context) -> Light:
    row = frame.total or {}
    if spec.lag is not None:
        return context.light(row, frame, spec.metric)
    if context.lights.of(spec.metric).norm is not None:
        bare = {spec.metric: row.get(spec.metric)}
        return context.light(bare, Frame(total=bare), spec.metric)
    return "none"


def _note(spec: TileSpec, frame: Frame, context: Context) -> str:
    if spec.note is not None:
        return spec.note.of(context.lang)
    if spec.left:
        return _left(frame, context)
    if spec.n is not None and (answers := frame.of_total(spec.n)) is not None:
        return f"n={answers:,.0f}" + (context.word("，样本少", ", thin") if answers < _THIN else "")
    norm = context.lights.of(spec.metric).norm
    if norm is not None and frame.kind(spec.metric).format == "percent":
        text = show_number(norm, context.scales.percent(decimals=0))
        lower = context.lights.of(spec.metric).direction == "lower"
        return context.word(f"标准{'≤' if lower else '≥'}{text}", f"norm {'≤' if lower else '≥'} {text}")
    return ""


def _left(frame: Frame, context: Context) -> str:
    """Days left of the plan's year; of a running window with what each of them must bring."""
    days, full = frame.of_total("days_left"), frame.of_total("full_target")
    if days:
        return context.word(f"余{days}天", f"{days} {'day' if days == 1 else 'days'} left")
    if not context.window.running or full is None:
        return ""
    left = (context.window.full_end - context.window.end).days
    missing = full - (towards_target(frame.total or {}, "net_sales") or 0)
    if left <= 0 or missing <= 0:
        return ""
    each = figure(missing / left, context.scales.money([missing / left]))
    return context.word(f"余{left}天，每天还需{each}", f"{left} days left, {each} a day needed")


def _delta(name: str, spec: TileSpec, frame: Frame, context: Context) -> Delta | None:
    if name in _BESIDE:
        column, words = _BESIDE[name]
        beside = frame.of_total(column)
        if beside is None:
            return None
        return Delta(context.word(*words), figure(beside, context.scales.of(frame.kind(column).format, [beside])))
    label = _WORDS[name][0 if context.lang == "zh" else 1]
    if name == "attainment":
        attainment = frame.of_total("attainment")
        if attainment is None:
            return None
        percent = context.scales.percent()
        rounded = shown(attainment, percent) or attainment
        return Delta(label, show_number(attainment, percent), "good" if rounded >= 1 else "bad")
    found = change(frame, spec.metric, _COMPARISONS[name], context)
    if found is None:
        before = number(frame.total or {}, f"{spec.metric}.{_COMPARISONS[name]}")
        return None if before is not None else Delta(label, context.word("无可比", "no base"))
    return Delta(label, found.text, _tone(found, name, spec, frame, context))


def _tone(found: Quantity, name: str, spec: TileSpec, frame: Frame, context: Context) -> Tone:
    """Good or bad by the metric's direction; a rise beside a fall of what it depends on is neither."""
    if found.shown == 0:
        return "neutral"
    if spec.needs_rise_of is not None:
        other = change(frame, spec.needs_rise_of, _COMPARISONS[name], context)
        if other is not None and (other.shown < 0) != (found.shown < 0):
            return "neutral"
    direction = frame.kind(spec.metric).direction
    if direction == "none":
        return "neutral"
    lower = direction == "down" or context.lights.of(spec.metric).direction == "lower"
    return "good" if (found.shown > 0) != lower else "bad"


def figure(value: Number, display: Display) -> str:
    """A figure as shown, for alternative texts."""
    found = quantity(value, display)
    return "–" if found is None else found.text
