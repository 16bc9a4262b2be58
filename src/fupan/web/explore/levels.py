"""Levels 层级: where a click on a member leads: into the level below it, a period into its days, or to it alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse

from fupan.metrics.question import OTHERS, UNKNOWN
from fupan.web.cockpit.view import View
from fupan.web.explore.inquiry import Inquiry

INTO = {"year": "month", "half": "month", "quarter": "month", "month": "day", "week": "day"}


def below(view: View, dimension: str) -> str:
    """The next level of the dimension's hierarchy; empty at the finest, and where there is none."""
    for each in view.definitions.dimensions.values():
        if dimension in each.hierarchy:
            at = each.hierarchy.index(dimension) + 1
            return each.hierarchy[at] if at < len(each.hierarchy) else ""
    return ""


def above(view: View, dimension: str) -> str:
    """The level above it; empty at the top."""
    for each in view.definitions.dimensions.values():
        if dimension in each.hierarchy:
            at = each.hierarchy.index(dimension)
            return each.hierarchy[at - 1] if at else ""
    return ""


def drill(inquiry: Inquiry, view: View, dimension: str, row: Mapping[str, Any]) -> str | None:
    """The address that goes into the member of a row; None for what is no member, and where it leads nowhere."""
    member = row.get(dimension)
    if member in (None, OTHERS, UNKNOWN):
        return None
    known = view.definitions.dimensions[dimension]
    if known.time is not None:
        into = INTO.get(str(known.time), "")
        if not into:
            return None
        rows = tuple(into if d == dimension else d for d in inquiry.rows if d == dimension or d != into)
        across = into if inquiry.across == dimension and into not in rows else inquiry.across
        found = replace(inquiry, rows=rows, across="" if across in rows else across)
        return reverse("explore") + replace(found, filters=replace(inquiry.filters, window=str(member))).url()
    if inquiry.filters.only(dimension) == member:
        return None
    next_level = below(view, dimension)
    if dimension == inquiry.across:
        narrowed = replace(
            inquiry,
            filters=inquiry.filters.with_member(dimension, str(member)),
            across=next_level if next_level not in inquiry.rows else "",
        )
    elif next_level or len(inquiry.rows) > 1:
        narrowed = inquiry.drilled(dimension, str(member), next_level)
        narrowed = replace(narrowed, across="" if narrowed.across in narrowed.rows else narrowed.across)
        if not narrowed.rows and narrowed.across:
            narrowed = replace(narrowed, rows=(narrowed.across,), across="")
    else:
        narrowed = replace(inquiry, filters=inquiry.filters.with_member(dimension, str(member)))
    return reverse("explore") + replace(narrowed, order="").url()
