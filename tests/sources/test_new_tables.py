"""Files of the catalogue's tables are known by the headers people write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fupan.sources import propose

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("name", "table", "text"),
    [
        ("培训成绩.csv", "trainings", "培训编号,工号,课程,培训日期,培训得分,是否合格\nT1,E1,产品知识,2025/6/1,88,是\nT1,E2,产品知识,2025/6/1,52,否\n"),
        ("市场容量.csv", "market_sizes", "数据来源,月份,区域,产品线,市场规模,市场销量\n奥维,2025-06,华东,A,5000000,1200\n奥维,2025-06,华南,A,4000000,900\n"),
        ("价格巡查.csv", "price_checks", "巡查编号,巡查日期,产品编码,渠道,实际售价,最低限价\nX1,2025/6/1,P1,线上,1999,1899\nX2,2025/6/2,P1,线上,1799,1899\n"),
        ("网点清单.csv", "outlets", "网点编码,网点名称,区域,列入日期,覆盖日期,流失日期\nN1,甲店,华东,2025/1/1,2025/3/1,\nN2,乙店,华东,2025/1/1,,\n"),
        ("需求池.csv", "wishes", "需求编号,需求内容,客户,产品线,需求提出日,研发答复日期,是否采纳\nW1,更长续航,华强,A,2025/6/1,2025/6/11,是\n"),
        ("方案评审.csv", "proposals", "方案编号,商机编号,客户,需求提出日期,提交日期,评审日期,是否通过\nF1,S1,华强,2025/6/1,2025/6/3,2025/6/9,是\n"),
        ("CRM使用.csv", "system_uses", "系统名称,工号,使用日期,操作次数\nCRM,E1,2025/6/1,12\nCRM,E2,2025/6/1,3\n"),
    ],
)  # fmt: skip
def test_a_file_of_a_new_table_is_recognised(text_file: Write, name: str, table: str, text: str) -> None:
    found = propose(text_file(text, name))
    assert found.mapping is not None
    assert [t.table for t in found.mapping.tables] == [table]
