"""Definition files: the shipped pack is complete, workspaces override it, errors name file, line and nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.metrics.memory import DEFINITIONS

from fupan.errors import DefinitionError
from fupan.metrics import load_definitions, read_definitions
from fupan.packs import pack_files, read_yaml

ASKED = [
    "gross_sales_with_tax",
    "gross_sales",
    "discounts",
    "returns",
    "rebates",
    "price_protection",
    "net_sales",
    "cost_of_goods",
    "gross_margin",
    "gross_margin_rate",
    "units",
    "orders",
    "customers",
    "aov",
    "asp",
    "return_rate",
    "target",
    "attainment",
    "progress",
    "expected_progress",
    "lag",
    "elapsed",
    "gap",
    "receivables_due",
    "receipts",
    "collections_rate",
    "overdue_amount",
    "dso",
    "stock_units",
    "stock_value",
    "sellout_units",
    "sellout_amount",
    "dealer_stock_units",
    "stock_days",
    "new_customers",
    "repurchase_rate",
    "retention",
    "renewal_rate",
    "complaints",
    "tickets",
    "csat",
    "nps",
    "spend",
    "attributed_sales",
    "roi",
    "opportunities",
    "wins",
    "share",
]


def test_the_pack_has_every_metric_with_names_owner_and_words() -> None:
    assert set(ASKED) <= set(DEFINITIONS.metrics)
    for metric in DEFINITIONS.metrics.values():
        assert metric.zh, metric.name
        assert metric.en, metric.name
        assert metric.owner, metric.name
        assert metric.about_zh, metric.name
        assert metric.about_en, metric.name
    labels = [m.zh for m in DEFINITIONS.metrics.values()]
    assert len(labels) == len(set(labels))


def broken(tmp_path: Path, text: str) -> DefinitionError:
    own = tmp_path / "metrics"
    own.mkdir(exist_ok=True)
    (own / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_definitions("standard", tmp_path)
    assert str(own / "own.yaml") in str(caught.value)
    return caught.value


BASE = "zh: x\n    en: x\n    unit: currency\n    format: money\n"


@pytest.mark.parametrize(
    ("text", "line", "nearest"),
    [
        (f"metrics:\n  m:\n    {BASE}    family: summ\n", 7, "sum"),
        (f"metrics:\n  m:\n    {BASE}    famly: sum\n", 7, "family"),
        (f"metrics:\n  m:\n    {BASE}    family: sum\n    fact: order_line\n    of: quantity\n", 8, "order_lines"),
        (f"metrics:\n  m:\n    {BASE}    family: sum\n    fact: order_lines\n    of: quantty\n", 9, "quantity"),
        (
            f"metrics:\n  m:\n    {BASE}    family: sum\n    fact: order_lines\n    off: quantity\n    of: quantity\n",
            9,
            "of",
        ),
        (f"metrics:\n  m:\n    {BASE}    family: derived\n    formula: net_sale / units\n", 8, "net_sales"),
        (f"metrics:\n  m:\n    {BASE}    family: derived\n    formula: __import__('os')\n", 8, None),
        (
            f"metrics:\n  m:\n    {BASE}    family: count\n    fact: order_lines\n    time: recognised\n",
            9,
            "recognition",
        ),
        ("metrics:\n  net_sales:\n    direction: sideways\n", 3, None),
        ("metrics:\n  net_sales:\n    formula: aov + attainment\n  aov:\n    formula: net_sales / orders\n", 3, None),
        ("metrics:\n  m: 3\n", 2, None),
        ("metric:\n  m:\n    zh: x\n", 1, "metrics"),
        ("dimensions:\n  d:\n    zh: x\n    en: x\n    table: region\n    key: region_id\n", 5, "regions"),
        ("metrics: [1, 2\n", 2, None),
        ("- 1\n", None, None),
        ("facts:\n  f:\n    tabel: order_lines\n", 2, None),
    ],
)
def test_errors_name_line_and_nearest(tmp_path: Path, text: str, line: int | None, nearest: str | None) -> None:
    error = broken(tmp_path, text)
    if line is not None:
        assert error.line == line, str(error)
    if nearest is not None:
        assert error.nearest == nearest, str(error)


def test_a_workspace_overrides_key_by_key_and_adds(tmp_path: Path) -> None:
    own = tmp_path / "metrics"
    own.mkdir()
    (own / "own.yaml").write_text(
        "metrics:\n  net_sales:\n    zh: 净额\n  big_orders:\n    zh: 大单\n    en: Big\n    family: count\n    fact: order_lines\n"
        "    where: gross_without_tax > 1000\n    unit: count\n    format: count\n",
        encoding="utf-8",
    )
    found = load_definitions("standard", tmp_path)
    assert found.metrics["net_sales"].zh == "净额"
    assert found.metrics["net_sales"].en == "Net sales"
    assert found.metrics["big_orders"].family == "count"
    assert found.hash != DEFINITIONS.hash


@pytest.mark.parametrize(
    "raw",
    [b"\xff\xfe\x00", (b"a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
     b"d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"),
     b"a: !!python/object/apply:os.system ['true']\n", b"[" * 5000, b"a: &a [*a]\n", b"a:\n\t- b\n", b"x" * 3_000_000],
)  # fmt: skip
def test_hostile_yaml(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(raw)
    with pytest.raises(DefinitionError) as caught:
        read_yaml(path)
    assert "bad.yaml" in str(caught.value)


def test_long_chains_of_definitions_are_refused_not_overflowed(tmp_path: Path) -> None:
    lines = ["metrics:"]
    for n in range(3000):
        lines += [
            f"  m{n}:",
            "    zh: x",
            "    en: x",
            "    unit: count",
            "    format: count",
            "    family: derived",
            f"    formula: m{n + 1}",
        ]
    lines += [
        "  m3000:",
        "    zh: x",
        "    en: x",
        "    unit: count",
        "    format: count",
        "    family: count",
        "    fact: order_lines",
    ]
    path = tmp_path / "own.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DefinitionError, match="deep"):
        read_definitions([*pack_files("standard", "metrics"), path])
