"""CSV and other text as people export it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.sources.conftest import ORDERS, quarantine_of, rows_of

from fupan.contracts.batch import Batch
from fupan.errors import SourceError

Load = Callable[..., list[Batch]]
Write = Callable[..., Path]
PLAIN = "订单号,日期,金额\nA1,2025-06-01,100\nA2,2025-06-02,200.5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_same_rows_in_every_encoding(load: Load, text_file: Write, encoding: str) -> None:
    (batch,) = load(text_file(PLAIN, encoding=encoding))
    assert rows_of(batch, "order_id", "order_date", "gross_with_tax") == [
        ("A1", date(2025, 6, 1), Decimal(100)), ("A2", date(2025, 6, 2), Decimal("200.5")),
    ]  # fmt: skip
    assert batch.file.encoding == encoding.removesuffix("-sig")


def test_big5_with_traditional_headers_is_read_by_simplified_mapping(load: Load, text_file: Write) -> None:
    text = "訂單號,日期,金額,客戶名稱\n" + "".join(f"A{i},2025-06-01,{i},臺灣電子股份有限公司\n" for i in range(40))
    (batch,) = load(text_file(text, encoding="big5"), ORDERS + "  customer_id: 客户名称\n")
    assert batch.loaded == 40
    assert rows_of(batch, "customer_id")[0] == ("臺灣電子股份有限公司",)
    assert batch.file.encoding == "big5"
    assert any("big5" in w for w in batch.warnings)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiter_is_found(load: Load, text_file: Write, mark: str) -> None:
    (batch,) = load(text_file(PLAIN.replace(",", mark)))
    assert batch.loaded == 2


def test_title_blank_total_footnote_and_ragged_rows_are_told_apart(load: Load, text_file: Write) -> None:
    text = (
        "2025年6月销售明细,,\n订单号,日期,金额（万元）\nA1,2025年6月1日,1.5\n\nA2,2025/6/2 08:30\nA3,20250603,\"1,000\"\n"
        "A4,45811,2,多一格\n小计,,1001.5\nA5,某日,3\n合计：,,1004.5\n制表人：张三,,\n"
    )  # fmt: skip
    (batch,) = load(text_file(text))
    assert rows_of(batch, "source_row", "order_id", "order_date", "gross_with_tax") == [
        (3, "A1", date(2025, 6, 1), Decimal(15000)), (6, "A3", date(2025, 6, 3), Decimal(10_000_000)),
    ]  # fmt: skip
    assert sorted(quarantine_of(batch)) == [(5, "", "2 fields"), (7, "", "4 fields"), (9, "order_date", "某日")]
    assert dict(batch.left_out_by) == {"total row": 2, "footnote": 1}
    assert batch.read == batch.loaded + batch.quarantined + batch.left_out == 8


def test_rows_are_numbered_through_quoted_line_breaks(load: Load, text_file: Write) -> None:
    text = '订单号,日期,金额\n"A\n1",2025-06-01,1\nA2,2025-06-02\nA3,2025-06-03,3\n'
    (batch,) = load(text_file(text))
    assert rows_of(batch, "source_row", "order_id") == [(2, "A\n1"), (4, "A3")]


def test_open_quotation_mark_does_not_swallow_the_file(load: Load, text_file: Write) -> None:
    rows = "".join(f"A{i},2025-06-01,{i}\n" for i in range(50))
    (batch,) = load(text_file(f'订单号,日期,金额\n"B1,2025-06-01,1\n{rows}'))
    assert batch.loaded == 51
    assert any("quotation" in w for w in batch.warnings)


def test_damaged_characters_quarantine_their_row_only(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "订单.csv"
    good = "".join(f"A{i},2025-06-01,1,深圳华强电子有限公司\n" for i in range(100))
    path.write_bytes(("订单号,日期,金额,客户\n" + good).encode() + "B1,2025-06-01,1,深圳".encode()[:-1] + b"\n")
    (batch,) = load(path, ORDERS + "  customer_id: 客户\n")
    assert (batch.loaded, batch.quarantined) == (100, 1)


def test_header_that_the_mapping_names_must_be_there(load: Load, text_file: Write) -> None:
    with pytest.raises(SourceError, match="nearest: “订单编号”") as caught:
        load(text_file(PLAIN.replace("订单号", "订单编号")))
    assert (caught.value.file, caught.value.field, caught.value.row) == ("订单.csv", "订单号", 1)


def test_declared_formats_win(load: Load, text_file: Write) -> None:
    mapping = "files: ['*']\ndecimal: ','\ntable: order_lines\nfields:\n  order_id: No\n  order_date: {column: Date, format: DD.MM.YYYY}\n  gross_with_tax: Sum\n"
    (batch,) = load(text_file("No;Date;Sum\n1;30.06.2025;1.234,50\n2;2025-06-30;1\n"), mapping)
    assert rows_of(batch, "order_date", "gross_with_tax") == [(date(2025, 6, 30), Decimal("1234.50"))]
    assert quarantine_of(batch) == [(3, "order_date", "2025-06-30")]
