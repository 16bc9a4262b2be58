"""Round ticks for a value axis that is drawn, in a format that shows each of them exactly."""

from __future__ import annotations

from dataclasses import replace

from fupan.review.model import Display
from fupan.review.renderers.axis_scale import nice_step, tick_decimals
from fupan.review.renderers.excel_format import is_percent, number_format
from fupan.review.renderers.native_charts.plan import ValueAxis


def ticked(axis: ValueAxis, display: Display | None, *, ticks: int = 5) -> ValueAxis:
    """*axis* with a step of its own (about *ticks* of them) and the format of *display* with as many decimals as its
    ticks have; as it is where it is hidden or has no range. Viewers would choose a step by themselves, and round it.

    >>> ticked(ValueAxis(minimum=21.5, maximum=25.0, visible=True), Display("money", unit="万元")).format
    '#,##0.0'
    """
    if not axis.visible or axis.maximum is None or axis.minimum is None or display is None:
        return axis
    step = axis.step or nice_step((axis.maximum - axis.minimum) / ticks)
    shown = 100 if is_percent(display) else 1
    decimals = tick_decimals(step * shown, axis.minimum * shown)
    return replace(axis, step=step, format=number_format(replace(display, decimals=decimals)))
