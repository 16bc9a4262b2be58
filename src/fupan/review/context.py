"""What a review is built with: language, windows, rules, data. Handed to fact makers and blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from fupan.calendar import Window
from fupan.review.causes.collection import Collection
from fupan.review.causes.follow import Measure
from fupan.review.findings.finding import Finding
from fupan.review.frame import Frame, Row, TableReader, number
from fupan.review.model import Lang, Light, Number, Slide
from fupan.review.phrase import Facts
from fupan.review.pictures import Png
from fupan.review.scale import Scales
from fupan.track import Judgement, LightRules, judge, lag

if TYPE_CHECKING:
    from fupan.review.left_out import DroppedPage


@dataclass(frozen=True, slots=True)
class FinanceStep:
    """A line of finance's bridge 口径桥: kind total, step or remainder."""

    label_zh: str
    label_en: str
    amount: Decimal
    kind: str = "step"
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """What one source brought: rows read = loaded + quarantined + left out (titles, totals, filtered by the mapping)."""

    source: str
    read: int
    loaded: int
    quarantined: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Appendix:
    """What stands in the appendix when it is there; composed by the caller."""

    finance: Sequence[FinanceStep] = ()
    loads: Sequence[LoadFigures] = ()
    definitions: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """One build. ``frames`` holds each data set by name; ``notes`` why something is not shown; ``outline`` the pages made;
    ``measures`` what became of those of the round before; ``findings`` are those of the page that is drawn, and all of them on the page that lists them;
    ``headline`` is that page's, ``sections`` the pages there are; ``gathered``: a page has every cause that was written."""

    lang: Lang
    windows: Mapping[str, Window]
    as_of: date
    scales: Scales
    lights: LightRules
    frames: Mapping[str, Frame]
    tables: TableReader
    facts: Facts = field(default_factory=dict)
    appendix: Appendix = field(default_factory=Appendix)
    notes: Sequence[str | DroppedPage] = ()
    causes: Collection | None = None
    gathered: bool = False
    measures: Sequence[Measure] = ()
    findings: Sequence[Finding] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    headline: str = ""
    pictures: Callable[[str], Png | None] = lambda _: None
    outline: Sequence[Slide] = ()

    @property
    def window(self) -> Window:
        """The reviewed window."""
        return self.windows["window"]

    def word(self, zh: str, en: str) -> str:
        """The text in the document's language."""
        return zh if self.lang == "zh" else en

    def section(self, page: str) -> str:
        """The section of a page of the deck, "" for one that is not there."""
        return self.sections.get(page, "")

    def frame(self, name: str) -> Frame:
        """A data set; empty where it was not asked or could not be answered."""
        return self.frames.get(name, Frame())

    def judge_row(self, row: Row, frame: Frame, metric: str = "net_sales") -> Judgement:
        """The light of a row by its lag; the rule's minimum is measured against the frame's total."""
        rule = self.lights.of(metric)
        behind, amount = number(row, "lag"), number(row, "target")
        if behind is None and rule.norm is not None:
            behind = lag(number(row, metric), rule.norm, rule.direction)
        whole = frame.of_total("target")
        share = amount / whole if amount is not None and whole and row is not frame.total else None
        gone = frame.days_gone if "lag" in row else None
        return judge(behind, rule, amount=amount, share=share, days_gone=gone)

    def light(self, row: Row, frame: Frame, metric: str = "net_sales") -> Light:
        """Only the light of ``judge_row``."""
        return self.judge_row(row, frame, metric).light


def total_of(amounts: Sequence[Number]) -> Decimal:
    """The sum of what is known."""
    return sum((a for a in amounts if a is not None), Decimal(0))
