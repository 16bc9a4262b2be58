"""What is known about a figure, in words: its formula, statistic date, quality, versions of targets, notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fupan.errors import ExpressionError
from fupan.expressions import parse
from fupan.metrics.basis import basis_words
from fupan.metrics.note import in_chinese
from fupan.metrics.result import Column, Provenance
from fupan.metrics.roles import role_words
from fupan.metrics.wording import written
from fupan.web.cockpit.view import View

_BUILT_IN = {
    "credited": ("计入达成额", "credited"), "target": ("目标", "target"), "phased_target": ("分期目标", "phased target"),
    "elapsed": ("时间进度", "elapsed"),
}  # fmt: skip


def formula_in_words(view: View, formula: str) -> str:
    """A formula with the names that people use: 销售毛额 − 票折. One that cannot be read stands as it is."""

    def called(name: str) -> str:
        known = view.definitions.metrics.get(name)
        if known is not None:
            return view.teller.word(known.zh, known.en)
        return view.teller.word(*_BUILT_IN[name]) if name in _BUILT_IN else name

    if not formula:
        return ""
    try:
        text = written(parse(formula), called)
    except ExpressionError:
        return formula
    return text.replace(" - ", " − ").replace(" * ", " × ").replace(" / ", " ÷ ")


def basis_in_words(view: View, column: Column) -> str:
    """The basis of the column's amounts; nothing where it has none."""
    return view.teller.word(*basis_words(column.basis)) if column.basis else ""


def statistic_dates(view: View, made: Provenance, metric: str) -> str:
    """The dates that the figure is counted by: 确认日期, 退货日期."""
    dates = made.dates.get(metric, {})
    found = dict.fromkeys(view.teller.word(*role_words([each])) for each in dates)
    return view.teller.listed(found)


def versions_of(made: Provenance) -> tuple[str, ...]:
    """The versions of the targets that the figure was judged by."""
    return tuple(dict.fromkeys(str(v) for target in made.targets for v in target.get("versions") or ()))


def notes_in_words(view: View, made: Provenance) -> tuple[str, ...]:
    """What a reader must know, in the page's language."""
    return made.notes if view.teller.lang == "en" else tuple(in_chinese(n) for n in made.notes)


def quality_in_words(view: View, quality: Mapping[str, Any], *, told: bool) -> tuple[str, ...]:
    """What was held back or stayed unmatched, or that nothing was; not *told* to who does not see all rows."""
    word = view.teller.word
    if not told:
        return (
            word("未载入与未匹配的行，由能看全部数据的人查看", "What was held back is told to those who see all rows"),
        )
    found = []
    for table, rows in (quality.get("quarantined") or {}).items():
        held, read = rows["quarantined"], rows["read"]
        found.append(
            word(
                f"{view.table(table)}：{read:,}行中有{held:,}行未载入（待修正）",
                f"{view.table(table)}: {held:,} of {read:,} rows were held back",
            )
        )
    for place, rows in (quality.get("unmatched") or {}).items():
        table, _, column = place.partition(".")
        found.append(
            word(
                f"{view.table(table)}：{rows:,}行的{view.field(table, column)}在主数据里找不到",
                f"{view.table(table)}: {view.field(table, column)} of {rows:,} rows is in no master data",
            )
        )
    for table, members in (quality.get("implied") or {}).items():
        found.append(
            word(
                f"{view.table(table)}：{members:,}个成员没有主数据，按名称自成一项",
                f"{view.table(table)}: {members:,} members stand by their name alone, for want of master data",
            )
        )
    return tuple(found) or (
        word("来源的行都已载入，成员都对得上", "All rows of the sources were loaded, all members matched"),
    )
