"""The deck specification: which questions are asked, how they are drawn, and which sentences may be said.

A deck is a YAML file (docs: decks). Everything in it is typed here; ``deck_file`` reads it and names file, line, key and
the nearest right name where something is wrong.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from fupan.review.deck_blocks import BlockSpec
from fupan.review.deck_findings import FindSpec
from fupan.review.deck_words import LeadSpec, NormedSpec, RuleSpec, Spec, Words
from fupan.review.model import Layout

WindowName = Literal[
    "window", "previous", "last_year", "next", "ytd", "year", "year_before", "last_12", "quarter_before", "target"
]
"""target: the window, or the target period nearest to its end where targets have windows of their own; ytd: the part of
the fiscal year up to the window's end; year: the whole fiscal year, gone or not; year_before: the whole of the one before;
last_12: the twelve months that end with the window's own; quarter_before: the last quarter that was over when the window's
quarter began, whose cohorts have had time to convert."""
Comparison = Literal["previous", "last_year"]


class QuestionSpec(Spec):
    """A question to the metric layer. ``by`` names dimensions; ``optional`` metrics are left out where they can't be had.

    ``also``: dimensions that name the members of ``by`` more closely; asked for only where that can be answered.
    ``rests_on``: metric -> the one it cannot do without: where that has no figure or nought, neither has this one (a
    gross margin without any cost is no 100%). ``order``: the column by which ``top`` leads, ``-`` in front for the largest.
    ``quiet``: no page shows it by itself, so nothing is said where it has no answer.
    """

    metrics: tuple[str, ...]
    optional: tuple[str, ...] = ()
    rests_on: dict[str, str] = Field(default_factory=dict)
    by: tuple[str, ...] = ()
    window: WindowName = "window"
    also: tuple[str, ...] = ()
    compare: tuple[Comparison, ...] = ()
    where: str | None = None
    top: int | None = None
    order: str | None = None
    quiet: bool = False

    @property
    def all_metrics(self) -> tuple[str, ...]:
        """Needed and optional metrics."""
        return (*self.metrics, *self.optional)


class TableSpec(Spec):
    """Rows of a published table."""

    table: str


class ProgressSpec(Spec):
    """Progress of a longer plan: ``reached`` (to date, with phased_target) against the full target of ``plan``.

    Gives progress 完成进度, expected_progress, elapsed 时间进度 and lag.
    """

    reached: str
    plan: str


class LandingSpec(Spec):
    """Where the month, the quarter and the year land 落点: ``months`` (by month, year to date, compared with last year) on
    last year's whole ``season`` (by month); ``plan`` holds the year's targets by month. docs/algorithms/landing.md

    ``show`` periods: a row each for the month and the quarter (where they are over: the next) and the year; months: a row
    per month of the year with the running totals of actual, target, landing and its range.
    """

    months: str
    season: str
    plan: str
    metric: str = "net_sales"
    show: Literal["periods", "months"] = "periods"


DataSpec = QuestionSpec | TableSpec | ProgressSpec | LandingSpec
"""A data set of a deck."""


class FactSpec(Spec):
    """Facts made from data: ``make`` names the maker, the rest says what it works on."""

    make: str
    of: str = ""
    by: str = ""
    metric: str = "net_sales"
    among: tuple[str, ...] = ()
    rows: str = ""
    columns: str = ""
    total: str = ""
    normed: tuple[NormedSpec, ...] = ()
    most: int = 4


class SlideSpec(Spec):
    """A page: its question, facts, headline rules and blocks. It drops out, with a note, when a need has no data.

    ``unless`` names earlier pages that tell the same: with one of them there, this page is left out. ``when`` is a
    condition on its facts without which the page would say nothing (one channel is no comparison); ``absent`` says so
    in the notes.
    ``after`` rules add a clause to the headline: what it must not keep quiet about, whichever of its rules fits.
    ``line`` is how the page is told in one sentence without its charts; the headline where no rule of it fits.
    """

    id: str
    section: Words
    question: Words
    lead: tuple[LeadSpec, ...] = ()
    layout: Layout = "full"
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    when: str = ""
    absent: Words | None = None
    appendix: bool = False
    facts: dict[str, FactSpec] = Field(default_factory=dict)
    headline: tuple[RuleSpec, ...]
    after: tuple[RuleSpec, ...] = ()
    line: tuple[RuleSpec, ...] = ()
    blocks: tuple[BlockSpec, ...]


class DeckSpec(Spec):
    """A whole deck."""

    deck: str
    title: Words
    subtitle: Words
    data: dict[str, DataSpec]
    findings: tuple[FindSpec, ...] = ()
    slides: tuple[SlideSpec, ...]

    @model_validator(mode="after")
    def _ids_differ(self) -> DeckSpec:
        ids = [s.id for s in self.slides]
        doubled = sorted({i for i in ids if ids.count(i) > 1})
        if doubled:
            raise ValueError(f"slides share the id {', '.join(doubled)}")
        return self
