"""Printing rows: a table for people, JSON, CSV or Parquet for programs. Messages go to stderr."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import typer

from fupan.cli.options import Form


@dataclass(frozen=True, slots=True)
class Head:
    """A printed column: key in the rows, label for people, whether it is a number, and how its text is made."""

    key: str
    label: str
    number: bool = False
    text_key: str | None = None


def print_rows(
    heads: Sequence[Head],
    rows: Sequence[Mapping[str, Any]],
    form: Form,
    *,
    out: Path | None = None,
    title: str = "",
    lang: str | None = None,
) -> None:
    """Print *rows*; ``text_key`` of a head names the row's ready-made text for the table form.

    Labels that say the same in both languages ("读入 read") are cut to *lang* in a table.
    """
    if form is Form.table:
        _table([replace(h, label=_spoken(h.label, lang)) for h in heads], rows, title)
    elif form is Form.json:
        text = json.dumps([{h.key: _plain(r.get(h.key)) for h in heads} for r in rows], ensure_ascii=False, indent=2)
        _emit(text + "\n", out)
    elif form is Form.csv:
        _csv(heads, rows, out)
    else:
        _parquet(heads, rows, out)


def say(text: str) -> None:
    """A message for the person, on stderr."""
    print(text, file=sys.stderr, flush=True)


def _table(heads: Sequence[Head], rows: Sequence[Mapping[str, Any]], title: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=escape(title) or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for h in heads:
        table.add_column(escape(h.label), justify="right" if h.number else "left", overflow="fold", no_wrap=h.number)
    for r in rows:
        table.add_row(*(escape(_shown(r.get(h.text_key or h.key))) for h in heads))
    width = None if sys.stdout.isatty() else 160
    Console(file=sys.stdout, width=width, highlight=False).print(table)


def _spoken(label: str, lang: str | None) -> str:
    zh, blank, en = label.partition(" ")
    return label if lang is None or not blank else (zh if lang == "zh" else en)


def _csv(heads: Sequence[Head], rows: Sequence[Mapping[str, Any]], out: Path | None) -> None:
    from io import StringIO

    from fupan.sources.safety import safe_text

    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([h.key for h in heads])
    for r in rows:
        writer.writerow(
            [safe_text(v) if isinstance(v := r.get(h.key), str) else "" if v is None else _plain(v) for h in heads]
        )
    _emit(text.getvalue(), out, bom=True)


def _parquet(heads: Sequence[Head], rows: Sequence[Mapping[str, Any]], out: Path | None) -> None:
    if out is None:
        raise typer.BadParameter("parquet needs a file to write: --out FILE", param_hint="--out")
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({h.key: [r.get(h.key) for r in rows] for h in heads}), out)


def _emit(text: str, out: Path | None, *, bom: bool = False) -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8-sig" if bom else "utf-8")


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)


def _plain(value: Any) -> Any:
    """Stable plain values: decimals keep their digits as JSON numbers, dates are ISO texts."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
