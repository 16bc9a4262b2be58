"""A sentence read back through its template: each place holds exactly the figure or name that SQL says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from tests.figures.digits import D, numbers

from fupan.review.model import Lang
from fupan.review.phrase import PLACE
from fupan.review.typography import join_words

Listed = Sequence[tuple[str, Decimal | None]]
Known = Decimal | str | Listed
"""What SQL says of a fact: a figure, a name, or names with their figures."""

_UP = re.compile(r"增长|上升|增加|超额|up |above")
_DOWN = re.compile(r"下降|减少|差|down |below")
_LEVEL = re.compile(r"^(持平|flat|on target|0\.0%)$")


def read_back(template: str, text: str, facts: Mapping[str, Known], lang: Lang) -> Iterator[str]:
    """What differs between *text* and its template filled by SQL; "" for each figure or name that agrees."""
    places = list(PLACE.finditer(template))
    pattern, at = "", 0
    for n, match in enumerate(places):
        pattern += _literal(template[at : match.start()], lang) + _pattern(n, match[2] or "", facts.get(match[1]), lang)
        at = match.end()
    pattern += _literal(template[at:], lang)
    read = re.fullmatch(pattern, _bare(text, lang), re.IGNORECASE)
    if read is None:
        yield f"“{text}” does not read as “{template}” with {facts_of(places, facts)}"
        return
    for n, match in enumerate(places):
        name, form, told = match[1], match[2] or "", read[f"p{n}"]
        if name not in facts:
            yield f"“{text}”: no SQL has worked out {{{name}}}"
        elif not form.startswith("plural"):
            yield from _compare(name, form, told, facts[name], text)


def facts_of(places: Sequence[re.Match[str]], facts: Mapping[str, Known]) -> dict[str, Known | None]:
    """The facts that the template's places ask for."""
    return {m[1]: facts.get(m[1]) for m in places}


def _bare(text: str, lang: Lang) -> str:
    """The text with one kind of brackets; blanks mean nothing in Chinese."""
    text = text.replace("（", "(").replace("）", ")")
    return re.sub(r"\s+", "" if lang == "zh" else " ", text)


def _literal(text: str, lang: Lang) -> str:
    return re.escape(_bare(text, lang))


def _pattern(n: int, form: str, known: Known | None, lang: Lang) -> str:
    if form.startswith("plural"):
        _, one, many = form.split("|")
        return f"(?P<p{n}>{_literal(one, lang)}|{_literal(many, lang)})"
    if isinstance(known, str):
        return f"(?P<p{n}>{_literal(known, lang)})"
    if known is not None and not isinstance(known, Decimal):
        words = [
            _literal(name, lang) + ("" if figure is None or form == "names" else r" ?\([^()]*\)")
            for name, figure in known
        ]
        return f"(?P<p{n}>{_listing(words, lang)})"
    return f"(?P<p{n}>.+?)"


def _listing(words: Sequence[str], lang: Lang) -> str:
    if lang == "zh" or len(words) < 2:
        return join_words(words, "zh")
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _compare(name: str, form: str, told: str, known: Known, text: str) -> Iterator[str]:
    if isinstance(known, str):
        yield ""
        return
    figures = [known] if isinstance(known, Decimal) else [f for _, f in known if f is not None and form != "names"]
    brackets = told if isinstance(known, Decimal) else " ".join(re.findall(r"\(([^()]*)\)", told))
    seen = numbers(brackets)
    if isinstance(known, Decimal) and form in ("rise", "change", "over") and _LEVEL.match(told) and not seen:
        yield "" if abs(known) < D("0.0005") else f"“{text}”: {told} for {known}"
        return
    if not isinstance(known, Decimal) and not figures:
        yield ""
        return
    if len(seen) != len(figures):
        yield f"“{text}”: {{{name}}} reads “{told}”, SQL says {figures}"
        return
    for number, figure in zip(seen, figures, strict=True):
        worded = form in ("rise", "change", "over")
        if not number.shows(figure, sign=form != "abs" and not worded) or (
            worded and not (_UP if figure > 0 else _DOWN).search(told.lower())
        ):
            yield f"“{text}”: {{{name}}} reads “{told}”, SQL says {figure}"
        else:
            yield ""
