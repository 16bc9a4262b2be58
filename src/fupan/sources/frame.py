"""The rows of one sheet as SQL: header names for columns, total rows marked, files joined, wide columns turned."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fupan.errors import SourceError
from fupan.sources.header import Header
from fupan.sources.raw import RawSheet
from fupan.sources.text import fold, simplify
from fupan.sources.units import split_unit, unit_factor

if TYPE_CHECKING:
    from fupan.sources.mapping import Unpivot

_TOTAL = r"(?i)(本页|本月|本年|本季|当页|全年)?(合计|小计|总计|累计|总合计|合計|小計|總計|汇总|合计金额)[:：]?|(sub|grand)?-?total[:：]?"
_TOTAL_TAIL = r"(?i).{1,24}(合计|小计|总计|汇总|合計|小計|總計|total)[:：]?"
_FOOTNOTE = r"(?i)(制表|制单|审核|复核|审批|填表|备注|注|说明|打印|导出|数据来源|note|notes|printed|source)[人日期时间员]*\s*\d*\s*[:：].*"
_STATED = re.compile(r"(?:单位|[Uu]nits?)\s*[:：]?\s*(?:人民币)?\s*([万千百亿十]*元|百万|[Mm]illion|[Tt]housand|%)")
#: 2025年销售目标（万元）, Sales targets 2025 (USD million), Targets in thousand EUR
_BRACKETED = re.compile(
    r"(?i)[(\[【]\s*(?:金额)?(?:单位|units?)?\s*[:：]?\s*(?:in\s+)?(?:人民币|rmb|cny|usd|eur|gbp|us\$|[$€£¥])?\s*"
    r"([万千百亿十]*元|百万|万|亿|millions?|thousands?|mn|bn|k|m)\s*(?:rmb|cny|usd|eur|gbp)?\s*[)\]】]"
    r"|\bin\s+(?:rmb|cny|usd|eur|gbp|us\$|[$€£¥])?\s*(millions?|thousands?)\b"
)
_LOOKED_AT = 6
#: columns that are read of any sheet, wanted or not, to know total rows and blank rows
_ALWAYS = 40

TOTAL, REPEATED, FOOTNOTE, FILTERED, EMPTY, DOUBLE = (
    "total row",
    "repeated header",
    "footnote",
    "filtered out",
    "empty cell",
    "duplicate",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """``sql`` yields source_row, why (NULL or the reason for leaving the row out) and cleaned text columns.

    ``columns``  header -> SQL column.   ``units``  header -> unit written in the header.
    ``unfilled`` header -> column as it stands in the file, where merged cells were filled down.
    ``ordered``  whether rows come in the order of the file.   ``amounts_in``  a unit stated above the table (单位：万元).
    ``year``     the year that the title, else the sheet's, else the file's name says.
    """

    sql: str
    columns: dict[str, str]
    units: dict[str, str] = field(default_factory=dict)
    unfilled: dict[str, str] = field(default_factory=dict)
    file: str = ""
    sheet: str | None = None
    header_row: int = 0
    ordered: bool = True
    amounts_in: str | None = None
    year: int | None = None

    def find(self, header: str) -> str:
        """The SQL column of *header*; SourceError with the nearest header if the file has none such."""
        return self.columns[self.name_of(header)]

    def has(self, header: str) -> bool:
        """Whether the file has *header*."""
        return self._match(header) is not None

    def name_of(self, header: str) -> str:
        """The header as the file writes it: the same, or equal when folded, or equal without its unit."""
        name = self._match(header)
        if name is not None:
            return name
        near = difflib.get_close_matches(header, self.columns, n=1, cutoff=0.4)
        listed = ", ".join(list(self.columns)[:30])
        raise SourceError(
            "has no such column", file=self.file, sheet=self.sheet, row=self.header_row or None, field=header,
            found=listed, expected=f"the header “{header}”" + (f" (nearest: “{near[0]}”)" if near else ""),
        )  # fmt: skip

    def _match(self, header: str) -> str | None:
        if header in self.columns:
            return header
        for form in (fold, lambda h: fold(split_unit(h).bare)):
            wanted = form(header)
            found = [name for name in self.columns if form(name) == wanted]
            if len(found) == 1:
                return found[0]
        return None


def sheet_frame(
    sheet: RawSheet, header: Header, *, file: str, totals: bool = True, wanted: Callable[[str], bool] | None = None
) -> Frame:
    """The data rows below the header, blank rows not counted, total rows, repeated headers and footnotes marked.

    Of a wide sheet only the columns whose header is *wanted* are kept, beside the first ones.
    """
    kept = [i for i in range(1, sheet.width + 1) if i <= _ALWAYS or wanted is None or wanted(header.names[i - 1])]
    raw = [f"c{i}" for i in kept]
    cleaned = [f"f_text(s.c{i}) as c{i}" for i in kept] + [
        f"f_text(s.u{i}) as u{i}" for i in kept if i in sheet.unfilled
    ]
    # CASE looks at the next cell only where the ones before are blank
    rest = [f"s.c{i}" for i in range(_ALWAYS + 1, sheet.width + 1)]
    beyond = f"trim(concat_ws('', {', '.join(rest)})) <> ''" if rest else "false"
    present = "case " + " ".join(f"when trim(s.{c}) <> '' then true" for c in raw[:_ALWAYS]) + f" else {beyond} end"
    narrow = f"select source_row, {', '.join(cleaned)} from {sheet.relation} s where s.source_row > {header.last} and {present}"
    why = _why(raw[:_ALWAYS], header, sheet.width) if totals and not sheet.names else "cast(null as varchar)"
    sql = f"select *, {why} as why from ({narrow})"
    columns = {header.names[i - 1]: f"c{i}" for i in kept}
    units = {name: unit for name in columns if (unit := split_unit(name.split("#")[0]).unit)}
    unfilled = {
        name: f"u{i}" for i, name in enumerate(header.names, start=1) if i in sheet.unfilled and name in columns
    }
    return Frame(
        sql,
        columns,
        units,
        unfilled,
        file=file,
        sheet=sheet.name,
        header_row=header.last,
        amounts_in=stated_unit(sheet, header),
        year=stated_year(sheet, header, file),
    )


def titles(sheet: RawSheet, header: Header) -> list[str]:
    """The texts above the header."""
    first = header.rows[0] if header.rows else 0
    return [c for row, cells in sheet.head if row < first for c in cells if c]


def stated_unit(sheet: RawSheet, header: Header) -> str | None:
    """The unit of amounts in a line above the header: 单位：万元, or 2025年销售目标（万元）."""
    for title in titles(sheet, header):
        text = simplify(unicodedata.normalize("NFKC", title))
        for pattern in (_STATED, _BRACKETED):
            found = pattern.search(text)
            unit = next((g.lower() for g in found.groups() if g), "") if found else ""
            for form in (unit, unit.removesuffix("s")):
                if form and unit_factor(form) is not None:
                    return form
    return None


def stated_year(sheet: RawSheet, header: Header, file: str) -> int | None:
    """The year in the title, else in the sheet's name, else in the file's; None where a text names several."""
    for text in (*titles(sheet, header), sheet.name or "", file.rsplit("/", 1)[-1]):
        years = set(re.findall(r"(?<!\d)20\d{2}(?!\d)", unicodedata.normalize("NFKC", text)))
        if years:
            return int(years.pop()) if len(years) == 1 else None
    return None


def _why(raw: list[str], header: Header, width: int) -> str:
    """SQL of the reason for leaving a row out by what stands in it."""
    first = f"coalesce({', '.join(raw)})" if len(raw) > 1 else raw[0]
    filled = " + ".join(f"({c} is not null)::int" for c in raw)
    looked = raw[:_LOOKED_AT]
    exact = " or ".join(f"regexp_full_match(replace({c}, ' ', ''), '{_TOTAL}')" for c in looked)
    named = [
        (f"c{i}", name.split("/")[-1])
        for i, name in enumerate(header.names, start=1)
        if name and not name.startswith("column ")
    ][:4]
    repeated = " and ".join(f"coalesce({c}, '') = '{_sql(part)}'" for c, part in named) if len(named) > 1 else "false"
    # a text that merely ends in 合计 is a total only where the row is mostly empty otherwise
    sparse = f"({filled}) * 2 <= {len(raw)} + 1"
    tail = f"length({first}) <= 26 and {sparse} and regexp_full_match(replace({first}, ' ', ''), '{_TOTAL_TAIL}')"
    few = min(3, (width - 1) // 2)
    note = f"when ({filled}) <= {few} and regexp_full_match({first}, '{_FOOTNOTE}') then '{FOOTNOTE}'" if few else ""
    # one cheap look at every row, the exact ones only where it finds something (CASE evaluates no further than it must)
    maybe = " or ".join(f"coalesce(regexp_matches({c}, '计|計|汇总|[Tt]otal|TOTAL'), false)" for c in looked)
    worth = f"{maybe} or contains({first}, ':') or contains({first}, '：') or ({repeated})"
    return f"case when {worth} then case when {exact} or ({tail}) then '{TOTAL}' when {repeated} then '{REPEATED}' {note} end end"


def is_total(cells: tuple[str | None, ...]) -> bool:
    """Whether a record that does not fit the header is a total row or footnote all the same."""
    texts = [c.replace(" ", "") for c in cells[:_LOOKED_AT] if c]
    if any(re.fullmatch(_TOTAL, t) for t in texts):
        return True
    return bool(texts) and len(texts) <= 3 and bool(re.fullmatch(_FOOTNOTE, texts[0]))


def joined(frame: Frame, table: str, number: int, on: dict[str, str], take: dict[str, str]) -> Frame:
    """Columns of the SQL table *table* (k0.., t0..) beside the rows whose keys are equal; NULL where there is none."""
    keys = " and ".join(f"f.{frame.find(header)} = j.k{i}" for i, header in enumerate(on))
    made = {name: f"x{number}_{i}" for i, name in enumerate(take.values())}
    taken = ", ".join(f"j.t{i} as {column}" for i, column in enumerate(made.values()))
    sql = f"select f.*, {taken} from ({frame.sql}) f left join {table} j on {keys}"
    return replace(frame, sql=sql, columns={**frame.columns, **made}, ordered=False)


def unpivoted(frame: Frame, spec: Unpivot, number: int) -> Frame:
    """Each row once per named column: the column's name in one new column, its cell in another; blank cells are left out."""
    if spec.columns is not None:
        chosen = {frame.name_of(c): c for c in spec.columns}
    else:
        pattern = re.compile(spec.pattern or "")
        found = {h: m for h in frame.columns if (m := pattern.search(h))}
        chosen = {h: (m[1] if m.re.groups else h) for h, m in found.items()}
    if not chosen:
        raise SourceError(
            "has no column that matches the unpivot", file=frame.file, sheet=frame.sheet, row=frame.header_row or None,
            found=", ".join(list(frame.columns)[:30]), expected=f"headers like {spec.pattern}",
        )  # fmt: skip
    units = {frame.units[h] for h in chosen if h in frame.units}
    pairs = ", ".join(
        f"{{'n': '{_sql(name)}', 'v': {frame.unfilled.get(h, frame.columns[h])}}}" for h, name in chosen.items()
    )
    first = "[{'n': cast(null as varchar), 'v': cast(null as varchar)}]"
    spread = f"select *, unnest(case when why is null then [{pairs}] else {first} end) as p{number} from ({frame.sql})"
    n, v = f"n{number}", f"v{number}"
    sql = f"select * exclude (why, p{number}), p{number}.n as {n}, p{number}.v as {v}, coalesce(why, case when p{number}.v is null then '{EMPTY}' end) as why from ({spread})"
    kept = {h: c for h, c in frame.columns.items() if h not in chosen}
    new_units = {**frame.units, **({spec.value: units.pop()} if len(units) == 1 else {})}
    return replace(frame, sql=sql, columns={**kept, spec.name: n, spec.value: v}, units=new_units, ordered=False)


def filtered(frame: Frame, condition: str) -> Frame:
    """Rows for which the SQL *condition* is not true are left out, by their own reason."""
    sql = f"select * exclude (why), coalesce(why, case when not coalesce({condition}, false) then '{FILTERED}' end) as why from ({frame.sql})"
    return replace(frame, sql=sql)


def _sql(text: str) -> str:
    return text.replace("'", "''")
