"""The manifest speaks of declared tables and fields only, and the shipped mappings follow it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fupan.contracts import arrow_type, table
from fupan.demo.company import Company
from fupan.demo.manifest import SOURCES, Source
from fupan.demo.mappings import SHIPPED, write_mappings
from fupan.demo.tables import clean_tables
from fupan.sources.mapping_file import read_mappings


@pytest.mark.parametrize("spec", SOURCES, ids=lambda s: s.name)
def test_columns_feed_declared_fields(spec: Source) -> None:
    for column in spec.columns:
        for feeds in column.feeds:
            name, field = feeds.split(".")
            assert name in spec.tables
            declared = table(name).field(field)
            assert not declared.choices or set(column.words.values()) <= set(declared.choices)
    for constant in spec.constants:
        name, field = constant.split(".")
        table(name).field(field)


@pytest.mark.parametrize("spec", SOURCES, ids=lambda s: s.name)
def test_required_fields_are_fed(spec: Source) -> None:
    fed = {f for c in spec.columns for f in c.feeds} | set(spec.constants)
    if spec.unpivot:
        fed |= set(spec.unpivot[1:]) | {"targets.end_date"}
    missing = {f"{t}.{f}" for t in spec.tables for f in table(t).required} - fed
    assert missing == set()


def test_clean_tables_have_the_contract_s_fields_and_types(small: Company) -> None:
    for name, made in clean_tables(small).items():
        declared = {f.name: f for f in (*table(name).fields, *table(name).derived)}
        for field in made.schema:
            assert field.type == arrow_type(declared[field.name].type), f"{name}.{field.name}"


def test_keys_are_unique(small: Company) -> None:
    for name, made in clean_tables(small).items():
        key = [k for k in table(name).key if k in made.column_names]
        assert made.group_by(key).aggregate([]).num_rows == made.num_rows, name


def test_shipped_mappings_are_those_of_the_manifest(tmp_path: Path) -> None:
    written = {p.name: p.read_text(encoding="utf-8") for p in write_mappings(tmp_path)}
    shipped = {p.name: p.read_text(encoding="utf-8") for p in SHIPPED.glob("*.yaml")}
    assert shipped == written, "run: python -m fupan.demo.mappings"
    assert len(read_mappings(SHIPPED)) == len(written)
