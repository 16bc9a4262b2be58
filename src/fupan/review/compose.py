"""A deck and its answers to a document. Pure but for ``ask`` and ``tables``, which are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from fupan.calendar import Calendar, Window
from fupan.review.asking import AskPartly, ask_frame
from fupan.review.causes import Collection
from fupan.review.context import Appendix, Context
from fupan.review.credit import with_credit
from fupan.review.deck import DeckSpec, LandingSpec, ProgressSpec, QuestionSpec
from fupan.review.deck_choice import choose_pages
from fupan.review.findings.detect import find_all
from fupan.review.findings.rules import FindingRules
from fupan.review.frame import Frame, Refusal, TableReader, is_unknown
from fupan.review.landing import landing_frame
from fupan.review.left_out import refusal_notes
from fupan.review.model import Document, Lang, Slide
from fupan.review.named import is_one_each, name_closely
from fupan.review.pages import pages
from fupan.review.phrase import Fact, Quantity, say
from fupan.review.pictures import Png
from fupan.review.progress import progress_frame
from fupan.review.scale import Scales
from fupan.review.target_window import find_target_window
from fupan.review.to_date import to_date_frame
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
    findings: FindingRules = field(default_factory=dict)


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
    period ago: its measures are followed up with the figures of the other pages. *only* and *without* name
    pages (UserError where there is no such page); *pictures* reads a picture by its file's name.
    """
    windows = windows_of(window, as_of, calendar)
    whole, deck = deck, choose_pages(deck, only, without)
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
    context = replace(context, findings=find_all(deck.findings, setting.findings, context))
    slides, context = pages(deck.slides, context, before)
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
        asked=() if deck is whole else tuple(s.id for s in deck.slides),
        findings=tuple(f.noticed() for f in context.findings),
    )


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
            if is_one_each(named, spec.by):
                return named
            plain = _answer(spec.model_copy(update={"also": ()}), windows, ask, as_of, lang)
            return name_closely(plain, named, spec.by, spec.also, spec.metrics[0])
    frame = ask_frame(spec, window, ask=ask, as_of=day, lang=lang)
    if frame.rows and any(all(is_unknown(r, d) for r in frame.rows) for d in spec.by):
        return Frame(spec.by, missing={", ".join(spec.by): Refusal("unnamed", "no row names a member")})
    frame = with_credit(frame if not spec.quiet else replace(frame, missing={}), "net_sales")
    if not window.running or day is None:
        return frame
    return replace(to_date_frame(frame, "net_sales"), days_gone=window.days)


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
