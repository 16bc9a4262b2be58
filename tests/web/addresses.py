"""Where the generated rights tests knock: for each page an own and a foreign object, and what must not show to whom.

A page whose route has no parts needs nothing here. One that names an object needs its addresses: the tests fail until it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from tests.web.own_tokens import make_token

from fupan.web.accounts.models import User
from fupan.web.audit.log import record
from fupan.web.boards.models import Board
from fupan.web.explore.models import SavedView
from fupan.web.notices.models import Notice
from fupan.web.rights.asker import Asker
from fupan.web.rights.checks import Page
from fupan.web.rights.models import Delegation, Grant
from fupan.web.scim.models import DirectoryGroup, Membership
from fupan.web.tokens.models import Token

# Figures of both sides: the south is sold by a dealer to one customer, the east online to another (own_house).
SOUTH = ("华强", "华南", "15,000", "1.5 万")
EAST = ("天成", "华东", "20,000", "2.0 万")
PEOPLE = {"E1": "周明", "E2": "梁伟", "E3": "黄勇", "E4": "吴静", "E5": "陈磊"}
PAY = ("9,500", "9,900", "<v>9500</v>", "<v>9900</v>")
VIEW, BOARD, SAID = "秘密视图", "秘密看板", "秘密评论"
ACCOUNT, ENTRY, REASON, TOKEN, NOTICE = "秘密账号", "秘密条目", "秘密原因", "秘密令牌", "秘密通知"
SCIM_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
SCIM_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"


@dataclass(frozen=True, slots=True)
class Address:
    """One object of a page: what stands in the route, in the query, in a form that is sent there, in the body of an API call."""

    kwargs: Mapping[str, object] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Others:
    """Things of others: an account with a grant, a deputyship of two others."""

    account: User
    grant: Grant
    delegation: Delegation
    token: Token
    notice: Notice
    group: DirectoryGroup
    views: tuple[SavedView, SavedView]
    boards: tuple[Board, Board]


def make_kept(account: User, sharer: User) -> tuple[tuple[SavedView, SavedView], tuple[Board, Board]]:
    """A view and a board that are shared with nobody, and one of each that are with everybody but narrowed to the east."""
    at = datetime(2025, 7, 1, tzinfo=UTC)
    about: dict[str, Any] = {"owner": account, "made_at": at, "changed_at": at}
    open_: dict[str, Any] = about | {"owner": sharer, "everyone": True}  # who shares is named to whom it is shared with
    query = "m=net_sales&by=customer&f.region=%E5%8D%8E%E4%B8%9C&window=2025-06"
    views = (
        SavedView.objects.create(name=VIEW, query=query, **about),
        SavedView.objects.create(name="公开视图", query=query, **open_),
    )
    boards = (Board.objects.create(name=BOARD, **about), Board.objects.create(name="公开看板", **open_))
    for each in boards:
        each.pins.create(title=VIEW if each is boards[0] else "客户", query=query, place=0)
        each.comments.create(by=each.owner, text=SAID if each is boards[0] else "好", at=at)
    return views, boards


def make_others() -> Others:
    """Accounts, grants, deputyships and entries that belong to none of those who ask."""
    account = User.objects.create_user("canary", display_name=ACCOUNT)
    deputy = User.objects.create_user("canary-deputy", display_name=ACCOUNT)
    grant = Grant.objects.create(user=account, role="marketing", start=date(2020, 1, 1), reason=REASON)
    given = Delegation.objects.create(
        principal=account, deputy=deputy, start=date(2020, 1, 1), last_day=date(2100, 1, 1), reason=REASON
    )
    record(None, "change", "account", account.pk, label=ENTRY, reason=REASON)
    notice = Notice.objects.create(user=account, kind="rights", zh=NOTICE, en=NOTICE)
    group = DirectoryGroup.objects.create(name=REASON, changed_at=timezone.now())
    Membership.objects.create(group=group, user=account)
    return Others(
        account,
        grant,
        given,
        make_token(account, name=TOKEN)[0],
        notice,
        group,
        *make_kept(account, User.objects.create_user("sharer", display_name="共享人")),
    )


def addresses(page: Page, others: Others) -> list[Address]:
    """The addresses of a page; LookupError where it names an object and none is given here."""
    figure = {"window": "2025-06", "panel": "regions", "column": "net_sales"}
    own_and_foreign = [Address(query={**figure, "at.region": region}) for region in ("华南", "华东")]
    asked = {"window": "2025-06", "m": "net_sales", "by": "region", "on": "channel", "vs": "last_year", "top": "all"}
    told = [Address(query={**asked, "column": "net_sales", "at.region": region}) for region in ("华南", "华东")]
    known: dict[str, list[Address]] = {
        "explore": [Address(query=asked), Address(query={**asked, "by": "customer", "if": "net_sales:gt:1"})],
        "explore_figure": told,
        "explore_rows": told,
        "explore_rows_file": told,
        "explore_members": [Address(query={**asked, "dimension": d}) for d in ("product_line", "customer")],
        "explore_file": [Address({"form": f}, query={**asked, "by": "customer"}) for f in ("csv", "xlsx", "parquet")],
        "cockpit": [Address(query={"window": "2025-06"})],
        "cockpit_figure": own_and_foreign,
        "cockpit_rows": own_and_foreign,
        "cockpit_rows_file": own_and_foreign,
        "view": [Address({"pk": v.pk}) for v in others.views],
        "view_change": [Address({"pk": v.pk}, form={"deed": "copy", "saw": "1"}) for v in others.views],
        "view_save": [Address(form={"name": "x", "query": "m=net_sales"})],
        "board": [Address({"pk": b.pk}) for b in reversed(others.boards)],
        "board_change": [Address({"pk": b.pk}, form={"deed": "copy", "saw": "1"}) for b in others.boards],
        "board_say": [Address({"pk": b.pk}, form={"text": "x"}) for b in others.boards],
        "board_pin": [Address(form={"title": "x", "name": "x", "query": "m=net_sales"})],
        "palette": [Address(query={"q": q}) for q in ("华", "天", "吴")],
        "cockpit_members": [Address(query={"window": "2025-06", "dimension": "region"})],
        "document": [Address({"window": "2025-06", "kind": "monthly", "form": "pptx"})],
        "cause_round": [Address({"window": "2025-06", "kind": "monthly"})],
        "cause_write": [
            Address({"window": "2025-06", "kind": "monthly"}, form={"item": f"regions/{region}", "cause": "x"})
            for region in ("华南", "华东")
        ],
        "cause_lock": [Address({"window": "2025-06", "kind": "monthly"})],
        "cause_remind": [Address({"window": "2025-06", "kind": "monthly"})],
        "cause_extend": [Address({"window": "2025-06", "kind": "monthly"}, form={"deadline": "2025-08-01"})],
        "cause_assign": [
            Address({"window": "2025-06", "kind": "monthly"}, form={"item": "regions/华南", "owner": "梁伟"})
        ],
        "cause_open": [Address(form={"document": "2025-06/monthly", "deadline": "2025-08-01"})],
        "account": [Address({"pk": others.account.pk})],
        "account_deed": [
            Address({"pk": others.account.pk, "deed": deed}, form={"reason": "x", "display_name": "x"})
            for deed in ("change", "close", "open", "second-factor", "link")
        ],
        "account_invite": [Address(form={"username": "intruder"})],
        "accounts_bulk": [Address(form={"text": "username\nintruder", "sure": "1"})],
        "grant_give": [Address(form={"account": "canary", "role": "finance", "start": "2025-01-01", "reason": "x"})],
        "grant_end": [Address({"pk": others.grant.pk}, form={"end": "2025-07-20"})],
        "deputy_give": [Address(form={"deputy": "canary", "start": "2025-07-20", "last_day": "2100-01-01"})],
        "deputy_end": [Address({"pk": others.delegation.pk})],
        "token_make": [Address(form={"name": "intruder", "reaches": "figures", "days": "7"})],
        "scim_users": [Address(body={"schemas": [SCIM_USER], "userName": "intruder"})],
        "scim_user": [Address({"pk": others.account.pk}, body={"schemas": [SCIM_USER], "userName": "intruder"})],
        "scim_type": [Address({"name": "User"})],
        "scim_schema": [Address({"name": SCIM_USER})],
        "scim_groups": [Address(body={"schemas": [SCIM_GROUP], "displayName": "intruders"})],
        "scim_group": [
            Address({"pk": others.group.pk}, body={"schemas": [SCIM_GROUP], "displayName": "intruders", "members": []})
        ],
        "scim_nowhere": [Address({"rest": "Nothing"})],
        "notice_read": [Address({"pk": others.notice.pk})],
        "token_revoke": [Address({"pk": others.token.pk})],
    }
    if page.name in known:
        return known[page.name]
    if "<" in page.route:
        raise LookupError(f"page {page.name} names an object: give its addresses in tests/web/addresses.py")
    return [Address()]


def url_of(page: Page, address: Address) -> str:
    """The path of an address, without its query."""
    return reverse(page.name, kwargs=dict(address.kwargs))


def sides_of(asker: Asker) -> frozenset[str]:
    """The sides whose sales an asker of these tests sees: by position that of the south, by channel that of the east."""
    if not asker.reaches("sales"):
        return frozenset()
    match asker.scope("sales").dimensions:
        case ("position",):
            return frozenset({"south"})
        case ("channel",):
            return frozenset({"east"})
        case _:
            return frozenset({"south", "east"})


def secrets(asker: Asker, page: Page) -> Iterator[str]:
    """What must not show to this asker on this page: names, figures and pay beyond what the roles reach."""
    yield from (NOTICE, VIEW, BOARD, SAID)
    staff = page.access is not None and page.access.subject == "people" and asker.reaches("people")
    if staff and asker.scope("people").text == "all":
        yield from PAY if not asker.reaches("pay") else ()
        return
    sides = sides_of(asker)
    yield from () if "south" in sides else SOUTH
    yield from () if "east" in sides else EAST
    if not asker.reaches("people"):
        yield from PEOPLE.values()
    elif asker.scope("people").text not in {"all", "org_unit=O0"}:
        yield from (PEOPLE[p] for p in ("E1", "E4", "E5"))
    if not asker.reaches("pay") or "people.base_pay" in asker.scope("pay").masks:
        yield from PAY
    if not asker.may("accounts.manage"):
        yield TOKEN
        yield from (ACCOUNT, REASON) if not asker.may("audit.view") else ()
    if not asker.may("audit.view"):
        yield ENTRY
