"""The filter bar: its whole state is the URL, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from fupan.expressions.node import Logic, Member, Name, Node
from fupan.expressions.write import write
from fupan.metrics.question import Question

COMPARISONS = ("last_year", "previous", "festival")
PLANS = ("target", "floor", "stretch")
ORG = ("as_was", "as_is")
MOST_MEMBERS = 60
_WINDOW = re.compile(r"[0-9A-Za-z@:._\-]{1,60}")
_VERSION = re.compile(r"[\w@:.+()（） \-]{1,60}")


@dataclass(frozen=True, slots=True)
class Filters:
    """Window, comparison, members by dimension, target version, as was or as is.

    ``members`` holds dimension -> members; those of one dimension are alternatives, several dimensions all hold.
    """

    window: str
    compare: str = "last_year"
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: str | None = None
    org: str = "as_was"

    @property
    def where(self) -> str | None:
        """The members as an expression; written by the expression language itself, so that no name can break out."""
        parts: list[Node] = [Member(Name(d), tuple(m)) for d, m in self.members.items() if m]
        if not parts:
            return None
        return write(parts[0] if len(parts) == 1 else Logic("and", tuple(parts)))

    def question(self, question: Question) -> Question:
        """*question* inside these filters."""
        where = self.where
        both = f"({question.where}) and ({where})" if question.where and where else where or question.where
        version = question.target_version or self.version
        return replace(question, where=both, target_version=version, org=self.org)  # type: ignore[arg-type]

    def only(self, dimension: str) -> str | None:
        """The one member that a dimension is narrowed to."""
        members = self.members.get(dimension, ())
        return members[0] if len(members) == 1 else None

    def with_member(self, dimension: str, member: str) -> Filters:
        """These filters narrowed to one member."""
        return replace(self, members={**self.members, dimension: (member,)})

    def without(self, dimension: str) -> Filters:
        """These filters without a dimension."""
        return replace(self, members={d: m for d, m in self.members.items() if d != dimension})

    def url(self, **more: str) -> str:
        """The query string: what is as it opens with is left out."""
        return "?" + urlencode([*self.pairs, *more.items()])

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of the URL."""
        pairs: list[tuple[str, str]] = [("window", self.window)]
        if self.compare != "last_year":
            pairs.append(("compare", self.compare))
        if self.version:
            pairs.append(("version", self.version))
        if self.org != "as_was":
            pairs.append(("org", self.org))
        return pairs + [(f"f.{d}", m) for d, members in self.members.items() for m in members]


def read_filters(query: QueryDict, *, window: str, dimensions: Mapping[str, object]) -> Filters:
    """The filters of a URL. What no filter can be (an unknown dimension, a window with odd characters) is left out."""
    members: dict[str, tuple[str, ...]] = {}
    for key in query:
        name = key.removeprefix("f.")
        if key.startswith("f.") and name in dimensions:
            given = tuple(dict.fromkeys(m for m in query.getlist(key) if m and "\x00" not in m))[:MOST_MEMBERS]
            if given:
                members[name] = given
    chosen = query.get("window", "")
    compare, org, version = query.get("compare", ""), query.get("org", ""), query.get("version", "")
    return Filters(
        window=chosen if _WINDOW.fullmatch(chosen) else window,
        compare=compare if compare in COMPARISONS else "last_year",
        members=members,
        version=version if _VERSION.fullmatch(version) else None,
        org=org if org in ORG else "as_was",
    )
