"""Panels by kind: each says what it asks and draws what came back."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from fupan.web.cockpit.panels import ageing, concentration, funnel, heat, map, ranking, trend, waterfall  # noqa: A004 - the panel

KINDS: Mapping[str, ModuleType] = {
    "trend": trend, "ranking": ranking, "heat": heat, "map": map, "waterfall": waterfall, "funnel": funnel,
    "concentration": concentration, "ageing": ageing,
}  # fmt: skip
