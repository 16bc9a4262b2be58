"""The pages that manage accounts: the list, one account, an invitation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from fupan.web.accounts.actions import (
    change_account,
    check_may_change_account,
    invite,
    make_link,
    reset_second_factor,
    set_active,
)
from fupan.web.accounts.forms import AccountForm, InviteForm
from fupan.web.accounts.invitation import good_through, mail_link, one_time_link
from fupan.web.accounts.models import User
from fupan.web.accounts.reads import STATES, accounts_found, shown_accounts, standings
from fupan.web.audit.models import Entry
from fupan.web.company import House, house
from fupan.web.rights.forms import GrantForm
from fupan.web.rights.granting import RefusedError
from fupan.web.rights.holdings import holdings
from fupan.web.rights.middleware import asking
from fupan.web.rights.models import Delegation, Grant
from fupan.web.shell.paging import paged
from fupan.web.shell.templatetags.say import named, one_of
from fupan.web.shell.undo import done


def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts, searched and narrowed, with what each holds and through what."""
    here = house()
    words, state, role = (request.GET.get(name, "").strip() for name in ("q", "state", "role"))
    everybody = standings(here)
    counts = {name: sum(a.state == name for a in everybody.values()) for name in STATES}
    found = set(accounts_found(words).values_list("pk", flat=True)) if words else everybody
    listed = [
        pk for pk, stands in everybody.items()
        if pk in found and (state not in STATES or stands.state == state) and (not role or role in stands.roles)
    ]  # fmt: skip
    page = paged(request, listed)
    rows = [(a, holdings(a.asker)) for a in shown_accounts(list(accounts_found("").filter(pk__in=page.items)), here)]
    context = {
        "rows": rows, "paged": page, "counts": counts, "total": len(everybody), "words": words, "state": state, "role": role,
        "roles": here.roles.roles.values(), "working": counts["active"] + counts["never"], "narrowed": words or state or role,
    }  # fmt: skip
    return render(request, "people/accounts.html", context)


def invitation(request: HttpRequest) -> HttpResponse:
    """Invite somebody: an account, and the one-time link that sets its password."""
    here = house()
    form = InviteForm(request.POST or None, directory=here.directory)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user = invite(
                request, here, username=given["username"], display_name=given["display_name"] or _name(here, given["person"]),
                email=given["email"], person=given["person"],
            )  # fmt: skip
        except RefusedError as refused:
            form.add_error("person", named(refused))
        else:
            return _with_link(request, here, user, one_time_link(request, user))
    return render(request, "people/invite.html", {"form": form, "mail": bool(settings.FUPAN.mail)})


def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who it is, what it holds through what, and what can be done to it."""
    return _account(request, house(), get_object_or_404(User, pk=pk))


def account_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing to an account."""
    here, user = house(), get_object_or_404(User, pk=pk)
    act = DEEDS.get(deed)
    if act is None:
        raise Http404
    try:
        return act(request, here, user)
    except RefusedError as refused:
        messages.error(request, named(refused))
        return redirect("account", pk)


def _account(
    request: HttpRequest, here: House, user: User, *, form: AccountForm | None = None, **more: Any
) -> HttpResponse:
    given = {"display_name": user.display_name, "email": user.email, "person": user.person_id or ""}
    shown = shown_accounts([user], here)[0]
    refusal = None
    try:
        check_may_change_account(request, here, user)
    except RefusedError as refused:
        refusal = refused
    context = {
        "one": shown, "refusal": refusal, "held": holdings(shown.asker),
        "form": form or AccountForm(initial=given, directory=here.directory, user=user),
        "grant_form": GrantForm(here=here, asker=asking(request), initial={"start": here.today}),
        "grants": [(g, here.roles.roles.get(g.role)) for g in Grant.objects.filter(user=user).order_by("-start", "-pk")],
        "deputies": Delegation.objects.filter(principal=user, revoked_at=None, last_day__gte=here.today).select_related("deputy"),
        "stands_for": Delegation.objects.filter(deputy=user, revoked_at=None, last_day__gte=here.today).select_related("principal"),
        "entries": Entry.objects.filter(kind="account", object_id=str(user.pk))[:8], "today": here.today,
        "audit": asking(request).may("audit.view"), **more,
    }  # fmt: skip
    return render(request, "people/account.html", context)


def _with_link(request: HttpRequest, here: House, user: User, link: str) -> HttpResponse:
    """The page that shows a one-time link, the only time that it is shown."""
    mailed = mail_link(user, link, company=here.workspace.name)
    context = {"user_made": user, "link": link, "mailed": mailed, "through": good_through()}
    response = render(request, "people/link.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _change(request: HttpRequest, here: House, user: User) -> HttpResponse:
    form = AccountForm(request.POST, directory=here.directory, user=user)
    if not form.is_valid():
        return _account(request, here, user, form=form)
    old = [user.display_name, user.email, user.person_id]
    if change_account(request, here, user, **form.cleaned_data):
        new = [user.display_name, user.email, user.person_id]
        text = one_of("已保存，下一次请求起生效。", "Saved; it holds from the next request on.")
        done(request, text, "change account", user=user.pk, old=old, new=new)
    return redirect("account", user.pk)


def _set_active(request: HttpRequest, here: House, user: User, *, active: bool) -> HttpResponse:
    if set_active(request, here, user, active=active, reason=_reason(request)):
        text = (
            one_of("账号已恢复。", "The account is open again.")
            if active
            else one_of("账号已停用，下一次请求起不能再用。", "The account is closed; its next request is refused.")
        )
        done(request, text, "set active", user=user.pk, active=active)
    return redirect("account", user.pk)


def _reset(request: HttpRequest, here: House, user: User) -> HttpResponse:
    count = reset_second_factor(request, here, user, reason=_reason(request))
    messages.success(request, one_of(f"已清除 {count} 个验证方式。", f"{count} ways of proof were taken away."))
    return redirect("account", user.pk)


def _link(request: HttpRequest, here: House, user: User) -> HttpResponse:
    return _with_link(request, here, user, make_link(request, here, user))


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()[:300]


def _name(here: House, person: str | None) -> str:
    known = here.directory.person_by_id.get(person or "")
    return known.name[:80] if known else ""


DEEDS: dict[str, Callable[[HttpRequest, House, User], HttpResponse]] = {
    "change": _change,
    "close": lambda request, here, user: _set_active(request, here, user, active=False),
    "open": lambda request, here, user: _set_active(request, here, user, active=True),
    "second-factor": _reset,
    "link": _link,
}
