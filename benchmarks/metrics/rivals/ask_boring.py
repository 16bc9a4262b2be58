"""boring-semantic-layer asked over the Parquet files; run by its own environment, prints JSON.

python ask_boring.py FACTS RUNS
"""

from __future__ import annotations

import json
import sys
import time

import ibis
from boring_semantic_layer import to_semantic_table


def define(facts: str):
    con = ibis.duckdb.connect(threads=2, memory_limit="8GB")
    table = {n: con.read_parquet(f"{facts}/{n}.parquet", table_name=n) for n in ("order_lines", "regions")}
    # -- definitions begin
    lines = table["order_lines"].filter(lambda t: ~t.cancelled & ~t.intercompany)
    regions = to_semantic_table(table["regions"], name="regions").with_dimensions(
        region_id=lambda t: t.region_id, region=lambda t: t.region
    )
    orders = (
        to_semantic_table(lines, name="orders")
        .with_dimensions(
            region_id=lambda t: t.region_id,
            month=lambda t: t.recognised_date.truncate("M"),
            product_line=lambda t: t.product_line,
        )
        .with_measures(
            gross_sales=lambda t: t.gross_without_tax.sum(),
            units=lambda t: t.quantity.sum(),
            orders=lambda t: t.order_id.nunique(),
            customers=lambda t: t.customer_id.nunique(),
        )
        .with_measures(asp=lambda t: t.gross_sales / t.units)
    )
    return orders.join_one(regions, lambda line, region: line.region_id == region.region_id)
    # -- definitions end


MONTHLY = ("regions.region", "orders.month")
ASKED = {
    "sum by region x month": ("gross_sales", MONTHLY, None),
    "distinct orders": ("orders", MONTHLY, None),
    "distinct customers": ("customers", MONTHLY, None),
    "ratio (price per unit)": ("asp", MONTHLY, None),
    "filter on a region": ("units", ("orders.product_line", "orders.month"), "华东"),
}


def main() -> None:
    model, runs = define(sys.argv[1]), int(sys.argv[2])
    found = []
    for name, (measure, by, region) in ASKED.items():
        cpu = wall = float("inf")
        rows = None

        def asked(measure=measure, by=by, region=region):
            inside = model.filter(lambda t: (t.recognised_date >= "2024-01-01") & (t.recognised_date < "2025-07-01"))
            inside = inside if region is None else inside.filter(lambda t: t.region == region)
            return inside.group_by(*by).aggregate(f"orders.{measure}")

        for _ in range(runs):
            start, began = time.process_time(), time.perf_counter()
            rows = asked().execute()
            cpu, wall = min(cpu, time.process_time() - start), min(wall, time.perf_counter() - began)
        total = float(rows.iloc[:, -1].astype(float).sum())
        began = time.perf_counter()
        ibis.to_sql(asked().to_untagged())
        found.append({"name": name, "cpu": cpu, "wall": wall, "plan": time.perf_counter() - began, "total": total})
    print(json.dumps(found))


if __name__ == "__main__":
    main()
