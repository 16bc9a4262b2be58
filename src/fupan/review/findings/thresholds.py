"""The parameters of each detector, as ``rules/findings.yaml`` of the pack gives them and a deck may change them.

Fractions are fractions of one (0.05 is five percent or five points); each is judged on the displayed value.
"""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from fupan.review.deck_words import Spec


class Thresholds(Spec):
    """What all detectors have: at most so many findings of one data set."""

    most: int = Field(ge=1, le=20)


class OverThresholds(Thresholds):
    """``ahead`` of the target to date by at least this fraction of it; ``least_share``: targets below this share of the whole are passed over."""

    ahead: Decimal = Field(gt=0)
    least_share: Decimal = Field(ge=0, lt=1)


class UnderThresholds(Thresholds):
    """``level``: from this level of the lights on (1 to 3), so that findings and lights never differ; ``behind``: the lag that scores one half."""

    level: int = Field(ge=1, le=3)
    behind: Decimal = Field(gt=0)


class ConcentrationThresholds(Thresholds):
    """``share`` of the whole that one member holds, or ``rise`` of it on last year, among ``least`` members."""

    share: Decimal = Field(gt=0, le=1)
    rise: Decimal = Field(gt=0)
    least: int = Field(ge=2)


class TrendThresholds(Thresholds):
    """``beyond`` robust standard deviations from what is usual and ``by`` at least, with ``least`` months before; ``run``: months in a row of one direction."""

    least: int = Field(ge=3)
    beyond: Decimal = Field(gt=0)
    by: Decimal = Field(gt=0)
    run: int = Field(ge=3)


class MixThresholds(Thresholds):
    """``shift``: the share of the whole that moved from some members to others, half the sum of all changes."""

    shift: Decimal = Field(gt=0, lt=1)


class OutlierThresholds(Thresholds):
    """``beyond`` robust standard deviations and ``by`` from the median of ``least`` members, each of ``least_share`` of the whole."""

    least: int = Field(ge=4)
    beyond: Decimal = Field(gt=0)
    by: Decimal = Field(gt=0)
    least_share: Decimal = Field(ge=0, lt=1)


class ContradictionThresholds(Thresholds):
    """One figure up by ``up`` and the other down by ``down``: growth of amounts, points of rates (``up_points``, ``down_points``)."""

    up: Decimal = Field(gt=0)
    down: Decimal = Field(gt=0)
    up_points: Decimal = Field(gt=0)
    down_points: Decimal = Field(gt=0)


class ThinThresholds(Thresholds):
    """``answers``: fewest answers of a survey; ``months``: fewest months of a trend; ``unassigned``: share of rows that name nobody; ``growth``: beyond it the base is too small to speak of growth."""

    answers: int = Field(ge=1)
    months: int = Field(ge=2)
    unassigned: Decimal = Field(gt=0, lt=1)
    growth: Decimal = Field(gt=0)
    least_share: Decimal = Field(ge=0, lt=1)
