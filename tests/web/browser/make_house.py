"""Makes the state of the house that the browser visits: python -m tests.web.browser.make_house OUT.json.

An account of each role, already signed in, with the pages that it may open: from the same URL table and the same
addresses that the rights tests go by. FUPAN_WORKSPACE names the loaded workspace.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PASSWORD = "browser-pass-1234"
WRONG = {"wrong_window": "/cockpit/?window=nonsense", "missing": "/there/is/no/such/page/"}
"""Pages of what goes wrong: not in the URL table, and looked at all the same."""


def main(target: Path) -> None:
    """Make the accounts and write down who may open what."""
    from fupan.web.serve import prepare

    prepare(Path(os.environ["FUPAN_WORKSPACE"]))
    from django.utils import timezone
    from tests.web.addresses import make_others

    from fupan.web.accounts.demo_users import make_demo_users
    from fupan.web.accounts.models import User
    from fupan.web.company import house
    from fupan.web.rights.models import Delegation, Grant

    here, today = house(), timezone.localdate()
    make_demo_users(here)
    owner = User.objects.create_user("owner", "owner@example.com", PASSWORD, display_name="林晓")
    Grant.objects.create(user=owner, role="owner", start=today, reason="demonstration")
    manager = User.objects.get(username="manager")
    manager.set_password(PASSWORD)
    manager.save()
    Delegation.objects.create(
        principal=manager, deputy=owner, start=today, last_day=today + timedelta(days=9), reason="休假"
    )
    others = make_others()
    found = {u.username: seen_by(u, others) for u in User.objects.filter(username__in=[*here.roles.roles, "owner"])}
    target.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def seen_by(user: Any, others: Any) -> dict[str, Any]:
    """The session of an account, its pages by name with one address each, and the pages that are not for it."""
    from tests.web.addresses import addresses, url_of
    from tests.web.test_rights import permitted

    from fupan.web.company import house
    from fupan.web.rights.checks import pages
    from fupan.web.rights.holding import asker_of

    here = house()
    asker = asker_of(user, directory=here.directory, roles=here.roles, day=here.today)
    may, refused = {}, {}
    for page in pages():
        if page.access is None:
            if "<" not in page.route:
                may[page.name] = f"/{page.route}"
            continue
        if "GET" not in page.access.methods:
            continue
        first = addresses(page, others)[0]
        url = url_of(page, first) + (f"?{urlencode(first.query)}" if first.query else "")
        (may if page.access.public or permitted(asker, page.access) else refused)[page.name] = url
    return {"session": session_of(user), "may": may | WRONG, "refused": refused}


def session_of(user: Any) -> str:
    """The key of a session in which the account is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
