"""Facts and the sentences made of them: each number and name in a sentence comes from a fact.

A template is plain words with ``{fact}`` or ``{fact:form}``; it holds no digits of its own. Forms:

    {x}            as displayed; a negative number carries its sign
    {x:abs}        without sign              {x:signed}  with + or -
    {x:rise}       增长12.6% / 下降3.0% / 持平;  up 12.6% / down 3.0% / flat;  points: 上升1.2个百分点
    {x:change}     增加1,234万元 / 减少…;        up ¥12.3M / down ¥12.3M
    {x:over}       超额12.0% / 差3.0% / 持平;    12.0% above / 3.0% below / level (x is a difference)
    {n:plural|region|regions}   the word that suits the number (en)
    {list}         entries with their figures   {list:names}  only the names
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fupan.review.model import Display, Lang, Number, show_number
from fupan.review.scale import shown
from fupan.review.typography import join_words, punctuate


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its display."""

    value: Decimal
    display: Display

    @property
    def shown(self) -> Decimal:
        """The displayed value: comparatives are judged on it."""
        rounded = shown(self.value, self.display)
        return self.value if rounded is None else rounded

    @property
    def text(self) -> str:
        """As displayed."""
        return show_number(self.value, self.display)


@dataclass(frozen=True, slots=True)
class Listing:
    """Named entries, each with a figure or none; ``more`` counts the entries that are left out."""

    entries: tuple[tuple[str, Quantity | None], ...]
    more: int = 0


Fact = Quantity | Listing | str | date | bool | None
Facts = Mapping[str, Fact]

PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)(?::([^{}]*))?\}")
_PUNCTUATION = re.compile(r"[,:;?!()]")
_NAMES = 0xE000
"""Names with punctuation wait as characters of private use until the sentence has its own."""
FORMS = ("", "abs", "signed", "rise", "change", "over", "names", "plural")


def quantity(value: Number, display: Display) -> Quantity | None:
    """A fact of *value*, or none."""
    return None if value is None else Quantity(value, display)


def places(template: str) -> tuple[tuple[str, str], ...]:
    """The facts a template uses, with their forms."""
    return tuple((m[1], m[2] or "") for m in PLACE.finditer(template))


def say(template: str, facts: Facts, lang: Lang) -> str:
    """The sentence: *template* filled from *facts*, punctuated; KeyError for a fact there is none of.

    Names stand as they are written, with their own punctuation.

    >>> say("{top}占{share},居首", {"top": "Mountain-200, 38", "share": "6.1%"}, "zh")
    'Mountain-200, 38占6.1%，居首'
    """
    names: list[str] = []

    def keep(name: str) -> str:
        if not _PUNCTUATION.search(name):
            return name
        names.append(name)
        return chr(_NAMES + len(names) - 1)

    def fill(match: re.Match[str]) -> str:
        fact = facts.get(match[1])
        if fact is None:
            raise KeyError(match[1])
        if isinstance(fact, str):
            fact = keep(fact)
        elif isinstance(fact, Listing):
            fact = replace(fact, entries=tuple((keep(name), figure) for name, figure in fact.entries))
        return put(fact, match[2] or "", lang)

    told = punctuate(PLACE.sub(fill, template), lang)
    for i, name in enumerate(names):
        told = told.replace(chr(_NAMES + i), name)
    return told


def said_of(template: str, facts: Facts, lang: Lang) -> tuple[tuple[str, str], ...]:
    """What of the sentence comes from facts, in its order: the fact's name and its words; words of a plural are none."""
    return tuple(
        (name, put(facts[name], form, lang)) for name, form in places(template) if not form.startswith("plural")
    )


def put(fact: Fact, form: str, lang: Lang) -> str:
    """One fact in the given form."""
    if isinstance(fact, Quantity):
        return _put_quantity(fact, form, lang)
    if isinstance(fact, Listing):
        return _put_listing(fact, form, lang)
    if isinstance(fact, date):
        return f"{fact.month}月{fact.day}日" if lang == "zh" else f"{fact.day} {fact:%b}"
    return str(fact)


def _put_quantity(fact: Quantity, form: str, lang: Lang) -> str:
    if form.startswith("plural"):
        _, one, many = form.split("|")
        return one if fact.shown == 1 else many
    size = show_number(abs(fact.value), replace(fact.display, signed=False))
    if form == "abs":
        return size
    if form == "signed":
        return show_number(fact.value, replace(fact.display, signed=True))
    if form in ("rise", "change", "over"):
        return _with_word(fact, form, size, lang)
    return fact.text


_WORDS: dict[tuple[str, Lang], tuple[str, str, str]] = {
    ("rise", "zh"): ("增长{}", "下降{}", "持平"),
    ("rise", "en"): ("up {}", "down {}", "flat"),
    ("points", "zh"): ("上升{}", "下降{}", "持平"),
    ("points", "en"): ("up {}", "down {}", "flat"),
    ("change", "zh"): ("增加{}", "减少{}", "持平"),
    ("change", "en"): ("up {}", "down {}", "flat"),
    ("over", "zh"): ("超额{}", "差{}", "持平"),
    ("over", "en"): ("{} above target", "{} below target", "on target"),
}


def _with_word(fact: Quantity, form: str, size: str, lang: Lang) -> str:
    kind = "points" if form == "rise" and fact.display.kind == "points" else form
    up, down, level = _WORDS[kind, lang]
    word = level if fact.shown == 0 else up if fact.shown > 0 else down
    return word.format(size)


def _put_listing(fact: Listing, form: str, lang: Lang) -> str:
    if form.startswith("plural"):
        _, one, many = form.split("|")
        return one if len(fact.entries) + fact.more == 1 else many
    words = [_entry(name, q, form, lang) for name, q in fact.entries]
    if not fact.more:
        return join_words(words, lang)
    rest = f"等{len(fact.entries) + fact.more}个" if lang == "zh" else f", and {fact.more} more"
    return ("、" if lang == "zh" else ", ").join(words) + rest


def _entry(name: str, figure: Quantity | None, form: str, lang: Lang) -> str:
    if figure is None or form == "names":
        return name
    text = _put_quantity(figure, form, lang)
    return f"{name}（{text}）" if lang == "zh" else f"{name} ({text})"
