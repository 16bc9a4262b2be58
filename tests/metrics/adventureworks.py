"""AdventureWorks as contract-shaped tables, made straight from the public files (no sources, no warehouse)."""

from __future__ import annotations

from pathlib import Path

from tests.metrics.memory import MemoryReader


def adventureworks(data: Path) -> MemoryReader:
    """Reseller lines, quotas with windows that end where the person's next one starts, people, dealers, stock."""
    folder = data / "adventureworks_dw_to_2012"
    reader = MemoryReader(people=[], dealers=[], order_lines=[], targets=[], stock_snapshots=[])
    con = reader.backend.con

    def parquet(name: str) -> str:
        return f"'{(folder / name).as_posix()}'"

    con.execute(
        f"""
        insert into people by name
        select cast(EmployeeKey as varchar) as person_id, FirstName || ' ' || LastName as name
        from read_csv('{(folder / "DimEmployee.csv").as_posix()}');
        insert into dealers by name
        select cast(ResellerKey as varchar) as dealer_id, ResellerName as name from {parquet("DimReseller.parquet")};
        insert into order_lines by name
        select 'dw' as source_system, SalesOrderNumber as order_id, cast(SalesOrderLineNumber as varchar) as line_id,
               cast(OrderDate as date) as order_date, cast(OrderDate as date) as recognised_date,
               cast(ResellerKey as varchar) as dealer_id, cast(EmployeeKey as varchar) as person_id,
               SalesAmount as gross_without_tax, OrderQuantity as quantity, 'USD' as currency
        from {parquet("FactResellerSales.parquet")};
        insert into targets by name
        select 'net_sales' as metric, 'target' as level, 'quota' as grain_set, cast(EmployeeKey as varchar) as person_id,
               cast(EmployeeKey as varchar) as person_id_raw, SalesAmountQuota as amount,
               cast(Date as date) as start_date,
               lead(cast(Date as date), 1, date '2012-12-28') over (partition by EmployeeKey order by Date) as end_date
        from {parquet("FactSalesQuota.parquet")};
        insert into stock_snapshots by name
        select 'dw' as source_system, MovementDate as snapshot_date, cast(ProductKey as varchar) as product_id,
               UnitsBalance as quantity, cast(UnitsBalance * UnitCost as decimal(19, 4)) as value
        from {parquet("FactProductInventory.parquet")};
        """
    )
    for table in ("people", "dealers", "order_lines", "targets", "stock_snapshots"):
        found = con.execute(f"select count(*) from {table}").fetchone()
        assert found is not None
        reader.manifest.counts[table] = found[0]
    return reader
