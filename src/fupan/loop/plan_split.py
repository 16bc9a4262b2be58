"""Splitting a target by methods written as people say them: "history=0.6, potential=0.4"; "season", "2025-Q4=35%"."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path as File
from typing import TYPE_CHECKING

import numpy as np

from fupan.errors import SourceError, UserError
from fupan.plan import season as seasons
from fupan.plan import weights as methods
from fupan.plan.slices import Slices

if TYPE_CHECKING:
    from fupan.loop.company import Company
    from fupan.plan.periods import Periods
    from fupan.plan.weights import Floats

SLICE_METHODS = ("history", "years", "even", "column")
PERIOD_METHODS = ("season", "working_days", "days", "even")


def read_parts(text: str, known: tuple[str, ...]) -> dict[str, float]:
    """ "history=0.6, even=40%" as parts by name; one name alone is the whole. UserError names what there is."""
    found: dict[str, float] = {}
    for piece in re.split(r"[,，]\s*", text.strip()):
        name, _, told = piece.partition("=")
        if name.strip() not in known:
            raise UserError(
                f"no method “{name.strip()}”; there are {', '.join(known)}, as history or history=0.6,even=0.4"
            )
        found[name.strip()] = read_share(told) if told else 1.0
    return found


def read_share(text: str) -> float:
    """ "35%" or "0.35"; UserError for anything else."""
    told = text.strip()
    try:
        return float(told[:-1]) / 100 if told.endswith("%") else float(told)
    except ValueError as e:
        raise UserError(f"“{text}” is no share; write 0.35 or 35%") from e


def slice_weights(
    company: Company, metric: str, slices: Slices, periods: Periods, method: str, *, column: File | None = None
) -> Floats:
    """Weights of all slices by one or several methods. ``column``: a CSV of members and a weight, for the method column."""
    parts = read_parts(method, SLICE_METHODS)
    made: list[tuple[float, Floats]] = []
    for name, part in parts.items():
        if name == "even":
            made.append((part, methods.even(slices)))
        elif name == "column":
            if column is None:
                raise UserError("the method column needs a file: --weights FILE.csv (members, then a weight)")
            made.append((part, methods.from_leaves(slices, read_column(column, slices))))
        else:
            back = (1,) if name == "history" else (1, 2, 3)
            years = [_history(company, metric, slices, periods, n) for n in back]
            made.append((part, methods.years_weighted(years, (0.5, 0.3, 0.2)[: len(back)])))
    return made[0][1] if len(made) == 1 else methods.combine_shares(slices, [(p, w) for p, w in made])


def _history(company: Company, metric: str, slices: Slices, periods: Periods, back: int) -> Floats:
    from fupan.loop.plan_facts import actuals_by_slice

    window = periods.whole
    for _ in range(back):
        window = company.calendar.last_year(window)
    told = actuals_by_slice(company, metric, [a.name for a in slices.axes], window)
    return methods.from_leaves(slices, {p: a for p, a in told.amounts.items() if slices.has(p)})


def read_column(file: File, slices: Slices) -> dict[tuple[str, ...], float]:
    """A CSV of members (by id or name, one column for each step) and a weight in the last column."""
    ids = {(axis, name): member for (axis, member), name in slices.names.items()}
    found: dict[tuple[str, ...], float] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.reader(lines), 1):
            cells = [c.strip() for c in row if c.strip()]
            if number == 1 or not cells:
                continue
            path = tuple(ids.get((a.name, c), c) for a, c in zip(slices.axes, cells[:-1], strict=False))
            if not slices.has(path):
                raise SourceError("is no slice of the plan", file=file.name, row=number, found=" / ".join(path))
            try:
                found[path] = float(cells[-1].replace(",", ""))
            except ValueError as e:
                raise SourceError(
                    "is no weight", file=file.name, row=number, found=cells[-1], expected="a number"
                ) from e
    return found


def period_weights(company: Company, metric: str, periods: Periods, method: str) -> Floats:
    """Weights of the leaf periods: season, working_days, days, even, or shares of periods ("2025-Q4=35%,...")."""
    if "-" in method.split("=", maxsplit=1)[0] or method[:1].isdigit():
        shares: Mapping[str, float] = {
            k.strip(): read_share(v) for k, _, v in (p.partition("=") for p in re.split(r"[,，]", method))
        }
        return seasons.by_quarter(periods, shares, seasons.working_days(periods, company.workspace.working_days))
    (name,) = read_parts(method, PERIOD_METHODS)
    if name == "season":
        from fupan.loop.plan_facts import daily_actuals

        before = company.calendar.last_year(periods.whole)
        return seasons.season(periods, daily_actuals(company, metric, [before]), [(1, 1.0)])
    if name == "working_days":
        return seasons.working_days(periods, company.workspace.working_days)
    return seasons.days(periods) if name == "days" else np.ones(len(periods))
