"""A company's plans: kept in ``plans/NAME.json`` of the workspace, split, filled in, approved and published."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from fupan.errors import ConflictError, UserError
from fupan.plan.buffer import hold_back, with_reserve
from fupan.plan.change import compare_trees
from fupan.plan.commitment import Commitment, Line, reconcile
from fupan.plan.document import from_json, to_json
from fupan.plan.edit import Edit, OverAssign, Respread, SetCell, Up
from fupan.plan.given import Stamp
from fupan.plan.history import Sheet
from fupan.plan.levels import derive_level
from fupan.plan.plan import Plan
from fupan.plan.preview import Preview, preview
from fupan.plan.tree import Tree, new_tree

if TYPE_CHECKING:
    from fupan.loop.company import Company
    from fupan.plan.change_rules import KindRule
    from fupan.plan.lists import Layout
    from fupan.plan.version import Kind

_NAME = re.compile(r"[\w.-]{1,80}")


class PlanDesk:
    """One plan of a workspace by name. Every verb reads the file, works, and writes it by compare-and-swap.

    ``who`` and ``now`` stand in the log; *as_of* is the day that decides which periods have begun.
    """

    def __init__(
        self, company: Company, name: str, *, who: str, as_of: date | None = None, now: datetime | None = None
    ) -> None:
        if not _NAME.fullmatch(name):
            raise UserError(f"“{name}” cannot be a plan's name: letters, digits, dot, dash and underscore")
        self.company, self.name, self.who = company, name, who
        self.as_of = as_of or company.today
        self._now = now
        self.file = company.workspace.root / "plans" / f"{name}.json"

    @property
    def now(self) -> datetime:
        """The instant that the log tells."""
        return self._now or datetime.now(UTC)

    @property
    def exists(self) -> bool:
        """Whether it was made."""
        return self.file.is_file()

    def read(self) -> Plan:
        """The plan as it stands, with what has begun locked; UserError where there is none."""
        return self._read()[0]

    def _read(self) -> tuple[Plan, str]:
        try:
            text = self.file.read_text(encoding="utf-8")
        except FileNotFoundError:
            known = ", ".join(p.stem for p in sorted(self.file.parent.glob("*.json"))) or "none yet"
            raise UserError(
                f"there is no plan “{self.name}”; plans are: {known}. Make one: fupan plan split {self.name}"
            ) from None
        return from_json(text, str(self.file)).begun(self.as_of), _hash(text)

    def change(self, work: Callable[[Plan], Plan]) -> Plan:
        """The plan after *work*, written; ConflictError where another writer was faster (nothing is written then)."""
        plan, seen = self._read()
        after = work(plan)
        self._write(after, seen)
        return after

    def _write(self, plan: Plan, seen: str | None) -> None:
        from fupan.warehouse.files import write_text

        text = to_json(plan)
        now = _hash(self.file.read_text(encoding="utf-8")) if self.file.is_file() else None
        if now != seen:
            raise ConflictError(f"the plan {self.name} was changed by somebody else meanwhile; read it again")
        self.file.parent.mkdir(parents=True, exist_ok=True)
        write_text(self.file, text)

    # -- making and splitting

    def create(
        self,
        metric: str,
        by: Sequence[str],
        window: str,
        grain: str = "month",
        *,
        kind: str = "target",
        reserve: bool = False,
    ) -> Plan:
        """A new plan without figures: slices are those that had actuals in the year before *window*."""
        from fupan.loop.plan_facts import actuals_by_slice, plan_axes, slices_of
        from fupan.plan.measure import measure_of
        from fupan.plan.periods import make_periods

        definitions = self.company.layer.definitions
        if metric not in definitions.metrics:
            raise UserError(f"there is no metric “{metric}”: fupan metrics lists them")
        calendar = self.company.calendar
        whole = calendar.whole(calendar.parse(window, self.as_of))
        axes = plan_axes(by)
        before = actuals_by_slice(self.company, metric, by, calendar.last_year(whole))
        if not before.amounts:
            raise UserError(
                f"{metric} has no actuals by {', '.join(by)} in the year before {whole.label}: nothing to plan for"
            )
        slices = slices_of(axes, before)
        measure = measure_of(definitions, metric, self.company.workspace.currency)
        periods = make_periods(calendar, whole, grain)  # type: ignore[arg-type]
        tree = new_tree(measure, with_reserve(slices) if reserve else slices, periods, closed=periods.begun(self.as_of))
        plan = Plan(self.name, Sheet(tree), kind)  # type: ignore[arg-type]
        self._write(plan, None)
        return plan

    def split(
        self, amount: Decimal | None = None, *, growth: Decimal | None = None, method: str = "history", over_time: str = "season",
        over: Mapping[Sequence[str], Decimal] | None = None, buffer: Decimal | None = None, floor: Decimal | None = None,
        stretch: Decimal | None = None, column: File | None = None, reason: str = "",
    ) -> Plan:  # fmt: skip
        """Set the whole's target (or last year's actual x (1 + growth)) and break it down: over periods, then slices."""
        from fupan.loop.plan_split import period_weights, slice_weights

        plan, seen = self._read()
        tree = plan.tree
        metric = tree.measure.metric
        if amount is None:
            amount = self._grown(tree, growth or Decimal(0))
        weights = slice_weights(self.company, metric, tree.slices, tree.periods, method, column=column)
        periods = period_weights(self.company, metric, tree.periods, over_time)
        whole = tree.periods.whole.label
        for path, share in (over or {}).items():
            plan = self._done(plan, OverAssign(tuple(path), share), reason)
        plan = self._done(plan, SetCell((), whole, amount), reason)
        told = f"{method} / {over_time}"
        plan = self._done(
            plan, Respread((), whole, weights=weights, over_periods=periods, keep_typed=False, method=told), reason
        )
        if buffer:
            plan = self._record(plan, hold_back(plan.tree, buffer), {"edit": "hold_back", "share": str(buffer)}, reason)
        for level, factor in (("floor", floor), ("stretch", stretch)):
            if factor:
                what = {"edit": "derive_level", "level": level, "factor": str(factor)}
                plan = self._record(plan, derive_level(plan.tree, level, factor), what, reason)
        self._write(plan, seen)
        return plan

    def _grown(self, tree: Tree, growth: Decimal) -> Decimal:
        from fupan.loop.plan_facts import actuals_by_slice

        before = actuals_by_slice(
            self.company, tree.measure.metric, [a.name for a in tree.slices.axes], self.company.calendar.last_year(tree.periods.whole)
        )  # fmt: skip
        return (sum(before.amounts.values(), Decimal(0)) * (1 + growth)).quantize(
            Decimal(1).scaleb(-tree.measure.decimals)
        )

    def _done(self, plan: Plan, edit: Edit, reason: str) -> Plan:
        return plan.edit(edit, who=self.who, now=self.now, reason=reason)

    def _record(self, plan: Plan, after: Tree, what: dict[str, Any], reason: str) -> Plan:
        return replace(plan, sheet=plan.sheet.record(after, what, who=self.who, now=self.now, reason=reason))

    def edit(self, edit: Edit, *, reason: str = "", seen: int | None = None) -> Plan:
        """One edit of the draft; *seen* is the step number that the editor last saw."""
        return self.change(lambda p: p.edit(edit, who=self.who, now=self.now, reason=reason, seen=seen))

    def undo(self, to: int | None = None) -> Plan:
        """Back to after step *to* (the one before the last)."""
        return self.change(lambda p: p.undo(to))

    def redo(self, to: int | None = None) -> Plan:
        """Forward again."""
        return self.change(lambda p: p.redo(to))

    # -- bottom-up

    def commit(self, path: Sequence[str], period: str, amount: Decimal, *, reason: str = "") -> Plan:
        """What ``who`` takes on for a slice and a period, and why."""
        return self.change(lambda p: p.commit(Commitment(tuple(path), period, amount, self.who, self.now, reason)))

    def reconcile(self, period: str, level: str = "target") -> list[Line]:
        """What was handed down beside what was committed to, slice by slice."""
        plan = self.read()
        return reconcile(plan.tree, plan.commitments, period, level)

    # -- files

    def export(
        self, file: File, layout: Layout = "tree", *, version: str | None = None, lang: str | None = None
    ) -> File:
        """Write the draft (or a version) as a workbook or list."""
        from fupan.plan.lists import write_list
        from fupan.plan.workbook import write_plan_workbook

        plan = self.read()
        spoken = lang or self.company.workspace.locale
        stamp = Stamp(plan.name, version or "draft", plan.sheet.at)
        if layout == "tree":
            title = (plan.title_zh if spoken == "zh" else plan.title_en) or plan.name
            write_plan_workbook(plan.at(version), file, stamp=stamp, title=title, lang=spoken)
        else:
            write_list(plan.at(version), file, layout, stamp=stamp, lang=spoken)
        return file

    def preview(self, file: File) -> Preview:
        """What *file* would change of the draft; UserError where it was made from another plan."""
        from fupan.plan.filled import read_filled

        plan = self.read()
        found = preview(plan.tree, read_filled(file, plan.tree))
        if found.stamp is not None and found.stamp.plan != plan.name:
            raise UserError(f"{file.name} was made from the plan {found.stamp.plan}, not from {plan.name}")
        return found

    def follow(self, found: Preview, *, up: Up = "bubble", reason: str = "") -> Plan:
        """Take the differences of a file into the draft as one step; ConflictError where cells changed since it was made."""
        if not found.differences:
            return self.read()
        seen = found.stamp.step if found.stamp is not None and found.stamp.version == "draft" else None
        return self.edit(found.edit(up), reason=reason, seen=seen)

    # -- versions

    @property
    def rules(self) -> dict[Kind, KindRule]:
        """Rules of change: the pack's, overridden by the workspace's."""
        from fupan.packs import pack_files
        from fupan.plan.change_rules import read_change_rules

        workspace = self.company.workspace
        files = pack_files(workspace.pack, "rules", workspace.root)
        return read_change_rules(*[f for f in files if f.stem == "targets"])

    def submit(self, kind: Kind, *, valid_from: date, reason: str = "", event: str = "") -> Plan:
        """Hand the draft in as a new version."""
        rules = self.rules
        return self.change(
            lambda p: p.submit(
                kind, rules, valid_from=valid_from, who=self.who, now=self.now, reason=reason, event=event
            )
        )

    def approve(self, tier: str, *, who: str, reason: str = "") -> Plan:
        """One tier's yes."""
        return self.change(lambda p: p.approve(tier, who=who, now=self.now, reason=reason))

    def reject(self, *, who: str, reason: str) -> Plan:
        """Back to the draft."""
        return self.change(lambda p: p.reject(who=who, now=self.now, reason=reason))

    def publish(self) -> list[str]:
        """Freeze the approved version, if one is in review, and hand all published ones to the warehouse; those it took."""
        from fupan.loop.plan_publish import publish_versions

        plan = self.read()
        if any(v.state == "review" for v in plan.versions):
            plan = self.change(lambda p: p.publish(who=self.who, now=self.now))
        return publish_versions(plan, self.company.warehouse, self.company.rules, now=self.now)

    def compare(
        self, names: Sequence[str] = (), period: str | None = None, level: str = "target"
    ) -> list[dict[str, Any]]:
        """Versions side by side (all, and the draft, by default)."""
        plan = self.read()
        chosen = list(names) or [*(v.name for v in plan.versions), "draft"]
        return compare_trees({n: plan.at(n) for n in chosen}, period or plan.tree.periods.whole.label, level)


def plan_names(root: File) -> list[str]:
    """The plans that a workspace keeps."""
    return sorted(p.stem for p in (root / "plans").glob("*.json"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
