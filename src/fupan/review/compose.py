"""A deck and its answers to a document. Pure but for ``ask`` and ``tables``, which are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from fupan.calendar import Calendar, Window
from fupan.review.agreement import Told
from fupan.review.asking import AskPartly, ask_frame
from fupan.review.blocks import draw_block
from fupan.review.blocks.written import with_written
from fupan.review.causes import Collection, figures_of, follow_up
from fupan.review.conditions import holds
from fupan.review.context import Appendix, Context
from fupan.review.credit import with_credit
from fupan.review.deck import DeckSpec, LandingSpec, ProgressSpec, QuestionSpec, SlideSpec
from fupan.review.deck_blocks import ContentsSpec, PointsSpec
from fupan.review.facts import MAKERS
from fupan.review.frame import Frame, Refusal, TableReader, is_unknown
from fupan.review.headline import Sentence, applies, choose_headline, with_clause
from fupan.review.landing import landing_frame
from fupan.review.left_out import dropped_note, refusal_notes
from fupan.review.model import Document, Lang, Layout, Placed, Slide, Slot, Text
from fupan.review.phrase import Fact, Quantity, places, say
from fupan.review.pictures import Png
from fupan.review.progress import progress_frame
from fupan.review.scale import Scales
from fupan.review.target_window import find_target_window
from fupan.review.to_date import to_date_frame
from fupan.review.words import basis_words, footer, speaker_notes
from fupan.track import LightRules


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document says about itself."""

    company: str
    lang: Lang
    currency: str = "CNY"
    scope: str = "all"
    synthetic: bool = False
    snapshot: str = ""
    lights: LightRules = field(default_factory=LightRules)


def compose_review(
    deck: DeckSpec,
    *,
    ask: AskPartly,
    tables: TableReader,
    calendar: Calendar,
    window: Window,
    as_of: date,
    setting: Setting,
    appendix: Appendix | None = None,
    causes: Collection | None = None,
    before: Collection | None = None,
    labels: Mapping[str, tuple[str, str]] | None = None,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
    pictures: Callable[[str], Png | None] = lambda _: None,
) -> Document:
    """The document of *deck* for *window* as of *as_of*.

    Slides whose needs have no data drop out; the appendix says which and why, in the words that *labels* gives (metric or
    dimension -> zh, en). *causes* is what page owners wrote, *before* what they wrote a
    period ago: its measures are followed up with the figures of the other pages. *only* and *without* name slides; *pictures* reads a picture
    by its file's name.
    """
    windows = windows_of(window, as_of, calendar)
    chosen = [s for s in deck.slides if (not only or s.id in only) and s.id not in without]
    frames = _frames(deck, windows, ask, tables, calendar, as_of, setting.lang)
    context = Context(
        setting.lang,
        windows,
        as_of,
        Scales(setting.lang, setting.currency),
        setting.lights,
        frames,
        tables,
        appendix=appendix or Appendix(),
        causes=causes,
        pictures=pictures,
    )
    context = replace(
        context, facts=_global_facts(context, calendar, setting), notes=refusal_notes(context, labels or {})
    )
    slides: list[Slide] = []
    outlines: list[SlideSpec] = []
    for spec in [s for s in chosen if not _follows(s)]:
        if any(s.id in spec.unless for s in slides):
            continue
        if any(isinstance(b, ContentsSpec) for b in spec.blocks):
            outlines.append(spec)
            continue
        if spec.appendix and not (appendix or Appendix()).definitions:
            context = replace(context, appendix=replace(context.appendix, definitions=_definitions(slides)))
        lacking = tuple(n for n in spec.needs if not _there(n, context))
        slide = None if lacking else _slide(spec, context)
        if slide is None and spec.appendix:
            continue
        if slide is None:
            context = replace(context, notes=(*context.notes, dropped_note(spec, lacking, context)))
        else:
            slides.append(slide)
    measures = follow_up(before, causes, figures_of(slides), as_of)
    for spec in [s for s in chosen if _follows(s)]:
        slide = _slide(spec, replace(context, measures=measures)) if measures else None
        if slide is not None:
            slides.insert(_place(slides, chosen, spec), slide)
    told = {s.id for s in chosen if not s.appendix}
    for spec in outlines:
        slide = _slide(spec, replace(context, outline=tuple(s for s in slides if s.id in told)))
        if slide is not None:
            slides.insert(_place(slides, chosen, spec), slide)
    cover = _cover(deck, context)
    snapshot = setting.snapshot or next(
        (f.provenance.snapshot for f in frames.values() if f.provenance is not None and f.provenance.snapshot), ""
    )
    return Document(
        kind=deck.deck,
        title=cover.headline,
        subtitle=cover.lead,
        company=setting.company,
        lang=setting.lang,
        window=windows["window"].label,
        as_of=as_of,
        snapshot=snapshot,
        currency=setting.currency,
        slides=(cover, *slides),
        scope=setting.scope,
        synthetic=setting.synthetic,
    )


def _place(slides: Sequence[Slide], chosen: Sequence[SlideSpec], spec: SlideSpec) -> int:
    """Where a page that is made after the others stands among them."""
    earlier = {s.id for s in chosen[: chosen.index(spec)]}
    return sum(s.id in earlier for s in slides)


def windows_of(window: Window, as_of: date, calendar: Calendar) -> dict[str, Window]:
    """The windows a deck may name; ``ytd`` goes as far as the window, ``year`` is the whole fiscal year."""
    told = calendar.clip(window, as_of)
    year = calendar.window_of(told.last, "year")
    return {
        "window": told,
        "previous": calendar.previous(told),
        "last_year": calendar.last_year(told),
        "next": calendar.next(told),
        "ytd": calendar.year_to_date(told) if told.running else calendar.between(year.start, told.end),
        "year": year,
        "year_before": calendar.last_year(year),
        "last_12": _last_12(told, calendar),
        "quarter_before": calendar.previous(calendar.window_of(told.last, "quarter")),
        "target": told,
    }


def _last_12(window: Window, calendar: Calendar) -> Window:
    """The twelve months up to the window's end, the last of them running where the window is."""
    first = calendar.window_of(window.last, "month")
    for _ in range(11):
        first = calendar.previous(first)
    return calendar.between(first.start, window.end)


def _frames(
    deck: DeckSpec,
    windows: dict[str, Window],
    ask: AskPartly,
    tables: TableReader,
    calendar: Calendar,
    as_of: date,
    lang: Lang,
) -> dict[str, Frame]:
    """Each data set's answer. Windows of targets come last: they are the review's own where that has targets."""
    frames: dict[str, Frame] = {}
    asked = {name: spec for name, spec in deck.data.items() if isinstance(spec, QuestionSpec)}
    for name, spec in asked.items():
        if spec.window != "target":
            frames[name] = _answer(spec, windows, ask, as_of, lang)
    aligned = any(f.has("target") for n, f in frames.items() if asked[n].window == "window")
    wanted = any(spec.window == "target" for spec in asked.values())
    found = windows["window"]
    if wanted and not aligned:
        found = find_target_window(windows["window"], "net_sales", tables=tables, calendar=calendar) or found
    windows["target"] = found
    for name, spec in asked.items():
        if spec.window == "target":
            frames[name] = _answer(spec, windows, ask, as_of, lang)
    running = calendar.clip(windows["year"], windows["window"].last)
    for name, longer in deck.data.items():
        if isinstance(longer, ProgressSpec):
            frames[name] = progress_frame(frames[longer.reached], frames[longer.plan], "net_sales", running, calendar)
        elif isinstance(longer, LandingSpec):
            frames[name] = landing_frame(longer, frames, windows, calendar, lang)
    return frames


def _answer(spec: QuestionSpec, windows: dict[str, Window], ask: AskPartly, as_of: date, lang: Lang) -> Frame:
    window = windows[spec.window]
    day = None if spec.window in ("year", "year_before", "next") else as_of  # a plan counts as a whole, gone or not
    if spec.also:
        named = _answer(spec.model_copy(update={"by": (*spec.by, *spec.also), "also": ()}), windows, ask, as_of, lang)
        if not named.missing and all(any(named.values(m)) for m in spec.metrics):
            return named
    frame = ask_frame(spec, window, ask=ask, as_of=day, lang=lang)
    if frame.rows and any(all(is_unknown(r, d) for r in frame.rows) for d in spec.by):
        return Frame(spec.by, missing={", ".join(spec.by): Refusal("unnamed", "no row names a member")})
    frame = with_credit(frame, "net_sales")
    if not window.running or day is None:
        return frame
    return replace(to_date_frame(frame, "net_sales"), days_gone=window.days)


def _follows(spec: SlideSpec) -> bool:
    """Whether a page tells what the other pages' figures say about earlier measures: it is made after them."""
    return any(block.draw == "measures" for block in spec.blocks)


def _slide(spec: SlideSpec, context: Context) -> Slide | None:
    facts: dict[str, Fact] = dict(context.facts)
    for name, made in spec.facts.items():
        facts |= {f"{name}_{key}": fact for key, fact in MAKERS[made.make].make(made, context).items()}
    if not holds(spec.when, facts):
        return None
    own = replace(context, facts=facts)
    placed = [p for p in (draw_block(b, own) for b in spec.blocks) if p is not None]
    if not any(not isinstance(p.content, Text) for p in placed) and not (
        placed and all(isinstance(p.content, Text) for p in placed) and len(spec.blocks) == 1
    ):
        return None
    layout, blocks = _fit(*with_written(spec.id, spec.layout, placed, own))
    sentence = choose_headline(spec.headline, facts, context.lang)
    sentence = with_clause(sentence, choose_headline(spec.after, facts, context.lang), context.lang)
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
        speaker_notes(question, sentence, blocks, own),
        sentence.rule if sentence else "question",
        line.text if line else "",
    )


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
        slots = {"main": slots["main"]}
        if other is not None:
            slots["side"] = replace(other, slot="side")
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


def _cover(deck: DeckSpec, context: Context) -> Slide:
    facts = context.facts
    return Slide(
        "cover",
        say(deck.title.of(context.lang), facts, context.lang),
        "cover",
        lead=say(deck.subtitle.of(context.lang), facts, context.lang),
        footer=context.word(f"数据截至 {context.as_of.isoformat()}", f"Data as of {context.as_of.isoformat()}"),
    )


def _global_facts(context: Context, calendar: Calendar, setting: Setting) -> dict[str, Fact]:
    rule, percent = context.lights.of("net_sales"), context.scales.percent(decimals=0)
    gone = calendar.elapsed(context.window, context.as_of)
    return {
        "company": setting.company,
        "window": context.window.title(context.lang),
        "next_window": context.windows["next"].title(context.lang),
        "ytd": context.windows["ytd"].title(context.lang),
        "year": context.windows["year"].title(context.lang),
        "cohort": context.windows["quarter_before"].title(context.lang),
        "as_of": context.as_of,
        "target_window": context.windows["target"].title(context.lang),
        "goal": context.word("序时目标", "target to date")
        if context.window.running
        else context.word("目标", "target"),
        "running": context.window.running,
        "elapsed": Quantity(Decimal(gone.numerator) / Decimal(gone.denominator), context.scales.percent()),
        "focus_from": Quantity(rule.levels[0], percent),
        "red_from": Quantity(rule.levels[1], percent),
    }


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
