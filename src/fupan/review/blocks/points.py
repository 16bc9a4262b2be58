"""Findings, gaps and advice beside a chart."""

from __future__ import annotations

from fupan.review.context import Context
from fupan.review.deck_blocks import PointsSpec
from fupan.review.headline import choose_points
from fupan.review.model import Text


def draw(spec: PointsSpec, context: Context) -> Text | None:
    """The sentences whose rules fit; None when none does."""
    points = choose_points(spec.rules, context.facts, context.lang, most=spec.most)
    if not points:
        return None
    return Text(points, spec.title.of(context.lang) if spec.title else "")
