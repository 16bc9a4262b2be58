"""Warming 预热: after a load the boards' questions are asked for each set of roles, so that nobody waits for the first.

Plans are shared by questions that differ in members and days alone: one account of each set of roles makes them all. What is
left of the time goes to the rows themselves, of one account for each scope, those who came last first.
"""

from __future__ import annotations

import time

from django.http import QueryDict

from fupan.web.accounts.models import User
from fupan.web.cockpit.board import board_for
from fupan.web.cockpit.filters import read_filters
from fupan.web.cockpit.page import draw_page, view_of
from fupan.web.company import House, house
from fupan.web.jobs.job import job
from fupan.web.notices.telling import tell, who_may
from fupan.web.rights.asker import Asker
from fupan.web.rights.holding import asker_of

MOST_SETS = 40
MOST_SECONDS = 180.0
"""So long scopes are looked for; then people's own questions are not kept waiting any longer."""


def snapshot_in_force() -> str:
    """What warming follows: another snapshot, other definitions or another day make it due again."""
    here = house()
    return f"{here.snapshot_id} {here.definitions.hash[:16]} {here.today}" if here.snapshot_id else ""


@job("warm", "预热", "Warming", reads="sales", attempts=2, when=snapshot_in_force)
def warm() -> str:
    """Draw the board of one account for each set of roles and each scope, inside that account's own scope; how many."""
    here = house()
    if here.snapshot_id is None:
        return "nothing is loaded"
    tell(
        who_may("data.view"), "data", f"新数据已生效，截至 {here.business_date}", f"New data is in force, as of {here.business_date}",
        once=f"snapshot {here.snapshot_id}",
    )  # fmt: skip
    end = time.monotonic() + MOST_SECONDS
    roles, scopes = set[tuple[str, ...]](), set[str]()
    later: list[Asker] = []
    for user in User.objects.filter(is_active=True).order_by("-last_login", "pk").iterator():
        asker = asker_of(user, directory=here.directory, roles=here.roles, day=here.today)
        if not asker.may("cockpit.view") or not asker.reaches("sales"):
            continue
        held = tuple(sorted(r.name for r in asker.roles))
        if held in roles:
            later.append(asker)
        elif len(roles) < MOST_SETS and _draw(here, asker):
            roles.add(held)
            scopes.add(repr(asker.scope("sales")))
    for asker in later:
        if time.monotonic() > end:
            break
        if (scope := repr(asker.scope("sales"))) not in scopes and _draw(here, asker):
            scopes.add(scope)
    return f"{len(roles)} sets of roles, {len(scopes)} scopes"


def _draw(here: House, asker: Asker) -> bool:
    board = board_for(here.boards, [r.name for r in asker.roles])
    if board is None:
        return False
    filters = read_filters(QueryDict(), window=board.window, dimensions=here.definitions.dimensions)
    draw_page(here, board, view_of(here, filters, lang=here.workspace.locale), scope=asker.scope("sales"))
    return True
