"""Versions of a plan: draft -> in review -> published -> superseded, each step by whom, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from fupan.errors import ConflictError
from fupan.plan.change import Change, with_changes
from fupan.plan.refusal import PlanError
from fupan.plan.tree import Tree

State = Literal["draft", "review", "published", "superseded"]
Kind = Literal["first", "quarterly", "buffer", "extraordinary"]
STATES = {"draft": ("草稿", "draft"), "review": ("审批中", "in review"), "published": ("已发布", "published"),
          "superseded": ("已被取代", "superseded")}  # fmt: skip
KINDS = {"first": ("首版", "first"), "quarterly": ("季度调整", "quarterly adjustment"), "buffer": ("弹性空间释放", "buffer release"),
         "extraordinary": ("特别修订", "extraordinary revision")}  # fmt: skip
TRANSITIONS: dict[tuple[State, str], State] = {
    ("draft", "submit"): "review", ("review", "reject"): "draft", ("review", "withdraw"): "draft", ("review", "publish"): "published",
    ("published", "supersede"): "superseded",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """One step in a version's life: submit, approve, reject, withdraw, publish, supersede."""

    step: str
    who: str
    when: datetime
    tier: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A published state of the plan, or one on its way there: cell changes on the version before.

    ``tiers``   who has to approve, in their order;  ``event`` what opened an extraordinary revision.
    """

    name: str
    kind: Kind
    state: State
    valid_from: date
    changes: tuple[Change, ...]
    reason: str = ""
    event: str = ""
    tiers: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def next_tier(self) -> str | None:
        """Who has to decide now; None outside a review and after the last approval."""
        if self.state != "review":
            return None
        given = 0
        for note in self.notes:
            given = (
                given + 1 if note.step == "approve" else 0 if note.step in {"submit", "reject", "withdraw"} else given
            )
        return self.tiers[given] if given < len(self.tiers) else None

    def submit(self, *, who: str, now: datetime) -> Version:
        """Hand it in; PlanError (code revision) without a change."""
        if not self.changes:
            raise PlanError("revision", f"{self.name} changes nothing")
        return self._step("submit", who, now)

    def approve(self, tier: str, *, who: str, now: datetime, reason: str = "") -> Version:
        """One tier's yes; PlanError (code version) out of turn, or by who submitted it."""
        if self.next_tier != tier:
            raise PlanError(
                "version", f"{self.name} does not wait for {tier}", state=self.state, waits_for=self.next_tier
            )
        if any(n.step == "submit" and n.who == who for n in self.notes[-len(self.tiers) - 1 :]):
            raise PlanError("version", "nobody approves what they submitted", who=who)
        return replace(self, notes=(*self.notes, Note("approve", who, now, tier, reason)))

    def reject(self, *, who: str, now: datetime, reason: str) -> Version:
        """Back to the draft, with the reason."""
        if not reason.strip():
            raise PlanError("version", "a rejection has a reason")
        return self._step("reject", who, now, self.next_tier or "", reason)

    def withdraw(self, *, who: str, now: datetime) -> Version:
        """Back to the draft, by who submitted it."""
        return self._step("withdraw", who, now)

    def publish(self, *, who: str, now: datetime) -> Version:
        """Frozen from now on; PlanError (code version) while an approval is missing."""
        if self.next_tier is not None:
            raise PlanError("version", f"{self.name} still waits for an approval", waits_for=self.next_tier)
        return self._step("publish", who, now)

    def supersede(self, *, who: str, now: datetime) -> Version:
        """A later version took its place; what it says stays readable."""
        return self._step("supersede", who, now)

    def _step(self, step: str, who: str, now: datetime, tier: str = "", reason: str = "") -> Version:
        after = TRANSITIONS.get((self.state, step))
        if after is None:
            able = ", ".join(s for state, s in TRANSITIONS if state == self.state) or "nothing: it is frozen"
            raise PlanError("version", f"{self.name} is {self.state}: {step} is no step from there", expected=able)
        return replace(self, state=after, notes=(*self.notes, Note(step, who, now, tier, reason)))


def next_name(versions: Sequence[Version]) -> str:
    """v1, v2, ...: the name of the version to come."""
    return f"v{len(versions) + 1}"


def version_tree(empty: Tree, versions: Iterable[Version], name: str) -> Tree:
    """The plan as it stood with version *name*: all published changes up to it. PlanError names the versions there are."""
    known = list(versions)
    if name not in {v.name for v in known}:
        raise PlanError(
            "version", f"there is no version “{name}”", expected=", ".join(v.name for v in known) or "none yet"
        )
    tree = empty
    for version in known:
        if version.state in {"published", "superseded"} or version.name == name:
            tree = with_changes(tree, version.changes)
        if version.name == name:
            return tree
    raise AssertionError("the name was looked up")


def latest_published(versions: Iterable[Version]) -> Version | None:
    """The version in force; None before the first is published."""
    return next((v for v in reversed(list(versions)) if v.state == "published"), None)


def swapped(versions: Sequence[Version], old: Version, new: Version) -> tuple[Version, ...]:
    """*old* replaced by *new*, a state taken by compare-and-swap; ConflictError where somebody was faster."""
    if old not in versions:
        raise ConflictError(f"{old.name} was changed by somebody else meanwhile; look again")
    return tuple(new if v == old else v for v in versions)
