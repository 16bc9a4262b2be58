"""A plan: one measure's target tree with its edits, its versions and what people committed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from fupan.plan.change import changes_between
from fupan.plan.change_rules import KindRule, Violation, check_revision
from fupan.plan.commitment import Commitment
from fupan.plan.edit import Edit
from fupan.plan.history import Sheet
from fupan.plan.refusal import PlanError
from fupan.plan.tree import Tree, new_tree
from fupan.plan.version import Kind, Version, latest_published, next_name, swapped, version_tree

PlanKind = Literal["target", "budget", "forecast"]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """``sheet`` is the working draft; ``versions`` what was handed in and published, the oldest first."""

    name: str
    sheet: Sheet
    kind: PlanKind = "target"
    title_zh: str = ""
    title_en: str = ""
    versions: tuple[Version, ...] = ()
    commitments: tuple[Commitment, ...] = ()

    @property
    def tree(self) -> Tree:
        """The working draft's tree."""
        return self.sheet.tree

    @property
    def empty(self) -> Tree:
        """The tree without a figure: what versions are rebuilt on."""
        return new_tree(self.tree.measure, self.tree.slices, self.tree.periods)

    def edit(self, edit: Edit, *, who: str, now: datetime, reason: str = "", seen: int | None = None) -> Plan:
        """The draft after an edit; PlanError and ConflictError as ``Sheet.edit``, and while a version is in review."""
        self._refuse_in_review()
        return replace(self, sheet=self.sheet.edit(edit, who=who, now=now, reason=reason, seen=seen))

    def undo(self, to: int | None = None) -> Plan:
        """The draft as it was after step *to* (the one before the last by default)."""
        self._refuse_in_review()
        return replace(self, sheet=self.sheet.undo(to))

    def redo(self, to: int | None = None) -> Plan:
        """Forward again."""
        self._refuse_in_review()
        return replace(self, sheet=self.sheet.redo(to))

    def begun(self, as_of: date) -> Plan:
        """The plan on a day: periods that have begun are locked."""
        return replace(self, sheet=replace(self.sheet, tree=replace(self.tree, closed=self.tree.periods.begun(as_of))))

    def commit(self, given: Commitment) -> Plan:
        """Somebody's commitment taken in; PlanError for a cell the plan has not. It changes no target by itself."""
        self.tree.slices.find(given.path)
        self.tree.periods.find(given.period)
        self.tree.measure.whole(given.amount)
        return replace(self, commitments=(*self.commitments, given))

    # -- versions

    def at(self, name: str | None = None) -> Tree:
        """The tree of a version; of the draft without a name."""
        return self.tree if name in {None, "draft"} else version_tree(self.empty, self.versions, str(name))

    @property
    def published(self) -> Version | None:
        """The version in force."""
        return latest_published(self.versions)

    def version(self, name: str) -> Version:
        """A version by name; PlanError names those there are."""
        found = next((v for v in self.versions if v.name == name), None)
        if found is None:
            raise PlanError(
                "version",
                f"there is no version “{name}”",
                expected=", ".join(v.name for v in self.versions) or "none yet",
            )
        return found

    def check(self, kind: Kind, rules: Mapping[Kind, KindRule], *, event: str = "") -> list[Violation]:
        """What of the draft breaks the rules of a revision of this kind."""
        before = self.at(self.published.name) if self.published else None
        return check_revision(kind, before, self.tree, dict(rules), event=event, closed=self.tree.closed)

    def submit(
        self, kind: Kind, rules: Mapping[Kind, KindRule], *, valid_from: date, who: str, now: datetime, reason: str = "",
        event: str = "",
    ) -> Plan:  # fmt: skip
        """The draft handed in as a new version: its changes on the version in force.

        PlanError (code revision) while another is in review, without a change, or where a rule does not hold.
        """
        self._refuse_in_review()
        if (kind == "first") != (self.published is None):
            raise PlanError("revision", "the first version is of kind first, later ones are revisions", found=kind)
        broken = self.check(kind, rules, event=event)
        if broken:
            first = broken[0]
            raise PlanError("revision", f"{first.zh} {first.en}", slice=" / ".join(first.path) or "-", period=first.period or "-",
                            found=first.found or "-", limit=first.limit or "-", further=len(broken) - 1)  # fmt: skip
        before = self.at(self.published.name) if self.published else None
        kept = tuple(v for v in self.versions if v.state in {"published", "superseded"})
        draft = Version(
            next_name(kept), kind, "draft", valid_from, changes_between(before, self.tree), reason, event,
            rules.get(kind, KindRule()).tiers,
        )  # fmt: skip
        rejected = next((v for v in self.versions if v.state == "draft"), None)
        if rejected is not None:
            draft = replace(draft, notes=rejected.notes)
        return replace(self, versions=(*kept, draft.submit(who=who, now=now)))

    def approve(self, tier: str, *, who: str, now: datetime, reason: str = "") -> Plan:
        """One tier's yes to the version in review."""
        old = self.in_review()
        return replace(self, versions=swapped(self.versions, old, old.approve(tier, who=who, now=now, reason=reason)))

    def reject(self, *, who: str, now: datetime, reason: str) -> Plan:
        """The version in review goes back; the draft can be edited again."""
        old = self.in_review()
        return replace(self, versions=swapped(self.versions, old, old.reject(who=who, now=now, reason=reason)))

    def publish(self, *, who: str, now: datetime) -> Plan:
        """The approved version is frozen and in force; the one before it is superseded."""
        old = self.in_review()
        before = self.published
        versions = swapped(self.versions, old, old.publish(who=who, now=now))
        if before is not None:
            versions = swapped(versions, before, before.supersede(who=who, now=now))
        return replace(self, versions=versions)

    def in_review(self) -> Version:
        """The version in review; PlanError where there is none."""
        found = next((v for v in self.versions if v.state == "review"), None)
        if found is None:
            raise PlanError("version", "no version is in review: submit the draft first")
        return found

    def _refuse_in_review(self) -> None:
        found = next((v for v in self.versions if v.state == "review"), None)
        if found is not None:
            raise PlanError("version", f"{found.name} is in review: reject or publish it before the draft changes")
