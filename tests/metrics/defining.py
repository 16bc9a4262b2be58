"""Definitions of a test's own on top of the shipped pack."""

from __future__ import annotations

import textwrap
from pathlib import Path
from tempfile import TemporaryDirectory

from fupan.metrics import MetricLayer, read_definitions
from fupan.packs import pack_files


def layer_with(text: str) -> MetricLayer:
    """The layer of the shipped pack with *text* (YAML) read after it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.yaml"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return MetricLayer(read_definitions([*pack_files("standard", "metrics"), path]))


def metrics(**given: str) -> MetricLayer:
    """The layer with metrics given by name as the inside of a YAML flow mapping."""
    lines = ["metrics:"]
    for name, inside in given.items():
        lines.append(f"  {name}: {{zh: '试 {name}', en: 'test {name}'{_unit(inside)}, {inside}}}")
    return layer_with("\n".join(lines))


def _unit(inside: str) -> str:
    if "family: filtered" in inside or "extends:" in inside:
        return ""
    if "unit: fraction" in inside:
        return ", format: percent"
    return ", format: number" if "unit:" in inside else ", unit: count, format: number"
