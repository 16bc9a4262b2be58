"""fupan export-metrics, fupan schema: definitions for other tools, and the schema that editors check them by."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fupan.cli.options import OutOption, WorkspaceOption, company


class To(StrEnum):
    """Formats of other tools."""

    ossie = "ossie"
    osi_0_1 = "osi-0.1"
    metricflow = "metricflow"
    dbt = "dbt"


class Kind(StrEnum):
    """Kinds of definition files."""

    metrics = "metrics"


def export_metrics(
    to: Annotated[
        To,
        typer.Option("--to", help="格式 ossie (Apache Ossie 0.2), osi-0.1 (dbt 1.12), metricflow or dbt (YAML)"),
    ] = To.ossie,
    workspace: WorkspaceOption = None,
    out: OutOption = None,
) -> None:
    """导出指标定义 write the definitions for other tools; what a format cannot hold is listed with the reason."""
    exported = company(workspace).export_metrics(str(to))
    _give(exported.text, out)
    if exported.left_out:
        typer.echo(f"写出 written {exported.written}; 略过 left out {len(exported.left_out)}:", err=True)
        for one in exported.left_out:
            typer.echo(f"  {one.metric}: {one.reason}", err=True)


def schema(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="metrics")] = Kind.metrics, out: OutOption = None
) -> None:
    """定义文件的 JSON Schema the schema by which editors complete and check definition files."""
    from fupan.metrics.schema import metrics_schema

    makers = {Kind.metrics: metrics_schema}
    _give(json.dumps(makers[kind](), ensure_ascii=False, indent=2) + "\n", out)


def _give(text: str, out: Path | None) -> None:
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
