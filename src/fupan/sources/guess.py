"""Which canonical table a sheet is, and which field each of its columns: by names first, checked against contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fupan.contracts import Field, Table, all_tables
from fupan.sources.period import parse_period
from fupan.sources.profile import ColumnProfile
from fupan.sources.text import fold
from fupan.sources.units import split_unit
from fupan.sources.words import choice_of, flag_of

_NUMERIC = frozenset({"money", "decimal", "integer", "share"})
_CODE = re.compile(r"(编码|编号|代码|号|(?<![a-z])(code|id|no|key|number))$")
_LEAST = 0.55
#: a field that may be left out is filled only by a column that is this likely its own
_LEAST_OPTIONAL = 0.75
#: a required field for which two columns have the same claim is for a person to decide
_CONTESTED = 0.85
_MONEY_UNITS = frozenset({"元", "千元", "万元", "百万元", "百万", "亿元"})
_MONTHS_ACROSS = 3

#: what a required field is where files usually leave it unsaid
UNSAID: dict[str, dict[str, str]] = {
    "targets": {"metric": "net_sales", "basis": "recognition/without/sell_in", "level": "target"},
    "exchange_rates": {"kind": "actual"},
    "stock_snapshots": {"place_kind": "own"},
}


@dataclass(frozen=True, slots=True)
class FieldGuess:
    """A column for a field, with the confidence from 0 to 1 and why."""

    field: Field
    header: str
    score: float
    period: str | None = None


@dataclass(frozen=True, slots=True)
class TableGuess:
    """A table for a sheet. ``months`` are the columns across, if the table has its periods there."""

    table: Table
    fields: tuple[FieldGuess, ...]
    constants: dict[str, str]
    months: tuple[str, ...]
    missing: tuple[str, ...]
    score: float
    confidence: float


def guess_table(headers: Sequence[str], profiles: dict[str, ColumnProfile], hints: Sequence[str]) -> list[TableGuess]:
    """Guesses for the sheet, best first. *hints* are the names of file and sheet and the titles above the table."""
    told = [fold(h) for h in hints]
    made = [g for t in all_tables() if (g := _guess(t, headers, profiles, told)) is not None]
    made.sort(key=lambda g: -g.score)
    if len(made) > 1 and made[0].score - made[1].score < 0.04:
        first = made[0]
        made[0] = TableGuess(
            first.table,
            first.fields,
            first.constants,
            first.months,
            first.missing,
            first.score,
            min(first.confidence, 0.85),
        )
    return made


def _guess(
    table: Table, headers: Sequence[str], profiles: dict[str, ColumnProfile], told: Sequence[str]
) -> TableGuess | None:
    months = _months(headers) if table.name == "targets" else ()
    pairs = sorted(
        (
            (score, -i, -j, f, h)
            for i, f in enumerate(table.fields)
            for j, h in enumerate(headers)
            if h not in months and (score := _score(f, h, profiles[h])) >= (_LEAST if f.required else _LEAST_OPTIONAL)
        ),
        key=lambda p: p[:3], reverse=True,
    )  # fmt: skip
    taken: dict[str, FieldGuess] = {}
    used: set[str] = set()
    for score, _, _, f, h in pairs:
        if f.name not in taken and h not in used:
            taken[f.name] = FieldGuess(f, h, score, period=_period(f, profiles[h]))
            used.add(h)
    taken = {n: _contested(g, [h for h in headers if h not in used and h not in months]) for n, g in taken.items()}
    constants = {n: v for n, v in UNSAID.get(table.name, {}).items() if n not in taken}
    untaxed = _without_rate(table, taken)
    if untaxed == "as stated":
        constants["tax_rate"] = "0"
    _complete_window(table, taken)
    if months:
        taken = {n: g for n, g in taken.items() if n not in ("start_date", "end_date", "amount")}
    covered = set(taken) | set(constants) | ({"start_date", "end_date", "amount"} if months else set())
    missing = tuple(n for n in table.required if n not in covered)
    if untaxed == "taxed":
        missing += ("tax_rate",)
    if not taken:
        return None
    return _weighed(table, taken, constants, months, missing, headers, profiles, told)


def _without_rate(table: Table, taken: dict[str, FieldGuess]) -> str:
    """ "taxed" where the header says that tax is in the amount but nothing says how much, "as stated" where the file
    does not speak of tax at all (amounts are then taken as they stand), else ""."""
    amount = next((g for n, g in taken.items() if n in ("gross_with_tax", "amount_with_tax")), None)
    if table.name not in ("order_lines", "return_lines") or amount is None:
        return ""
    if {"tax_rate", "gross_without_tax", "amount_without_tax"} & set(taken):
        return ""
    header = fold(amount.header)
    return "taxed" if re.search("(?<!不)含税|价税|with tax|incl", header) else "as stated"


def _contested(guess: FieldGuess, left: Sequence[str]) -> FieldGuess:
    """Less sure where a column that is left over has the same name but for a number or a group (金额, 金额2, 上期/金额)."""

    def name(header: str) -> str:
        return re.sub(r"[\s#_]*\d+$", "", fold(split_unit(header.rsplit("/", 1)[-1]).bare))

    rivals = [h for h in left if name(h) == name(guess.header)]
    return replace(guess, score=min(guess.score, _CONTESTED)) if rivals else guess


def _weighed(
    table: Table, taken: dict[str, FieldGuess], constants: dict[str, str], months: tuple[str, ...], missing: tuple[str, ...],
    headers: Sequence[str], profiles: dict[str, ColumnProfile], told: Sequence[str],
) -> TableGuess:  # fmt: skip
    """The guess with its score (for choosing among tables) and its confidence (for going on without a person)."""
    needed = [n for n in table.required if n not in constants]
    required = (
        sum(taken[n].score if n in taken else 1.0 if months and n not in missing else 0.0 for n in needed) / len(needed)
        if needed
        else 1.0
    )
    filled = [h for h in headers if profiles[h].filled] or list(headers)
    mapped = {g.header for g in taken.values()} | set(months)
    share = sum(1 for h in filled if h in mapped) / len(filled) if filled else 0.0
    quality = sum(g.score for g in taken.values()) / len(taken)
    named = max((_named(table, t) for t in told), default=0.0)
    score = 0.40 * required + 0.25 * share + 0.10 * quality + 0.25 * named
    confidence = min([g.score for n, g in taken.items() if n in table.required] + [1.0]) if not missing else 0.3
    if (
        table.kind == "fact"
        and not months
        and not any(g.field.type in _NUMERIC and g.field.name not in ("tax_rate", "stage_no") for g in taken.values())
    ):
        measured = any(f.type == "money" or f.type == "decimal" for f in table.fields if f.name != "stage_no")
        if measured and table.name not in ("opportunities", "agreements", "tickets", "actions", "delivery_lines"):
            confidence, score = min(confidence, 0.6), score - 0.15
    if share <= 0.5:
        confidence = min(confidence, 0.8)
    if named == 0.0 and required < 0.9:
        confidence = min(confidence, 0.8)
    return TableGuess(
        table,
        tuple(sorted(taken.values(), key=lambda g: table.names.index(g.field.name))),
        constants,
        months,
        missing,
        score,
        confidence,
    )


def _score(field: Field, header: str, profile: ColumnProfile) -> float:
    """How likely the column is the field."""
    by_name = _by_name(field, header)
    if by_name == 0.0 or (field.type not in _NUMERIC and split_unit(header).unit in _MONEY_UNITS):
        return 0.0
    if field.refers and _CODE.search(fold(split_unit(header).bare)):
        by_name = min(1.0, by_name + 0.03)
    return by_name * _by_content(field, profile)


def _by_name(field: Field, header: str) -> float:
    from rapidfuzz import fuzz

    bare = split_unit(header.split("#", maxsplit=1)[0]).bare
    whole = fold(bare)
    parts = [whole]
    if "/" in bare:
        parts += [fold(bare.replace("/", "")), fold(bare.split("/")[-1])]
    weights = [1.0, 1.0, 0.96][: len(parts)]
    taxed = re.match(r"(不含税|未税|含税)(.+)", whole)
    if taxed and field.tax == ("with" if taxed[1] == "含税" else "without"):
        parts, weights = [*parts, taxed[2]], [*weights, 0.98]
    best = 0.0
    for part, weight in zip(parts, weights, strict=True):
        if part in (fold(field.name), fold(field.zh), fold(field.en)):
            best = max(best, 1.0 * weight)
        for i, synonym in enumerate(field.synonyms):
            if part == fold(synonym):
                best = max(best, (0.97 - 0.002 * i) * weight)
    if best:
        return best
    words = [fold(w) for w in (field.zh, field.en, *field.synonyms)]
    ratio = max((fuzz.ratio(whole, w) / 100 for w in words if abs(len(w) - len(whole)) <= 4), default=0.0)
    if ratio >= 0.8:
        return 0.8 * ratio
    return (
        0.6
        if any(
            len(w) >= 2 and (whole.startswith(w) or whole.endswith(w)) for w in words if not w.isascii() or len(w) > 4
        )
        else 0.0
    )


def _by_content(field: Field, profile: ColumnProfile) -> float:
    """1 where the cells fit the field's type, less the fewer do; an empty column says little."""
    if not profile.filled:
        return 0.93
    if field.type == "money" and all(e.endswith(("%", "％")) for e in profile.examples):
        return 0.3
    if field.type in _NUMERIC:
        fits = profile.numbers
    elif field.type == "date":
        fits = max(profile.dates, profile.periods)
        if (
            fits > 0.9
            and profile.dates < 0.5
            and field.name not in ("start_date", "end_date", "period_start", "month", "accrual_date", "sellout_date")
        ):
            return 0.8
    elif field.type == "flag":
        fits = sum(flag_of(e, field.name) is not None for e in profile.examples) / len(profile.examples)
    elif field.choices:
        fits = sum(choice_of(e, field) is not None for e in profile.examples) / len(profile.examples)
        return 1.0 if fits == 1 else 0.9 if fits > 0 else 0.5
    else:
        return 0.9 if profile.dates > 0.9 and profile.numbers < 0.5 else 1.0
    return 1.0 if fits >= 0.9 else 0.9 if fits >= 0.7 else 0.3


def _period(field: Field, profile: ColumnProfile) -> str | None:
    if field.type != "date" or not profile.filled or profile.periods < 0.9 or profile.dates >= 0.9:
        return None
    return "end" if field.name == "end_date" else "start"


def _complete_window(table: Table, taken: dict[str, FieldGuess]) -> None:
    """A month fills both ends of a window."""
    start = taken.get("start_date")
    if start is not None and table.name == "targets" and "end_date" not in taken:
        taken["start_date"] = FieldGuess(start.field, start.header, start.score, period="start")
        taken["end_date"] = FieldGuess(table.field("end_date"), start.header, start.score, period="end")


def _months(headers: Sequence[str]) -> tuple[str, ...]:
    found = tuple(
        h
        for h in headers
        if len(h) <= 12
        and not h.isdigit()
        and parse_period(split_unit(h).bare, 2000) is not None
        and not re.search("全年|年度", h)
    )
    return found if len(found) >= _MONTHS_ACROSS else ()


def _named(table: Table, told: str) -> float:
    """Whether a file, sheet or title says what the table is called."""
    words = [fold(w) for w in (table.zh, *table.synonyms)]
    if told in words or told == fold(table.en) or told == fold(table.name):
        return 1.0
    best = max((len(w) for w in words if len(w) >= 2 and w in told), default=0)
    return 0.0 if not best else min(1.0, 0.7 + 0.05 * best)
