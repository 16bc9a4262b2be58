"""A small company with everything that makes engines differ: missing keys, ties, negatives, doubles, odd texts.

Rows are made from the contracts and the metrics' own conditions, so that a table or metric added later is filled, too.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.conformance.derived import CHANGED, derived_rows, levels_of, parents_at

from fupan.contracts import Field, Table, all_tables
from fupan.expressions import Compare, Literal, Member, Name, Node, children, parse
from fupan.metrics import Definitions
from fupan.warehouse import FileRef, LoadRecord, Manifest
from fupan.warehouse.closings import Closing, add_closing
from fupan.warehouse.engine import staging_connection, write_parquet
from fupan.warehouse.manifest import sealed
from fupan.warehouse.reader import published_tables
from fupan.warehouse.store import Store

FIRST, LAST = date(2023, 11, 1), date(2025, 7, 31)
ODD = (
    "其他",
    "O'Neil",
    'say "hi"',
    "a\\b",
    "100%",
    "a_b",
    "Zürich",
    "zürich",
    "ａ",
    "🙂",
    "末尾 ",
    "-",
    "é",
    "e\u0301",
    "Ab",
    "aB",
)
MONEY = (
    "0", "0.01", "0.0001", "-0.0001", "33.3333", "-50", "100", "100", "100", "1234.56", "9999999.99", "12345678901.2345", "-777.7",
)  # fmt: skip
COUNTS = ("0", "1", "1", "2", "3", "5", "10", "-1", "0.5", "120.25")
SHARES = ("0.13", "0.06", "0.5", "1", "0")
MEMBERS = 8
ROWS = 90
_ROWS_OF = {"order_lines": 420, "invoice_lines": 160, "receipts": 120, "stage_events": 160, "stock_snapshots": 160}
CHANGING = ("order_lines", "return_lines", "accruals", "receipts", "spend", "tickets", "opportunities", "credits")
"""Tables that were otherwise when months were closed; the others stood as they do."""
_STAMPED = {"org_unit_id": "org_units", "position_id": "positions", "person_id": "people"}
_TREES = {"regions": "region_id", "org_units": "org_unit_id"}


def write_company(root: Path, definitions: Definitions, seed: int = 1, *, mixed: bool = False) -> Manifest:
    """A warehouse at *root* with a snapshot of such a company, and two before it that its closed months stand on.

    *mixed* books every third row in dollars, the others in yuan.
    """
    store, random_ = Store(root), random.Random(seed)
    scratch = store.scratch()
    tables: dict[str, tuple[FileRef, ...]] = {}
    earlier: tuple[dict[str, tuple[FileRef, ...]], ...] = ({}, {})
    with staging_connection() as con:
        for name, rows in _all_rows(definitions, random_, mixed=mixed):
            tables[name] = (_write(con, store, scratch, name, rows),)
            for n, past in enumerate(earlier if name in CHANGING else ()):
                past[name] = (_write(con, store, scratch, name, [r for i, r in enumerate(rows) if i % 9 > 2 * n]),)
    store.write_load(LoadRecord("made", datetime(2025, 8, 1, tzinfo=UTC), "", ()))
    made: list[Manifest] = []
    for month, changed in zip((5, 7, 8), (*earlier, {}), strict=True):
        created = datetime(2025, month, 1, tzinfo=UTC)
        manifest = Manifest("", created, None, ("made",), tables | changed, {}, rules="conformance", build=str(seed))
        made.append(sealed(manifest))
        store.write_manifest(made[-1])
    for n, (end, snapshot) in enumerate(((date(2025, 4, 1), 0), (date(2025, 5, 1), 0), (date(2025, 6, 1), 1))):
        start = date(end.year, end.month - 1, 1)
        entry = Closing("close", "fiscal", f"{start:%Y-%m}", start, end, made[snapshot].id, "", made[snapshot].created)
        add_closing(store, entry, n)
    store.point_to([m.id for m in reversed(made)])
    return made[-1]


def _all_rows(
    definitions: Definitions, random_: random.Random, *, mixed: bool
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every published table with its rows."""
    said = _said(definitions)
    units = _tree(next(t for t in all_tables() if t.name == "org_units"))
    for contract in all_tables():
        rows = _tree(contract) if contract.name in _TREES else list(_rows(contract, said, random_))
        if contract.name == "targets":
            rows = list(_targets(definitions, random_))
        if contract.name == "exchange_rates":
            rows = list(_rates())
        if contract.name == "org_units":
            levels = levels_of(units, parents_at(units, CHANGED[-1]))
            rows = [r | levels[r["org_unit_id"]] for r in rows]
        if mixed and contract.name not in {"targets", "exchange_rates"}:
            rows = [r | {"currency": "CNY" if n % 3 else "USD"} if "currency" in r else r for n, r in enumerate(rows)]
        yield contract.name, rows
    yield from derived_rows(units, keys_of("positions")).items()


def _write(con: Any, store: Store, scratch: Path, name: str, rows: list[dict[str, Any]]) -> FileRef:
    import pyarrow as pa

    columns = published_tables()[name]
    given = pa.table({c: pa.array([_text(r.get(c)) for r in rows], pa.string()) for c, _ in columns})
    con.register("given", given)
    listed = ", ".join(f'CAST("{c}" AS {kind}) AS "{c}"' for c, kind in columns)
    count = write_parquet(con, f"SELECT {listed} FROM given", scratch / f"{name}.parquet")
    con.unregister("given")
    return store.adopt("tables", name, scratch / f"{name}.parquet", count)


def _text(given: Any) -> str | None:
    return None if given is None else str(given)


def _said(definitions: Definitions) -> dict[tuple[str, str], set[str]]:
    """(table, column) -> texts that some metric's condition compares it with."""
    found: dict[tuple[str, str], set[str]] = {}
    for metric in definitions.metrics.values():
        fact = definitions.facts.get(getattr(metric, "fact", None) or "")
        for text in (getattr(metric, "where", None), getattr(metric, "of", None)):
            if fact and text:
                for column, constant in _compared(parse(text)):
                    found.setdefault((fact.table, column), set()).add(constant)
    return found


def _compared(node: Node) -> Iterator[tuple[str, str]]:
    match node:
        case Compare(_, Name(name), Literal(str() as constant)) | Compare(_, Literal(str() as constant), Name(name)):
            yield name, constant
        case Member(Name(name), constants):
            yield from ((name, c) for c in constants if isinstance(c, str))
        case _:
            for below in children(node):
                yield from _compared(below)


def _tree(contract: Table) -> list[dict[str, Any]]:
    """Three levels: 2 roots, 2 below each, 2 below those; one node without a parent, two of the same name."""
    key = _TREES[contract.name]
    rows: list[dict[str, Any]] = []
    for top in "12":
        rows.append({key: f"{key}-{top}", "name": f"大区{top}", "region": f"大区{top}", "level": "region"})
        for middle in "12":
            node = f"{key}-{top}{middle}"
            region = f"大区{top}"
            province = None if middle == "2" else f"省{top}{middle}"
            rows.append(
                {key: node, "name": "同名", "parent_id": f"{key}-{top}", "region": region, "province": province}
            )
            rows += [
                {
                    key: f"{node}{low}", "name": f"城{top}{middle}{low}", "parent_id": node, "region": region,
                    "province": province, "city": f"城{low}",
                }
                for low in "12"
            ]  # fmt: skip
    return [*rows, {key: f"{key}-9", "name": "孤"}]


def keys_of(table: str) -> list[str]:
    """The keys that a master table holds."""
    if table in _TREES:
        key = _TREES[table]
        return [r[key] for r in _tree(next(t for t in all_tables() if t.name == table))]
    return [f"{table}-{n}" for n in range(1, MEMBERS + 1)]


def _rows(
    contract: Table, said: Mapping[tuple[str, str], set[str]], random_: random.Random
) -> Iterator[dict[str, Any]]:
    own = contract.key[0] if contract.kind == "dimension" else None
    count = MEMBERS if own else _ROWS_OF.get(contract.name, ROWS)
    seen: set[tuple[Any, ...]] = set()
    for n in range(1, count + 1):
        row = {
            f.name: _value(contract, f, said.get((contract.name, f.name), set()), random_)
            for f in (*contract.fields, *contract.derived)
        }
        if own:
            row[own] = keys_of(contract.name)[n - 1]
            row["name"] = random_.choice(("名称", "名称", "Name", "O'Neil", f"{contract.name} {n}"))
        elif len(contract.key) == 1:
            row[contract.key[0]] = f"{contract.key[0]}-{n}"
        elif "line_id" in contract.key:
            row["line_id"] = str(n)
        identity = tuple(str(row.get(k)) for k in contract.key)
        if identity not in seen:
            seen.add(identity)
            row |= {f"{f.name}_raw": row[f.name] for f in contract.fields if f.refers}
            yield row | {"source_file": f"{contract.name}.csv", "source_row": n, "load_id": "made"}


def _value(contract: Table, field: Field, said: set[str], random_: random.Random) -> Any:
    missing = 0.0 if field.required else 0.12
    if random_.random() < missing:
        return None
    if field.name == "currency":
        return "CNY"
    refers = field.refers or _STAMPED.get(field.name.removesuffix("_now"))
    if refers:
        return "zz9" if random_.random() < 0.04 else random_.choice(keys_of(refers))
    if field.name == "org_since":
        return random_.choice(CHANGED)
    match field.type:
        case "date" if field.name.startswith("valid_"):
            return FIRST + timedelta(
                days=random_.choice((-400, 0, 200, 500)) + (300 if field.name.endswith("to") else 0)
            )
        case "date" if field.name in {"month", "period_start"}:
            return (FIRST + timedelta(days=random_.randrange((LAST - FIRST).days))).replace(day=1)
        case "date":
            return FIRST + timedelta(days=random_.randrange((LAST - FIRST).days) // 3 * 3)
        case "instant":
            return datetime(2025, 1, random_.randrange(1, 28), 12, 30, 0, 1)  # noqa: DTZ001 - as it is stored
        case "money":
            return Decimal(random_.choice(MONEY))
        case "decimal":
            return Decimal(random_.choice(("1", "5", "9", "10") if field.name in {"score", "scale"} else COUNTS))
        case "share":
            return Decimal(random_.choice(SHARES))
        case "integer":
            return random_.choice((0, 1, 30, 60))
        case "flag":
            return random_.random() < 0.25
        case _:
            return _word(contract, field, said, random_)


def _word(contract: Table, field: Field, said: set[str], random_: random.Random) -> str:
    if field.name.endswith("_id") or field.name == "red_of":
        name = {"red_of": "invoice_id", "order_line_id": "line_id"}.get(field.name, field.name)
        width = 24 if field.name == "red_of" else 48
        return f"{name}-{random_.randrange(1, width)}"
    if field.name == "product_line":
        return random_.choice(("A", "B", "b", "丙"))
    if field.name in {"tier", "customer_tier"}:
        return random_.choice(("A", "B", "C", "甲"))
    del contract
    words = sorted({*field.choices, *said}) * 3
    return random_.choice([*words, *ODD, *([] if words else ["普通"] * 12)])


def _rates() -> Iterator[dict[str, Any]]:
    """Both ways, so that the company's own amounts can be told in dollars; products that end in a five among them."""
    for kind, rate in (("plan", "0.125"), ("actual", "0.13795")):
        for year in range(2022, 2027):
            for month in range(1, 13):
                start, told = date(year, month, 1), Decimal(rate) + Decimal(month) / 2000
                yield {"currency": "CNY", "to_currency": "USD", "kind": kind, "valid_from": start, "rate": told}
                yield {"currency": "USD", "to_currency": "CNY", "kind": kind, "valid_from": start, "rate": 1 + told}


def _targets(definitions: Definitions, random_: random.Random) -> Iterator[dict[str, Any]]:
    """Targets of every level and version: by region and month, line and quarter, position and month, and none and year."""
    for metric in ("net_sales", "gross_margin", "customers", "collections_rate", "gross_sales"):
        if metric not in definitions.metrics:
            continue
        basis = definitions.metric(metric).basis
        for level in ("target", None, "floor", "stretch", "budget", "forecast"):
            for version in ("v1", "v2", "v10") if level == "target" else ("v1",):
                for grain, columns, months in _grains():
                    for month in range(1, 13, months):
                        start = date(2025, month, 1)
                        end = date(2025 + (month + months - 1) // 12, (month + months - 1) % 12 + 1, 1)
                        for slice_ in columns:
                            yield {
                                "metric": metric, "basis": basis, "version": version, "level": level, "start_date": start,
                                "end_date": end, "grain_set": grain, "amount": random_.choice(MONEY), "currency": "CNY",
                                **slice_, **{f"{c}_raw": v for c, v in slice_.items() if c.endswith("_id")},
                            }  # fmt: skip


def _grains() -> Iterator[tuple[str | None, list[dict[str, str]], int]]:
    yield "region", [{"region_id": f"region_id-{n}"} for n in "12"], 1
    yield "line", [{"product_line": line} for line in ("A", "B", "丙")], 3
    yield "position", [{"position_id": k} for k in keys_of("positions")[:4]], 1
    yield "year", [{}], 12
