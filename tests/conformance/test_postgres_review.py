"""The whole monthly review and the bridge with ``engine = "postgres"`` tell the same as with DuckDB."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.conformance.postgres_server import PostgresServer
from tests.loop.own_company import TODAY, make_company

from fupan.loop import Company
from fupan.metrics import Scope
from fupan.review.model import to_json
from fupan.workspace import read_workspace

pytestmark = pytest.mark.needs("postgres")
NOW = datetime(2025, 7, 20, 9, tzinfo=UTC)


def told(company: Company) -> Any:
    """The document and the bridge, as plain data."""
    document = company.review("monthly", window="2025-06", to=()).document
    return json.loads(to_json(document)), company.bridge("2025-06")


def differing(one: Any, other: Any, where: str = "") -> list[str]:
    """Where two documents differ, but for the statements, which are in the engine's own language."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted({*one, *other} - {"sql"})
        return [d for k in keys for d in differing(one.get(k), other.get(k), f"{where}.{k}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [d for n, (a, b) in enumerate(zip(one, other, strict=True)) for d in differing(a, b, f"{where}[{n}]")]
    if isinstance(one, float) and isinstance(other, float) and math.isclose(one, other, rel_tol=1e-9):
        return []
    return [] if one == other else [f"{where}: {one!r} / {other!r}"]


def test_the_same_review_and_bridge(tmp_path: Path) -> None:
    company = make_company(tmp_path / "own")
    company.load(accept=True, now=NOW)
    document, bridge = told(company)
    settings = company.workspace.root / "fupan.toml"
    with PostgresServer() as server:
        text = settings.read_text(encoding="utf-8").replace('engine = "duckdb"', 'engine = "postgres"')
        settings.write_text(f'{text}\n[postgres]\nurl = "{server.url()}"\n', encoding="utf-8")
        other = Company(read_workspace(company.workspace.root), scope=Scope.everything(), today=TODAY)
        assert other.workspace.engine.name == "postgres"
        there, theirs = told(other)
    assert differing(document, there) == []
    assert bridge == theirs
