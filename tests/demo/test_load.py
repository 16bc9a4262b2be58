"""The whole way: files as a company keeps them, the shipped mappings, a load, and the clean tables come out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from tests.demo.conftest import LOADED_SCALE as SCALE

from fupan.demo.company import build_company
from fupan.demo.prepare import SEED, prepare_workspace
from fupan.demo.tables import clean_tables
from fupan.errors import WorkspaceError
from fupan.loop import Company
from fupan.warehouse import Reader

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def clean() -> dict[str, pa.Table]:
    return clean_tables(build_company(seed=SEED, scale=SCALE))


@pytest.fixture(scope="module")
def reader(loaded_company: Company) -> Iterator[Reader]:
    with loaded_company.reading() as opened:
        yield opened


def _both(
    reader: Reader, clean: dict[str, pa.Table], table: str, sql: str
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    with duckdb.connect() as base:
        base.register(table, clean[table])
        return reader.sql(sql).to_pylist(), base.sql(sql).to_arrow_table().to_pylist()


def test_every_table_has_all_its_rows(reader: Reader, clean: dict[str, pa.Table]) -> None:
    counts = {name: reader.sql(f"select count(*) as n from {name}").to_pylist()[0]["n"] for name in clean}
    assert counts == {name: made.num_rows for name, made in clean.items()}


def test_orders_agree_by_channel_and_month_of_recognition(reader: Reader, clean: dict[str, pa.Table]) -> None:
    loaded, wanted = _both(reader, clean, "order_lines", """
        select channel_id, date_trunc('month', recognised_date) as month, count(*) as n, sum(gross_without_tax) as gross, sum(gross_with_tax) as taxed,
               sum(discount) as discount, sum(cost) as cost, sum(quantity) as quantity, count(distinct customer_id) as customers, count(dealer_id) as dealers,
               count(store_id) as stores, count(region_id) as regions, sum(intercompany::int) as intercompany, sum(cancelled::int) as cancelled
        from order_lines group by all order by 1, 2""")  # fmt: skip
    assert loaded == wanted


def test_orders_belong_to_the_positions_they_should(reader: Reader, clean: dict[str, pa.Table]) -> None:
    loaded, wanted = _both(
        reader,
        clean,
        "order_lines",
        "select position_id, sum(gross_without_tax) as gross from order_lines group by 1 order by 1",
    )
    assert loaded == wanted


@pytest.mark.parametrize(
    ("table", "amount"),
    [
        ("return_lines", "amount_without_tax"), ("accruals", "amount"), ("receipts", "amount"), ("invoice_lines", "amount_with_tax"), ("targets", "amount"),
        ("control_totals", "amount"), ("spend", "amount"), ("campaign_attributions", "amount"), ("stock_snapshots", "quantity"), ("sellout_lines", "quantity"),
        ("agreements", "amount"),
    ],
)  # fmt: skip
def test_amounts_and_keys_agree(reader: Reader, clean: dict[str, pa.Table], table: str, amount: str) -> None:
    keys = [c for c in clean[table].column_names if c.endswith("_id")]
    counted = ", ".join(f"count({k}) as {k}" for k in keys)
    loaded, wanted = _both(reader, clean, table, f"select sum({amount}) as total, {counted} from {table}")
    assert loaded == wanted


def test_a_company_s_own_workspace_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "fupan.toml").write_text('name = "自己的公司"\n', encoding="utf-8")
    with pytest.raises(WorkspaceError, match="own workspace"):
        prepare_workspace(tmp_path, scale=SCALE)
    assert [p.name for p in tmp_path.iterdir()] == ["fupan.toml"]
