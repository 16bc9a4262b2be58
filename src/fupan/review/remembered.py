"""Answers of one reader that hold for another one: nothing that they rest on differs between the two."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Protocol

from fupan.contracts import all_tables
from fupan.metrics import Question
from fupan.metrics.partial import Partial
from fupan.review.asking import AskPartly

_FACTS = frozenset(t.name for t in all_tables() if t.kind == "fact")


class Contents(Protocol):
    """A reader that tells its rows from those of others."""

    @property
    def manifest(self) -> Any:
        """The snapshot's manifest: ``rows(table)``."""
        ...

    def contents(self, tables: Iterable[str]) -> Mapping[str, str]:
        """Each of *tables* with a text that is the same for the same rows."""
        ...


class Remembered:
    """The last answer to each question, with the contents of all that differs between the readers it is asked of.

    *differing* are the tables that differ between any two of them. An answer holds where the facts that it read and all
    other tables are the same; one that was refused in part is asked anew.
    """

    def __init__(self, differing: Iterable[str]) -> None:
        self.differing = frozenset(differing)
        self._found: dict[Hashable, tuple[Mapping[str, str], Partial]] = {}

    def asking(self, layer: Hashable, reader: Contents, ask: AskPartly) -> AskPartly:
        """*ask* through *reader*, but for answers of the same *layer* that are known and hold."""
        now = reader.contents(self.differing)
        empty = frozenset(t for t in self.differing if reader.manifest.rows(t) == 0)  # no statement names these

        def known(question: Question) -> Partial:
            key = layer, question, empty
            found = self._found.get(key)
            if found is not None and all(found[0].get(t) == now[t] for t in self._read(found[1])):
                return found[1]
            answer = ask(question)
            if not answer.refused:
                self._found[key] = now, answer
            return answer

        return known

    def _read(self, answer: Partial) -> frozenset[str]:
        """The tables that an answer rests on, of those that differ: a fact that it did not read is not among them."""
        read = frozenset(answer.result.provenance.tables) if answer.result is not None else self.differing
        return frozenset(t for t in self.differing if t in read or t not in _FACTS)
