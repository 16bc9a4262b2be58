"""From a published snapshot to a document: binds the metric layer, the tables and the workspace's rules to a deck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fupan.diagnose.ledger import bridge_to_ledger
from fupan.errors import QuestionError
from fupan.metrics.partial import Partial, ask_partly
from fupan.metrics.sensitive import sensitive_columns
from fupan.packs import pack_files
from fupan.review.asking import AskPartly
from fupan.review.causes import Collection
from fupan.review.compose import Setting, compose_review
from fupan.review.context import Appendix, FinanceStep, LoadFigures
from fupan.review.deck import DeckSpec
from fupan.review.deck_file import find_deck
from fupan.review.director import director_lines
from fupan.review.findings.rules import FindingRules, read_finding_rules
from fupan.review.frame import Row
from fupan.review.model import Document, Lang
from fupan.review.pictures import read_picture
from fupan.track import LightRules, read_light_rules

if TYPE_CHECKING:
    from fupan.calendar import Calendar, Window
    from fupan.metrics import Definitions, MetricLayer, Question, Scope
    from fupan.metrics.plan.known import Memo
    from fupan.warehouse import BatchRecord, LoadRecord, Reader
    from fupan.workspace import Workspace

__all__ = ["build_review", "director_lines", "load_deck", "load_lights"]


def load_deck(kind: str, workspace: Workspace) -> DeckSpec:
    """Deck *kind*: the workspace's own decks/*kind*.yaml, else the pack's."""
    return find_deck(kind, workspace.pack, workspace.root)


def load_lights(workspace: Workspace) -> LightRules:
    """The pack's rules/lights.yaml under the workspace's own."""
    files = pack_files(workspace.pack, "rules", workspace.root)
    return read_light_rules(*(p for p in files if p.name == "lights.yaml"))


def load_finding_rules(workspace: Workspace) -> FindingRules:
    """The pack's rules/findings.yaml under the workspace's own."""
    files = pack_files(workspace.pack, "rules", workspace.root)
    return read_finding_rules(*(p for p in files if p.name == "findings.yaml"))


def build_review(
    deck: DeckSpec,
    *,
    reader: Reader,
    layer: MetricLayer,
    calendar: Calendar,
    scope: Scope,
    workspace: Workspace,
    window: Window,
    as_of: date,
    lang: Lang,
    quality: Sequence[LoadRecord] = (),
    causes: Collection | None = None,
    before: Collection | None = None,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
    knowing: Callable[[AskPartly], AskPartly] = lambda ask: ask,
) -> Document:
    """The document of *deck*, answered from the snapshot that *reader* is pinned to, inside *scope*.

    *knowing* wraps what asks a question: it may know the answer.
    """

    memo = layer.memo(reader)
    metrics: set[str] = set()
    dimensions: set[str] = set()
    read: set[str] = set()

    answer = knowing(lambda question: ask_partly(layer, question, reader=reader, scope=scope))

    def asked(question: Question) -> Partial:
        metrics.update(question.metrics)
        dimensions.update(question.by)
        return answer(question)

    def tables(name: str) -> Sequence[Row]:
        read.add(name)
        text: str = memo.once(("plan", "table", name), lambda: whole_table(reader, name), reader=reader)
        return memo.answers.fetch(reader.backend, text)

    setting = Setting(
        company=workspace.name,
        lang=lang,
        currency=workspace.currency,
        scope=scope.text,
        synthetic=workspace.synthetic,
        snapshot=reader.manifest.id,
        lights=load_lights(workspace),
        findings=load_finding_rules(workspace),
    )
    document = compose_review(
        deck,
        ask=asked,
        tables=tables,
        calendar=calendar,
        window=window,
        as_of=as_of,
        setting=setting,
        appendix=Appendix(finance_steps(reader, calendar.clip(window, as_of), memo), load_figures(quality)),
        causes=causes,
        before=before,
        labels=labels_of(layer.definitions),
        only=only,
        without=without,
        pictures=lambda name: read_picture(workspace.root, name),
    )
    return replace(document, sensitive=sensitive_columns(layer.definitions, metrics, dimensions, read))


def whole_table(reader: Reader, name: str) -> str:
    """The statement of all rows of a table."""
    from fupan.metrics.plan.run import compiled

    return compiled(reader.table(name))


def labels_of(definitions: Definitions) -> dict[str, tuple[str, str]]:
    """Names of metrics and dimensions -> their labels in zh and en."""
    named = (*definitions.dimensions.items(), *definitions.metrics.items())
    return {name: (one.zh, one.en) for name, one in named}


def load_figures(loads: Sequence[LoadRecord]) -> tuple[LoadFigures, ...]:
    """Rows read, loaded and held back by source, over the loads in force; most held back first.

    A row counts once, however many tables its file feeds: it is loaded when one of them took it.
    """
    files: dict[tuple[str, str], list[BatchRecord]] = {}
    for load in loads:
        for batch in load.batches:
            files.setdefault((batch.source, f"{load.id}/{batch.file.name}"), []).append(batch)
    found: dict[str, list[int]] = {}
    for (source, _), batches in files.items():
        read = max(b.read for b in batches)
        held = min(read, sum(b.quarantined for b in batches))
        loaded = min(max(b.loaded for b in batches), read - held)
        sums = found.setdefault(source, [0, 0, 0, 0])
        for i, rows in enumerate((read, loaded, held, read - loaded - held)):
            sums[i] += rows
    return tuple(
        LoadFigures(name, *sums) for name, sums in sorted(found.items(), key=lambda f: (-f[1][2], -f[1][0])) if sums[0]
    )


def finance_steps(reader: Reader, window: Window, memo: Memo | None = None) -> tuple[FinanceStep, ...]:
    """The bridge 口径桥 to finance's net sales; nothing where finance's control totals were not loaded, or the window still
    runs: they are of whole months.
    """
    if window.running:
        return ()
    try:
        bridge = bridge_to_ledger(reader, window, memo)
    except QuestionError:
        return ()
    if bridge.finance_net_sales is None or bridge.remainder is None:
        return ()
    steps = [
        FinanceStep(s.zh, s.en, s.amount, "total" if i == 0 else "step", s.rows)
        for i, s in enumerate(bridge.steps)
        if i == 0 or s.amount
    ]
    return (
        *steps,
        FinanceStep("未解释差额", "Unexplained", bridge.remainder, "remainder"),
        FinanceStep("财务净额", "Finance's net sales", bridge.finance_net_sales, "total"),
    )
