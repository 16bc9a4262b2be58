"""The pages of tokens: the own ones, and everybody's for who manages accounts."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from fupan.web.accounts.models import User
from fupan.web.company import house
from fupan.web.rights.granting import RefusedError
from fupan.web.rights.middleware import asking
from fupan.web.shell.paging import paged
from fupan.web.shell.templatetags.say import named, one_of
from fupan.web.tokens.actions import make_token, revoke_token
from fupan.web.tokens.forms import TokenForm
from fupan.web.tokens.models import Token
from fupan.web.tokens.reach import BY_NAME


def tokens(request: HttpRequest) -> HttpResponse:
    """The asker's own tokens."""
    return _own(request, None)


def token_make(request: HttpRequest) -> HttpResponse:
    """Make one, and show its secret this once."""
    form = TokenForm(request.POST, asker=asking(request))
    if not form.is_valid():
        return _own(request, form)
    owner = User.objects.get(pk=asking(request).user_id)
    try:
        made, secret = make_token(request, owner, **form.cleaned_data, now=timezone.now())
    except RefusedError as refused:
        form.add_error(None, named(refused))
        return _own(request, form)
    context = {"made": made, "secret": secret, "try_it": request.build_absolute_uri(reverse("api_me"))}
    response = render(request, "tokens/made.html", context)
    response["Cache-Control"] = "no-store"
    return response


def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one: its owner may, and who manages the owner's account."""
    token = get_object_or_404(Token.objects.select_related("owner"), pk=pk)
    mine = token.owner_id == asking(request).user_id
    if not mine and not asking(request).may("accounts.manage"):
        raise Http404
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        if revoke_token(request, house(), token, reason=reason, now=timezone.now()):
            messages.success(
                request, one_of("令牌已撤销，立即失效。", "The token was revoked; it is worth nothing now.")
            )
    except RefusedError as refused:
        messages.error(request, named(refused))
    return redirect("tokens" if mine else "tokens_all")


def tokens_all(request: HttpRequest) -> HttpResponse:
    """Everybody's tokens: whose, for what, when last used."""
    now = timezone.now()
    words, state = (request.GET.get(name, "").replace("\0", "").strip() for name in ("q", "state"))
    found = Token.objects.select_related("owner")
    state = state if state in {"live", "ended", "all"} else "live"
    if state == "live":
        found = found.live(now)
    elif state == "ended":
        found = found.filter(Q(revoked_at__isnull=False) | Q(expires_at__lte=now))
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(owner__username__icontains=words) | Q(owner__display_name__icontains=words)
        )
    page = paged(request, found)
    context = {"rows": _rows(page.items), "paged": page, "words": words, "state": state, "owners": True}
    return render(request, "tokens/all.html", context)


def _own(request: HttpRequest, form: TokenForm | None) -> HttpResponse:
    found = Token.objects.filter(owner_id=asking(request).user_id).select_related("owner")
    now = timezone.now()
    context = {
        "rows": _rows(list(found.live(now))), "past": _rows(list(found.exclude(pk__in=found.live(now)))[:10]),
        "form": form or TokenForm(asker=asking(request)),
    }  # fmt: skip
    return render(request, "tokens/own.html", context, status=422 if form is not None else 200)


def _rows(items: Iterable[Token]) -> list[dict[str, object]]:
    """Each token with its state and what it is for."""
    now = timezone.now()
    return [{"token": t, "state": t.state(now), "uses": [BY_NAME[r] for r in t.reaches if r in BY_NAME]} for t in items]
