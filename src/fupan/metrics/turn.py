"""One question being answered: its plans are made and run, their rows put together."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from fupan.calendar import Grain, Window
from fupan.errors import QuestionError
from fupan.expressions import names
from fupan.metrics.answer import Answer, columns_of, ordered, others_row
from fupan.metrics.body import collect
from fupan.metrics.currency import check_currencies
from fupan.metrics.definition import Dimension
from fupan.metrics.definitions import nearest
from fupan.metrics.freshness import freshness, quality
from fupan.metrics.having import read_conditions
from fupan.metrics.hierarchy import with_levels
from fupan.metrics.members import read_filter
from fupan.metrics.note import Note
from fupan.metrics.occasions import Occasions, is_occasion
from fupan.metrics.plan.aim import is_plan
from fupan.metrics.plan.organisation import AS_IS, AS_WAS
from fupan.metrics.plan.phasing import METHODS
from fupan.metrics.question import COMPARISONS, Question, Scope
from fupan.metrics.readings import moves_of, notes_of
from fupan.metrics.result import ROLLUP, Provenance, Result
from fupan.metrics.roles import check_roles, dates_of
from fupan.metrics.thin import thin_notes

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.expressions import Node
    from fupan.metrics.body import Body
    from fupan.metrics.layer import MetricLayer
    from fupan.metrics.plan.asking import Asking, Reader
    from fupan.metrics.plan.posted import Books
    from fupan.metrics.plan.resolve import Resolved


class Turn:
    """One question being answered. With *dry* its plans are made, but not run."""

    def __init__(
        self, layer: MetricLayer, question: Question, reader: Reader, scope: Scope, *, dry: bool = False
    ) -> None:
        self.definitions, self.dry = layer.counted_by(question.time), dry
        question = with_levels(layer.told(question), self.definitions)
        self.layer, self.question, self.reader, self.scope = layer, question, reader, scope
        _check(question)
        dimensions = [self.definitions.dimension(n) for n in question.by]
        self.by = tuple(dimensions)
        times = [d for d in dimensions if d.time is not None]
        if len(times) > 1:
            raise QuestionError(
                "two_times", f"One period at a time: {times[0].name} or {times[1].name}.", closest=times[0].name
            )
        self.time: Dimension | None = times[0] if times else None
        self.plain = tuple(d for d in dimensions if d.time is None)
        self.conditions = read_conditions(question.having, question.order, self.definitions, question.compare)
        wanted = (*question.metrics, *self.conditions.metrics)
        plans = [c for c in question.compare if is_plan(c)]
        self.resolved: Resolved = layer.resolved(wanted, scope, plans=plans, role=question.time)
        if question.time is not None:
            check_roles(self.resolved, self.definitions, question.time)
        self.calendar = layer.calendar(question.calendar)
        self.occasions = Occasions(layer.events, reader, scope)
        self.window = layer.window(self.occasions.named(question))
        grain = self.time.time if self.time else None
        self.moves = moves_of(self.calendar, self.window, question.compare, grain, self.occasions)
        self.filters: tuple[Node, ...] = ()
        self.sql: list[str] = []
        self.used: set[str] = set()
        self.memo = layer.memo(reader)
        self.targets: list[Mapping[str, Any]] = []
        self.check_loaded()
        self.books = self.read_books()
        inside = self.asking((), [self.window], by_time=False)
        if question.where:
            self.filters = (self.read_filter(question.where, inside),)
            inside = replace(inside, filters=self.filters)
        leaves = [leaf.metric for leaf in self.resolved.leaves.values()]
        check_currencies(
            inside, leaves, dict.fromkeys(g.of for g in self.resolved.goals.values()), question, self.filters
        )

    def read_books(self) -> Books | None:
        """The closed months, where reported figures are asked for."""
        from fupan.metrics.plan.posted import read_books

        if self.question.figures not in {"current", "reported"}:
            raise QuestionError("figures", f"There are no figures “{self.question.figures}”.",
                                closest="figures='current' or figures='reported'")  # fmt: skip
        if self.question.figures == "current":
            return None
        if self.question.org == AS_IS:
            raise QuestionError("figures", "A reported figure stands by the organisation of its own day: told by today's it is"
                                " no longer what was reported.", closest="org='as_was', or figures='current'")  # fmt: skip
        return read_books(self.reader, self.question.calendar, [leaf.metric for leaf in self.resolved.leaves.values()])

    def read_filter(self, where: str, inside: Asking) -> Node:
        """The filter with its members looked up, once per snapshot and scope: they are those of no window."""
        facts = tuple(self.resolved.facts())
        key = ("filter", where, facts, replace(inside, frames=(), reached=()).shape)
        found: Node = inside.once(key, lambda asking: read_filter(where, asking, facts))
        return found

    def check_loaded(self) -> None:
        """Refuse a metric none of whose tables has a row (not_loaded), and any where no fact has one (empty_snapshot)."""
        rows = getattr(self.reader.manifest, "rows", None)
        if rows is None:
            return
        if self.question.org == AS_IS and not rows("business_day"):
            raise QuestionError("org", "This snapshot was built before rows were stamped with today's owners.",
                                closest=f"org='{AS_WAS}', or load again")  # fmt: skip
        if self.resolved.leaves and not any(rows(f.table) for f in self.definitions.facts.values()):
            raise QuestionError("empty_snapshot", "This snapshot has no rows: nothing has been loaded yet.",
                                closest="load files first: fupan load")  # fmt: skip
        for name in self.resolved.formulas:
            leaves = [self.resolved.leaves[n] for n in self.resolved.leaf_ids(name) if n in self.resolved.leaves]
            tables = {self.definitions.facts[leaf.metric.fact].table for leaf in leaves}
            if tables and not any(rows(t) for t in tables):
                raise QuestionError("not_loaded", f"{name} needs {', '.join(sorted(tables))}, of which this snapshot has no rows.",
                                    closest=f"load {min(tables)} first", details={"metric": name})  # fmt: skip

    def asking(self, dimensions: tuple[Dimension, ...], windows: list[Window], *, by_time: bool) -> Asking:
        from fupan.metrics.plan.asking import Asking
        from fupan.metrics.plan.frame import make_frames, seen

        q = self.question
        frames = make_frames(windows, self.moves)
        reached = tuple(
            (r.name, seen(self.calendar, r.frames(self.calendar, frames), q.as_of)) for r in self.resolved.reaches()
        )
        frames = seen(self.calendar, frames, q.as_of)
        return Asking(
            definitions=self.definitions, reader=self.reader, calendar=self.calendar, dimensions=dimensions,
            grain=self.time.time if by_time and self.time else None, frames=frames, reached=reached,
            filters=self.filters, scope=self.scope, as_of=q.as_of, rates=self.layer.rates(q), books=self.books,
            target_version=q.target_version, target_level=q.target_level, phase=q.phase, org=q.org,
            worked=self.layer.working_days, breakdown=self.plain, used=self.used, memo=self.memo,
        )  # fmt: skip

    def windows(self) -> list[Window]:
        """One window per row in time."""
        from fupan.metrics.plan.frame import cut_windows

        if self.time is None:
            return [self.window]
        if self.time.time == "target_period":
            return self.target_periods()
        grain: Grain = self.time.time  # type: ignore[assignment]
        return cut_windows(self.calendar, self.window, grain)

    def target_periods(self) -> list[Window]:
        """The targets' own windows [start, end) inside the question's."""
        from fupan.metrics.plan.every_goal import needed_dimensions
        from fupan.metrics.plan.goals import choose_goals

        metrics = self.resolved.goal_metrics()
        if not metrics:
            raise QuestionError("target_period", "A breakdown by target period needs a metric with a target.",
                                closest="attainment by target_period")  # fmt: skip
        asking = self.asking(self.plain, [self.window], by_time=False)
        goal = choose_goals(asking, metrics[0], asking.frames[0], needed_dimensions(asking))
        if goal is None:
            raise QuestionError(
                "target_period", f"{metrics[0]} has no targets in {self.window.label}.", closest="by month"
            )
        found = [self.calendar.between(p.start, p.end) for p in goal.periods]
        for one, after in itertools.pairwise(found):
            if after.start < one.end:
                raise QuestionError("target_period", f"Target periods {one.label} and {after.label} overlap.",
                                    closest="a filter on one person or position, or no breakdown in time")  # fmt: skip
        return [w if self.question.as_of is None else self.calendar.clip(w, self.question.as_of) for w in found]

    def run(self, asking: Asking, *, top: int | None = None) -> list[dict[str, Any]]:
        """Rows of one plan; dimensions hold keys."""
        from fupan.metrics.plan.every_goal import choose_all_goals
        from fupan.metrics.plan.goal_refusal import check_basis
        from fupan.metrics.plan.planned import statement

        q = self.question
        goals = choose_all_goals(asking, self.resolved)
        for goal in goals.values():
            if goal is not None and q.time is not None and goal.basis is None:
                check_basis(self.layer.definitions, asking, goal)
            if goal is not None and (said := goal.describe(self.definitions)) not in self.targets:
                self.targets.append(said)
        text = statement(
            asking, self.resolved, goals, top, (tuple(self.resolved.metrics), q.compare, q.calendar, q.time)
        )
        self.sql.append(text)
        if self.dry:
            return []
        return self.fetch(self.reader.backend, text)

    @property
    def fetch(self) -> Callable[[Any, str], list[dict[str, Any]]]:
        """What runs a statement: it is not run again where its rows are known."""
        from fupan.metrics.plan.run import fetch

        return self.memo.answers.fetch if self.layer.keeps_answers else fetch

    def rows_of(self, expression: ir.Table) -> list[dict[str, Any]]:
        """Rows of an expression that belongs to this question."""
        from fupan.metrics.plan.run import rows_of

        return rows_of(expression, run=self.fetch, backend=self.reader.backend)

    def result(self) -> Result:
        """All plans of the question, put together."""
        windows = self.windows()
        main = self.asking(self.plain, windows, by_time=True)
        return self.dressed(main, collect(self, main, windows))

    def dressed(self, main: Asking, found: Body) -> Result:
        """The answer from the rows of its plans."""
        answer = Answer(
            self.definitions, self.shown(), self.by, self.time, main.frames, self.question.compare,
            order=self.conditions.order, subtotals=self.question.subtotals, role=self.question.time,
            dates=dates_of(self.resolved, self.definitions),
        )  # fmt: skip
        columns = columns_of(answer, self.reader)
        rows = ordered(answer, found.rows, self.reader, self.memo)
        thin = thin_notes(rows, (m for m in answer.resolved.metrics.values() if m.sample))
        return Result(
            columns=tuple(columns), rows=rows,
            total=others_row(answer, columns, found.total, None) if found.total is not None else None,
            others=others_row(answer, columns, found.others, "others") if found.others is not None else None,
            provenance=self.provenance(main, thin), question=self.question,
        )  # fmt: skip

    def tables(self) -> tuple[str, ...]:
        """Published tables that were read."""
        return tuple(sorted(u for u in self.used if not u.startswith(ROLLUP)))

    def shown(self) -> Resolved:
        """What was asked for, without the metrics that only conditions need."""
        asked = {self.definitions.metric(n).name: None for n in self.question.metrics}
        return replace(self.resolved, metrics={n: m for n, m in self.resolved.metrics.items() if m.name in asked})

    def provisional(self) -> list[str]:
        """A note where working days count of a year whose notice of make-up days is not out yet."""
        counted = any("working" in n for f in self.resolved.formulas.values() for n in names(f))
        days = self.layer.working_days
        if not counted or not days.provisional(self.window.start, self.window.full_end):
            return []
        return [
            Note(
                "working days are provisional: the year's notice of make-up days is not out yet",
                "工作日是暂定的：当年的调休通知还没有公布",
            )
        ]

    def provenance(self, main: Asking, more: Sequence[str] = ()) -> Provenance:
        used = {
            **dict(self.resolved.metrics.items()),
            **{leaf.metric.name: leaf.metric for leaf in self.resolved.leaves.values()},
        }
        compared = {f.name: [asdict(b.window) for b in f.buckets] for f in main.frames if f.name != "current"}
        first_last = {
            n: {
                "start": w[0]["start"],
                "end": w[-1]["end"],
                "label": w[0]["label"] if len(w) == 1 else f"{w[0]['label']}..{w[-1]['label']}",
            }
            for n, w in compared.items()
        }
        rows = [b.window for b in main.frames[0].buckets]
        notes = notes_of(self.calendar, self.window, rows, self.question.compare, self.occasions, self.question.as_of)
        notes += self.provisional()
        if self.question.currency is not None:
            currency, rate = self.question.currency, self.question.rate
            notes.append(
                Note(
                    f"amounts in {currency} at {rate} rates, targets at plan rates",
                    f"金额按{'计划' if rate == 'plan' else '实际'}汇率折成{currency}，目标按计划汇率",
                )
            )
        if self.books is not None:
            last = self.books.closed[-1][0]
            notes.append(
                Note(
                    f"reported figures: the books are closed to {last}, what changed since is posted to the open month",
                    f"原报数：账已关到{last}，此后的变动记入未关的月份",
                )
            )
        if self.question.time is not None:
            notes.append(Note(f"statistic date: {self.question.time}", f"统计日期：{self.question.time}"))
        return Provenance(
            question=asdict(self.question), definitions={n: m.model_dump(by_alias=True) for n, m in used.items()},
            sql=tuple(self.sql), snapshot_id=getattr(self.reader.manifest, "id", None), as_of=self.question.as_of,
            window=asdict(self.window), compared=first_last, tables=self.tables(), targets=tuple(self.targets),
            notes=(*notes, *more), freshness={} if self.dry else freshness(self), quality={} if self.dry else quality(self),
            dates=dates_of(self.resolved, self.definitions), currency=self.question.currency or self.layer.currency, locale=self.layer.locale,
            rollups=tuple(sorted(u.removeprefix(ROLLUP) for u in self.used if u.startswith(ROLLUP))),
        )  # fmt: skip


def _check(question: Question) -> None:
    if not question.metrics:
        raise QuestionError("no_metric", "A question names at least one metric.", closest="net_sales")
    for name in question.compare:
        if name not in COMPARISONS and not is_plan(name) and not is_occasion(name):
            raise QuestionError(
                "comparison",
                f"“{name}” is no comparison.",
                closest=nearest(name, COMPARISONS) or ", ".join(COMPARISONS),
            )
    if question.phase is not None and question.phase not in METHODS:
        raise QuestionError("phase", f"“{question.phase}” is no way to spread a target.", closest=", ".join(METHODS))
    if question.org not in {AS_WAS, AS_IS}:
        raise QuestionError("org", f"“{question.org}” is no reading of the organisation.", closest=f"{AS_WAS}, {AS_IS}")
    for named in ("top", "top_within"):
        asked = getattr(question, named)
        if asked is not None and asked < 1:
            raise QuestionError("top", f"{named} must be at least 1, found {asked}.", closest=f"{named}=10")
    doubled = [b for b in question.by if question.by.count(b) > 1]
    if doubled:
        raise QuestionError("twice", f"{doubled[0]} is asked for twice.", closest=f"by {doubled[0]} once")
