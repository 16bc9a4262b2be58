"""What the asker may not see changes no figure, reaches no total, and is not shown by any way round."""

from __future__ import annotations

import pytest
from tests.metrics.company import company, line, returned, target
from tests.metrics.memory import MemoryReader, ask

from fupan.errors import QuestionError
from fupan.metrics import Scope

EAST = Scope(members={"region": ("华东",)})


@pytest.fixture
def reader() -> MemoryReader:
    return company(
        order_lines=[
            line("a", "2025-06-01", 100, region_id="SH", customer_id="c2", cost=60),
            line("b", "2025-06-01", 50, region_id="GD", customer_id="c1", cost=10),
            line("c", "2025-06-01", 7),
        ],
        return_lines=[returned("r", "2025-06-02", 5, "2025-05-01", region_id="GD")],
        targets=[
            target(200, "2025-06-01", "2025-07-01", grain_set="region", region_id="E"),
            target(300, "2025-06-01", "2025-07-01", grain_set="region", region_id="S"),
            target(900, "2025-06-01", "2025-07-01", grain_set="company"),
        ],
    )


def test_rows_totals_shares_and_targets_stay_inside(reader: MemoryReader) -> None:
    result = ask(
        reader,
        "net_sales",
        "returns",
        "share(net_sales)",
        "target",
        "customers",
        by=("region",),
        totals=True,
        scope=EAST,
    )
    assert result.all_rows() == [
        {"region": "华东", "net_sales": 100, "returns": 0, "share(net_sales)": 1.0, "target": 200, "customers": 1},
        {"region": None, "net_sales": 100, "returns": 0, "share(net_sales)": 1.0, "target": 200, "customers": 1},
    ]


def test_a_filter_cannot_widen_the_scope(reader: MemoryReader) -> None:
    for where in ("region != 'x' or region = '华东'", "contains(region, '华') or region is null"):
        assert ask(reader, "net_sales", where=where.replace("'x'", "'华东'"), scope=EAST).rows[0]["net_sales"] == 100
    assert ask(reader, "net_sales", where="region is null", scope=EAST).rows[0]["net_sales"] == 0


def test_a_fact_without_the_scoped_dimension_is_refused(reader: MemoryReader) -> None:
    with pytest.raises(QuestionError, match="non_conformed"):
        ask(reader, "net_sales", scope=Scope(members={"campaign": ("618",)}))


def test_scope_by_label_of_a_keyed_dimension(reader: MemoryReader) -> None:
    assert ask(reader, "gross_sales", scope=Scope(members={"customer": ("上海百联",)})).rows[0]["gross_sales"] == 100
    assert ask(reader, "gross_sales", scope=Scope(members={"customer": ("c1",)})).rows[0]["gross_sales"] == 50
    assert ask(reader, "gross_sales", scope=Scope(members={"customer": ()})).rows[0]["gross_sales"] == 0


def test_masks_follow_into_metrics_filters_and_breakdowns(reader: MemoryReader) -> None:
    scope = Scope(masks=frozenset({"order_lines.cost", "customers.name", "regions.province"}))
    for metric in ("sold_cost", "cost_of_goods", "gross_margin", "gross_margin_rate", "attainment(gross_margin)"):
        with pytest.raises(QuestionError, match="masked"):
            ask(reader, metric, scope=scope)
    for by in ("customer", "province"):
        with pytest.raises(QuestionError, match="masked"):
            ask(reader, "net_sales", by=(by,), scope=scope)
    with pytest.raises(QuestionError, match="masked"):
        ask(reader, "net_sales", where="province = '上海'", scope=scope)
    assert ask(reader, "net_sales", by=("region",), scope=scope).rows[0]["net_sales"] == 100


def test_a_member_outside_is_as_unknown_as_one_that_does_not_exist(reader: MemoryReader) -> None:
    for where in ("region = '华南'", "customer = '深圳华强'", "customer = '深圳华弱'", "province in ('广东')"):
        with pytest.raises(QuestionError) as caught:
            ask(reader, "net_sales", where=where, scope=EAST)
        assert caught.value.code == "unknown_member"
        assert not {"华南", "深圳华强", "广东"} & set(str(caught.value.closest).replace("'", " ").split())
    assert ask(reader, "net_sales", where="customer = '上海百联'", scope=EAST).rows[0]["net_sales"] == 100


def test_a_member_is_known_by_rows_inside_the_scope_though_its_master_stands_elsewhere() -> None:
    reader = company(order_lines=[line("a", "2025-06-01", 100, region_id="SH", customer_id="c1")])
    assert ask(reader, "gross_sales", where="customer = '深圳华强'", scope=EAST).rows[0]["gross_sales"] == 100


def test_a_scope_on_a_node_of_a_tree_takes_all_below_it(reader: MemoryReader) -> None:
    assert ask(reader, "gross_sales", scope=Scope(members={"region": ("E",)})).rows[0]["gross_sales"] == 100
    assert ask(reader, "gross_sales", scope=Scope(members={"region": ("CN",)})).rows[0]["gross_sales"] == 150
    assert ask(reader, "gross_sales", scope=Scope(members={"大区": ("GD", "(unknown)")})).rows[0]["gross_sales"] == 57
    assert ask(reader, "gross_sales", scope=Scope(members={"region": ("nowhere",)})).rows[0]["gross_sales"] == 0


def test_a_scope_on_an_org_unit_takes_the_units_below_it() -> None:
    units = [
        {"org_unit_id": "hq", "name": "总部"},
        {"org_unit_id": "east", "name": "华东大区", "parent_id": "hq"},
        {"org_unit_id": "sh", "name": "上海办", "parent_id": "east"},
        {"org_unit_id": "south", "name": "华南大区", "parent_id": "hq"},
    ]
    lines = [line(u, "2025-06-01", n, org_unit_id=u) for u, n in (("hq", 1), ("east", 2), ("sh", 4), ("south", 8))]
    reader = company(order_lines=lines, org_units=units)
    for member, sum_below in (("华东大区", 6), ("east", 6), ("sh", 4), ("hq", 15), ("总部", 15)):
        scope = Scope(members={"org_unit": (member,)})
        assert ask(reader, "gross_sales", scope=scope).rows[0]["gross_sales"] == sum_below


def test_a_city_never_stands_for_the_province_of_its_name() -> None:
    regions = [
        {"region_id": "22", "name": "吉林", "province": "吉林"},
        {"region_id": "2201", "name": "长春", "parent_id": "22", "province": "吉林", "city": "长春"},
        {"region_id": "2202", "name": "吉林", "parent_id": "22", "province": "吉林", "city": "吉林"},
    ]
    lines = [line(r, "2025-06-01", n, region_id=r) for r, n in (("22", 1), ("2201", 2), ("2202", 4))]
    reader = MemoryReader(order_lines=lines, regions=regions)
    assert ask(reader, "gross_sales", scope=Scope(members={"city": ("吉林",)})).rows[0]["gross_sales"] == 4
    assert ask(reader, "gross_sales", scope=Scope(members={"province": ("吉林",)})).rows[0]["gross_sales"] == 7


def test_roles_are_ored_and_dimensions_of_a_role_anded() -> None:
    reader = company(
        order_lines=[
            line("a", "2025-06-01", 1, region_id="SH", customer_id="c2", product_id="p1"),
            line("b", "2025-06-01", 2, region_id="SH", customer_id="c2", product_id="p2"),
            line("c", "2025-06-01", 4, region_id="GD", customer_id="c1", product_id="p1"),
            line("d", "2025-06-01", 8, region_id="GD", customer_id="c3", product_id="p1"),
            line("e", "2025-06-01", 16),
        ]
    )
    own = Scope(members={"region": ("华东",)})
    key_accounts = Scope(members={"customer": ("c1",), "product_line": ("A",)}, masks=frozenset({"order_lines.cost"}))
    both = Scope.united((own, key_accounts))
    assert ask(reader, "gross_sales", scope=both).rows[0]["gross_sales"] == 7
    assert [r["gross_sales"] for r in ask(reader, "gross_sales", by=("region",), scope=both).rows] == [4, 3]
    with pytest.raises(QuestionError, match="masked"):
        ask(reader, "sold_cost", scope=both)
    inner = Scope(members={"product_line": ("A",)}, either=({"region": ("华东",)}, {"customer": ("c1",)}))
    assert ask(reader, "gross_sales", scope=inner).rows[0]["gross_sales"] == 5
    assert Scope.united((own, Scope.everything())).dimensions == ()


def test_targets_outside_neither_answer_nor_choose_nor_tell() -> None:
    june = ("2025-06-01", "2025-07-01")
    reader = company(
        order_lines=[line("a", "2025-06-01", 100, region_id="SH"), line("b", "2025-06-01", 50, region_id="GD")],
        targets=[
            target(200, *june, region_id="E"),
            target(300, *june, region_id="S"), target(330, *june, region_id="S", version="v2"),
            target(900, *june, product_line="A"),
        ],
    )  # fmt: skip
    row = ask(reader, "target", "attainment", scope=EAST).rows[0]
    assert (row["target"], row["attainment"]) == (200, 0.5)  # version 2 is of another region
    with pytest.raises(QuestionError) as caught:
        ask(reader, "target", by=("product_line",), scope=EAST)
    assert "900" not in str(caught.value)
    assert ask(reader, "target", scope=Scope(members={"region": ("浙江",)})).rows[0]["target"] is None


def test_currencies_outside_are_no_reason_to_refuse() -> None:
    lines = [line("a", "2025-06-01", 1, region_id="SH"), line("b", "2025-06-01", 2, region_id="GD", currency="USD")]
    reader = company(order_lines=lines)
    with pytest.raises(QuestionError, match="currencies"):
        ask(reader, "gross_sales")
    assert ask(reader, "gross_sales", scope=EAST).rows[0]["gross_sales"] == 1


def test_first_is_taken_inside_the_scope_unless_the_right_is_held() -> None:
    lines = [
        line("a", "2025-05-01", 1, region_id="GD", customer_id="c1"),
        line("b", "2025-06-01", 1, region_id="SH", customer_id="c1"),
    ]
    reader = company(order_lines=lines)
    assert ask(reader, "new_customers", by=("region",), window="2025-06").rows == []
    assert ask(reader, "new_customers", scope=EAST).rows[0]["new_customers"] == 1
    held = Scope(members=EAST.members, benchmarks={"company_first": ("new_customers",)})
    assert ask(reader, "new_customers", scope=held).rows[0]["new_customers"] == 0


@pytest.mark.parametrize(
    ("mask", "metric", "question"),
    [
        ("invoice_lines.amount_with_tax", "receivables", {}),
        ("receipts.amount", "overdue_amount", {}),
        ("due_date", "receivables", {"by": ("ageing",)}),
        ("targets.amount", "attainment", {}),
        ("targets.amount", "net_sales", {"compare": ("target",)}),
        ("order_lines.recognised_date", "net_sales", {}),
        ("customer_id", "customers", {}),
        ("customer_id", "net_sales", {"by": ("customer",)}),
        ("customers.name", "net_sales", {"where": "customer = '无此客户'"}),
        ("cost", "net_sales", {"by": ("region",), "top": 1, "compare": ()}),
    ],
)
def test_a_mask_reaches_what_is_made_of_the_column(
    reader: MemoryReader, mask: str, metric: str, question: dict[str, object]
) -> None:
    invoice = {"invoice_id": "i", "line_id": "1", "invoice_date": "2025-05-01", "due_date": "2025-06-01",
               "amount_with_tax": 10, "region_id": "SH"}  # fmt: skip
    reader.add("invoice_lines", [invoice])
    scope = Scope(members=EAST.members, masks=frozenset({mask}))
    metrics = (metric, "gross_margin") if mask == "cost" else (metric,)
    with pytest.raises(QuestionError) as caught:
        ask(reader, *metrics, scope=scope, **question)
    assert caught.value.code == "masked"
    assert "深圳" not in str(caught.value)


def test_a_scope_may_rest_on_a_masked_column(reader: MemoryReader) -> None:
    scope = Scope(members={"customer": ("上海百联",)}, masks=frozenset({"customers.name"}))
    assert ask(reader, "gross_sales", scope=scope).rows[0]["gross_sales"] == 100


def test_a_frozen_document_opens_to_those_whose_scope_contains_its_own() -> None:
    all_rows, two = Scope.everything(), Scope(members={"region": ("华东", "华南")})
    narrow = Scope(members={"region": ("华东",), "product_line": ("A",)})
    assert all_rows.contains(two)
    assert two.contains(EAST)
    assert EAST.contains(narrow)
    assert not narrow.contains(EAST)
    assert not EAST.contains(two)
    assert not EAST.contains(all_rows)
    either = Scope(either=({"region": ("华东",)}, {"customer": ("c1",)}))
    assert either.contains(EAST)
    assert not EAST.contains(either)
    assert either.contains(either)
    assert not Scope(masks=frozenset({"cost"})).contains(all_rows)
    assert all_rows.contains(Scope(masks=frozenset({"cost"})))
    assert Scope(masks=frozenset({"order_lines.cost"})).contains(Scope(masks=frozenset({"cost"})))
    assert not Scope(masks=frozenset({"cost"})).contains(Scope(masks=frozenset({"order_lines.cost"})))
    tree = {"上海办": ("华东大区", "总部"), "华东大区": ("总部",)}
    unit, office = Scope(members={"org_unit": ("华东大区",)}), Scope(members={"org_unit": ("上海办",)})
    assert not unit.contains(office)
    assert unit.contains(office, ancestors=lambda _, m: tree.get(m, ()))
    mean = Scope(members=EAST.members, benchmarks={"company_mean": ("net_sales",)})
    assert not EAST.contains(mean)
    assert mean.contains(EAST)
    with pytest.raises(ValueError, match="no benchmark right"):
        Scope(benchmarks={"company_men": ("*",)})
