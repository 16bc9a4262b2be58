"""MetricFlow asked in process (its command line starts anew each time); run by its own environment, prints JSON.

python ask_metricflow.py PROJECT RUNS      with FACTS set to the directory of the Parquet files
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

MONTHLY = ["region_id__region", "metric_time__month"]
EAST = ["{{ Dimension('region_id__region') }} = '华东'"]
ASKED = {
    "sum by region x month": (["gross_sales"], MONTHLY, []),
    "net sales (three facts)": (["net_sales"], MONTHLY, []),
    "distinct orders": (["orders"], MONTHLY, []),
    "distinct customers": (["customers"], MONTHLY, []),
    "ratio (price per unit)": (["asp"], MONTHLY, []),
    "filter on a region": (["units"], ["order_line__product_line", "metric_time__month"], EAST),
}


def main() -> None:
    project, runs = Path(sys.argv[1]), int(sys.argv[2])
    place = ["--quiet", "--profiles-dir", str(project), "--project-dir", str(project)]
    built = dbtRunner().invoke(["run", *place])
    if not built.success:
        sys.exit(f"dbt run: {built.exception}")
    configuration = CLIConfiguration()
    configuration.setup(project, project, configure_file_logging=False)
    lookup = SemanticManifestLookup(configuration.dbt_artifacts.semantic_manifest)
    engine = MetricFlowEngine(lookup, configuration.sql_client)
    found = []
    for name, (metrics, by, where) in ASKED.items():
        cpu = wall = float("inf")
        rows = None
        for _ in range(runs):
            request = MetricFlowQueryRequest.create_with_random_request_id(
                metric_names=metrics, group_by_names=by, where_constraints=where,
                time_constraint_start=datetime(2024, 1, 1), time_constraint_end=datetime(2025, 6, 30),  # noqa: DTZ001
            )  # fmt: skip
            start, began = time.process_time(), time.perf_counter()
            rows = engine.query(request).result_df
            cpu, wall = min(cpu, time.process_time() - start), min(wall, time.perf_counter() - began)
        total = sum(float(row[-1]) for row in rows.rows if row[-1] is not None)
        began = time.perf_counter()
        engine.explain(request)
        found.append({"name": name, "cpu": cpu, "wall": wall, "plan": time.perf_counter() - began, "total": total})
    print(json.dumps(found))


if __name__ == "__main__":
    main()
