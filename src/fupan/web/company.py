"""The company as this process holds it: the library's ``Company``, its directory and roles, read anew when they change."""

from __future__ import annotations

import json
import threading
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from fupan.calendar import Calendar
from fupan.loop.clock import business_date
from fupan.loop.company import Company
from fupan.metrics import Question, Result
from fupan.metrics.cell import CellRows
from fupan.metrics.definitions import Definitions
from fupan.metrics.partial import Partial
from fupan.metrics.scope import Scope
from fupan.track import LightRules
from fupan.web.org.directory import Directory, directory_of
from fupan.web.rights.asker import held_by_position
from fupan.web.rights.role import Roles, read_roles
from fupan.workspace import Workspace, read_workspace

if TYPE_CHECKING:
    from fupan.metrics.askable import Askable
    from fupan.review.causes import Collection, Entry
    from fupan.web.cockpit.board import BoardSpec
    from fupan.web.deployment import Deployment

ORGANISATION = ("org_units", "positions", "people", "assignments")
FORMS = ("pptx", "xlsx", "pdf", "html")
MOST_CATALOGUES = 200
"""So many catalogues of what can be asked are kept; they differ by masks and dimensions of scopes, not by members."""
_NOBODY = Scope(members={"position": ()})


@dataclass
class House:
    """One workspace, opened. Everything that shows figures asks here, and names the scope each time.

    The library's own ``Company`` is not handed out: its owner's scope must not slip into a page.
    """

    workspace: Workspace
    today_given: date | None = None
    _company: Company = field(init=False, repr=False)
    _directory: tuple[str | None, Directory] | None = field(default=None, init=False, repr=False)
    _told: tuple[tuple[str | None, date], date] | None = field(default=None, init=False, repr=False)
    _in_post: tuple[tuple[str | None, date], Mapping[str, frozenset[str]]] | None = field(
        default=None, init=False, repr=False
    )
    _askable: dict[Hashable, Askable] = field(default_factory=dict, init=False, repr=False)
    _versions: tuple[str | None, tuple[str, ...]] | None = field(default=None, init=False, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, init=False, repr=False)

    def __post_init__(self) -> None:
        self._company = Company(self.workspace, scope=_NOBODY, today=self.today_given, serves=True)

    @property
    def today(self) -> date:
        """The day by which rights and positions go: the clock's, never the data's."""
        return self._company.today

    @cached_property
    def roles(self) -> Roles:
        """The roles of pack and workspace."""
        return read_roles(self.workspace)

    @property
    def snapshot_id(self) -> str | None:
        """The snapshot in force; None before the first load."""
        now = self._company.warehouse.current()
        return None if now is None else now.id

    @property
    def directory(self) -> Directory:
        """Who sits where, of the snapshot in force."""
        now = self.snapshot_id
        with self._lock:
            if self._directory is None or self._directory[0] != now:
                self._directory = (now, self._read_directory() if now else Directory())
            return self._directory[1]

    @property
    def roles_in_post(self) -> Mapping[str, frozenset[str]]:
        """Person -> names of the roles that their positions carry today; nobody who has left."""
        day = self.today
        with self._lock:
            directory, now = self.directory, self.snapshot_id
            if self._in_post is None or self._in_post[0] != (now, day):
                held = {p.id: held_by_position(p.id, directory, self.roles, day) for p in directory.people}
                names = {person: frozenset(h.role.name for h in of) for person, of in held.items() if of}
                self._in_post = ((now, day), names)
            return self._in_post[1]

    def _read_directory(self) -> Directory:
        with self._company.warehouse.read_files() as reader:
            return directory_of({name: reader.table(name).to_pyarrow().to_pylist() for name in ORGANISATION})

    @property
    def target_versions(self) -> tuple[str, ...]:
        """The versions that targets are in, the newest first."""
        now = self.snapshot_id
        with self._lock:
            if self._versions is None or self._versions[0] != now:
                self._versions = (now, self._read_versions() if now else ())
            return self._versions[1]

    def _read_versions(self) -> tuple[str, ...]:
        from fupan.metrics.plan.versions import natural

        with self._company.warehouse.read_files() as reader:
            rows = reader.table("targets").select("version").distinct().to_pyarrow().to_pylist()
        return tuple(sorted((r["version"] for r in rows if r["version"]), key=natural, reverse=True))

    # -- ask ---------------------------------------------------------------------------------------------------

    def ask(self, question: Question, *, scope: Scope, snapshot: str | None = None) -> Result:
        """Answer one question inside *scope*."""
        return self._company.ask(question, scope=scope, snapshot=snapshot)

    def ask_all(self, questions: Sequence[Question], *, scope: Scope, snapshot: str | None = None) -> list[Result]:
        """Answer a page's questions together inside *scope*, from one snapshot."""
        return self._company.ask_all(questions, scope=scope, snapshot=snapshot)

    def ask_page(
        self, questions: Sequence[Question], *, scope: Scope, nearest: bool = False
    ) -> tuple[list[Partial], str | None]:
        """Answer the questions of one page together; what cannot be told of one is left out of that one alone.

        Returns the answers in order and the snapshot they are of. *nearest*: look for what can be asked instead of each
        that is refused (``error.question``) while the snapshot is open.
        """
        with self._company.reading() as reader:
            answers = self._company.layer.ask_all_partly(questions, reader=reader, scope=scope)
            for error in (e for a in answers for e in a.refused.values() if nearest):
                _ = error.question
            return answers, reader.manifest.id

    def askable(self, scope: Scope) -> Askable:
        """What can be asked inside *scope*: told from definitions, rights and the tables that have rows."""
        from fupan.metrics.askable import askable
        from fupan.metrics.plan.depends import is_empty

        key = (self.snapshot_id, scope.masks, scope.dimensions)
        with self._lock:
            if key not in self._askable:
                if len(self._askable) >= MOST_CATALOGUES:
                    self._askable.clear()
                with self._company.reading() as reader:
                    found = askable(self.definitions, scope, has_rows=lambda table: not is_empty(reader, table))
                self._askable[key] = found
            return self._askable[key]

    @property
    def business_date(self) -> date:
        """The last day that figures are told for: the smaller of today and "data complete through"."""
        now = self.snapshot_id
        with self._lock:
            if self._told is None or self._told[0] != (now, self.today):
                with self._company.reading() as reader:
                    self._told = ((now, self.today), business_date(self.workspace, reader, today=self.today))
            return self._told[1]

    @property
    def definitions(self) -> Definitions:
        """The metrics and dimensions as they apply."""
        return self._company.layer.definitions

    @property
    def calendar(self) -> Calendar:
        """The fiscal calendar."""
        return self._company.calendar

    @property
    def lights(self) -> LightRules:
        """When a lag lights up."""
        return self._company.light_rules

    @cached_property
    def boards(self) -> Mapping[str, BoardSpec]:
        """The boards of the cockpit."""
        from fupan.web.cockpit.board import read_boards

        return read_boards(self.workspace, self.definitions)

    def documents(self) -> list[Made]:
        """The reviews that lie in the workspace, the newest window first. Who may open which is the page's to decide."""
        found: list[Made] = []
        for path in sorted(self.workspace.reviews.glob("*/*-*.json"), reverse=True):
            kind = path.stem.removesuffix(f"-{path.parent.name}")
            told = json.loads(path.read_text(encoding="utf-8"))
            files = {form: made for form in FORMS if (made := path.with_suffix(f".{form}")).is_file()}
            if files and path.stem == f"{kind}-{path.parent.name}":
                found.append(
                    Made(
                        kind,
                        path.parent.name,
                        told["title"],
                        told["as_of"],
                        told["snapshot"],
                        told.get("scope", ""),
                        None if told.get("sensitive") is None else tuple(told["sensitive"]),
                        files,
                    )
                )
        return found

    def cause_rounds(self) -> tuple[Collection, ...]:
        """The rounds of causes and measures, the newest window first. Who may see what of them is the page's to decide."""
        from fupan.loop.causes import rounds

        return rounds(self._company)

    def rows(self, result: Result, row: dict[str, Any], column: str, *, scope: Scope, limit: int = 1000) -> CellRows:
        """The rows behind a cell, inside *scope*."""
        return self._company.rows(result, row, column, scope=scope, limit=limit)

    # -- write -------------------------------------------------------------------------------------------------

    def write_cause(self, round_: Collection, entry: Entry, *, saw: datetime | None, now: datetime, late: str) -> None:
        """Take one answer of a round in place of the one that its writer saw."""
        from fupan.loop.causes import write_answer

        write_answer(self._company, round_.kind, window=round_.window, entry=entry, saw=saw, now=now, late=late)

    def lock_causes(self, round_: Collection, *, now: datetime) -> None:
        """Close a round before its deadline."""
        from fupan.loop.causes import lock_causes

        lock_causes(self._company, round_.kind, window=round_.window, now=now)

    def extend_causes(self, round_: Collection, *, deadline: date) -> Collection:
        """Let a round run up to another day."""
        from fupan.loop.causes import extend_causes

        return extend_causes(self._company, round_.kind, window=round_.window, deadline=deadline)

    def assign_cause(self, round_: Collection, *, item: str, owner: str) -> Collection:
        """Ask somebody else about an item of a round."""
        from fupan.loop.causes import assign_cause

        return assign_cause(self._company, round_.kind, window=round_.window, item=item, owner=owner)

    def ask_causes(self, kind: str, *, window: str, deadline: date, now: datetime, scope: Scope) -> Collection:
        """Compose the document inside *scope* and ask about its red and amber items."""
        from fupan.loop.causes import ask_causes

        company = Company(self.workspace, scope=scope, today=self.today_given)
        return ask_causes(company, kind, window=window, deadline=deadline, now=now).collection

    # -- keep --------------------------------------------------------------------------------------------------

    def forget_answers(self, *, older_than: timedelta, now: datetime) -> int:
        """Let go what is kept of answers about snapshots not in force for so long; of how many snapshots."""
        return self._company.warehouse.forget_findings(older_than=older_than, now=now)

    def prepare_reviews(self) -> tuple[str, ...]:
        """Work out the whole company's reviews of the months asked for now, as ``fupan review`` will; which months.

        Nothing of them is handed out: what is kept are plans and rows by statement, and a statement has its asker's scope in it.
        """
        return Company(self.workspace, scope=Scope.everything(), today=self.today_given).prepare()

    def back_up(self, deployment: Deployment, target: Path, *, now: datetime) -> None:
        """Write a backup of everything, with the snapshots in force and pinned."""
        from fupan.web.ops.backup import make_backup

        make_backup(self._company, deployment, target, which="pinned", now=now)


@dataclass(frozen=True, slots=True)
class Made:
    """A review as it was last made, with its files by form; ``scope`` is the one it was made under, in words.

    ``sensitive``: the columns kept from some that its figures are made of; None: not known.
    """

    kind: str
    window: str
    title: str
    as_of: str
    snapshot: str
    scope: str
    sensitive: tuple[str, ...] | None
    files: Mapping[str, Path]


_houses: dict[tuple[Path, str], House] = {}
_opening = threading.Lock()


def house() -> House:
    """The house of this process; opened anew when ``fupan.toml`` or a definition file has changed."""
    workspace_root: Path = settings.FUPAN.workspace
    stamp = _stamp_of(workspace_root)
    with _opening:
        found = _houses.get((workspace_root, stamp))
        if found is None:
            _houses.clear()
            found = _houses[workspace_root, stamp] = House(read_workspace(workspace_root))
        return found


def _stamp_of(root: Path) -> str:
    """Tells two states of the workspace's settings and definitions apart: names, times and sizes of the files."""
    found: list[tuple[str, int, int]] = []
    for path in [
        root / "fupan.toml",
        *sorted(p for d in ("metrics", "rules", "decks", "roles", "boards") for p in (root / d).glob("*.y*ml")),
    ]:
        status = path.stat()
        found.append((path.name, status.st_mtime_ns, status.st_size))
    return repr(found)
