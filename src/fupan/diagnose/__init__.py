"""Diagnose 诊断: what a gap or a growth consists of. Pure functions; every decomposition sums exactly."""

from fupan.diagnose.bridge import Bridge, Step, bridge_growth, bridge_plan
from fupan.diagnose.contribution import (
    GapReading,
    GapShare,
    GrowthShare,
    Slice,
    gap_contributions,
    growth_contributions,
)
from fupan.diagnose.price_volume_mix import Effects, Item, price_volume_mix, total_effects

__all__ = [
    "Bridge", "Effects", "GapReading", "GapShare", "GrowthShare", "Item", "Slice", "Step", "bridge_growth", "bridge_plan",
    "gap_contributions", "growth_contributions", "price_volume_mix", "total_effects",
]  # fmt: skip
