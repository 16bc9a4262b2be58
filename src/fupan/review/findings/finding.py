"""A finding in words: the sentences that tell it, each a fact, an inference or an advice, and where it is told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fupan.review.findings.found import Cell, Detector
from fupan.review.headline import Sentence
from fupan.review.model import Evidence, Noticed, Point

NAMES = frozenset({"name", "up", "down"})
"""Facts of a finding that say whom it is about."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a detector found, scored and said. ``first`` is its fact as a sentence, ``points`` all of its sentences.

    ``leads``: whether it may lead its page's headline.
    """

    id: str
    detector: Detector
    page: str
    score: Decimal
    first: Sentence
    points: tuple[Point, ...]
    cells: tuple[Cell, ...]
    leads: bool = False

    @property
    def is_red(self) -> bool:
        """Whether its fact has a red light."""
        return any(p.claim == "fact" and p.light == "red" for p in self.points)

    def told_in(self, text: str) -> bool:
        """Whether *text* tells it already: every name that its fact holds, and one of its figures."""
        names = [words for name, words in self.first.said if name in NAMES]
        figures = [words for name, words in self.first.said if name not in NAMES and any(c.isdigit() for c in words)]
        return bool(names) and all(n in text for n in names) and any(f in text for f in figures)

    def noticed(self) -> Noticed:
        """As it is kept in the document."""
        cells = tuple(Evidence(c.data, c.member, c.column, c.value) for c in self.cells)
        return Noticed(self.id, self.detector, self.page, self.score, self.points, cells)
