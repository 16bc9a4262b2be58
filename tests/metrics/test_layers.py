"""Pack, industry pack, workspace: one over the other key by key, and everything wrong told at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.metrics.memory import DEFINITIONS

from fupan.errors import ConflictError, DefinitionError
from fupan.metrics import load_definitions
from fupan.metrics.catalogue import catalogue_rows
from fupan.metrics.edit import ABSENT, read_definition_file, write_definition_file

BASE = "zh: 大单, en: Big, unit: count, format: count"


def put(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_workspace_over_an_industry_pack_over_the_standard_pack(tmp_path: Path) -> None:
    put(tmp_path / "packs" / "devices", "pack.yaml", "extends: standard\nzh: 设备\nen: Devices\n")
    put(tmp_path / "packs" / "devices" / "metrics", "sales.yaml",
        f"metrics:\n  net_sales: {{owner: 事业部}}\n  big: {{{BASE}, family: count, fact: order_lines, where: quantity > 10}}\n")  # fmt: skip
    put(tmp_path / "metrics", "own.yaml",
        "metrics:\n  net_sales: {zh: 净额}\n  big: {where: quantity > 20}\n  bigger: {extends: big, zh: 特大单, en: Bigger}\n"
        "  csat: {hidden: true}\n  price_protection: {removed: true}\n"
        "  net_sales_x: {extends: gross_sales, zh: 试, en: x, time: order, certified: true}\n")  # fmt: skip
    with pytest.raises(DefinitionError, match="price_protection"):  # net sales still needs it
        load_definitions("devices", tmp_path)
    path = tmp_path / "metrics" / "own.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("price_protection", "dealer_stock_days"), encoding="utf-8")
    found = load_definitions("devices", tmp_path)
    net = found.metrics["net_sales"]
    assert (net.zh, net.en, net.owner) == ("净额", "Net sales", "事业部")
    assert found.metrics["bigger"].where == "quantity > 20"
    assert "dealer_stock_days" not in found.metrics
    extended = found.metrics["net_sales_x"]
    assert (extended.of, extended.time, extended.about_zh) == ("gross_without_tax", "order", "")
    rows = {r["name"]: r for r in catalogue_rows(found)}
    assert "csat" not in rows
    assert rows["net_sales"]["origin"] == "standard/sales.yaml; devices/sales.yaml: owner; workspace/own.yaml: zh"
    assert rows["big"]["origin"] == "devices/sales.yaml; workspace/own.yaml: where"


def test_packs_that_stand_on_each_other_are_refused(tmp_path: Path) -> None:
    put(tmp_path / "packs" / "a", "pack.yaml", "extends: b\n")
    put(tmp_path / "packs" / "b", "pack.yaml", "extends: a\n")
    with pytest.raises(DefinitionError, match="a -> b -> a"):
        load_definitions("a", tmp_path)
    with pytest.raises(DefinitionError, match="standard"):
        load_definitions("standart", tmp_path)


def test_everything_wrong_is_told_at_once_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    put(tmp_path / "metrics", "a.yaml",
        f"metrics:\n  one: {{{BASE}, family: sum, fact: order_line, of: quantity}}\n  two: {{{BASE}, family: sum, fact: order_lines, of: quantty}}\n"
        "  thre: {direction: up}\nfact: {}\n")  # fmt: skip
    put(tmp_path / "metrics", "b.yaml",
        f"metrics:\n  one: {{zh: x}}\n  p: {{{BASE}, family: derived, formula: q + 1}}\n  q: {{{BASE}, family: derived, formula: p * 2}}\n"
        f"  r: {{{BASE}, family: sum, fact: order_lines, of: customer_id, where: quantity + 1, owner: [1]}}\n")  # fmt: skip
    with pytest.raises(DefinitionError) as caught:
        load_definitions("standard", tmp_path)
    told = [(Path(e.file).name, e.line, e.key) for e in caught.value.all]
    assert told == [
        ("a.yaml", 2, "metrics.one.fact"), ("a.yaml", 3, "metrics.two.of"), ("a.yaml", 4, "metrics.thre"), ("a.yaml", 5, "fact"),
        ("b.yaml", 2, "metrics.one"), ("b.yaml", 3, "metrics.p.formula"), ("b.yaml", 5, "metrics.r.owner"),
    ]  # fmt: skip
    assert str(caught.value).count("\n") == len(told) - 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("family: sum, fact: order_lines, of: customer_id", "must give a number"),
        ("family: sum, fact: order_lines, of: quantity > 1", "iff"),
        ("family: count, fact: order_lines, where: quantity", "must be a condition"),
        ("family: count, fact: order_lines, where: quantity = 'many'", "a number and a text"),
        ("family: count, fact: order_lines, where: order_date > '2025-01-01'", "date\\('2025-06-30'\\)"),
        ("family: sum, fact: order_lines, of: ship_date - order_date", "days\\(from, to\\)"),
        ("family: count, fact: order_lines, where: contians(note, 'x')", "contains"),
        ("family: first, fact: order_lines, entity: lower(customer_id)", "a field alone"),
        ("family: derived, formula: net_sales + orders", "currency and count"),
        ("family: derived, formula: net_sales / orders", "currency_per_unit"),
        ("family: derived, formula: net_sales > 1", "must give a number"),
        ("family: count, fact: order_lines, format: percent", "does not suit"),
        ("family: count, fact: order_lines, sample: order", "orders"),
    ],
)
def test_kinds_and_units_must_go_together(tmp_path: Path, given: str, said: str) -> None:
    base = BASE.replace(", format: count", "") if "format:" in given else BASE
    head, where, condition = given.partition("where: ")
    inside = head + (f'where: "{condition}"' if where else "")
    put(tmp_path / "metrics", "own.yaml", f"metrics:\n  m: {{{base}, {inside}}}\n")
    with pytest.raises(DefinitionError, match=said):
        load_definitions("standard", tmp_path)


def test_a_file_is_replaced_only_by_who_read_it_last_and_only_if_all_holds(tmp_path: Path) -> None:
    path = tmp_path / "metrics" / "own.yaml"
    text = f"metrics:\n  big: {{{BASE}, family: count, fact: order_lines}}\n"
    first = write_definition_file(path, text, ABSENT, pack="standard", workspace=tmp_path)
    assert read_definition_file(path) == first
    with pytest.raises(ConflictError, match="since it was read"):
        write_definition_file(path, text, ABSENT, pack="standard", workspace=tmp_path)
    with pytest.raises(DefinitionError, match="order_lines") as caught:
        write_definition_file(
            path, text.replace("order_lines", "order_line"), first.hash, pack="standard", workspace=tmp_path
        )
    assert caught.value.file == str(path)
    with pytest.raises(DefinitionError, match="metrics folder"):
        write_definition_file(tmp_path / "other.yaml", text, ABSENT, pack="standard", workspace=tmp_path)
    assert path.read_text(encoding="utf-8") == text
    assert [p.name for p in path.parent.iterdir()] == ["own.yaml"]
    write_definition_file(path, text.replace("大单", "巨单"), first.hash, pack="standard", workspace=tmp_path)
    assert load_definitions("standard", tmp_path).metrics["big"].zh == "巨单"


def test_the_hash_tells_definitions_apart_not_their_files(tmp_path: Path) -> None:
    put(tmp_path / "metrics", "own.yaml", "metrics:\n  net_sales: {zh: 净销售额}\n")
    assert load_definitions("standard", tmp_path).hash == DEFINITIONS.hash
