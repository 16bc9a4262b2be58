"""Rules of change (rules/targets.yaml of the pack and of the workspace) and what of a revision breaks them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path as File

from pydantic import BaseModel, ConfigDict, Field

from fupan.packs import read_yaml
from fupan.packs.validated import validated
from fupan.plan.buffer import RESERVE
from fupan.plan.change import changes_between
from fupan.plan.measure import LEVELS
from fupan.plan.slices import Path
from fupan.plan.tree import Tree
from fupan.plan.version import Kind


class _Kind(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    tiers: tuple[str, ...] = ()
    limit: Decimal | None = Field(default=None, gt=0, lt=1)
    event: bool = False


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    first: _Kind = _Kind()
    quarterly: _Kind = _Kind()
    buffer: _Kind = _Kind()
    extraordinary: _Kind = _Kind()


@dataclass(frozen=True, slots=True)
class KindRule:
    """Of one kind of version: who approves, in which order; how far a slice's quarter may move; whether an event is named.

    For ``buffer`` the limit is the share that may be held back at most.
    """

    tiers: tuple[str, ...] = ()
    limit: Decimal | None = None
    event: bool = False


@dataclass(frozen=True, slots=True)
class Violation:
    """What of a revision breaks a rule: in words (zh, en), with the cell and the figures."""

    code: str
    zh: str
    en: str
    path: Path = ()
    period: str = ""
    found: str = ""
    limit: str = ""


def read_change_rules(*files: File) -> dict[Kind, KindRule]:
    """The rules of the files, later ones over earlier ones, key by key; DefinitionError names file, line and key."""
    kinds: tuple[Kind, ...] = ("first", "quarterly", "buffer", "extraordinary")
    found: dict[Kind, dict[str, object]] = {kind: {} for kind in kinds}
    for file in files:
        document = read_yaml(file)
        rules = validated(document, _Rules)
        for kind in kinds:
            given: _Kind = getattr(rules, kind)
            found[kind] |= {name: getattr(given, name) for name in given.model_fields_set}
    return {kind: KindRule(**told) for kind, told in found.items()}  # type: ignore[arg-type]


def check_revision(
    kind: Kind, before: Tree | None, after: Tree, rules: dict[Kind, KindRule], *, event: str = "", closed: int = 0
) -> list[Violation]:
    """What of the revision breaks the rules of its *kind*; empty where it may be submitted.

    ``closed`` leaf periods have begun: no kind of revision changes them.
    """
    rule = rules.get(kind, KindRule())
    found: list[Violation] = []
    if rule.event and not event.strip():
        found.append(
            Violation(
                "event",
                "特别修订须写明事件（政策、疫情等）",
                "an extraordinary revision names its event (policy, epidemic, ...)",
            )
        )
    found += _too_much_held(after, rules.get("buffer", KindRule()).limit)
    if before is None:
        return found
    begun = {w.label for w in after.periods.leaves[:closed]}
    late = [c for c in changes_between(before, after) if c.period in begun]
    found += [
        Violation("closed", "期间已开始，目标不可更改", "the period has begun: its target stays", c.path, c.period)
        for c in late[:5]
    ]
    if kind == "quarterly" and rule.limit is not None:
        found += _beyond(before, after, rule.limit)
    if kind == "buffer":
        found += _no_release(before, after)
    return found


def _too_much_held(after: Tree, limit: Decimal | None) -> list[Violation]:
    if limit is None or not after.slices.has((RESERVE,)):
        return []
    whole, held = after.amount(), after.amount((RESERVE,))
    if not whole or held <= whole * limit:
        return []
    return [Violation("held", "弹性空间超过规定比例", "more is held back than the rule allows", (RESERVE,), after.periods.whole.label,
                      f"{held / whole:.1%}", f"{limit:.0%}")]  # fmt: skip


def _beyond(before: Tree, after: Tree, limit: Decimal) -> list[Violation]:
    """Slices whose quarter moves further than *limit* either way; a cell at the limit is inside."""
    grain = "quarter" if before.periods.of_grain("quarter") else before.periods.grain
    found = []
    for path in after.slices.paths:
        if path[:1] == (RESERVE,) or not before.slices.has(path):
            continue
        for window in after.periods.of_grain(grain):
            was, now = before.amount(path, window.label), after.amount(path, window.label)
            if abs(now - was) > abs(was) * limit:
                moved = f"{now / was - 1:+.1%}" if was else "–"
                found.append(Violation("limit", "季度调整超出幅度", "a quarterly adjustment beyond its bound", path, window.label, moved,
                                       f"±{limit:.0%}"))  # fmt: skip
    return found


def _no_release(before: Tree, after: Tree) -> list[Violation]:
    """A release moves from the reserve to others: nobody loses, and the whole stays."""
    whole = after.periods.whole.label
    found = [
        Violation("whole", "弹性空间释放不改变总目标", "a release leaves the whole as it is", (), whole)
        for level in LEVELS
        if before.amount((), whole, level) != after.amount((), whole, level)
    ]
    found += [
        Violation(
            "taken", "弹性空间释放不减少任何单位的目标", "a release takes from nobody but the reserve", path, whole
        )
        for path in after.slices.paths[1:]
        if path[:1] != (RESERVE,) and before.slices.has(path) and after.amount(path) < before.amount(path)
    ]
    return found
