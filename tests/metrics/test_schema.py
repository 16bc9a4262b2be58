"""The schema by which editors check definition files agrees with what the loader takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from fupan.metrics.schema import metrics_schema
from fupan.packs import pack_files, pack_path

SCHEMA = json.loads((pack_path().parent / "metrics.schema.json").read_text(encoding="utf-8"))
FILES = pack_files("standard", "metrics")


def wrong(data: Any) -> list[str]:
    return [e.message for e in Draft202012Validator(SCHEMA).iter_errors(data)]


def test_the_shipped_schema_is_that_of_the_models() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(metrics_schema())) == SCHEMA


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_files_of_the_pack_keep_it_and_name_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert wrong(YAML(typ="safe").load(text)) == []
    first = text.splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("=")[2]).resolve() == (pack_path().parent / "metrics.schema.json").resolve()


@pytest.mark.parametrize(
    "data",
    [
        {"metric": {}}, {"metrics": {"m": {"familie": "sum"}}}, {"metrics": {"m": {"family": "summ"}}},
        {"metrics": {"m": {"family": "count", "of": "quantity"}}}, {"metrics": {"m": {"unit": "yuan"}}}, {"metrics": {"m-1": {}}},
        {"metrics": {"m": {"family": "percentile", "at": "much"}}}, {"dimensions": {"d": {"tabel": "regions"}}}, {"facts": {"f": {"bridge": {"table": "x"}}}},
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_while_it_is_typed(data: Any) -> None:
    assert wrong(data)


def test_single_keys_may_be_overridden_and_definitions_removed() -> None:
    assert wrong({"metrics": {"net_sales": {"zh": "净额"}, "share": {"removed": True}}, "facts": None}) == []
