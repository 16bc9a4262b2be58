"""How much of a longer plan is done, beside what was due and how much of the time is gone."""

from __future__ import annotations

from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.deck_blocks import ProgressBlockSpec
from fupan.review.model import Chart, Light, Number, Series


def draw(spec: ProgressBlockSpec, context: Context) -> Chart | None:
    """Three bars of a progress data set: done, due by now, time gone; None without progress. Judged is only what is done."""
    frame = context.frame(spec.of)
    row = frame.total or {}
    done = frame.of_total("progress")
    if done is None:
        return None
    light = context.light(row, frame)
    wanted: tuple[tuple[str, Number, Light, str], ...] = (
        (context.word("完成进度", "Done"), done, light, ""),
        (context.word("按进度应为", "Due by now"), frame.of_total("expected_progress"), "none", "target"),
        (context.word("时间进度", "Time gone"), frame.of_total("elapsed"), "none", "last_year"),
    )
    bars = [bar for bar in wanted if bar[1] is not None]
    series = Series(
        context.word("占全年", "Share of the year"),
        tuple(bar[1] for bar in bars),
        context.scales.percent(),
        lights=tuple(bar[2] for bar in bars),
        points=tuple(bar[3] for bar in bars),
    )
    names = tuple(bar[0] for bar in bars)
    title = spec.title.of(context.lang) if spec.title else ""
    return Chart("bar", names, (series,), title, alt=describe(names, [series], context), provenance=frame.provenance)
