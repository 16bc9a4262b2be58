"""Definitions written for other tools: by the rules of each format, and nothing left out without a reason."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.metrics.company import company, line
from tests.metrics.memory import DEFINITIONS, ask

from fupan.errors import QuestionError
from fupan.expressions import names, parse
from fupan.metrics.exchange import FORMATS, export_definitions

EXTENSIONS = {"ai_context", "custom_extensions"}
ALLOWED = {
    "model": {"name", "description", "datasets", "relationships", "metrics"} | EXTENSIONS,
    "dataset": {"name", "source", "primary_key", "unique_keys", "description", "fields"} | EXTENSIONS,
    "relationship": {"name", "from", "to", "from_columns", "to_columns"} | EXTENSIONS,
    "field": {"name", "expression", "dimension", "label", "description", "datatype"} | EXTENSIONS,
    "metric": {"name", "expression", "description", "datatype"} | EXTENSIONS,
}  # fmt: skip


def ossie(to: str) -> dict[str, Any]:
    document = json.loads(export_definitions(DEFINITIONS, to).text)
    assert set(document) == {"version", "semantic_model"}
    (model,) = document["semantic_model"]
    return {"version": document["version"], **model}


@pytest.mark.parametrize(("to", "version"), [("ossie", "0.2.0.dev0"), ("osi-0.1", "0.1.1")])
def test_an_ossie_document_keeps_the_core_specification(to: str, version: str) -> None:
    model = ossie(to)
    assert model.pop("version") == version
    assert set(model) <= ALLOWED["model"]
    datasets = {d["name"]: {f["name"] for f in d["fields"]} for d in model["datasets"]}
    for kind in ("dataset", "relationship", "metric"):
        every = model[f"{kind}s"]
        assert len({e["name"] for e in every}) == len(every)
        assert all(set(e) <= ALLOWED[kind] for e in every)
    for dataset in model["datasets"]:
        assert all(set(f) <= ALLOWED["field"] and ("datatype" in f) == (to == "ossie") for f in dataset["fields"])
        assert set(dataset["primary_key"]) <= datasets[dataset["name"]]
    for related in model["relationships"]:
        assert set(related["from_columns"]) <= datasets[related["from"]]
        assert set(related["to_columns"]) <= datasets[related["to"]]
    for metric in model["metrics"]:
        (said,) = metric["expression"]["dialects"]
        assert said["dialect"] == "ANSI_SQL"
        for dataset, column in re.findall(r"\b([a-z_]+)\.([a-z_]+)\b", re.sub(r"'[^']*'", "", said["expression"])):
            assert column in datasets[dataset], metric["name"]
        for extension in metric["custom_extensions"]:
            assert json.loads(extension["data"])["fupan"]["definition"]["name"] == metric["name"]


@pytest.mark.parametrize("to", list(FORMATS))
def test_each_metric_is_written_or_left_out_with_a_reason(to: str) -> None:
    exported = export_definitions(DEFINITIONS, to)
    left = {o.metric for o in exported.left_out}
    assert exported.written + len(left) == len(DEFINITIONS.metrics)
    assert exported.written > 80
    assert all(o.reason for o in exported.left_out)
    assert {"attainment", "stock_units", "share", "retention"} <= left


def test_a_metric_over_several_tables_is_not_said_where_rows_would_multiply() -> None:
    reasons = {o.metric: o.reason for o in export_definitions(DEFINITIONS, "ossie").left_out}
    assert "order_lines" in reasons["net_sales"]
    assert "net_sales" not in {o.metric for o in export_definitions(DEFINITIONS, "metricflow").left_out}


def test_a_written_expression_gives_our_answer() -> None:
    rows = [
        line("1", "2025-06-02", 100, quantity=2),
        line("2", "2025-06-03", 200),
        line("3", "2025-06-03", 999, cancelled=True),
    ]
    reader = company(order_lines=rows)
    reader.table("order_lines")
    for metric in ossie("ossie")["metrics"]:
        if metric["name"] in {"gross_sales", "orders", "units", "asp", "order_line_count", "discounts"}:
            said = metric["expression"]["dialects"][0]["expression"]
            (found,) = reader.backend.con.execute(f"SELECT {said} FROM order_lines").fetchone()
            assert found == pytest.approx(ask(reader, metric["name"]).rows[0][metric["name"]]), said


def test_metricflow_is_whole() -> None:
    document = YAML(typ="safe").load(io.StringIO(export_definitions(DEFINITIONS, "metricflow").text))
    rule = re.compile(r"(?!.*__)^[a-z][a-z0-9_]*[a-z0-9]$")
    measures: set[str] = set()
    for model in document["semantic_models"]:
        times = {d["name"] for d in model["dimensions"] if d["type"] == "time"}
        assert [e["type"] for e in model["entities"]].count("primary") == 1
        for kind in ("entities", "dimensions", "measures"):
            listed = [e["name"] for e in model.get(kind, ())]
            assert len(set(listed)) == len(listed)
            assert all(rule.match(n) for n in listed)
        for measure in model.get("measures", ()):
            assert measure["agg_time_dimension"] in times
            assert measure["name"] not in measures
            measures.add(measure["name"])
    by_name = {m["name"]: m for m in document["metrics"]}
    assert len(by_name) == len(document["metrics"])
    for metric in document["metrics"]:
        given = metric["type_params"]
        if metric["type"] == "simple":
            assert given["measure"]["name"] in measures
        else:
            assert {m["name"] for m in given["metrics"]} <= set(by_name)
    assert {m["name"] for m in by_name["net_sales"]["type_params"]["metrics"]} == set(
        names(parse(DEFINITIONS.metrics["net_sales"].formula))
    )


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(QuestionError, match="metricflow"):
        export_definitions(DEFINITIONS, "metricflo")
