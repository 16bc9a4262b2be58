"""The commands, registered under one name each."""

from __future__ import annotations

from typing import Annotated

import typer

from fupan import __version__
from fupan.cli.backup import backup, restore
from fupan.cli.bridge import bridge
from fupan.cli.catalogue import lineage, metrics, tables
from fupan.cli.causes import causes
from fupan.cli.close import adjustments, close
from fupan.cli.compare import compare
from fupan.cli.demo import demo
from fupan.cli.doctor import doctor
from fupan.cli.exchange import export_metrics, schema
from fupan.cli.installed import test_install
from fupan.cli.library import draw, freeze, reviews
from fupan.cli.load import load, undo
from fupan.cli.mail_test import mail_test
from fupan.cli.match import match
from fupan.cli.new import new
from fupan.cli.owner import owner
from fupan.cli.plan import plan
from fupan.cli.prune import prune
from fupan.cli.query import query
from fupan.cli.review import review, template
from fupan.cli.rollups import rollups
from fupan.cli.serve import serve
from fupan.cli.sql import sql, views
from fupan.cli.status import status
from fupan.cli.upgrade import upgrade

app = typer.Typer(
    name="fupan",
    help="复盘 fupan: plan, track, diagnose, respond, reward, review — and the next plan. 从计划到复盘，闭合销售管理。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        print(f"fupan {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 version")] = False,
) -> None:
    """复盘 fupan."""


for _command in (
    new, load, match, status, query, review, causes, freeze, reviews, draw, compare, template, bridge, metrics, tables, lineage, undo,
    close, adjustments, prune, serve, owner, backup, restore, upgrade, demo, doctor,
):  # fmt: skip
    app.command()(_command)
app.command("ask")(query)
app.add_typer(plan, name="plan")
app.command()(rollups)
app.command()(sql)
app.command()(views)
app.command("export-metrics")(export_metrics)
app.command()(schema)
app.command("mail-test")(mail_test)
app.command("test-install")(test_install)
