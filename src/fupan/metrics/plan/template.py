"""Plans made once for all questions that differ in nothing but their days and members, filled in by text.

Only days, day counts and members that we wrote ourselves are put in; a plan that looked at a day (not at its place
among the others) is no template and is made for each question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.calendar import Window
from fupan.expressions import Member
from fupan.metrics.plan.rights import below
from fupan.metrics.plan.scope_slots import Listed, lift_scope
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

_MARK = re.compile(r"MAKE_DATE\((\d+), (\d+), (\d+)\)|'\ue000([sb]?)(\d+)\ue001'|\b(7310000\d{3})\b")
_LIST = re.compile("'\ue000([sb])(\\d+)\ue001'")
_LISTS = {"": "word", "s": "list", "b": "below"}
_FOREIGN = re.compile(r"make_date|\ue000|\ue001|7310000", re.IGNORECASE)
_OURS = frozenset(
    {"definitions", "reader", "calendar", "dimensions", "used", "memo", "scope", "keys", "worked", "breakdown"}
)
_RIGHTS = frozenset({"company_mean", "own_rank", "company_first"})
"""Benchmarks that shape a plan; the others are answered by questions of their own."""
Hole = tuple[str, int, int]
"""("day", place, moved by), ("count", from place, to place), or the place of a ("word", place, 0), of a list of the scope
("list", place, 0) or of the tree nodes below such a list ("below", place, 0)."""


@dataclass(frozen=True, slots=True)
class Template:
    """Texts with holes between them; ``tables`` are those that the plan reads."""

    texts: tuple[str, ...]
    holes: tuple[Hole, ...]
    tables: tuple[str, ...]

    def filled(self, filling: Filling) -> str:
        """The statement of one question."""
        said = [_write(hole, filling) for hole in self.holes]
        return "".join(part for pair in zip(self.texts, [*said, ""], strict=True) for part in pair)


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into the holes: days in order (no two the same), members, the lists of the scope, what is below them."""

    days: list[date]
    words: list[str]
    backend: Any
    lists: tuple[tuple[str, ...], ...] = ()
    below: Callable[[int], Iterable[str]] = lambda _: ()


def _write(hole: Hole, filling: Filling) -> str:
    days = filling.days
    match hole:
        case ("day", place, by):
            return write_day(days[place], by)
        case ("count", start, end):
            return str((days[end] - days[start]).days)
        case ("list", place, _):
            return _listed(filling.lists[place], filling.backend)
        case ("below", place, _):
            return _listed(filling.below(place), filling.backend)
        case (_, place, _):
            return _quoted(filling.words[place], filling.backend)


def below_lists(asking: Asking, lists: Sequence[Listed]) -> Callable[[int], list[str]]:
    """What stands below the members of the list at a place, in the tree of its dimension."""
    return lambda place: below(asking, asking.definitions.dimension(lists[place].dimension), lists[place].members)


def _listed(members: Iterable[str], backend: Any) -> str:
    """What stands between the brackets of IN."""
    return ", ".join(_quoted(m, backend) for m in members) or "NULL"


def _quoted(text: str, backend: Any) -> str:
    if text.isprintable() and not {"'", "\\"} & set(text):
        return f"'{text}'"
    import sqlglot.expressions as sge

    return str(sge.Literal.string(text).sql(dialect=backend.dialect))


def read_template(text: str, slots: Slots, tables: Iterable[str]) -> Template:
    """A compiled text as a template; UnsafePlanError where something in it is not one of our marks."""
    texts, holes, at = [], [], 0
    for mark in _MARK.finditer(text):
        year, month, day, kind, word, count = mark.groups()
        if word is not None:
            if int(word) >= (slots.lists if kind else len(slots.words)):
                raise UnsafePlanError("a mark that is none of ours")
            holes.append((_LISTS[kind], int(word), 0))
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


def read_lists(text: str, lists: int, tables: Iterable[str]) -> Template:
    """A compiled text in which nothing but lists of the scope stands for others; UnsafePlanError where something else does."""
    texts = _LIST.split(text)
    holes = [(_LISTS[kind], int(place), 0) for kind, place in zip(texts[1::3], texts[2::3], strict=True)]
    if any(is_marked(t) for t in texts[::3]) or any(place >= lists for _, place, _ in holes):
        raise UnsafePlanError("a mark that is none of ours")
    return Template(tuple(texts[::3]), tuple(holes), tuple(sorted(tables)))


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
        self._asked, (scope, self._lists) = asking, lift_scope(asking.scope, _RIGHTS)
        self._name(asking)
        self.slots = Slots(len(self.days), len(self.words), len(self._lists))
        self._place = dict(zip(self.days, self.slots.days, strict=True))
        self.parts = self._swap(parts)
        swapped = {n: self._swap(v) for n, v in shaping.items()}
        keys = tuple((n, tuple(map(self._word, members)), inside) for n, members, inside in asking.keys)
        if asking.pairs is not None:
            kept = tuple((self._word(first), tuple(map(self._word, seconds))) for first, seconds in asking.pairs.keys)
            swapped["pairs"] = replace(asking.pairs, keys=kept)
        self.asking = replace(asking, **swapped, scope=scope, keys=keys, used=set(), memo=asking.memo)
        said = (swapped, scope.shape, keys, asking.names, self.parts)
        self.key = canonical(said)

    @property
    def filling(self) -> Filling:
        """What the slots stand for."""
        lists = tuple(given.members for given in self._lists)
        below_them = below_lists(self._asked, self._lists)
        return Filling(self.days, list(self.words), self._asked.reader.backend, lists, below_them)

    def _name(self, asking: Asking) -> None:
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

    for inner in children(node):
        yield from _constants(inner)
