"""A comparison as a document: what moved the first key figure, why, and each headline and figure before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fupan.review.compare import Difference, change_of, figure_of, key_figure
from fupan.review.model import Cell, Chart, Column, Document, Lang, Placed, Provenance, Row, Series, Slide, Table

CAUSES: dict[str, tuple[str, str]] = {
    "as_of": ("统计日期不同", "Another day"),
    "definitions": ("口径定义改了", "Other definitions"),
    "targets": ("目标版本不同", "Other targets"),
    "restated": ("组织或归属重述", "Restated org and masters"),
    "corrected": ("更正与删除的行", "Corrected and removed rows"),
    "late": ("迟到的数据", "Late data"),
    "new": ("新增的行", "New rows"),
    "other": ("其他（版式、填写内容或程序版本）", "Other (layout, what people wrote, or the program's version)"),
}
REASONS: dict[str, tuple[str, str]] = {
    "window": ("期间", "Window"), "as_of": ("数据截至", "As of"), "scope": ("范围", "Scope"), "snapshot": ("快照", "Snapshot"),
    "load": ("新装载", "Loaded between"), "definitions": ("定义版本", "Definitions"), "definition": ("改了的口径", "Changed definition"),
    "made_with": ("程序版本", "Program version"),
}  # fmt: skip
_KINDS = {
    "page added": ("新页", "Page added"), "page removed": ("少了的页", "Page removed"), "headline": ("结论", "Headline"),
    "sentence": ("句子", "Sentence"), "figure": ("数字", "Figure"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """Two documents with their names, what differs, what is known about why, and the documents between them."""

    names: tuple[str, str]
    before: Document
    after: Document
    differences: tuple[Difference, ...]
    reasons: tuple[tuple[str, str], ...]
    chain: tuple[tuple[str, Document], ...] = ()


def why_words(difference: Difference, lang: Lang) -> str:
    """The causes of a difference with their amounts, in words."""
    at = 0 if lang == "zh" else 1
    return ("；" if lang == "zh" else "; ").join(f"{CAUSES[c][at]} {amount}".rstrip() for c, amount in difference.why)


def comparison_document(compared: Compared, lang: Lang) -> Document:
    """The document to draw in any format."""
    zh = lang == "zh"
    n = sum(d.kind == "figure" for d in compared.differences)
    heads = [d for d in compared.differences if d.kind != "figure"]
    figures = [d for d in compared.differences if d.kind == "figure"]
    title = (
        f"{compared.names[0]} 与 {compared.names[1]} 的差异" if zh else f"{compared.names[0]} and {compared.names[1]}"
    )
    slides = [Slide("cover", title, "cover", lead=_count(n, len(heads), zh=zh), footer=compared.after.company)]
    bridge = _bridge(compared, lang)
    if bridge is not None:
        slides.append(bridge)
    if compared.reasons:
        slides.append(_reasons(compared, lang))
    if heads:
        slides.append(_sentences(compared, heads, lang))
    if figures:
        slides.append(_figures(compared, figures, lang))
    if len(slides) == 1:
        slides.append(Slide("none", "两份文档没有差异" if zh else "The documents do not differ"))
    a = compared.after
    return Document(
        "comparison", title, _count(n, len(heads), zh=zh), a.company, lang, a.window, a.as_of, a.snapshot, a.currency,
        tuple(slides), a.scope, a.synthetic,
    )  # fmt: skip


Told = tuple[str, str, str, str, str, tuple[str, ...]]
"""A thing of a refresh: kind, page, shape, before, after, figures that no longer hold."""
_TOLD = {
    "kept": ("保留", "Kept"), "own": ("自己写的", "Your own"), "added": ("未加入", "Not added"), "removed": ("不再生成", "No longer made"),
    "deleted": ("已被删去", "Taken out by you"),
}  # fmt: skip


def changes_document(compared: Compared, told: Sequence[Told], lang: Lang) -> Document:
    """What a refresh did: first people's words with figures that no longer hold, then each figure before and after."""
    at = 0 if lang == "zh" else 1
    document = comparison_document(compared, lang)
    if not told:
        return document
    ordered = sorted(told, key=lambda t: not t[5])
    rows = [(_page(page, compared), shape, _TOLD[kind][at], after or before, "、".join(stale)) for kind, page, shape, before, after, stale in ordered]  # fmt: skip
    heads = (("页", "Page", "1"), ("形状", "Shape", "1.2"), ("处理", "What", "0.8"), ("内容", "Content", "3"), ("不再成立的数字", "Figures that no longer hold", "2"))  # fmt: skip
    stale = sum(bool(t[5]) for t in told)
    headline = (
        f"{len(told)}处是人写的或没有更新，其中{stale}处有不再成立的数字",
        f"{len(told)} things are people's or were left alone; {stale} of them hold figures that no longer are",
    )[at]
    slide = Slide("words", headline, "full", blocks=(Placed("main", _table(heads, rows, at, _source(compared, len(rows), lang)), "words"),))  # fmt: skip
    return replace(document, slides=(document.slides[0], slide, *document.slides[1:]))


def _count(figures: int, others: int, *, zh: bool) -> str:
    return (
        f"{figures}个数字、{others}处文字或页面不同" if zh else f"{figures} figures and {others} texts or pages differ"
    )


def _source(compared: Compared, rows: int, lang: Lang) -> Provenance:
    asked = f"{compared.names[0]} → {compared.names[1]}"
    snapshots = f"{compared.before.snapshot} → {compared.after.snapshot}"
    del lang
    return Provenance(asked, window=compared.after.window, as_of=compared.after.as_of, snapshot=snapshots, rows=rows)


def _bridge(compared: Compared, lang: Lang) -> Slide | None:
    """The first key figure from the one document to the other, cause by cause."""
    at, found = 0 if lang == "zh" else 1, key_figure(compared.after)
    if found is None or not compared.chain:
        return None
    page, label, (after_text, after, display) = found
    values = [figure_of(document, page, label) for _, document in compared.chain]
    if values[0] is None or values[0] == after:
        return None
    steps = [
        (CAUSES[cause][at], change_of(values[n], values[n + 1]))
        for n, (cause, _) in enumerate(compared.chain[1:])
        if values[n] != values[n + 1]
    ]
    names = (("之前", "Before")[at], *(name for name, _ in steps), ("之后", "After")[at])
    amounts = (values[0], *(amount for _, amount in steps), after)
    chart = Chart(
        "waterfall", names, (Series(label, amounts, display, "total"),), title=label,
        alt="；".join(f"{name} {amount}" for name, amount in zip(names, amounts, strict=True)),
        provenance=_source(compared, len(names), lang),
    )  # fmt: skip
    largest = max(steps, key=lambda s: abs(s[1]))[0]
    before_text = next((t for d in compared.differences if (d.page, d.item, d.column) == (page, label, "") and (t := d.before)), "")  # fmt: skip
    headline = (
        f"{label}从{before_text}到{after_text}，主要是{largest}" if at == 0
        else f"{label} went from {before_text} to {after_text}, most of it by: {largest}"
    )  # fmt: skip
    return Slide(
        "bridge",
        headline,
        "full",
        ("差异从何而来", "Where it comes from")[at],
        blocks=(Placed("main", chart, "bridge"),),
    )


def _table(heads: Sequence[tuple[str, str, str]], rows: Sequence[Sequence[str]], at: int, source: Provenance) -> Table:
    columns = tuple(Column((zh, en)[at], "text", weight=Decimal(weight)) for zh, en, weight in heads)
    cells = tuple(Row(tuple(Cell(text or "–", strong=i == 0) for i, text in enumerate(row))) for row in rows)
    return Table(columns, cells, alt="；".join(" ".join(row) for row in rows[:20]), provenance=source)


def _reasons(compared: Compared, lang: Lang) -> Slide:
    at = 0 if lang == "zh" else 1
    rows = [(REASONS[what][at], text) for what, text in compared.reasons]
    table = _table((("变了什么", "What changed", "1"), ("怎样变的", "How", "3")), rows, at, _source(compared, len(rows), lang))  # fmt: skip
    headline = (f"两份文档之间变了{len(rows)}件事", f"{len(rows)} things changed between the documents")[at]
    return Slide("reasons", headline, "full", ("背景", "Background")[at], blocks=(Placed("main", table, "reasons"),))


def _sentences(compared: Compared, differences: Sequence[Difference], lang: Lang) -> Slide:
    at = 0 if lang == "zh" else 1
    rows = [(_page(d.page, compared), _KINDS[d.kind][at], d.before, d.after, why_words(d, lang)) for d in differences]
    heads = (("页", "Page", "1"), ("类别", "Kind", "0.7"), ("之前", "Before", "3"), ("之后", "After", "3"), ("原因", "Why", "1.6"))  # fmt: skip
    table = _table(heads, rows, at, _source(compared, len(rows), lang))
    headline = (f"{len(rows)}处结论、句子或页面不同", f"{len(rows)} headlines, sentences or pages differ")[at]
    return Slide("sentences", headline, "full", ("文字", "Words")[at], blocks=(Placed("main", table, "sentences"),))


def _figures(compared: Compared, differences: Sequence[Difference], lang: Lang) -> Slide:
    at = 0 if lang == "zh" else 1
    rows = [(_page(d.page, compared), d.item, d.column, d.before, d.after, why_words(d, lang)) for d in differences]
    heads = (
        ("页", "Page", "1"), ("项目", "Item", "1.4"), ("列", "Column", "1.2"), ("之前", "Before", "1"), ("之后", "After", "1"),
        ("原因与数额", "Why, and how much", "2.6"),
    )  # fmt: skip
    table = _table(heads, rows, at, _source(compared, len(rows), lang))
    headline = (f"{len(rows)}个数字不同", f"{len(rows)} figures differ")[at]
    return Slide("figures", headline, "full", ("数字", "Figures")[at], blocks=(Placed("main", table, "figures"),))


def _page(name: str, compared: Compared) -> str:
    slides = (*compared.after.slides, *compared.before.slides)
    return next((s.section for s in slides if s.id == name and s.section), name)
