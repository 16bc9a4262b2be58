"""What a document claims: sentences with the kind of claim they make, findings with their proof, and what was worded anew."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Number = Decimal | None
Light = Literal["green", "light_green", "amber", "red", "none"]
"""Shape and colour: green ●, light_green ●, amber ▲, red ■, none – (no target or below the rule's minimum)."""
Claim = Literal["fact", "inference", "advice"]
Act = Literal["raise", "cut", "hold"]
Said = tuple[tuple[str, str], ...]
"""What of a sentence comes from facts: the fact's name and the words it put there, in the order of the sentence."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What an advice asks for, so that two pages can be held against each other: whether to raise, cut or hold a topic.

    ``on`` is the member it is about, "" for the whole company; ``score`` how much rests on it (0 to 1).
    """

    topic: str
    act: Act
    on: str = ""
    score: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence with the kind of claim it makes and the rule that wrote it; ``said`` is what in it comes from facts."""

    text: str
    tag: str = ""
    claim: Claim = "fact"
    light: Light | None = None
    rule: str = ""
    said: Said = ()
    advice: Advice | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cell that proves a finding: data set, member ("" for the total), column, its raw value."""

    data: str
    member: str
    column: str
    value: Number


@dataclass(frozen=True, slots=True)
class Noticed:
    """A finding of a detector: its page, its score (0 to 1), its sentences with what they claim, and the cells behind it."""

    id: str
    detector: str
    page: str
    score: Decimal
    points: tuple[Point, ...]
    cells: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Reworded:
    """A sentence that a language model was asked to word: ``kept`` says why the original stands, "" where it does not.

    ``place`` is the page and what on it: headline, line, or a block's id with the point's number.
    """

    place: str
    original: str
    text: str
    kept: str = ""
