"""The mapping files of the demonstration workspace, derived from the manifest.

``python -m fupan.demo.mappings`` writes them anew into ``demo/workspace/sources`` (a test holds them equal).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fupan.demo.manifest import SOURCES, Column, Source

SHIPPED = Path(__file__).parent / "workspace" / "sources"
MONTH, TARGET = "月份", "目标值"
PLAN_YEAR = 2025


def _field(column: Column) -> str | dict[str, Any]:
    made: dict[str, Any] = {"column": column.header}
    if column.unit in ("万元", "%"):
        made["unit"] = column.unit
    if column.period:
        made["period"] = column.period
    if column.words:
        made["values"] = dict(column.words)
    return column.header if len(made) == 1 else made


def _table(source: Source, table: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for column in source.columns:
        for feeds in column.feeds:
            of, name = feeds.split(".")
            if of == table:
                fields[name] = _field(column)
    for target, value in source.constants.items():
        of, name = target.split(".")
        if of == table:
            fields[name] = {"value": value}
    made: dict[str, Any] = {"table": table}
    if source.sheet:
        made["sheet"] = source.sheet
    if source.header_rows != (1,):
        made["header"] = list(source.header_rows)
    if source.unpivot:
        made["unpivot"] = [{"pattern": r"^(\d{1,2}月)$", "name": MONTH, "value": TARGET}]
        fields["start_date"] = {"column": MONTH, "year": PLAN_YEAR, "period": "start"}
        fields["end_date"] = {"column": MONTH, "year": PLAN_YEAR, "period": "end"}
        fields["amount"] = {"column": TARGET, "unit": "万元"}
    made["fields"] = fields
    return made


def mappings() -> dict[str, tuple[dict[str, Any], list[str]]]:
    """File name -> (mapping, notes); sources that read the same files share a mapping of several tables."""
    groups: dict[str, list[Source]] = {}
    for source in SOURCES:
        groups.setdefault(source.pattern, []).append(source)
    made: dict[str, tuple[dict[str, Any], list[str]]] = {}
    for pattern, sources in groups.items():
        first = sources[0]
        name = first.name if len(sources) == 1 else pattern.split("/")[-1].split(".")[0]
        tables = [_table(s, t) for s in sources for t in s.tables]
        top: dict[str, Any] = {"name": name, "files": pattern, "system": first.system, "mode": first.mode}
        if first.encoding:
            top["encoding"] = first.encoding
        made[f"{name}.yaml"] = (
            top | (tables[0] if len(tables) == 1 else {"tables": tables}),
            [s.notes for s in sources if s.notes],
        )
    return made


def write_mappings(directory: Path) -> list[Path]:
    """Write every mapping into *directory*."""
    from fupan.sources.mapping_file import write_mapping

    written = []
    for name, (mapping, notes) in mappings().items():
        head = "演示公司的映射 mapping of the demonstration company" + "".join(f"\n{n}" for n in dict.fromkeys(notes))
        write_mapping(mapping, directory / name, top=head)
        written.append(directory / name)
    return written


if __name__ == "__main__":
    for path in write_mappings(SHIPPED):
        print(path.name)
