"""A workspace of any size with accounts, to be served: two snapshots of the same files, so that one can follow the other."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.facts import write_facts
from fupan.warehouse.manifest import Manifest

WINDOW = "2025-06"
REGIONS = ("华东", "华南", "华北", "华中", "西南", "西北", "东北")
CHANNELS = ("online", "store", "dealer", "overseas")
PEOPLE = 50
LATER = "20260201T000000-later"


def workspace(place: Path, rows: int, name: str) -> Path:
    """A workspace of *rows* order lines, made anew around files that are made once."""
    import fupan
    from fupan.loop.create import create_workspace
    from fupan.warehouse.store import Store

    facts, root = write_facts(place, rows), place / "web" / name
    shutil.rmtree(root, ignore_errors=True)
    create_workspace(root, name="基准", synthetic=True)
    warehouse = root / "warehouse"
    warehouse.mkdir(exist_ok=True)
    for file in facts.glob("*.parquet"):
        os.link(file, warehouse / file.name)
    store, known = Store(warehouse), Store(facts)
    first = known.manifest(known.history()[0])
    for made in (first, _renamed(first)):
        store.write_manifest(made)
    for made in (LATER, first.id):
        store.point_to([made])
        fupan.open(root).rollups()  # as each load does
    return root


def _renamed(first: Manifest) -> Manifest:
    from dataclasses import replace

    return replace(first, id=LATER, created=datetime(2026, 2, 1, tzinfo=UTC))


def switch(root: Path) -> None:
    """The later snapshot in force, as at the end of a load."""
    from fupan.warehouse.store import Store

    store = Store(root / "warehouse")
    store.point_to([LATER, *store.history()])


def people() -> list[str]:
    """Accounts whose scopes differ, in the database of this process; a session key for each.

    Every other one sees all rows, the others one channel each.
    """
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from fupan.web.accounts.models import User
    from fupan.web.rights.models import Grant

    engine = import_module(settings.SESSION_ENGINE)
    keys = []
    for n in range(PEOPLE):
        user = User.objects.create_user(f"bench{n}", password=None, display_name=f"用户{n}")
        role, members = ("channel_manager", {"channel": [CHANNELS[n // 2 % 4]]}) if n % 2 else ("sales_operations", {})
        Grant.objects.create(user=user, role=role, members=members, start=date(2020, 1, 1))
        session = engine.SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        keys.append(session.session_key)
    return keys


QUESTION = (("m", "net_sales"), ("m", "orders"), ("by", "product_line"), ("on", "channel"), ("vs", "last_year"))
"""What the explorer is asked: two figures crossed by two dimensions, compared with last year."""


def address(region: str = "", page: str = "cockpit") -> str:
    """The cockpit of a month, or a question of the explorer about it; of one region where one is named."""
    from urllib.parse import urlencode

    asked = QUESTION if page == "explore" else ()
    return f"/{page}/?" + urlencode([("window", WINDOW), *asked, *([("f.region", region)] if region else [])])
