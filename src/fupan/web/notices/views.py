"""The page of notices: the asker's own, read or not, of which kind, and how they want to be told."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from fupan.web.accounts.models import User
from fupan.web.notices.kinds import BY_NAME, KINDS
from fupan.web.notices.models import Notice, Wish
from fupan.web.rights.middleware import asking
from fupan.web.shell.paging import paged
from fupan.web.shell.templatetags.say import one_of


def notices(request: HttpRequest) -> HttpResponse:
    """The own notices, the newest first."""
    mine = Notice.objects.filter(user_id=asking(request).user_id)
    kind, only = request.GET.get("kind", ""), request.GET.get("only", "")
    found = mine.filter(kind=kind) if kind in BY_NAME else mine
    if only == "unread":
        found = found.filter(read_at=None)
    page = paged(request, found, size=30)
    user = User.objects.get(pk=asking(request).user_id)
    wish = Wish.objects.filter(pk=user.pk).first() or Wish(user=user)
    context = {
        "rows": [(n, BY_NAME.get(n.kind)) for n in page.items], "paged": page, "kind": kind, "only": only, "kinds": KINDS,
        "unread": mine.filter(read_at=None).count(), "wish": wish, "mail": bool(settings.FUPAN.mail), "email": user.email,
    }  # fmt: skip
    return render(request, "notices/list.html", context)


def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read, or as unread again; with ``go``, on to what it is about."""
    one = get_object_or_404(Notice, pk=pk, user_id=asking(request).user_id)
    read = request.POST.get("unread") != "1"
    Notice.objects.filter(pk=one.pk, read_at__isnull=read).update(read_at=timezone.now() if read else None)
    if request.POST.get("go") and url_has_allowed_host_and_scheme(one.address, None):
        return redirect(one.address)
    return redirect(_back(request))


def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark all as read, up to the newest that the page showed."""
    last = request.POST.get("last", "")
    mine = Notice.objects.filter(user_id=asking(request).user_id, read_at=None)
    if last.isdigit() and len(last) < 19:
        mine = mine.filter(pk__lte=int(last))
    mine.update(read_at=timezone.now())
    return redirect(_back(request))


def notices_wish(request: HttpRequest) -> HttpResponse:
    """Keep how the asker wants to be told."""
    digest = request.POST.get("digest", "none")
    wanted = set(request.POST.getlist("kind"))
    muted = [k.name for k in KINDS if not k.always and k.name not in wanted]
    Wish.objects.update_or_create(
        user_id=asking(request).user_id,
        defaults={"digest": digest if digest in Wish.DIGESTS else "none", "muted": muted},
    )
    messages.success(request, one_of("已保存。", "Saved."))
    return redirect("notices")


def _back(request: HttpRequest) -> str:
    query = request.POST.get("back", "")
    return f"/notices/?{query}" if query else "/notices/"
