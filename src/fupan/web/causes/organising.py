"""What an organiser does with a round: opens it, asks somebody else, reminds, lets it run longer, closes it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import wraps
from typing import Protocol

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from fupan.review.causes import Collection
from fupan.web.audit.log import record
from fupan.web.causes.opening import DeadlineForm, OpenForm
from fupan.web.causes.owners import accounts_of
from fupan.web.causes.telling import tell_owners
from fupan.web.causes.views import askable, causes_page, find_round, organises, rounds_of
from fupan.web.company import House, house
from fupan.web.jobs.job import enqueue
from fupan.web.notices.telling import tell
from fupan.web.rights.middleware import asking
from fupan.web.rights.pages import View
from fupan.web.shell.templatetags.say import one_of

OBJECT = "round of causes"


class Deed(Protocol):
    """What an organiser does with a round that is there."""

    def __call__(self, request: HttpRequest, here: House, found: Collection) -> None:
        """Do it, and say so."""
        ...


def cause_open(request: HttpRequest) -> HttpResponse:
    """Have a document's red and amber items asked about: composing it takes a while, so a background job does it."""
    here = house()
    if not organises(request):
        raise Http404
    form = OpenForm(request.POST, documents=askable(request, here), today=here.today)
    if not form.is_valid():
        return causes_page(request, here, rounds_of(request, here), form)
    window, _, kind = form.cleaned_data["document"].partition("/")
    deadline = form.cleaned_data["deadline"].isoformat()
    with transaction.atomic():
        enqueue("ask_causes", kind=kind, window=window, deadline=deadline, by=asking(request).user_id)
        record(request, "ask", OBJECT, f"{window}/{kind}", new={"deadline": deadline})
    messages.success(
        request,
        one_of(
            "正在汇编，发出后会通知您和填写人。", "It is being composed; you and the owners are told when it is out."
        ),
    )
    return redirect("causes")


def _of_organiser(deed: Deed) -> View:
    @wraps(deed)
    def view(request: HttpRequest, window: str, kind: str) -> HttpResponse:
        here = house()
        found = find_round(request, here, window, kind)
        if not organises(request):
            raise Http404
        deed(request, here, found)
        return redirect("cause_round", window, kind)

    return view


@_of_organiser
def cause_lock(request: HttpRequest, here: House, found: Collection) -> None:
    """Close a round before its deadline."""
    now = datetime.now(UTC)
    if found.locked_at is not None:
        return
    here.lock_causes(found, now=now)
    with transaction.atomic():
        record(request, "lock", OBJECT, _named(found))
        tell_owners(here, found, "closed", key=f"{found.deadline} {now:%Y%m%d%H%M%S}", but=asking(request).user_id)
    messages.success(request, one_of("已锁定，写下的都在。", "Locked; what was written stands."))


@_of_organiser
def cause_extend(request: HttpRequest, here: House, found: Collection) -> None:
    """Let a round run up to another day; one that was closed opens again."""
    form = DeadlineForm(request.POST, today=here.today)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return
    day = form.cleaned_data["deadline"]
    if day == found.deadline and found.locked_at is None:
        return
    after = here.extend_causes(found, deadline=day)
    with transaction.atomic():
        old = {"deadline": found.deadline, "locked": found.locked_at}
        record(request, "extend", OBJECT, _named(found), old=old, new={"deadline": day})
        tell_owners(here, after, "extended", key=f"{day} {after.version}", but=asking(request).user_id)
    messages.success(request, one_of(f"截止日改为 {day}。", f"The last day is {day} now."))


@_of_organiser
def cause_assign(request: HttpRequest, here: House, found: Collection) -> None:
    """Ask somebody else about an item; no name: whom the owners' file names."""
    item = next((i for i in found.items if i.id == request.POST.get("item", "")), None)
    if item is None:
        raise Http404
    owner = request.POST.get("owner", "").strip()[:80]
    before = found.owner(item)
    if owner and owner not in {p.name for p in here.directory.people} | {p.id for p in here.directory.people}:
        messages.error(request, one_of(f"人员名单里没有“{owner}”。", f"{owner} is not on the list of people."))
        return
    after = here.assign_cause(found, item=item.id, owner=owner)
    if after.owner(item) == before:
        return
    with transaction.atomic():
        record(
            request,
            "assign",
            "cause",
            _named(found),
            label=item.id,
            old={"owner": before},
            new={"owner": after.owner(item)},
        )
        asked, deputies = accounts_of([after.owner(item)], here).get(after.owner(item), ([], []))
        tell(
            [*asked, *deputies], "causes", f"{found.window} 复盘：“{item.name}”的原因与措施改由您填写，{found.deadline} 截止",
            f"Review of {found.window}: cause and measure of {item.name} are yours to write by {found.deadline}",
            address=request.path.removesuffix("assign/"), but=asking(request).user_id,
        )  # fmt: skip
    messages.success(
        request,
        one_of(
            f"“{item.name}”由 {after.owner(item) or '—'} 填写。", f"{item.name} is asked of {after.owner(item) or '—'}."
        ),
    )


@_of_organiser
def cause_remind(request: HttpRequest, here: House, found: Collection) -> None:
    """Tell everybody who still has items to write; once a day."""
    with transaction.atomic():
        told = tell_owners(here, found, "reminded", key=here.today.isoformat(), but=asking(request).user_id)
        record(request, "remind", OBJECT, _named(found), new={"told": told})
    messages.success(request, one_of(f"已通知 {told} 人。", f"{told} people were told."))


def _named(found: Collection) -> str:
    return f"{found.window}/{found.kind}"
