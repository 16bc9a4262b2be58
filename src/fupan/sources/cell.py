"""One contract field from the cells of a row: SQL of what the file says, of the typed value, and what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fupan.contracts import Field, sql_type
from fupan.errors import SourceError
from fupan.sources.formula import formula_names, formula_sql
from fupan.sources.frame import Frame
from fupan.sources.mapping import FieldSpec
from fupan.sources.period import parse_period
from fupan.sources.units import unit_factor
from fupan.sources.words import choice_of, flag_of

#: (raw SQL over the frame, the same as a column, second raw SQL or None, function of both texts) -> SQL of the value as text
Lookup = Callable[[str, str, str | None, Callable[[str, str | None], str | None]], str]
_NUMERIC = frozenset({"money", "decimal", "integer", "share"})


@dataclass(frozen=True, slots=True)
class Cell:
    """SQL of one field: ``raw`` over the frame's columns; ``number`` (or "") over r_<field>; ``typed`` over both.

    Each is a layer of its own, as r_<field>, p_<field> and <field>, so that no long expression stands in the query twice.
    A row is bad where raw is given and typed is not, or a required typed is missing.
    """

    field: Field
    raw: str
    typed: str
    reason: str
    expected: str
    number: str = ""


def compile_cell(
    field: Field, spec: FieldSpec, frame: Frame, lookup: Lookup, *, decimal: str = ".", offset_days: int = 0
) -> Cell:
    """The field's SQL over *frame*; SourceError if a header it needs is missing and not optional."""
    reason, expected = _expectation(field, spec)
    null = f"cast(null as {sql_type(field.type)})"
    needed = [h for h in _headers(spec) if not frame.has(h)]
    if needed and (spec.optional or (spec.first_of is not None and len(needed) < len(spec.first_of))):
        if spec.first_of is None:
            return Cell(field, "cast(null as varchar)", null, reason, expected)
        spec = spec.model_copy(update={"first_of": tuple(h for h in spec.first_of if frame.has(h))})
    if spec.next is not None:
        return _next_row(field, spec, frame, reason, expected, lookup, offset_days)
    if spec.expression is not None:
        return _computed(field, spec, frame, reason, expected)
    raw = _origin(field, spec, frame)
    spec = _with_unit(field, spec, frame)
    number = _number_base(field, spec, decimal)
    typed = _typed(field, spec, frame, raw, lookup, offset_days)
    if spec.default is not None:
        typed = f"case when r_{field.name} is null then cast({_literal(_constant(spec.default))} as {sql_type(field.type)}) else {typed} end"
    return Cell(field, raw, typed, reason, expected, number)


def _headers(spec: FieldSpec) -> list[str]:
    if spec.column is not None:
        return [spec.column]
    if spec.expression is not None:
        return list(formula_names(spec.expression))
    return list(spec.first_of or spec.concat or ())


def _origin(field: Field, spec: FieldSpec, frame: Frame) -> str:
    """SQL of the text in the file. Merged cells count for each row in texts and dates, once in amounts."""

    def column(header: str) -> str:
        name = frame.name_of(header)
        return frame.unfilled.get(name, frame.columns[name]) if field.type in _NUMERIC else frame.columns[name]

    if spec.column is not None:
        return column(spec.column)
    if spec.first_of is not None:
        return (
            f"coalesce({', '.join(column(h) for h in spec.first_of)})"
            if len(spec.first_of) > 1
            else column(spec.first_of[0])
        )
    if spec.concat is not None:
        return f"nullif(concat_ws({_literal(spec.separator)}, {', '.join(column(h) for h in spec.concat)}), '')"
    return _literal(_constant(spec.value))


def _typed(field: Field, spec: FieldSpec, frame: Frame, raw: str, lookup: Lookup, offset_days: int) -> str:
    own = f"r_{field.name}"
    if spec.value is not None and not field.choices and field.type != "flag":
        return f"cast({_literal(spec.prefix + _constant(spec.value))} as {sql_type(field.type)})"
    if field.type == "flag":
        return f"cast({lookup(raw, own, None, lambda t, _: _flag(t, spec, field))} as boolean)"
    if field.type == "text":
        if field.choices:
            return lookup(raw, own, None, lambda t, _: _choice(t, spec, field))
        if spec.values is not None:
            return lookup(raw, own, None, lambda t, _: _translated(t, spec, otherwise=t))
        return f"{_literal(spec.prefix)} || {own}" if spec.prefix else own
    if field.type == "date":
        return _date(spec, frame, raw, own, lookup, offset_days, months=_names_months(field, spec))
    if field.type == "instant":
        return f"coalesce(try_cast({own} as timestamp), cast(f_date({own}, {offset_days}) as timestamp))"
    return _number(field, spec, frame)


def _date(
    spec: FieldSpec, frame: Frame, raw: str, own: str, lookup: Lookup, offset_days: int, *, months: bool = False
) -> str:
    if spec.period is not None or spec.format == "month":
        which = spec.period or "start"
        year = _file_year(frame) if spec.year == "file" else spec.year if isinstance(spec.year, int) else None
        beside = frame.find(spec.year) if isinstance(spec.year, str) and spec.year != "file" else None

        def edge(text: str, of: str | None) -> str | None:
            digits = re.search(r"(?:19|20)\d{2}", of or "")
            found = parse_period(text, int(digits[0]) if digits else year)
            return None if found is None else str(found.start if which == "start" else found.end)

        return f"cast({lookup(raw, own, beside, edge)} as date)"
    formats = (spec.format,) if isinstance(spec.format, str) else spec.format
    if formats and formats != ("auto",):
        listed = ", ".join(_literal(_strptime(f)) for f in formats)
        found = f"cast(try_strptime({own}, [{listed}]) as date)"
    else:
        found = f"f_date({own}, {offset_days})"
        if months:
            found = f"coalesce({found}, cast({lookup(raw, own, None, lambda t, _: _month(t))} as date))"
    return f"case when year({found}) between 1900 and 2200 then {found} end"


def _file_year(frame: Frame) -> int:
    if frame.year is None:
        raise SourceError(
            "says nowhere which year it is of", file=frame.file, sheet=frame.sheet,
            expected="one year in the title, the sheet's or the file's name, or year: 2025 in the mapping",
        )  # fmt: skip
    return frame.year


def _names_months(field: Field, spec: FieldSpec) -> bool:
    """Whether the field or its header speaks of months, so that 2025年6月 means its first day."""
    return field.name in ("period_start", "month") or bool(
        spec.column and re.search("月份|期间|会计期|(?i:month|period)", spec.column)
    )


def _month(text: str) -> str | None:
    found = parse_period(text)
    return str(found.start) if found is not None else None


def _number_base(field: Field, spec: FieldSpec, decimal: str) -> str:
    """SQL of the plain number in the cell, before unit and type; "" for other fields."""
    if field.type not in _NUMERIC or spec.value is not None:
        return ""
    written = f"f_comma(r_{field.name})" if decimal == "," else f"r_{field.name}"
    return f"f_money({written})" if field.type in ("money", "decimal") and _exact(spec) else f"f_number({written})"


def _exact(spec: FieldSpec) -> bool:
    return spec.unit is None or unit_factor(spec.unit) == 1


def _with_unit(field: Field, spec: FieldSpec, frame: Frame) -> FieldSpec:
    """The spec with the unit that the header, or a line above the table, states where the mapping names none."""
    if spec.unit is not None or field.type not in _NUMERIC:
        return spec
    unit = next(
        (frame.units[n] for h in _headers(spec) if frame.has(h) and (n := frame.name_of(h)) in frame.units), None
    )
    if unit is None and field.type == "money":
        unit = frame.amounts_in
    return spec if unit is None else spec.model_copy(update={"unit": unit})


def _number(field: Field, spec: FieldSpec, frame: Frame) -> str:
    kind, number, own = sql_type(field.type), f"p_{field.name}", f"r_{field.name}"
    unit = spec.unit
    factor = unit_factor(unit) if unit else None
    if field.name == "tax_rate":  # 13, 13% and 0.13 all mean 13%: no tax rate is 100% or more
        value = f"case when {number} >= 1 then cast({number} * 0.01 as {kind}) else cast({number} as {kind}) end"
    elif factor is not None and factor != 1:
        scaled = f"{number} * {factor:f}" if factor > 1 else f"cast({number} * {factor:f} as decimal(28, 8))"
        value = f"try_cast({scaled} as {kind})"
        if unit == "%":
            value = f"case when right({own}, 1) in ('%', '％') then try_cast({number} as {kind}) else {value} end"
    elif field.type == "integer":
        value = f"case when {number} = trunc({number}) then try_cast({number} as bigint) end"
    else:
        value = f"try_cast({number} as {kind})"
    if spec.without_tax is not None:
        value = f"f_untaxed({value}, {_rate(spec.without_tax, frame)})"
    return f"abs({value})" if spec.absolute else value


def _rate(rate: Decimal | str, frame: Frame) -> str:
    if isinstance(rate, Decimal):
        return f"cast({rate:f} as decimal(19, 8))"
    if re.fullmatch(r"\d+(\.\d+)?%?", rate):
        number = Decimal(rate.rstrip("%"))
        return f"cast({number / 100 if rate.endswith('%') or number >= 1 else number:f} as decimal(19, 8))"
    found = f"f_number({frame.find(rate)})"
    return (
        f"case when {found} >= 1 then cast({found} * 0.01 as decimal(19, 8)) else cast({found} as decimal(19, 8)) end"
    )


def _computed(field: Field, spec: FieldSpec, frame: Frame, reason: str, expected: str) -> Cell:
    assert spec.expression is not None  # noqa: S101 - asked by the caller
    want = (
        "number"
        if field.type in _NUMERIC
        else "date"
        if field.type == "date"
        else "flag"
        if field.type == "flag"
        else "text"
    )
    sql = formula_sql(spec.expression, frame.find, want)  # type: ignore[arg-type]
    factor = unit_factor(spec.unit) if spec.unit else None
    value = f"({sql}) * {factor:f}" if factor is not None and factor != 1 else sql
    if field.type in _NUMERIC:
        value = f"try(round(cast({value} as decimal(38, 10)), {8 if field.type == 'share' else 4}))"
    typed = f"try_cast({value} as {sql_type(field.type)})"
    parts = [frame.find(h) for h in formula_names(spec.expression)]
    shown = f"concat_ws(' | ', {', '.join(parts)})" if parts else "'='"
    given = " and ".join(f"{p} is not null" for p in parts) or "true"
    raw = f"case when {given} then {shown} end"
    if field.type in _NUMERIC and not parts:
        raw = _literal(spec.expression)
    return Cell(field, raw, f"abs({typed})" if spec.absolute else typed, reason, f"{expected} from {spec.expression}")


def _next_row(
    field: Field, spec: FieldSpec, frame: Frame, reason: str, expected: str, lookup: Lookup, offset_days: int
) -> Cell:
    assert spec.next is not None  # noqa: S101
    raw = frame.find(spec.next.start)
    start = _date(
        FieldSpec(column=spec.next.start, format=spec.format, year=spec.year), frame, raw, raw, lookup, offset_days
    )
    by = ", ".join(["why is null", *(frame.find(h) for h in spec.next.by)])
    last = f"date '{spec.next.last}'" if spec.next.last is not None else "cast(null as date)"
    typed = f"coalesce(lead({start}) over (partition by {by} order by {start}, source_row), {last})"
    return Cell(field, "cast(null as varchar)", typed, reason, expected)


def _flag(text: str, spec: FieldSpec, field: Field) -> str | None:
    given = _translated(text, spec, otherwise=text)
    found = flag_of(given, field.name) if given is not None else None
    return None if found is None else str(found).lower()


def _choice(text: str, spec: FieldSpec, field: Field) -> str | None:
    given = _translated(text, spec, otherwise=text)
    return choice_of(given, field) if given is not None else None


def _translated(text: str, spec: FieldSpec, *, otherwise: str | None) -> str | None:
    from fupan.sources.text import fold

    for written, means in (spec.values or {}).items():
        if written == text or fold(written) == fold(text):
            return None if means is None else _constant(means)
    return spec.prefix + otherwise if otherwise is not None and not spec.values else otherwise


def _constant(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def _strptime(written: str) -> str:
    """DD.MM.YYYY as %d.%m.%Y; a text with % is taken as it is."""
    if "%" in written:
        return written
    for sign, means in (
        ("YYYY", "%Y"),
        ("YY", "%y"),
        ("MM", "%m"),
        ("DD", "%d"),
        ("HH", "%H"),
        ("mm", "%M"),
        ("SS", "%S"),
        ("ss", "%S"),
    ):
        written = written.replace(sign, means)
    return written


def _expectation(field: Field, spec: FieldSpec) -> tuple[str, str]:
    if field.choices:
        return "不在可选值内 not one of the choices", "one of " + ", ".join(field.choices)
    if field.type == "flag":
        return "不是是/否 neither yes nor no", "是/否, yes/no, 1/0"
    if field.type == "date":
        if spec.period or spec.format == "month":
            return "不是期间 not a period", "a month, quarter or year such as 2025年6月, 2025-06, 2025Q2"
        if spec.format and spec.format != "auto":
            return "不是该格式的日期 not a date of this form", f"a date written as {spec.format}"
        return "不是日期 not a date", "a date such as 2025-06-30, 2025/6/30, 2025年6月30日"
    if field.type == "integer":
        return "不是整数 not a whole number", "a whole number"
    if field.type in _NUMERIC:
        return "不是数字 not a number", "a number such as 1,234.50"
    if field.type == "instant":
        return "不是时间 not a point in time", "a date and time such as 2025-06-30 12:30:00"
    return "不能使用 cannot be used", "a text"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\x00", "") + "'"
