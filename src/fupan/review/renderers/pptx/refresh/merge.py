"""Three versions of a piece of a deck become one: ours of now, with what a person changed of ours of then.

*base* is what we drew, *theirs* what a person (or another program) made of it, *fresh* what we draw now. What we did not
change is taken as it stands in theirs, what they did not change as it is drawn now; where both changed, words are theirs
and the rest is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any

from lxml import etree

from fupan.review.renderers.signs import without_joiners

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_BODIES = ("txBody", "rich")
_PLACE = frozenset({f"{_A}xfrm"})
"""Where a child of a group stands is ours; where the whole shape stands is set by the caller."""


def merge(base: Any, theirs: Any, fresh: Any) -> Any:
    """A new element; the three are left as they are."""
    if fresh.tag in _PLACE or _same(base, theirs):
        return deepcopy(fresh)
    if etree.QName(fresh).localname in _BODIES:
        return _merge_body(base, theirs, fresh)
    if _same(base, fresh):
        return deepcopy(theirs)
    merged = etree.Element(fresh.tag, nsmap=fresh.nsmap) if not len(fresh) else _shell(fresh)
    for name in dict.fromkeys((*fresh.attrib, *theirs.attrib)):
        value = theirs.get(name) if base.get(name) == fresh.get(name) else fresh.get(name)
        if value is not None:
            merged.set(name, value)
    merged.text = theirs.text if base.text == fresh.text else fresh.text
    old, said = dict(_keyed(base)), dict(_keyed(theirs))
    made: dict[Any, Any] = {}
    for key, child in _keyed(fresh):
        if key in old and key in said:
            made[key] = merge(old[key], said[key], child)
        elif key not in old or not _same(old[key], child):
            made[key] = deepcopy(child)  # ours is new, or was taken away by them and changed by us
        if key not in old and key in said:
            made[key] = deepcopy(said[key])  # both added it
    _insert_theirs(made, said, old)
    merged.extend(made.values())
    return merged


def _shell(element: Any) -> Any:
    """An empty element of the same class as *element*."""
    copy = deepcopy(element)
    for child in list(copy):
        copy.remove(child)
    for name in list(copy.attrib):
        del copy.attrib[name]
    copy.text = None
    return copy


def _insert_theirs(made: dict[Any, Any], said: dict[Any, Any], old: dict[Any, Any]) -> None:
    """What only they have, behind what it stands behind in theirs."""
    before: Any = None
    for key, child in said.items():
        if key not in made and key not in old:
            order = list(made)
            at = order.index(before) + 1 if before in made else 0
            kept = [(k, made[k]) for k in order]
            kept.insert(at, (key, deepcopy(child)))
            made.clear()
            made.update(kept)
        if key in made:
            before = key


def _keyed(element: Any) -> Iterator[tuple[Any, Any]]:
    """Children with what names them: the number a chart gives them, a shape's name, else tag and count."""
    counts: dict[Any, int] = {}
    for child in element.iterchildren(tag=etree.Element):
        own = child.get("idx") if child.get("idx") is not None else _number(child)
        name = child.find("*/{*}cNvPr")
        key = (child.tag, own if own is not None else "" if name is None else name.get("name"))
        counts[key] = counts.get(key, -1) + 1
        yield (*key, counts[key]), child


def _number(child: Any) -> str | None:
    found = child.find(f"{_C}idx")
    return None if found is None else str(found.get("val"))


def _same(one: Any, other: Any) -> bool:
    return one is other or _canonical(one) == _canonical(other)


def _canonical(element: Any) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)


# -- text --------------------------------------------------------------------------------------------------------


def words(paragraph: Any) -> str:
    """The words of a paragraph, without white space at its ends."""
    return without_joiners("".join(t.text or "" for t in paragraph.iter(f"{_A}t"))).strip()


def _merge_body(base: Any, theirs: Any, fresh: Any) -> Any:
    """Paragraphs that a person left as they were get our new words in their type; those they wrote stay."""
    pb, pt, pf = (e.findall(f"{_A}p") for e in (base, theirs, fresh))
    made: list[Any] = []
    if [words(p) for p in pt] == [words(p) for p in pb]:
        for i, paragraph in enumerate(pf):
            one = min(i, len(pt) - 1)
            made.append(_merge_paragraph(pb[one], pt[one], paragraph) if pt else deepcopy(paragraph))
    else:
        now = counterparts([words(p) for p in pb], [words(p) for p in pf])
        kept = unchanged([words(p) for p in pb], [words(p) for p in pt])
        for j, paragraph in enumerate(pt):
            at = kept.get(j, -1)
            ours = now.get(at)
            made.append(deepcopy(paragraph) if ours is None else _merge_paragraph(pb[at], paragraph, pf[ours]))
    merged = _shell(fresh)
    for tag in ("bodyPr", "lstStyle"):
        parts = [e.find(f"{_A}{tag}") for e in (base, theirs, fresh)]
        found = merge(*parts) if all(p is not None for p in parts) else parts[1] if parts[1] is not None else parts[2]
        if found is not None:
            merged.append(deepcopy(found))
    merged.extend(made)
    return merged


def counterparts(then: list[str], now: list[str]) -> dict[int, int]:
    """Which text of *now* says what a text of *then* said: the same place, or the same words with other figures."""
    if len(then) == len(now):
        return {i: i for i in range(len(then))}
    bare: dict[str, int] = {}
    for k, text in enumerate(now):
        bare.setdefault(_bare(text), k)
    return {i: bare[_bare(text)] for i, text in enumerate(then) if _bare(text) in bare}


def unchanged(then: list[str], said: list[str]) -> dict[int, int]:
    """Which text of *said* stands as one of *then*: index in said -> index in then."""
    found: dict[int, int] = {}
    for block in SequenceMatcher(None, then, said, autojunk=False).get_matching_blocks():
        found |= {block.b + n: block.a + n for n in range(block.size)}
    return found


def _bare(text: str) -> str:
    return "".join(c for c in text if not (c.isdigit() or c in ",.+-−%▲■●"))


def _merge_paragraph(base: Any, theirs: Any, fresh: Any) -> Any:
    """Our words run by run, each in the type that a person gave to the run in its place."""
    if _same(base, theirs):
        return deepcopy(fresh)
    if words(base) == words(fresh):
        return deepcopy(theirs)
    made = deepcopy(fresh)
    rb, rt = (e.findall(f"{_A}r") for e in (base, theirs))
    for i, run in enumerate(made.findall(f"{_A}r")):
        if rb and rt:
            _retype(run, rb[min(i, len(rb) - 1)], rt[min(i, len(rt) - 1)], "rPr")
    for tag in ("pPr", "endParaRPr"):
        _retype(made, base, theirs, tag)
    return made


def _retype(fresh: Any, base: Any, theirs: Any, tag: str) -> None:
    then, said, now = (e.find(f"{_A}{tag}") for e in (base, theirs, fresh))
    if said is None or now is None:
        return
    merged = merge(then, said, now) if then is not None else deepcopy(said)
    fresh.replace(now, merged)
