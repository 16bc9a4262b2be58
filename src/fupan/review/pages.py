"""The pages of a document: each drawn by its specification, dropped where it would say nothing, in an order of its own.

What other pages say comes first: the page that lists all findings is drawn when no advice contradicts another, what became of
earlier measures when all figures are there, then the appendix, and the contents last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from fupan.review.advice import gave_way_notes, settle, without_advices
from fupan.review.agreement import Told
from fupan.review.blocks import draw_block
from fupan.review.blocks.written import with_written
from fupan.review.causes import Collection, figures_of, follow_up
from fupan.review.conditions import holds
from fupan.review.context import Context
from fupan.review.deck import SlideSpec
from fupan.review.deck_blocks import CausesSpec, ContentsSpec, FindingsSpec, PointsSpec
from fupan.review.facts import MAKERS
from fupan.review.findings.leading import lead_by_finding
from fupan.review.headline import Sentence, applies, choose_headline, with_clause
from fupan.review.left_out import dropped_note
from fupan.review.model import Layout, Placed, Slide, Slot, Text
from fupan.review.phrase import Fact, places, say
from fupan.review.words import basis_words, footer, speaker_notes


def pages(chosen: Sequence[SlideSpec], context: Context, before: Collection | None) -> tuple[list[Slide], Context]:
    """The pages in the deck's order, and the context with the notes of what is not shown; *before* is the last round of causes."""
    slides: dict[str, Slide] = {}
    context = replace(context, gathered=_gathers(chosen, context))

    def add(now: Callable[[SlideSpec], bool], context: Context) -> Context:
        for spec in filter(now, chosen):
            if any(name in slides for name in spec.unless):
                continue
            lacking = tuple(n for n in spec.needs if not _there(n, context))
            slide = None if lacking else _slide(spec, context)
            if slide is not None:
                slides[spec.id] = slide
            elif not (spec.appendix or _follows(spec) or _outlines(spec)):
                context = replace(context, notes=(*context.notes, dropped_note(spec, lacking, context)))
        return context

    context = add(lambda s: not (s.appendix or _lists(s) or _follows(s) or _outlines(s)), context)
    settled = settle(tuple(slides.values()))
    slides = {s.id: _refit(s) for s in settled.slides}
    notes = (*context.notes, *gave_way_notes(settled, context))
    findings, sections = without_advices(context.findings, settled), {s.id: s.section for s in slides.values()}
    context = add(_lists, replace(context, notes=notes, sections=sections, findings=findings))
    measures = follow_up(before, context.causes, figures_of(list(slides.values())), context.as_of)
    if measures:
        context = add(_follows, replace(context, measures=measures))
    if not context.appendix.definitions:
        told = [slides[s.id] for s in chosen if s.id in slides]
        context = replace(context, appendix=replace(context.appendix, definitions=_definitions(told)))
    context = add(lambda s: s.appendix, context)
    outline = tuple(slides[s.id] for s in chosen if s.id in slides and not s.appendix)
    context = add(_outlines, replace(context, outline=outline))
    return [slides[s.id] for s in chosen if s.id in slides], context


def _outlines(spec: SlideSpec) -> bool:
    """Whether a page is the contents: what the others say with their numbers."""
    return any(isinstance(b, ContentsSpec) for b in spec.blocks)


def _gathers(chosen: Sequence[SlideSpec], context: Context) -> bool:
    """Whether one of the pages has every cause and measure that was written."""
    written = 0 if context.causes is None else sum(1 for _, e in context.causes.answers if e.cause or e.measure)
    blocks = [b for s in chosen for b in s.blocks if isinstance(b, CausesSpec) and b.show == "causes"]
    return any(not b.slides and written <= b.most for b in blocks)


def _lists(spec: SlideSpec) -> bool:
    """Whether a page lists the findings of the others."""
    return any(isinstance(b, FindingsSpec) for b in spec.blocks)


def _follows(spec: SlideSpec) -> bool:
    """Whether a page tells what the other pages' figures say about earlier measures: it is made after them."""
    return any(block.draw == "measures" for block in spec.blocks)


def _slide(spec: SlideSpec, context: Context) -> Slide | None:
    facts: dict[str, Fact] = dict(context.facts)
    for name, made in spec.facts.items():
        facts |= {f"{name}_{key}": fact for key, fact in MAKERS[made.make].make(made, context).items()}
    if not holds(spec.when, facts):
        return None
    told = [f for f in context.findings if f.page == spec.id]
    sentence = choose_headline(spec.headline, facts, context.lang)
    sentence = lead_by_finding(sentence, told)
    sentence = with_clause(sentence, choose_headline(spec.after, facts, context.lang), context.lang)
    own = replace(
        context, facts=facts, headline=sentence.text if sentence else "",
        findings=context.findings if _lists(spec) else told,
    )  # fmt: skip
    placed = [p for p in (draw_block(b, own) for b in spec.blocks) if p is not None]
    if not any(not isinstance(p.content, Text) for p in placed) and not (
        placed and all(isinstance(p.content, Text) for p in placed) and len(spec.blocks) == 1
    ):
        return None
    layout, blocks = _fit(*with_written(spec.id, spec.layout, placed, own))
    line = choose_headline(spec.line, facts, context.lang)
    question = spec.question.of(context.lang)
    return Slide(
        spec.id,
        sentence.text if sentence else question,
        layout,
        spec.section.of(context.lang),
        _lead(spec, blocks, own),
        blocks,
        footer(blocks, _told(spec, sentence, blocks, own), own),
        speaker_notes(question, sentence, blocks, own, told),
        sentence.rule if sentence else "question",
        line.text if line else "",
        sentence.said if sentence else (),
        line.said if line else (),
    )


def _refit(slide: Slide) -> Slide:
    """The page with the layout that suits what is left of it."""
    layout, blocks = _fit(slide.layout, slide.blocks) if slide.blocks else (slide.layout, slide.blocks)
    return replace(slide, layout=layout, blocks=blocks)


def _told(spec: SlideSpec, sentence: Sentence | None, blocks: Sequence[Placed], context: Context) -> list[Told]:
    """The facts of each sentence on the page."""
    rules = {r.id: r for b in spec.blocks if isinstance(b, PointsSpec) for r in b.rules}
    points = [p.rule for placed in blocks if isinstance(placed.content, Text) for p in placed.content.points]
    told: list[Told] = [
        [context.facts.get(n) for n, _ in places(rules[p].template(context.lang))] for p in points if p in rules
    ]
    return told if sentence is None else [[fact for _, fact in sentence.used], *told]


def _fit(layout: Layout, placed: Sequence[Placed]) -> tuple[Layout, tuple[Placed, ...]]:
    """The layout that suits the blocks that are left: nobody looks at an empty half."""
    slots: dict[Slot, Placed] = {p.slot: p for p in placed}
    if "main" not in slots:
        first = next((p for p in placed if not isinstance(p.content, Text)), placed[0])
        slots = {s: p for s, p in slots.items() if p is not first} | {"main": replace(first, slot="main")}
    if layout == "two" and not {"second", "side"} <= set(slots):
        other = slots.get("second") or slots.get("side")
        layout = "full" if other is None else "main_side"
        slots = {s: p for s, p in slots.items() if s in {"main", "below"}}
        if other is not None:
            slots["side"] = replace(other, slot="side")
        elif "below" in slots:
            layout = "main_below"
    if layout == "main_side" and "side" not in slots and "below" in slots:
        layout = "main_below"
    side = slots.get("side")
    if (
        layout == "main_side"
        and "below" not in slots
        and side
        and isinstance(side.content, Text)
        and len(side.content.points) == 1
    ):
        layout, slots = "main_below", {"main": slots["main"], "below": replace(side, slot="below")}
    if layout in ("main_side", "main_below") and len(slots) == 1:
        layout = "full"
    order: tuple[Slot, ...] = ("main", "second", "side", "below")
    return layout, tuple(slots[s] for s in order if s in slots)


def _lead(spec: SlideSpec, blocks: Sequence[Placed], context: Context) -> str:
    """The page's own line, then unit and basis."""
    fits = next((lead for lead in spec.lead if applies(lead, context.facts, context.lang)), None)
    own = say(fits.template(context.lang), context.facts, context.lang) if fits else ""
    basis = basis_words(blocks, context)
    if not basis:
        return own
    if not own:
        return context.word("口径：", "Basis: ") + basis
    return own + context.word("；口径：", "; basis: ") + basis


def _there(need: str, context: Context) -> bool:
    name, _, metric = need.partition(".")
    frame = context.frame(name)
    return frame.has(metric) if metric else not frame.empty


def _definitions(slides: Sequence[Slide]) -> tuple[tuple[str, str, str], ...]:
    """The metrics behind the pages so far that have a meaning in words, each once: name, meaning, basis."""
    found: dict[str, tuple[str, str, str]] = {}
    for provenance in (p.content.provenance for s in slides for p in s.blocks):
        for name, meaning in provenance.metrics if provenance is not None else ():
            if meaning:
                found.setdefault(name, (name, meaning, ""))
    return tuple(found.values())
