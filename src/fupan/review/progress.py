"""Progress of a longer plan, from what was reached to date and the plan's full target."""

from __future__ import annotations

from decimal import Decimal

from fupan.calendar import Calendar, Window
from fupan.review.frame import ColumnKind, Frame
from fupan.review.model import Number

_KINDS = {
    "progress": ColumnKind("完成进度", "Progress", "percent"),
    "expected_progress": ColumnKind("应完成进度", "Expected progress", "percent"),
    "elapsed": ColumnKind("时间进度", "Time gone", "percent", direction="none"),
    "lag": ColumnKind("滞后", "Lag", "percent", direction="down"),
    "target": ColumnKind("目标", "Target", "money"),
    "days_left": ColumnKind("余下天数", "Days left", "count"),
    "per_day": ColumnKind("每天还需", "Needed a day", "money"),
    "a_day": ColumnKind("至今日均", "So far a day", "money"),
}


def progress_frame(reached: Frame, plan: Frame, metric: str, window: Window, calendar: Calendar) -> Frame:
    """progress = reached / full target, expected = phased target to date / full target, elapsed = share of days gone.

    ``per_day`` is what each of the ``days_left`` must bring to reach the target, beside ``a_day``, the average so far.
    Without a full target only ``elapsed`` is there. The targets to date are those of the periods that *reached* covers.
    """
    gone = calendar.elapsed(calendar.whole(window), window.last)
    target, actual = plan.of_total("target"), reached.of_total(metric)
    phased = reached.of_total("phased_target")
    phased = reached.of_total("target") if phased is None else phased
    row: dict[str, Number] = {"elapsed": Decimal(gone.numerator) / Decimal(gone.denominator)}
    if target and actual is not None:
        row |= {"progress": actual / target, "target": target}
        if phased is not None:
            row |= {"expected_progress": phased / target, "lag": 1 - actual / phased if phased else None}
        gone_days, left = window.days, (calendar.whole(window).end - window.end).days
        row["a_day"] = actual / gone_days if gone_days else None
        row["days_left"] = Decimal(left)
        if left and actual < target:
            row["per_day"] = (target - actual) / left
    return Frame((), (), row, {n: k for n, k in _KINDS.items() if n in row}, reached.provenance)
