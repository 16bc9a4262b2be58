"""Figures in people's own words that no longer hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fupan.review.renderers.pptx.refresh.merge import counterparts, words

NUMBER = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?(?:%|个百分点|亿元|万元|元|天|家|个|单|件| pp|[KMB])?")
_P = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"


@dataclass(slots=True)
class Figures:
    """The figures that our pages had and have; ``now`` tells which figure stands where another stood."""

    then: set[str] = field(default_factory=set)
    still: set[str] = field(default_factory=set)
    now: dict[str, str] = field(default_factory=dict)

    def add(self, base: Any, fresh: Any) -> None:
        """Take in a page (an element with paragraphs) as it was and as it is; either may be None."""
        before, after = ([] if e is None else [w for p in e.iter(_P) if (w := words(p))] for e in (base, fresh))
        self.then.update(n for t in before for n in NUMBER.findall(t))
        self.still.update(n for t in after for n in NUMBER.findall(t))
        for i, k in counterparts(before, after).items():
            old, new = NUMBER.findall(before[i]), NUMBER.findall(after[k])
            said = NUMBER.sub("#", before[i])
            if len(old) == len(new) and said.strip("#") and said == NUMBER.sub("#", after[k]):
                self.now |= {a: b for a, b in zip(old, new, strict=True) if a != b}

    def stale(self, said: Iterable[str]) -> tuple[str, ...]:
        """The figures of these sentences that our pages had and no longer have, with what stands there now."""
        gone = dict.fromkeys(n for t in said for n in NUMBER.findall(t) if n in self.then and n not in self.still)
        return tuple(f"{n}→{self.now[n]}" if n in self.now else n for n in gone)
