"""Plans made once for all questions that differ in nothing but their days and members, filled in by text.

Only days, day counts and members that we wrote ourselves are put in; a plan that looked at a day (not at its place
among the others) is no template and is made for each question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from fupan.calendar import Window
from fupan.expressions import Member
from fupan.metrics.plan.slots import (
    FIRST_COUNT,
    FIRST_DAY,
    MOVED_DAY,
    Slot,
    Slots,
    UnsafePlanError,
    Word,
    is_marked,
    write_day,
)
from fupan.metrics.question import UNKNOWN

if TYPE_CHECKING:
    from fupan.metrics.plan.asking import Asking

_MARK = re.compile(r"MAKE_DATE\((\d+), (\d+), (\d+)\)|'\ue000(\d+)\ue001'|\b(7310000\d{3})\b")
_FOREIGN = re.compile(r"make_date|\ue000|\ue001|7310000", re.IGNORECASE)
_OURS = frozenset(
    {"definitions", "reader", "calendar", "dimensions", "used", "memo", "scope", "keys", "worked", "breakdown"}
)
Hole = tuple[str, int, int]
"""("day", place, moved by) or ("count", from place, to place) or ("word", place, 0)."""


@dataclass(frozen=True, slots=True)
class Template:
    """Texts with holes between them; ``tables`` are those that the plan reads."""

    texts: tuple[str, ...]
    holes: tuple[Hole, ...]
    tables: tuple[str, ...]

    def filled(self, days: list[date], words: list[str], backend: Any) -> str:
        """The statement for these days (in order, no two the same) and members."""
        said = [_write(hole, days, words, backend) for hole in self.holes]
        return "".join(part for pair in zip(self.texts, [*said, ""], strict=True) for part in pair)


def _write(hole: Hole, days: list[date], words: list[str], backend: Any) -> str:
    match hole:
        case ("day", place, by):
            return write_day(days[place], by)
        case ("count", start, end):
            return str((days[end] - days[start]).days)
        case (_, place, _):
            return _quoted(words[place], backend)


def _quoted(text: str, backend: Any) -> str:
    if text.isprintable() and not {"'", "\\"} & set(text):
        return f"'{text}'"
    import sqlglot.expressions as sge

    return str(sge.Literal.string(text).sql(dialect=backend.dialect))


def read_template(text: str, slots: Slots, tables: Iterable[str]) -> Template:
    """A compiled text as a template; UnsafePlanError where something in it is not one of our marks."""
    texts, holes, at = [], [], 0
    for mark in _MARK.finditer(text):
        year, month, day, word, count = mark.groups()
        if word is not None:
            holes.append(("word", int(word), 0))
        elif count is not None:
            holes.append(("count", *slots.counts[int(count) - FIRST_COUNT]))
        else:
            number = date(int(year), int(month), int(day)).toordinal()
            if number >= MOVED_DAY:
                holes.append(("day", *slots.moved[number - MOVED_DAY]))
            elif number >= FIRST_DAY:
                holes.append(("day", number - FIRST_DAY, 0))
            else:
                raise UnsafePlanError("a day of its own")
        texts.append(text[at : mark.start()])
        at = mark.end()
    texts.append(text[at:])
    if any(_FOREIGN.search(t) for t in texts):
        raise UnsafePlanError("a mark in the midst of a text")
    return Template(tuple(texts), tuple(holes), tuple(sorted(tables)))


class Lifted:
    """A question's plan parts with slots instead of days and members.

    ``parts`` are any further values the plan is made from; ``key`` names all that shapes the plan.
    """

    def __init__(self, asking: Asking, parts: tuple[Any, ...]) -> None:
        shaping = {f.name: getattr(asking, f.name) for f in fields(asking) if f.name not in _OURS}
        found: set[date] = set()
        _collect((shaping, parts), found)
        self.days = sorted(found)
        self.words: dict[str, int] = {}
        self._named(asking)
        self.slots = Slots(len(self.days), len(self.words))
        self._place = dict(zip(self.days, self.slots.days, strict=True))
        self.parts = self._swap(parts)
        swapped = {n: self._swap(v) for n, v in shaping.items()}
        keys = tuple((n, tuple(map(self._word, members)), inside) for n, members, inside in asking.keys)
        if asking.pairs is not None:
            kept = tuple((self._word(first), tuple(map(self._word, seconds))) for first, seconds in asking.pairs.keys)
            swapped["pairs"] = replace(asking.pairs, keys=kept)
        self.asking = replace(asking, **swapped, keys=keys, used=set(), memo=asking.memo)
        said = (swapped, asking.scope.shape, keys, asking.names, self.parts)
        self.key = canonical(said)
        # the scope stands in the plan as it is (what is below a tree's member is looked up): it must hold none of our marks
        self.sound = not any(is_marked(m) for _, ms in chain(*asking.scope.slices) for m in ms)

    def _named(self, asking: Asking) -> None:
        for _, members, _ in asking.keys:
            self._words(members)
        for first, seconds in asking.pairs.keys if asking.pairs is not None else ():
            self._words((first, *seconds))
        for node in asking.filters:
            self._words(_constants(node))

    def _words(self, members: Iterable[Any]) -> None:
        for m in members:
            if isinstance(m, str) and m != UNKNOWN:
                self.words.setdefault(m, len(self.words))

    def _word(self, member: Any) -> Any:
        return self.slots.words[self.words[member]] if isinstance(member, str) and member in self.words else member

    def _swap(self, given: Any) -> Any:
        if isinstance(given, date):
            return self._place[given]
        if isinstance(given, Window):
            end = None if given.whole_end is None else self._place[given.whole_end]
            return replace(given, start=self._place[given.start], end=self._place[given.end], label="", whole_end=end)
        if isinstance(given, Member):
            return replace(given, operand=self._swap(given.operand), constants=tuple(map(self._word, given.constants)))
        if isinstance(given, tuple):
            return tuple(map(self._swap, given))
        if isinstance(given, list):
            return list(map(self._swap, given))
        if isinstance(given, dict):
            return {self._swap(k): self._swap(v) for k, v in given.items()}
        if is_dataclass(given) and not isinstance(given, type):
            return replace(given, **{f.name: self._swap(getattr(given, f.name)) for f in fields(given) if f.init})
        return given


def canonical(given: Any) -> str:
    """A text that is the same for equal plain data, whatever the run."""
    if isinstance(given, Slot):
        return repr(given)
    if isinstance(given, Word):
        return f"<{str.__str__(given)}>"
    if isinstance(given, dict):
        return "{" + ",".join(sorted(f"{canonical(k)}:{canonical(v)}" for k, v in given.items())) + "}"
    if isinstance(given, set | frozenset):
        return "{" + ",".join(sorted(map(canonical, given))) + "}"
    if isinstance(given, tuple | list):
        return "(" + ",".join(map(canonical, given)) + ")"
    if is_dataclass(given) and not isinstance(given, type):
        inner = ",".join(canonical(getattr(given, f.name)) for f in fields(given))
        return f"{type(given).__name__}({inner})"
    return repr(given)


def _collect(given: Any, found: set[date]) -> None:
    if isinstance(given, date):
        found.add(given)
    elif isinstance(given, tuple | list | set | frozenset):
        for each in given:
            _collect(each, found)
    elif isinstance(given, dict):
        _collect(tuple(given.items()), found)
    elif is_dataclass(given) and not isinstance(given, type):
        for f in fields(given):
            _collect(getattr(given, f.name), found)


def _constants(node: Any) -> Iterable[Any]:
    if isinstance(node, Member):
        yield from node.constants
    from fupan.expressions import children

    for below in children(node):
        yield from _constants(below)
