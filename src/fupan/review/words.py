"""Page furniture: sources and as-of in the footer, unit and basis in the lead, everything else in the notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fupan.contracts import registry
from fupan.errors import DefinitionError
from fupan.metrics.basis import basis_words as of_basis
from fupan.review.agreement import Told, agree
from fupan.review.context import Context
from fupan.review.findings.finding import Finding
from fupan.review.headline import Sentence
from fupan.review.model import Claim, Placed, Provenance, Text
from fupan.review.palette import CLAIMS


def provenances(blocks: Iterable[Placed]) -> list[Provenance]:
    """Where the page's figures come from, each question once."""
    found: dict[str, Provenance] = {}
    for placed in blocks:
        if placed.content.provenance is not None:
            found.setdefault(placed.content.provenance.question, placed.content.provenance)
    return list(found.values())


def footer(blocks: Sequence[Placed], told: Sequence[Told], context: Context) -> str:
    """来源：订单行、目标；数据截至 2025-06-30; and a word on rounding where displayed figures do not add up.

    *told* are the facts of the page's sentences."""
    tables = dict.fromkeys(t for p in provenances(blocks) for t in p.sources)
    measured = [t for t in tables if _is_fact(t)]
    tables = dict.fromkeys(measured or tables)  # lists that only name things are told in the notes
    names = [_table_name(t, context) for t in tables]
    parts = []
    if names:
        parts.append(context.word("来源：", "Source: ") + ("、" if context.lang == "zh" else ", ").join(names))
    parts.append(context.word("数据截至 ", "as of ") + context.as_of.isoformat())
    if not agree([p.content for p in blocks], told):
        parts.append(context.word("分项四舍五入，合计可有尾差", "rounded parts may differ from totals"))
    return ("；" if context.lang == "zh" else "; ").join(parts)


def basis_words(blocks: Sequence[Placed], context: Context) -> str:
    """The basis 口径 of the page's amounts in words: 按确认、不含税."""
    found: list[str] = []
    for p in provenances(blocks):
        for basis in filter(None, p.basis.split(", ")):
            text = context.word(*of_basis("/".join(basis.split("/")[:2])))
            if text not in found:
                found.append(text)
    return (" / ").join(found[:2])


def speaker_notes(
    question: str,
    headline: Sentence | None,
    blocks: Sequence[Placed],
    context: Context,
    findings: Sequence[Finding] = (),
) -> str:
    """What the presenter may be asked: question, rule, what each sentence claims, the page's *findings* with their cells,
    metrics' definitions, questions asked, rows, as-of, snapshot."""
    zh = context.lang == "zh"
    colon = "：" if zh else ": "
    lines = [f"{'本页回答' if zh else 'This page answers'}{colon}{question}"]
    if headline is not None:
        lines.append(f"{'结论规则' if zh else 'Headline rule'}{colon}{headline.rule}")
        lines.append(f"{'结论性质' if zh else 'The headline is'}{colon}{_claim(headline.claim, context)}")
    for placed in blocks:
        if isinstance(placed.content, Text):
            lines += [f"{_claim(p.claim, context)}{colon}{p.text}" for p in placed.content.points if p.rule != "note"]
    lines += [evidence_line(f, context) for f in findings]
    metrics = dict(m for p in provenances(blocks) for m in p.metrics)
    lines += [f"{name}{colon}{meaning}" for name, meaning in metrics.items() if meaning]
    for p in provenances(blocks):
        rows = "" if p.rows is None else (f"，{p.rows} 行" if zh else f", {p.rows} {'row' if p.rows == 1 else 'rows'}")
        lines.append(f"{'查询' if zh else 'Query'}{colon}{p.question}{rows}")
    lines.append(f"{'数据截至' if zh else 'As of'}{colon}{context.as_of.isoformat()}")
    snapshot = next((p.snapshot for p in provenances(blocks) if p.snapshot), "")
    if snapshot:
        lines.append(f"{'快照' if zh else 'Snapshot'}{colon}{snapshot}")
    return "\n".join(lines)


def evidence_line(finding: Finding, context: Context) -> str:
    """A finding with its score and the cells that prove it, for whoever asks."""
    cells = ("；" if context.lang == "zh" else "; ").join(
        f"{c.data}[{c.member or context.word('合计', 'total')}].{c.column} = {c.value}" for c in finding.cells
    )
    told = f"{finding.detector} {finding.score}"
    return context.word(
        f"发现：{finding.first.text}（{told}）{cells}", f"Finding: {finding.first.text} ({told}) {cells}"
    )


def _claim(claim: Claim, context: Context) -> str:
    return CLAIMS[claim][0 if context.lang == "zh" else 1]


def _is_fact(name: str) -> bool:
    """Whether people know the table as a source; what a snapshot derives for itself is none."""
    try:
        return registry.table(name).kind != "dimension"
    except DefinitionError:
        return False


def _table_name(name: str, context: Context) -> str:
    try:
        found = registry.table(name)
    except DefinitionError:
        return name
    return context.word(found.zh, found.en)
