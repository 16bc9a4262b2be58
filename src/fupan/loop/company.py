"""A company's workspace, opened: the library's verbs, which are the command line's too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.workspace import Workspace, find_workspace, read_workspace

if TYPE_CHECKING:
    import pyarrow as pa

    from fupan.calendar import Calendar
    from fupan.diagnose.ledger import LedgerBridge
    from fupan.loop.load import Confirm, LoadReport, Step
    from fupan.loop.match import MatchReport
    from fupan.loop.plan import PlanDesk
    from fupan.loop.prune import Kept
    from fupan.loop.review import Review
    from fupan.loop.rollups import RollupReport
    from fupan.loop.use_log import Proposal
    from fupan.metrics import MetricLayer, Question, Result, Scope
    from fupan.metrics.cell import CellRows
    from fupan.metrics.exchange import Exported
    from fupan.track import LightRules
    from fupan.warehouse import BuildRules, Reader, Warehouse
    from fupan.warehouse.closings import Closing


def open_company(path: str | PathLike[str] = ".") -> Company:
    """Open the workspace at *path* or the nearest one above it, with the owner's scope."""
    from fupan.metrics import Scope

    return Company(read_workspace(find_workspace(Path(path))), scope=Scope.everything())


class Company:
    """The workspace with its warehouse and metric layer. *today* fixes the clock (for tests and repeatable runs).

    One that *serves* many at once lets them share an engine.
    """

    def __init__(self, workspace: Workspace, *, scope: Scope, today: date | None = None, serves: bool = False) -> None:
        self.workspace, self.scope = workspace, scope
        self._today, self._serves = today, serves

    @property
    def today(self) -> date:
        """The business day of the clock."""
        return self._today or datetime.now().astimezone().date()

    @cached_property
    def warehouse(self) -> Warehouse:
        """The door to the snapshots."""
        from fupan.warehouse import Warehouse

        engine = self.workspace.engine
        return Warehouse(
            self.workspace.warehouse, memory_limit=engine.duckdb.memory, threads=engine.duckdb.cores, engine=engine,
            serves=self._serves,
        )  # fmt: skip

    @cached_property
    def calendar(self) -> Calendar:
        """The fiscal calendar."""
        from fupan.calendar import Calendar

        return Calendar(self.workspace.calendars["fiscal"])

    @cached_property
    def layer(self) -> MetricLayer:
        """The metric layer with the pack's definitions, overridden by the workspace's."""
        from fupan.metrics import MetricLayer, load_definitions

        return MetricLayer(
            load_definitions(self.workspace.pack, self.workspace.root),
            calendars=self.workspace.calendars,
            currency=self.workspace.currency,
            locale=self.workspace.locale,
            telling=self.workspace.telling,
            working_days=self.workspace.working_days,
            events=self.workspace.events,
            keeps_answers=True,
        )

    @cached_property
    def light_rules(self) -> LightRules:
        """When a lag lights up and who answers: the pack's rules, overridden by the workspace's."""
        from fupan.packs import pack_files
        from fupan.track import read_light_rules

        files = pack_files(self.workspace.pack, "rules", self.workspace.root)
        return read_light_rules(*[f for f in files if f.stem.startswith("lights")])

    @property
    def rules(self) -> BuildRules:
        """What a snapshot is built by: currency, recognition, calendars and matched names."""
        from fupan.loop.names import read_names
        from fupan.warehouse import BuildRules

        ws = self.workspace
        return BuildRules(
            currency=ws.currency, recognition=ws.recognition, calendars=ws.calendars, names=read_names(ws.names_file)
        )

    @contextmanager
    def reading(self, snapshot: str | None = None) -> Iterator[Reader]:
        """A reader pinned to one snapshot (the current one by default).

        A refused question's nearest one is looked for before the snapshot closes.
        """
        from fupan.errors import QuestionError

        with self.warehouse.read(snapshot) as reader:
            try:
                yield reader
            except QuestionError as refused:
                refused.question = refused.question
                raise

    def _business_date(self, reader: Reader) -> date:
        from fupan.loop.clock import business_date

        return business_date(self.workspace, reader, today=self.today)

    # -- ask ---------------------------------------------------------------------------------------------------

    def query(
        self,
        metrics: Sequence[str],
        by: Sequence[str] = (),
        window: str = "ytd",
        *,
        snapshot: str | None = None,
        **fields: Any,
    ) -> Result:
        """Ask for metrics by dimensions in a window, with any other field of ``Question`` by name (compare, where,
        having, order, top, others, totals, subtotals, as_of, ...). Uses the scope the company was opened with.
        """
        return self.ask(self.question(metrics, by, window, **fields), scope=self.scope, snapshot=snapshot)

    def question(self, metrics: Sequence[str], by: Sequence[str] = (), window: str = "ytd", **fields: Any) -> Question:
        """A question of these metrics; UserError names the field that is most like one that there is not."""
        import difflib
        from dataclasses import fields as parts

        from fupan.errors import UserError
        from fupan.metrics import Question

        known = [f.name for f in parts(Question)]
        for name in fields:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                raise UserError(f"a question has no field “{name}”" + (f"; did you mean {near[0]}?" if near else ""))
        return Question(metrics=tuple(metrics), by=tuple(by), window=window, **fields)

    def ask(self, question: Question, *, scope: Scope, snapshot: str | None = None) -> Result:
        """Answer *question* for whoever holds *scope*, from one snapshot; as of the business date unless it says."""
        from dataclasses import replace
        from time import perf_counter

        from fupan.loop.use_log import remember_question

        with self.reading(snapshot) as reader:
            if question.as_of is None:
                question = replace(question, as_of=self._business_date(reader))
            started = perf_counter()
            result = self.layer.ask(question, reader=reader, scope=scope)
            remember_question(
                self.workspace.state, self.layer.definitions, reader, question, result, perf_counter() - started
            )
            return result

    def ask_all(self, questions: Sequence[Question], *, scope: Scope, snapshot: str | None = None) -> list[Result]:
        """Answer the questions of one page together, from one snapshot; see ``ask``."""
        from dataclasses import replace

        with self.reading(snapshot) as reader:
            today = self._business_date(reader) if any(q.as_of is None for q in questions) else None
            dated = [q if q.as_of is not None else replace(q, as_of=today) for q in questions]
            return self.layer.ask_all(dated, reader=reader, scope=scope)

    def rows(
        self, result: Result, row: Mapping[str, Any], column: str, *, scope: Scope | None = None, limit: int = 1000
    ) -> CellRows:
        """The rows behind *column* of a *row* of *result* (or of its total), from the snapshot that the answer is of."""
        if result.question is None:
            raise ValueError("a result that was not asked here has no question to follow")
        with self.reading(result.provenance.snapshot_id) as reader:
            return self.layer.rows(result.question, row, column, reader=reader, scope=scope or self.scope, limit=limit)

    def sql(self, text: str, *, snapshot: str | None = None, timeout_seconds: float = 60.0) -> pa.Table:
        """Rows of one SELECT over the canonical tables and the metric views, read only and bounded in time and memory.

        For those who see everything: SQL knows neither scope nor masks. QuestionError (code scope) for others.
        """
        self._sees_all()
        return self.warehouse.select(
            text, views=self.metric_views(snapshot), snapshot_id=snapshot, timeout_seconds=timeout_seconds
        )

    def metric_views(self, snapshot: str | None = None) -> dict[str, str]:
        """Views of metrics by name: their SELECT over the canonical tables. ``metric_flows`` holds all that add up."""
        from fupan.metrics.views import metric_views

        with self.warehouse.read_files(snapshot) as reader:
            return {v.name: v.sql for v in metric_views(self.layer.definitions, reader)}

    def export_database(self, path: Path, *, snapshot: str | None = None) -> None:
        """A DuckDB file for BI tools: a copy of the canonical tables, with the metric views."""
        self._sees_all()
        self.warehouse.export_database(Path(path), views=self.metric_views(snapshot), snapshot_id=snapshot)

    def _sees_all(self) -> None:
        from fupan.errors import QuestionError

        if self.scope.dimensions or self.scope.masks:
            raise QuestionError("scope", "SQL reads all rows and columns; your scope does not.",
                                closest="the same through metrics: fupan ask")  # fmt: skip

    # -- plans -------------------------------------------------------------------------------------------------

    def plan(self, name: str, *, who: str = "", as_of: date | None = None) -> PlanDesk:
        """The plan called *name*, to be split, edited, exchanged, approved and published; *who* stands in its log."""
        import getpass

        from fupan.loop.plan import PlanDesk

        return PlanDesk(self, name, who=who or getpass.getuser(), as_of=as_of)

    def plans(self) -> list[str]:
        """Names of the plans there are."""
        from fupan.loop.plan import plan_names

        return plan_names(self.workspace.root)

    # -- closed months -----------------------------------------------------------------------------------------

    def close_month(self, month: str, *, who: str, calendar: str = "fiscal", now: datetime | None = None) -> Closing:
        """Close *month* on the snapshot in force: its figures of today stay the reported ones 原报数."""
        from fupan.loop.closing import close_month

        return close_month(self, month, calendar=calendar, who=who, now=now or datetime.now(UTC))

    def reopen_month(
        self, month: str, reason: str, *, who: str, calendar: str = "fiscal", now: datetime | None = None
    ) -> Closing:
        """Open a closed *month* again (and those after it) for a *reason* that stays in the list."""
        from fupan.loop.closing import reopen_month

        return reopen_month(self, month, reason, calendar=calendar, who=who, now=now or datetime.now(UTC))

    def adjustments(
        self, metrics: Sequence[str] = ("net_sales",), by: Sequence[str] = (), *, calendar: str = "fiscal",
        where: str | None = None,
    ) -> list[dict[str, Any]]:  # fmt: skip
        """What changed in closed months since they were closed, and when it was posted; inside the company's scope."""
        from fupan.loop.closing import adjustments

        return adjustments(self, tuple(metrics), tuple(by), calendar=calendar, where=where)

    # -- load --------------------------------------------------------------------------------------------------

    def load(
        self,
        paths: Sequence[Path] = (),
        *,
        accept: bool = False,
        dry_run: bool = False,
        confirm: Confirm | None = None,
        step: Step | None = None,
        now: datetime | None = None,
    ) -> LoadReport:
        """Load files (the drop folder by default). *accept* takes proposed mappings of high confidence unasked."""
        from fupan.loop.load import run_load

        report = run_load(
            self.workspace, self.warehouse, self.rules, [Path(p) for p in paths], accept=accept, dry_run=dry_run,
            confirm=confirm, step=step, now=now or datetime.now(UTC),
        )  # fmt: skip
        if report.snapshot is not None:
            self.rollups(step=step)
        return report

    def prepare(self, *, step: Step | None = None) -> tuple[str, ...]:
        """Work out the review of the month (while it runs, of the one before it, too), so that who asks for it waits a second
        or two; which months. Nothing is written but what is known of the snapshot.
        """
        from fupan.loop.prepare import prepare_reviews

        return prepare_reviews(self, step=step)

    def rollups(self, *, step: Step | None = None, least: int | None = None) -> RollupReport:
        """Make the declared roll-ups of the current snapshot that are not there yet; *least* rows a fact must have."""
        from fupan.loop.rollups import build_rollups

        return build_rollups(self.layer, self.warehouse, step=step, least=least)

    def proposed_rollups(self) -> list[Proposal]:
        """Roll-ups that would have answered questions asked so far, those that would have saved most time first."""
        from fupan.loop.use_log import propose_rollups

        with self.warehouse.read_files() as reader:
            return propose_rollups(self.workspace.state, self.layer.definitions, reader)

    def undo(self, load_id: str | None = None, *, now: datetime | None = None) -> str:
        """Take a load back (the last by default); what came after it is folded again. Returns the load's id."""
        from fupan.loop.undo import undo_load

        return undo_load(self.warehouse, self.rules, load_id, now=now or datetime.now(UTC))

    def rebuild(self, *, now: datetime | None = None) -> tuple[str | None, str | None]:
        """Build the snapshot in force anew where an older fupan, or other settings, built it; its id before and after.

        None and None where nothing was loaded. What is as it should be stays; the snapshot before stays, too.
        """
        before = self.warehouse.current()
        if before is None:
            return None, None
        with self.warehouse.write(now=now or datetime.now(UTC)) as writer:
            after, _ = writer.publish(self.rules)
        if after.id != before.id:
            self.rollups()
        return before.id, after.id

    def prune(self, keep: int = 10, *, dry_run: bool = False, now: datetime | None = None) -> list[Kept]:
        """Forget old snapshots but for the newest *keep*; those of closed months and frozen reviews stay."""
        from fupan.loop.prune import prune

        return prune(self, keep, dry_run=dry_run, now=now or datetime.now(UTC))

    def metric_catalogue(self) -> list[dict[str, Any]]:
        """Every metric as it applies in this workspace: names, unit, basis, formula."""
        from fupan.metrics.catalogue import catalogue_rows

        return catalogue_rows(self.layer.definitions)

    def export_metrics(self, to: str) -> Exported:
        """The definitions as another tool reads them: ``ossie``, ``osi-0.1``, ``metricflow`` or ``dbt``."""
        from fupan.metrics.exchange import export_definitions

        return export_definitions(self.layer.definitions, to)

    def lineage(self, table: str | None = None) -> list[dict[str, Any]]:
        """Which loads and files feed the tables (or one of them), with row counts."""
        from fupan.loop.lineage import lineage_rows

        return lineage_rows(self.warehouse, table)

    def quarantined_rows(self) -> list[dict[str, Any]]:
        """Rows in quarantine: file, row, field, what was found, why, what would be right."""
        from fupan.loop.lineage import quarantined_rows

        return quarantined_rows(self.warehouse)

    # -- names -------------------------------------------------------------------------------------------------

    def match(self) -> MatchReport:
        """Names in the files that no master knows, sorted by the money behind them, with proposals."""
        from fupan.loop.match import find_unmatched

        with self.warehouse.read_files() as reader:
            return find_unmatched(self.warehouse, reader)

    def confirm_names(self, names: dict[str, dict[str, str]], *, now: datetime | None = None) -> int:
        """Remember *names* (entity table -> written name -> key) and build the snapshot anew; how many were new."""
        from fupan.loop.names import remember_names

        added = remember_names(self.workspace.names_file, names)
        if added:
            with self.warehouse.write(now=now or datetime.now(UTC)) as writer:
                writer.publish(self.rules)
        return added

    def masters(self) -> dict[str, set[str]]:
        """The keys of each master table, to check a person's answers against."""
        from fupan.contracts import all_tables

        with self.warehouse.read_files() as reader:
            return {
                t.name: set(reader.table(t.name).select(key=t.key[0]).to_pyarrow()["key"].to_pylist())
                for t in all_tables()
                if t.kind == "dimension"
            }

    # -- finance and review ------------------------------------------------------------------------------------

    def bridge(self, window: str, *, as_of: date | None = None) -> LedgerBridge:
        """The bridge 口径桥 from gross with tax to finance's control total, for *window*."""
        from fupan.diagnose.ledger import bridge_to_ledger

        with self.reading() as reader:
            told = self.calendar.parse(window, as_of=as_of or self._business_date(reader))
            return bridge_to_ledger(reader, told, self.layer.memo(reader))

    def bridge_rows(self, window: str, step: str, *, as_of: date | None = None) -> pa.Table:
        """The rows behind one step of the bridge; UserError names the steps there are."""
        from fupan.diagnose.ledger import STEPS, rows_behind
        from fupan.errors import UserError

        if step not in {s.code for s in STEPS}:
            raise UserError(f"no step “{step}”; steps are {', '.join(s.code for s in STEPS)}")
        with self.reading() as reader:
            return rows_behind(reader, self.calendar.parse(window, as_of=as_of or self._business_date(reader)), step)

    def review(
        self,
        kind: str,
        *,
        window: str,
        to: Sequence[str] = ("pptx", "xlsx", "html", "pdf"),
        out: Path | None = None,
        template: Path | None = None,
        lang: str | None = None,
        as_of: date | None = None,
        step: Step | None = None,
        refresh: Path | None = None,
        reword: bool = False,
        only: Sequence[str] = (),
        without: Sequence[str] = (),
    ) -> Review:
        """Make the review *kind* for *window* in each format of *to*; *refresh*: an edited deck to keep; *reword*: by a model.

        *only* and *without* name pages of the deck: fewer than it has.
        """
        from fupan.loop.review import make_review

        return make_review(
            self,
            kind,
            window=window,
            to=tuple(to),
            out=out,
            template=template,
            lang=lang,
            as_of=as_of,
            step=step,
            refresh=refresh,
            reword=reword,
            only=tuple(only),
            without=tuple(without),
        )
