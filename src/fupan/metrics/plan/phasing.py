"""How a target is spread over its period: what of it falls to a stretch and what is due by a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from fupan.metrics.plan.frame import Frame

Method = Literal["even", "working_days", "season"]
METHODS: tuple[Method, ...] = ("even", "working_days", "season")
SHARE = "decimal(19, 16)"
_DIGITS = Decimal("0.0000000000000001")
_ONE, _NONE = Decimal(1), Decimal(0)


class Worked(Protocol):
    """Which days are worked."""

    def count(self, start: date, end: date) -> int:
        """Working days of ``[start, end)``."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch [start, end) that takes a share of its period according to ``weight``, evenly day by day inside."""

    start: date
    end: date
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Portion:
    """What of a target of [start, end) belongs to a bucket [bucket, until): its shares from ``low`` up to ``high``; by
    now, up to ``gone``.

    Shares are cumulated over the target's period. Parts are told as differences of rounded cumulated amounts, so that
    they add up to the whole to the cent, whatever they are cut into; what rounding leaves falls to the last part.
    ``gone`` None is the share of days up to ``cut``, which the engine counts.
    """

    start: date
    end: date
    bucket: date
    until: date
    low: Decimal
    high: Decimal
    gone: Decimal | None
    cut: date

    @property
    def whole(self) -> bool:
        """Whether the target falls into one bucket as a whole."""
        return self.low == _NONE and self.high == _ONE


class Phasing:
    """Cumulated shares of targets' periods by one method; ``fallen`` names periods that had nothing to go by."""

    def __init__(self, method: Method, *, worked: Worked | None = None, pieces: object = None) -> None:
        self.method, self.worked = method, worked
        self.pieces = pieces if callable(pieces) else None
        self.fallen: dict[tuple[date, date], None] = {}
        self._known: dict[tuple[date, date], Sequence[Piece]] = {}

    def share(self, start: date, end: date, day: date) -> Decimal:
        """What of a target of [start, end) is due before *day*: 0 to 1."""
        if day <= start:
            return _NONE
        if day >= end:
            return _ONE
        return _decimal(self._share(start, end, day))

    def _share(self, start: date, end: date, day: date) -> Fraction:
        if self.method == "working_days" and self.worked is not None:
            if days := self.worked.count(start, end):
                return Fraction(self.worked.count(start, day), days)
            self.fallen[start, end] = None
        if self.method == "season" and self.pieces is not None:
            if (start, end) not in self._known:
                self._known[start, end] = tuple(self.pieces(start, end))
            pieces = self._known[start, end]
            if total := sum((p.weight for p in pieces), Fraction(0)):
                return sum((_of_piece(p, day) for p in pieces), Fraction(0)) / total
            self.fallen[start, end] = None
        return Fraction((day - start).days, (end - start).days)

    def portions(
        self, periods: Iterable[tuple[date, date]], frame: Frame, *, split: bool, as_of: date | None = None
    ) -> tuple[Portion, ...]:
        """The portions of targets with these periods in the frame's buckets; of a bucket after *as_of* nothing is due.

        A period that nests in a bucket belongs to it whole. With *split* a longer one is cut at the buckets' ends.
        """
        found: list[Portion] = []
        buckets = sorted((b.window for b in frame.buckets), key=lambda w: w.start)
        for start, end in periods:
            for w in buckets:
                if w.start >= end or w.plan_end <= start:
                    continue
                cut = start if as_of is not None and w.start > as_of else max(start, min(w.end, end))
                if w.start <= start and end <= w.full_end:
                    by_days = self.method == "even" and start < cut < end
                    gone = None if by_days else self.share(start, end, cut)
                    found.append(Portion(start, end, w.start, w.plan_end, _NONE, _ONE, gone, cut))
                elif split:
                    low = self.share(start, end, w.start)
                    high = self.share(start, end, min(w.plan_end, end))
                    gone = max(low, min(self.share(start, end, cut), high))
                    found.append(Portion(start, end, w.start, w.plan_end, low, high, gone, cut))
        return tuple(found)


def _of_piece(piece: Piece, day: date) -> Fraction:
    if day >= piece.end:
        return piece.weight
    if day <= piece.start:
        return Fraction(0)
    return piece.weight * Fraction((day - piece.start).days, (piece.end - piece.start).days)


def _decimal(share: Fraction) -> Decimal:
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 30
        return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(_DIGITS, ROUND_HALF_EVEN)
