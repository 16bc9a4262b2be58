"""The pages of grants and deputies."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date

from fupan.web.accounts.models import User
from fupan.web.company import house
from fupan.web.rights.actions import delegate, end_delegation, end_role, give_role, may_end
from fupan.web.rights.forms import DeputyForm, GrantForm, find_account
from fupan.web.rights.granting import RefusedError
from fupan.web.rights.middleware import asking
from fupan.web.rights.models import Delegation, Grant
from fupan.web.shell.paging import paged
from fupan.web.shell.templatetags.say import named, one_of
from fupan.web.shell.undo import done

STATES = ("now", "later", "ended")


def grants(request: HttpRequest) -> HttpResponse:
    """All grants with their days, members and reasons."""
    here = house()
    state, role, words = (request.GET.get(name, "").strip() for name in ("state", "role", "q"))
    state = state if state in (*STATES, "all") else "now"
    found = Grant.objects.select_related("user", "given_by").order_by("-start", "-pk")
    if state == "now":
        found = found.on(here.today)
    elif state == "later":
        found = found.filter(start__gt=here.today)
    elif state == "ended":
        found = found.filter(end__lte=here.today)
    if role:
        found = found.filter(role=role)
    if words:
        found = found.filter(
            Q(user__username__icontains=words) | Q(user__display_name__icontains=words) | Q(reason__icontains=words)
        )
    page = paged(request, found)
    context = {
        "rows": [(g, here.roles.roles.get(g.role)) for g in page.items], "paged": page, "state": state, "role": role,
        "words": words, "roles": here.roles.roles.values(), "today": here.today,
        "form": GrantForm(here=here, asker=asking(request), initial={"start": here.today}),
    }  # fmt: skip
    return render(request, "people/grants.html", context)


def grant_give(request: HttpRequest) -> HttpResponse:
    """Give a role to the account that is named."""
    here = house()
    form = GrantForm(request.POST, here=here, asker=asking(request))
    try:
        user = find_account(request.POST.get("account", "").strip())
    except ValidationError as wrong:
        return _not_given(request, form, wrong.messages[0], None)
    if not form.is_valid():
        return _not_given(request, form, "", user)
    given = form.cleaned_data
    try:
        grant = give_role(
            request, here, user=user, role=given["role"], members=given["named"],
            start=given["start"], end=given["end"], reason=given["reason"],
        )  # fmt: skip
    except RefusedError as refused:
        return _not_given(request, form, named(refused), user)
    text = one_of("已授权，下一次请求起生效。", "Given; it holds from the next request on.")
    done(request, text, "give a role", grant=grant.pk)
    return redirect("account", user.pk)


def _not_given(request: HttpRequest, form: GrantForm, reason: str, user: User | None) -> HttpResponse:
    context = {"form": form, "reason": reason, "account": request.POST.get("account", "")[:254], "target": user}
    return render(request, "people/grant.html", context, status=422)


def grant_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a grant on a day."""
    here, grant = house(), get_object_or_404(Grant.objects.select_related("user"), pk=pk)
    try:
        end = parse_date(request.POST.get("end", "")) or here.today
    except ValueError:
        end = here.today
    try:
        if end_role(request, here, grant, end=end, reason=request.POST.get("reason", "").strip()[:200]):
            before, ended = grant.end, max(end, grant.start)
            done(
                request, one_of("授权已结束。", "The role was ended."), "end a role", grant=grant.pk,
                before=before.isoformat() if before else "", ended=ended.isoformat(),
            )  # fmt: skip
    except RefusedError as refused:
        messages.error(request, named(refused))
    return redirect("account", grant.user_id)


def deputies(request: HttpRequest) -> HttpResponse:
    """Who stands in for the asker, and for whom the asker stands in."""
    return _deputies(request, None)


def deputy_give(request: HttpRequest) -> HttpResponse:
    """Let somebody stand in for the asker."""
    user = _user(request)
    form = DeputyForm(request.POST, here=house(), user=user)
    if not form.is_valid():
        return _deputies(request, form)
    try:
        given = delegate(request, principal=user, **form.cleaned_data)
    except RefusedError as refused:
        form.add_error("deputy", named(refused))
        return _deputies(request, form)
    text = one_of("已委托；对方也看得到。", "Delegated; the other sees it, too.")
    done(request, text, "delegate", delegation=given.pk)
    return redirect("deputies")


def deputy_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a deputyship: either of the two may, and who manages accounts."""
    given = get_object_or_404(Delegation.objects.select_related("principal", "deputy"), pk=pk)
    mine = request.user.pk in (given.principal_id, given.deputy_id)
    if not may_end(request, given):
        raise Http404
    if end_delegation(request, given):
        done(request, one_of("代理已结束。", "The deputyship was ended."), "end a delegation", delegation=given.pk)
    return redirect("deputies") if mine else redirect("account", given.principal_id)


def _deputies(request: HttpRequest, form: DeputyForm | None) -> HttpResponse:
    here, user = house(), _user(request)
    live = Delegation.objects.filter(revoked_at=None, last_day__gte=here.today).order_by("start", "pk")
    given_away = [h.role for h in asking(request).held if h.delegated_by is None]
    context = {
        "mine": live.filter(principal=user).select_related("deputy"),
        "theirs": live.filter(deputy=user).select_related("principal"),
        "past": Delegation.objects.filter(Q(principal=user) | Q(deputy=user)).exclude(
            revoked_at=None, last_day__gte=here.today
        ).select_related("principal", "deputy").order_by("-last_day")[:10],
        "form": form or DeputyForm(here=here, user=user, initial={"start": here.today}),
        "may": asking(request).may("delegate.own"), "today": here.today,
        "kept": [r for r in given_away if r.allows("accounts.manage")],
    }  # fmt: skip
    return render(request, "people/deputies.html", context, status=422 if form is not None else 200)


def _user(request: HttpRequest) -> User:
    return User.objects.get(pk=asking(request).user_id)
