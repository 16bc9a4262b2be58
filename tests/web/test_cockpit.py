"""The cockpit shows each asker the own figures, and nothing of anybody else's."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.web.conftest import SignIn

from fupan.web.company import House

JUNE = "?window=2025-06"


def text_of(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content[:500]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_director_sees_the_whole(sign_in: SignIn) -> None:
    page = text_of(sign_in("E1"), reverse("cockpit") + JUNE)
    assert "3.5 万元" in page
    assert "华南" in page
    assert "华东" in page


def test_a_rep_sees_the_own_customers_and_no_other_name_or_figure(sign_in: SignIn) -> None:
    page = text_of(sign_in("E3"), reverse("cockpit") + JUNE)
    assert "1.5 万元" in page
    assert "华东" not in page
    assert "天成" not in page
    assert "3.5" not in page


def test_a_manager_sees_those_below(sign_in: SignIn) -> None:
    page = text_of(sign_in("E2"), reverse("cockpit") + JUNE)
    assert "1.5 万元" in page
    assert "天成" not in page


def test_who_took_over_a_post_sees_its_history_and_who_left_sees_nothing(sign_in: SignIn) -> None:
    assert "2.0 万元" in text_of(sign_in("E4"), reverse("cockpit") + JUNE)
    assert sign_in("E5").get(reverse("cockpit") + JUNE).status_code == 403


def test_a_granted_channel_is_all_that_a_channel_manager_sees(sign_in: SignIn) -> None:
    page = text_of(sign_in(channel_manager={"channel": ["线上"]}), reverse("cockpit") + JUNE)
    assert "2.0 万元" in page
    assert "华强" not in page


@pytest.mark.parametrize("page", ["cockpit_figure", "cockpit_rows", "cockpit_rows_file"])
def test_a_foreign_figure_is_not_found_by_its_address(sign_in: SignIn, page: str) -> None:
    address = reverse(page) + JUNE + "&panel=regions&column=net_sales&at.region=华东"
    if page == "cockpit_rows":
        assert "20,000" in text_of(sign_in("E1"), address)
    answer = sign_in("E3").get(address)
    assert answer.status_code == 404
    assert "天成" not in answer.content.decode()
    assert "20,000" not in answer.content.decode()


def test_a_filter_on_a_foreign_member_shows_nothing_of_it(sign_in: SignIn) -> None:
    page = text_of(sign_in("E3"), reverse("cockpit") + JUNE + "&f.region=华东")
    assert "2.0 万元" not in page
    assert "天成" not in page


def test_the_members_of_a_filter_are_those_of_the_own_rows(sign_in: SignIn) -> None:
    address = reverse("cockpit_members") + JUNE + "&dimension=region"
    assert "华东" in text_of(sign_in("E1"), address)
    assert "华东" not in text_of(sign_in("E3"), address)


def test_a_figure_tells_its_steps_rows_and_sources(sign_in: SignIn) -> None:
    page = text_of(sign_in("E1"), reverse("cockpit_figure") + JUNE + "&panel=regions&column=net_sales&at.region=华南")
    assert "1.5万元" in page
    assert "2 行" in page
    assert "2025-06-01" in page


def test_what_a_figure_is_stands_in_words_of_the_page(sign_in: SignIn) -> None:
    address = reverse("cockpit_figure") + "?window=2025-06&panel=tiles&column=net_sales"
    client = sign_in("E1")
    zh = text_of(client, address)
    for words in ("按确认、不含税、进货端", "净销售额 = 销售毛额 − 票折", "确认日期", "数据质量"):
        assert words in zh, words
    client.cookies["fupan_lang"] = "en"
    en = text_of(client, address)
    for words in ("by recognition date, without tax, sell-in", "Net sales = Gross sales − ", "Statistic date"):
        assert words in en, words
    for raw in ("recognition/without", "gross_sales - ", "org_history"):
        assert raw not in zh.partition("SQL")[0] + en.partition("SQL")[0]


def test_the_rows_behind_a_figure_carry_file_and_row(sign_in: SignIn) -> None:
    page = text_of(sign_in("E3"), reverse("cockpit_rows") + JUNE + "&panel=regions&column=net_sales&at.region=华南")
    assert "SO1" in page
    assert "订单.csv" in page
    assert "SO2" not in page


def test_sql_is_for_those_who_may_see_it(sign_in: SignIn) -> None:
    address = reverse("cockpit_figure") + JUNE + "&panel=tiles&column=net_sales"
    assert "SELECT" in text_of(sign_in("E1"), address)
    assert "SELECT" not in text_of(sign_in("E3"), address)


def test_marketing_sees_figures_but_no_rows(sign_in: SignIn) -> None:
    client = sign_in(marketing={})
    assert "3.5 万元" in text_of(client, reverse("cockpit") + JUNE)
    assert (
        client.get(reverse("cockpit_rows") + JUNE + "&panel=regions&column=net_sales&at.region=华南").status_code == 403
    )


@pytest.mark.parametrize(
    "query",
    ["?window=2025-13", "?window=nonsense", "?window=2025-06&f.region=x' or 1=1 --", "?window=2025-06&f.nothing=1", "?window=1-2-3",
     "?window=2025-06&compare=<script>", "?window=2025-06&org=x&version=%00", "?window=2025-06&f.region=" + "x" * 5000],
)  # fmt: skip
def test_an_odd_address_never_breaks_the_page(sign_in: SignIn, query: str) -> None:
    answer = sign_in("E1").get(reverse("cockpit") + query)
    assert answer.status_code in {200, 400}
    assert b"<script>" not in answer.content


def test_the_version_of_the_targets_is_chosen_in_the_filter_bar(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, at = sign_in("E3"), reverse("cockpit")
    assert "目标版本" not in text_of(client, at + JUNE)  # there is but one
    monkeypatch.setattr(House, "target_versions", ("2025年调整版", "2025年初版"))
    page = client.get(at + JUNE).content.decode()
    address = "?window=2025-06&amp;version=2025%E5%B9%B4%E5%88%9D%E7%89%88"
    assert f'href="{at}{address}"' in page
    chosen = client.get(at + JUNE + "&version=2025年初版").content.decode()
    assert "目标版本</span> 2025年初版" in chosen
    assert chosen.count("version=2025%E5%B9%B4%E5%88%9D%E7%89%88") > 5  # it goes along with every step from here


def test_the_page_speaks_english(sign_in: SignIn) -> None:
    client = sign_in("E1")
    client.cookies["fupan_lang"] = "en"
    page = text_of(client, reverse("cockpit") + JUNE)
    assert "Net sales" in page
    assert "净销售额" not in page


def test_rows_are_taken_along_as_a_workbook_inside_the_own_scope(sign_in: SignIn) -> None:
    from fupan.web.audit.models import Entry

    address = reverse("cockpit_rows_file") + JUNE + "&panel=tiles&column=net_sales"
    answer = sign_in("E3").get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    about = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows()}
    assert about["净销售额"] == "1.5万元"
    rows = [row for sheet in book.worksheets[1:] for row in sheet.iter_rows(values_only=True)]
    assert any("华强" in str(cell) for row in rows for cell in row)
    assert not any("天成" in str(cell) for row in rows for cell in row)
    entry = Entry.objects.get(act="export")
    assert entry.new["rows"] == sum(len(list(s.iter_rows())) - 2 for s in book.worksheets[1:])
