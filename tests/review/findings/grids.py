"""Literal tables for detectors: a row is a name and its figures, in yuan and fractions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.packs import pack_path
from fupan.review.findings.found import FigureKind
from fupan.review.findings.grid import Grid, Member
from fupan.review.findings.rules import FindingRules, read_finding_rules, thresholds
from fupan.review.model import Number

D = Decimal
RULES: FindingRules = read_finding_rules(pack_path() / "rules" / "findings.yaml")
SHIPPED = {name: thresholds(name, RULES, {}) for name in RULES}
KINDS: dict[str, FigureKind] = {"net_sales": "money", "rate": "percent", "days": "days", "answers": "count"}


def member(name: str, /, **figures: str | int | None) -> Member:
    """``sales_before`` style names: two underscores stand for the dot of a comparison."""
    return Member(name, {_column(k): None if v is None else D(v) for k, v in figures.items()})


def grid(*members: Member, total: Mapping[str, str | int] | None = None, rest: tuple[Member, ...] = ()) -> Grid:
    """A table of *members*; its total is their sum unless told."""
    return Grid("t", members, member("", **(total or {})), rest, KINDS)


def sold(name: str, now: str | int | None, before: str | int | None = None) -> Member:
    """A member with this year's and last year's net sales."""
    return member(name, net_sales=now, net_sales__last_year=before)


def _column(name: str) -> str:
    return name.replace("__", ".")


def figures(found: object) -> dict[str, Number]:
    """The figures of a finding by name."""
    return {name: figure.value for name, figure in found.figures.items()}  # type: ignore[attr-defined]
