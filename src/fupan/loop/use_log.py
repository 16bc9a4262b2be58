"""Which questions were asked of large facts and not answered from a roll-up, and the roll-ups that would have answered them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fupan.metrics import Definitions, Question, Result
    from fupan.warehouse import Reader

FILE = "questions.jsonl"
LEAST_ROWS = 200_000
_MOST_BYTES = 1_000_000
_WORTH = 20  # base rows per row of a roll-up from which it pays


@dataclass(frozen=True, slots=True)
class Proposal:
    """A roll-up that questions asked so far would have been answered from.

    ``seconds`` they took, ``rows`` it would have of ``base_rows``, and ``yaml`` to put below ``rollups:`` in a metrics file.
    """

    fact: str
    grain: str
    by: tuple[str, ...]
    questions: int
    seconds: float
    rows: int
    base_rows: int

    @property
    def yaml(self) -> str:
        """The line that declares it."""
        name = f"{self.fact}_{self.grain}_{'_'.join(self.by) or 'all'}"
        return f"  {name}: {{fact: {self.fact}, grain: {self.grain}, by: [{', '.join(self.by)}]}}"


def remember_question(
    state: Path, definitions: Definitions, reader: Reader, question: Question, result: Result, seconds: float
) -> None:
    """Note the shape of a question about a large fact that no roll-up answered: names of dimensions, never members.

    Nothing is noted where the directory cannot be written: a question is answered all the same.
    """
    if result.provenance.rollups:
        return
    rows = reader.manifest.rows
    facts = sorted(
        n for n, f in definitions.facts.items() if f.table in result.provenance.tables and rows(f.table) >= LEAST_ROWS
    )
    if not facts:
        return
    grains = [d.time for n in question.by if (d := definitions.dimensions.get(n)) is not None and d.time]
    start, end = str(result.provenance.window["start"]), str(result.provenance.window["end"])
    months = start.endswith("-01") and end.endswith("-01") and not {"day", "week"} & set(grains)
    said = {
        "facts": facts, "by": sorted({*(n for n in question.by if n not in grains), *_filtered(question)}),
        "grain": "month" if months else "day", "seconds": round(seconds, 3),
    }  # fmt: skip
    path = state / FILE
    try:
        state.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _MOST_BYTES:
            path.replace(path.with_suffix(".old"))
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(said, ensure_ascii=False) + "\n")
    except OSError:
        return


def _filtered(question: Question) -> Iterable[str]:
    from fupan.expressions import names, parse

    return () if question.where is None else {n.removesuffix(".label") for n in names(parse(question.where))}


def propose_rollups(state: Path, definitions: Definitions, reader: Any) -> list[Proposal]:
    """Roll-ups that would have answered questions asked so far, those that would have saved most time first.

    Their size is counted in the snapshot; those that would hardly be smaller than the fact are left out.
    """
    from fupan.metrics.definition import RollupDefinition
    from fupan.metrics.rollups import count_rows

    asked: dict[tuple[str, str, tuple[str, ...]], list[float]] = {}
    for line in _lines(state / FILE):
        for fact in line["facts"]:
            asked.setdefault((fact, line["grain"], tuple(line["by"])), []).append(float(line["seconds"]))
    found = []
    for (fact, grain, by), seconds in asked.items():
        known = fact in definitions.facts and all(n in definitions.dimensions for n in by)
        if not known or grain not in {"day", "month"}:
            continue
        declared = RollupDefinition(name="proposed", fact=fact, grain="day" if grain == "day" else "month", by=by)
        rows = count_rows(definitions, reader, declared)
        base = reader.manifest.rows(definitions.facts[fact].table)
        if rows is not None and rows * _WORTH <= base:
            found.append(Proposal(fact, grain, by, len(seconds), sum(seconds), rows, base))
    return sorted(found, key=lambda p: (-p.seconds, p.fact, p.grain, p.by))


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return []
    found = []
    for line in text.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue  # cut short by a full disk
    return [f for f in found if isinstance(f, dict) and {"facts", "by", "grain", "seconds"} <= set(f)]
