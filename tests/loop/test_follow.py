"""From an answer on: to its rows, to what fed it, to SQL and to a file for BI tools."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from fupan.errors import QuestionError, UserError
from fupan.loop import Company
from fupan.metrics import Scope


def test_an_answer_tells_what_fed_it(loaded: Company) -> None:
    p = loaded.query(["net_sales", "receipts"], by=["customer"], window="2025-06").provenance
    orders = p.freshness["order_lines"]
    assert (orders["newest_day"], orders["files"]) == ("2025-06-18", 1)
    assert orders["loaded_at"].startswith("20")
    assert p.quality["quarantined"]["order_lines"] == {"read": 6, "quarantined": 1}
    assert p.quality["implied"] == {"customers": 3}  # no master was loaded: 深圳华强 stands beside 深圳华强电子有限公司
    inside = Company(loaded.workspace, scope=Scope(members={"region": ("华南",)}), today=loaded.today)
    told = inside.query(["net_sales"], by=["customer"], window="2025-06").provenance
    assert told.quality == {}
    assert "newest_day" not in told.freshness["order_lines"]


def test_rows_behind_an_answer_name_file_and_row(loaded: Company) -> None:
    result = loaded.query(["net_sales"], by=["region"], window="2025-06", compare=["target"])
    south = next(r for r in result.rows if r["region"] == "华南")
    (part,) = [p for p in loaded.rows(result, south, "net_sales").parts if p.count]
    assert (part.count, part.contribution) == (2, Decimal(15000))
    assert [(r["source_file"], r["source_row"]) for r in part.rows] == [("订单.csv", 2), ("订单.csv", 3)]
    (target,) = loaded.rows(result, south, "net_sales.target").parts
    assert (target.table, target.contribution) == ("targets", Decimal(20000))
    assert target.rows[0]["source_file"] == "目标.csv"


def test_sql_reads_tables_and_metric_views(loaded: Company) -> None:
    text = (
        "WITH june AS (SELECT * FROM metric_flows WHERE day >= DATE '2025-06-01' AND day < DATE '2025-07-01')"
        " SELECT region, sum(net_sales) AS net_sales, sum(orders) AS n FROM june GROUP BY region ORDER BY region"
    )
    with pytest.raises(UserError, match="orders"):  # a distinct count does not add up, so it is in no view
        loaded.sql(text)
    found = loaded.sql(text.replace(", sum(orders) AS n", "")).to_pylist()
    answer = loaded.query(["net_sales"], by=["region"], window="2025-06").rows
    assert {r["region"]: r["net_sales"] for r in found if r["net_sales"]} == {
        r["region"]: r["net_sales"] for r in answer
    }
    assert loaded.sql("SELECT count(*) AS n FROM order_lines")["n"].to_pylist() == [4]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("DELETE FROM order_lines", "one SELECT"),
        ("SELECT 1; SELECT 2", "one SELECT"),
        ("CREATE TABLE x AS SELECT 1", "one SELECT"),
        ("COPY order_lines TO 'x.csv'", "one SELECT"),
        ("ATTACH 'x.db'", "one SELECT"),
        ("SET memory_limit = '100GB'", "one SELECT"),
        ("PRAGMA database_list", "one SELECT"),
        ("SELECT * FROM read_csv('/etc/passwd')", "table function"),
        ("SELECT * FROM glob('/*')", "table function"),
        ("SELECT * FROM '/etc/passwd'", "no table"),
        ("SELECT * FROM order_line", "order_lines"),
        ("SELECT * FROM information_schema.tables", "no table"),
        ("SELECT nothing FROM order_lines", "cannot be run"),
        ("SELEC 1", "cannot be read"),
        ("", "one SELECT"),
        ("SELECT (" * 3000, "cannot be read"),
    ],
)
def test_other_sql_is_refused(loaded: Company, text: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        loaded.sql(text)


def test_sql_ends_in_time(loaded: Company) -> None:
    text = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT count(*) FROM n"
    with pytest.raises(UserError, match="longer than"):
        loaded.sql(text, timeout_seconds=0.5)


def test_sql_is_for_those_who_see_everything(loaded: Company) -> None:
    for scope in (Scope(members={"region": ("华南",)}), Scope(masks=frozenset({"cost"}))):
        other = Company(loaded.workspace, scope=scope, today=loaded.today)
        with pytest.raises(QuestionError, match="scope"):
            other.sql("SELECT 1")
        with pytest.raises(QuestionError, match="scope"):
            other.export_database(Path("x.duckdb"))


def test_a_file_for_bi_tools_stands_for_itself(loaded: Company, tmp_path: Path) -> None:
    path = tmp_path / "bi.duckdb"
    loaded.export_database(path)
    with duckdb.connect(str(path), read_only=True) as con:
        total = con.execute("SELECT sum(net_sales) FROM metric_flows WHERE month(day) = 6").fetchone()
        assert total == (Decimal("35000.0000"),)
        assert con.execute("SELECT count(*) FROM metric_order_lines").fetchone() == (4,)
    with pytest.raises(UserError, match="exists"):
        loaded.export_database(path)


def test_a_field_that_there_is_not_is_named(loaded: Company) -> None:
    with pytest.raises(UserError, match="did you mean having"):
        loaded.query(["net_sales"], havin="net_sales > 1")
