"""A question to the metric layer."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from fupan.calendar import Window
from fupan.errors import QuestionError
from fupan.metrics.scope import Scope

__all__ = ["COMPARISONS", "OTHERS", "UNKNOWN", "Comparison", "Figures", "Phase", "Question", "Rate", "Scope"]

Comparison = Literal[
    "previous", "last_year", "festival", "jan_feb", "event", "target", "floor", "stretch", "budget", "forecast"
]
Rate = Literal["actual", "plan"]
Figures = Literal["current", "reported"]
Phase = Literal["even", "working_days", "season"]
Org = Literal["as_was", "as_is"]
COMPARISONS: tuple[Comparison, ...] = (
    "previous", "last_year", "festival", "jan_feb", "event", "target", "floor", "stretch", "budget", "forecast",
)  # fmt: skip
UNKNOWN = "(unknown)"
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
OTHERS = "(others)"


@dataclass(frozen=True, slots=True)
class Question:
    """Metrics by dimensions in a window.

    ``window`` is a text (see ``Calendar.parse``) or a Window. ``as_of`` is the last day that counts: a window that
    goes on after it is running, and is compared with the same elapsed part. ``top`` keeps the members of the first
    dimension that lead by the first metric, ``others`` adds what the rest comes to, ``totals`` the whole.

    ``by`` may name levels of a hierarchy as ``region..city``. ``having`` is an expression over the metrics and their
    comparisons (``net_sales > 100000 and net_sales.vs_last_year < -0.1``); it picks rows at their own level, totals,
    subtotals and others stay of the whole. ``subtotals`` adds a row at every level of ``by``, each computed at its own
    level. ``order`` is a column, ``-`` in front for the largest first; ``top`` leads by it. ``top_within`` keeps the
    leading members of the second dimension inside each member of the first.

    ``where`` is an expression over dimensions. ``target_version`` None is the one that the pack's rule
    chooses (the newest), ``in_force`` that in force when a target's period began. ``compare`` may also name a plan:
    ``target``, ``floor``, ``stretch``, ``budget``, ``forecast``, each in a version of its own (``target@v2``).
    ``org`` tells figures and targets by the organisation of their own day (``as_was``) or of today (``as_is`` 同口径).
    ``phase`` spreads targets over their periods ``even`` by days, by ``working_days`` or by ``season``; a target of a
    longer period than those asked for is then cut by it.

    ``currency`` tells all amounts in one currency, each line by the ``rate`` of its own statistic date: ``actual`` (that
    of the day or the latest before it), or ``plan``; targets always at plan rate.

    ``compare`` is with the period before (``previous``), last year as dated (``last_year``), aligned to Spring Festival
    (``festival``) or with January and February together (``jan_feb``), with last year's edition of an event that the
    workspace declares (``event``, ``event:618``), or with a campaign (``campaign:<id or name>``). ``window`` may be
    an event's or campaign's, too: ``618@2025``, ``campaign:C1``.

    ``time`` is the statistic date 统计日期 (order, ship, recognition, invoice, receipt...) that all metrics are counted
    by instead of their own; their basis changes with it.

    ``figures`` are ``current`` (all rows as known now, by their own dates) or ``reported``: closed months as they stood
    when they were closed, what changed in them since posted to the month that was open then.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    window: str | Window = "ytd"
    compare: tuple[str, ...] = ()
    where: str | None = None
    top: int | None = None
    others: bool = False
    totals: bool = False
    as_of: date | None = None
    calendar: str = "fiscal"
    target_version: str | None = None
    target_level: str = "target"
    having: str | None = None
    subtotals: bool = False
    order: str | None = None
    top_within: int | None = None
    phase: Phase | None = None
    currency: str | None = None
    rate: Rate = "actual"
    time: str | None = None
    org: Org = "as_was"
    figures: Figures = "current"

    def __post_init__(self) -> None:
        for name in ("metrics", "by", "compare"):
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given))
        for part in fields(self):
            given = getattr(self, part.name)
            for text in given if isinstance(given, tuple) else (given,):
                if isinstance(text, str) and _UNWRITABLE.search(text):
                    raise QuestionError(
                        "text", f"{part.name} holds a character that no text may hold.", closest=part.name
                    )
