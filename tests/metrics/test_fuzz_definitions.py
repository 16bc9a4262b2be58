"""Whatever stands in a definition file: definitions that can be asked, or errors that name what is wrong."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from tests.metrics.company import company, line
from tests.metrics.hostile import HOSTILE, texts
from tests.metrics.memory import ask

from fupan.errors import DefinitionError, UserError
from fupan.metrics import Definitions, MetricLayer, read_definitions
from fupan.metrics.definition import MODELS, Dimension, Fact

READER = company(order_lines=[line("1", "2025-06-02", 100, customer_id="c1", region_id="GD")])
GROUND = """
dimensions:
  region: {zh: 大区, en: Region, table: regions, key: region_id, column: region}
  month: {zh: 月, en: Month, time: month}
metrics:
  gross: {zh: 毛额, en: Gross, family: sum, fact: order_lines, of: gross_without_tax, unit: currency, format: money}
  orders: {zh: 单数, en: Orders, family: count_distinct, fact: order_lines, of: order_id, unit: count, format: count}
  aov: {zh: 客单价, en: AOV, family: ratio, numerator: gross, denominator: orders, unit: currency_per_unit, format: money}
"""
KEYS = sorted({f.alias or n for m in (*MODELS.values(), Fact, Dimension) for n, f in m.model_fields.items()} - {"name"})
RIGHT = ["order_lines", "quantity", "gross_without_tax", "customer_id", "region", "gross", "orders", "aov", "net_sales", "order", "ship",
         "currency", "money", "count", "fraction", "percent", "up", "down", "regions", "region_id", "cancelled", "order_date",
         "gross / orders", "quantity > 1", "stage_events", "opportunity_id", *MODELS]  # fmt: skip
anything = st.one_of(
    st.sampled_from(RIGHT), texts, st.none(), st.booleans(), st.integers(), st.floats(), st.lists(st.sampled_from(RIGHT), max_size=3),
    st.dictionaries(st.sampled_from(RIGHT), st.sampled_from(RIGHT), max_size=2), st.dates(),
)  # fmt: skip
METRIC = {
    "zh": "试",
    "en": "Test",
    "unit": "count",
    "format": "count",
    "family": "sum",
    "fact": "order_lines",
    "of": "quantity",
}


def read(*given: str) -> Definitions:
    """Definitions of texts, one file each."""
    with TemporaryDirectory() as folder:
        paths = []
        for i, text in enumerate(given):
            path = Path(folder) / str(i) / "own.yaml"
            path.parent.mkdir()
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
            paths.append(path)
        return read_definitions(paths)


def tried(data: Any) -> None:
    """Read *data* as a definition file over the ground, and ask every metric that there is then."""
    stream = io.StringIO()
    try:
        YAML(typ="safe", pure=True).dump(data, stream)
    except Exception:  # noqa: BLE001 - the writer of YAML refuses some texts before we see them
        return
    try:
        found = read(GROUND, stream.getvalue())
    except DefinitionError as e:
        said = [str(e), *map(str, e.all)]
    else:
        said = ["own.yaml", *(answered(found, name) for name in found.metrics)]
    assert all(text.strip() for text in said)
    assert any("own.yaml" in text for text in said)


def answered(found: Definitions, name: str) -> str:
    """The answer or the refusal as text."""
    try:
        return ask(
            READER, name, layer=MetricLayer(found), by="region" if "region" in found.dimensions else ()
        ).to_json()
    except UserError as e:
        return str(e)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.one_of(st.sampled_from(["gross", "m", "orders"]), texts), st.dictionaries(st.sampled_from(KEYS), anything, max_size=8), max_size=3),
    st.booleans(),
)  # fmt: skip
def test_any_metrics(entries: dict[str, dict[str, Any]], complete: bool) -> None:
    tried({"metrics": {n: (METRIC | e if complete else e) for n, e in entries.items()}})


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["facts", "dimensions", "metrics", "x"]), st.recursive(anything, lambda below: st.one_of(
    st.lists(below, max_size=3), st.dictionaries(st.sampled_from([*RIGHT, *KEYS]), below, max_size=4)), max_leaves=12))  # fmt: skip
def test_any_shape(kind: str, data: Any) -> None:
    tried({kind: data})
    tried({kind: {"region": data, "order_lines": data}})
    tried(data)


KEYS_TRIED = ("of", "where", "fact", "time", "unit", "owner", "zh")


def test_every_hostile_text_in_every_key() -> None:
    derived = {"zh": "试", "en": "T", "unit": "ratio", "format": "ratio", "family": "derived"}
    for i, text in enumerate(HOSTILE):
        tried(
            {"metrics": {"m": METRIC | {"of": text}, "n": METRIC | {"where": text}, "o": derived | {"formula": text}}}
        )
        tried({"metrics": {"m": METRIC | {KEYS_TRIED[i % len(KEYS_TRIED)]: text}, text: METRIC}})
        tried({"metrics": {"m": {"family": "filtered", "of": "gross", "zh": "x", "en": "x", "where": text}}})
        tried({"dimensions": {"d": {"zh": text, "en": text, "table": "regions", "key": "region_id", "column": text}},
               "facts": {"order_lines": {"time": {"order": text}, "without": [text]}}})  # fmt: skip


def test_a_formula_that_doubles_forty_times_is_refused_at_once() -> None:
    lines = ["metrics:"]
    common = "zh: x, en: x, unit: currency, format: money, family: derived"
    lines += [
        f"  m{n}: {{{common}, formula: m{n - 1} + m{n - 1}}}" if n else f"  m0: {{{common}, formula: gross}}"
        for n in range(39)
    ]
    with pytest.raises(DefinitionError, match="written out"):
        read(GROUND, "\n".join(lines))


@pytest.mark.parametrize("function", ["between({}, 1, 2)", "nullif({}, 1)"])
def test_what_is_written_for_two_does_not_double_without_end(function: str) -> None:
    text = "quantity"
    for _ in range(40):
        text = function.format(text)
    with pytest.raises(DefinitionError):
        read(
            GROUND,
            f"metrics:\n  m: {{zh: x, en: x, unit: count, format: count, family: sum, fact: order_lines, of: '{text}'}}\n",
        )
