"""Parquet files as tables of text, each column by its own name."""

from __future__ import annotations

from pathlib import Path

from fupan.errors import SourceError
from fupan.sources.limits import Limits
from fupan.sources.raw import RawSheet


def read_columnar(path: Path, *, limits: Limits) -> RawSheet:
    """The Parquet file as a sheet; nothing is copied. Row 1 is the first row of data, since there is no header row."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowInvalid, OSError) as e:
        raise SourceError(
            "is cut off or damaged: no Parquet footer can be read",
            file=path.name,
            found=str(e)[:160],
            expected="a complete Parquet file",
        ) from e
    if len(schema) > limits.columns:
        raise SourceError(
            "has too many columns", file=path.name, found=str(len(schema)), expected=f"at most {limits.columns}"
        )
    nested = [f.name for f in schema if pa.types.is_nested(f.type)]
    if nested:
        raise SourceError(
            "has nested columns", file=path.name, found=", ".join(nested[:3]), expected="one value per row and column"
        )
    taken = ", ".join(f"{_as_text(_ident(f.name), f.type)} as c{i}" for i, f in enumerate(schema, start=1))
    source = str(path).replace("'", "''")
    relation = (
        f"(select file_row_number + 1 as source_row, {taken} from read_parquet('{source}', file_row_number=true))"
    )
    return RawSheet(name=None, relation=relation, width=len(schema), rows=rows, names=tuple(schema.names))


def _as_text(column: str, kind: object) -> str:
    import pyarrow as pa

    if pa.types.is_floating(kind):
        whole = f"{column} = trunc({column}) and abs({column}) < 1e15"
        return f"case when isnan({column}) then null when {whole} then cast(cast({column} as bigint) as varchar) else cast({column} as varchar) end"
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return f"try(decode({column}))"
    return f"cast({column} as varchar)"


def _ident(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
