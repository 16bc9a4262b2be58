"""A table that people edited gets new figures row by row: a row is known by its name, not by its place."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from fupan.review.renderers.pptx.refresh.merge import merge

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FIGURE = re.compile(r"[\d,.%+−–-]+")


def merge_tables(
    base: Any, theirs: Any, fresh: Any, then: list[list[str]], said: list[list[str]], now: list[list[str]]
) -> Any:
    """A new ``a:tbl``. Rows stand in our order; what was written into a row that is no longer made stays behind them.

    None where columns came or went: such a table is a person's.
    """
    if said == then:
        return deepcopy(fresh)
    if len({len(r) for rows in (then, said, now) for r in rows}) != 1:
        return None
    at = _naming_column(then)
    place = _places([r[at] for r in then], [r[at] for r in said], renamed=True)
    there = _places([r[at] for r in then], [r[at] for r in now], renamed=False)
    rb, rt, rf = (e.findall(f"{_A}tr") for e in (base, theirs, fresh))
    rows = []
    for k, row in enumerate(rf):
        i = next((i for i, found in there.items() if found == k), None)
        if i is None:
            rows.append(deepcopy(row))
        elif i in place:
            rows.append(merge(rb[i], rt[place[i]], row))
    own = {j for j in range(len(rt)) if j not in place.values()}
    own |= {j for i, j in place.items() if i not in there and said[j] != then[i]}
    made = deepcopy(fresh)
    for row in made.findall(f"{_A}tr"):
        made.remove(row)
    made.extend(rows)
    for j in sorted(own):
        made.insert(
            min(len(made), made.index(made.find(f"{_A}tr")) + j) if made.find(f"{_A}tr") is not None else len(made),
            deepcopy(rt[j]),
        )
    return made


def _naming_column(rows: list[list[str]]) -> int:
    """The first column whose texts are words, each once; else the first."""
    for at in range(len(rows[0]) if rows else 0):
        texts = [r[at] for r in rows]
        if len(set(texts)) == len(texts) and not all(_FIGURE.fullmatch(t) for t in texts[1:]):
            return at
    return 0


def _places(then: list[str], other: list[str], *, renamed: bool) -> dict[int, int]:
    """Where each row of *then* stands in *other*: by its name; a *renamed* one by its place where nothing was added."""
    names = {name: j for j, name in reversed(list(enumerate(other)))}
    found = {i: names[name] for i, name in enumerate(then) if name in names}
    if renamed and len(then) == len(other):
        free = set(range(len(other))) - set(found.values())
        found |= {i: i for i in range(len(then)) if i not in found and i in free}
    return found
