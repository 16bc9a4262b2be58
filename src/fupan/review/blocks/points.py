"""Findings, gaps and advice beside a chart."""

from __future__ import annotations

from fupan.review.context import Context
from fupan.review.deck_blocks import PointsSpec
from fupan.review.headline import choose_points
from fupan.review.model import Text


def draw(spec: PointsSpec, context: Context) -> Text | None:
    """The sentences whose rules fit, then the page's findings. None when there is none."""
    points = choose_points(spec.rules, context.facts, context.lang, most=spec.most)
    told = [context.headline, *(p.text for p in points)]
    for finding in context.findings[: spec.findings]:
        known = any(finding.told_in(text) for text in told)
        points += tuple(p for p in finding.points if p.claim != "fact" or not known)
    if not points:
        return None
    return Text(points, spec.title.of(context.lang) if spec.title else "")
