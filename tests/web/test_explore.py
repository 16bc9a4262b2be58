"""The explorer: the address is the whole question, totals are the layer's, what cannot be asked is said."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.http import QueryDict
from openpyxl import load_workbook
from tests.web.conftest import SignIn

from fupan.metrics import load_definitions
from fupan.web.audit.models import Entry
from fupan.web.explore.inquiry import Condition, Inquiry, read_inquiry

JUNE = "window=2025-06"


def read(query: str) -> Inquiry:
    return read_inquiry(QueryDict(query), load_definitions())


def test_the_address_holds_the_whole_question() -> None:
    given = read(
        "m=net_sales&m=gross_margin&by=region&on=channel&window=2025&vs=last_year&f.region=华南&if=net_sales:gt:5"
        "&top=5&others=no&order=-net_sales&chart=stack&org=as_is"
    )
    assert given.metrics == ("net_sales", "gross_margin")
    assert given.by == ("region", "channel")
    assert given.conditions == (Condition("net_sales", "gt", Decimal(5)),)
    assert (given.top, given.others, given.order, given.chart) == (5, False, "-net_sales", "stack")
    assert read(given.url()[1:]) == given


@pytest.mark.parametrize(
    ("typed", "number"), [("5%", "0.05"), ("100万", "1000000"), ("1,000.5", "1000.5"), ("−3", "-3")]
)
def test_numbers_are_read_as_people_type_them(typed: str, number: str) -> None:
    found = read(QueryDict(f"m=net_sales&c=net_sales&s=gt&v={typed}").urlencode()).conditions
    assert [c.number for c in found] == ([Decimal(number)] if typed != "5%" else [Decimal("0.05")])


@pytest.mark.parametrize("odd", ["m=password", "m=net_sales&by=__class__", "m=net_sales&top=0", "m=net_sales&top=²", "m=net_sales&if=a:b",
                                 "m=net_sales&if=net_sales:gt:NaN", "m=net_sales&order=;drop", "m=net_sales&chart=pie"])  # fmt: skip
def test_what_nobody_could_have_chosen_is_left_out(odd: str) -> None:
    assert read(odd) in [Inquiry(("net_sales",)), Inquiry()]


def test_a_crossed_table_has_totals_of_their_own(sign_in: SignIn) -> None:
    # June without tax: 15,000 in the south through a dealer, 20,000 in the east online
    text = sign_in(owner={}).get(f"/explore/?m=customers&m=net_sales&by=region&on=channel&{JUNE}").text
    assert "1.5" in text
    assert "3.5" in text  # the whole
    assert text.count('class="total"') == 1


def test_others_of_a_crossed_table_are_asked_for(sign_in: SignIn) -> None:
    from fupan.metrics.question import Scope
    from fupan.web.cockpit.page import view_of
    from fupan.web.company import house
    from fupan.web.explore.answers import ask

    sign_in(owner={})
    inquiry = read(f"m=net_sales&by=region&on=channel&{JUNE}&top=1")
    found = ask(house(), inquiry, view_of(house(), inquiry.filters, lang="zh"), scope=Scope.everything())
    assert found.crossed is not None
    assert found.crossed.rest is not None
    assert [r["region"] for r in found.down.result.rows] == ["华东"]  # type: ignore[union-attr]
    assert sum(r["net_sales"] for r in found.crossed.rest.rows) == Decimal(15000)
    assert found.down.result.others["net_sales"] == Decimal(15000)  # type: ignore[union-attr, index]


def test_the_catalogue_holds_what_goes_together(sign_in: SignIn) -> None:
    client = sign_in(owner={})
    text = client.get(f"/explore/?m=net_sales&by=product&{JUNE}").text
    assert 'value="gross_margin"' in text
    assert 'value="receipts"' not in text
    assert 'value="stage"' not in text
    found = client.get(f"/explore/?m=net_sales&q=客户&{JUNE}").text
    assert 'value="customer"' in found
    assert 'value="region"' not in found


def test_a_refusal_is_a_sentence_with_the_closest_question(sign_in: SignIn) -> None:
    answer = sign_in(owner={}).get(f"/explore/?m=net_sales&by=stage&{JUNE}")
    assert answer.status_code == 200
    assert "商机阶段" in answer.text
    assert "改问：" in answer.text


def test_a_rep_asks_inside_the_own_scope_and_a_masked_metric_is_not_offered(sign_in: SignIn) -> None:
    client = sign_in("E3")
    text = client.get(f"/explore/?m=net_sales&by=customer&{JUNE}").text
    assert "华强" in text
    assert "天成" not in text
    assert 'value="gross_margin"' not in text
    told = client.get(f"/explore/?m=gross_margin&by=customer&{JUNE}").text
    assert "没有算出来" in told


def test_a_figure_and_its_rows(sign_in: SignIn) -> None:
    client = sign_in(owner={})
    query = f"?m=net_sales&by=region&on=channel&{JUNE}&column=net_sales&at.region=华南"
    assert "一步步算出来" in client.get(f"/explore/figure/{query}").text
    rows = client.get(f"/explore/rows/{query}")
    assert "华强" in rows.text
    assert "天成" not in rows.text
    assert client.get("/explore/figure/?m=net_sales&by=region&column=net_sales&at.region=西藏").status_code == 404


def test_files(sign_in: SignIn) -> None:
    client = sign_in(owner={})
    query = f"?m=net_sales&by=region&{JUNE}"
    text = client.get(f"/explore/answer.csv{query}").getvalue()
    assert text.startswith("\ufeff大区,净销售额".encode())
    book: Any = load_workbook(BytesIO(client.get(f"/explore/answer.xlsx{query}").getvalue()))
    assert [c.value for c in book.worksheets[0][2]] == ["华东", 20000]
    import pyarrow.parquet as pq

    table = pq.read_table(BytesIO(client.get(f"/explore/answer.parquet{query}").getvalue()))
    assert table["net_sales"].to_pylist() == [Decimal(20000), Decimal(15000)]
    assert Entry.objects.filter(act="export", kind="answer").count() == 3
    assert client.get(f"/explore/answer.exe{query}").status_code == 404


def test_a_window_that_cannot_be_read_is_said(sign_in: SignIn) -> None:
    assert sign_in(owner={}).get("/explore/?m=net_sales&window=9999-99").status_code == 400
