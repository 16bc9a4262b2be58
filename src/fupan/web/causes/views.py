"""The pages of causes and measures: the rounds, one round with a form for each item, writing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fupan.errors import ConflictError
from fupan.review.causes import Collection
from fupan.web.accounts.models import User
from fupan.web.audit.log import record
from fupan.web.causes.asked import Line, days_left, every_line, lines_of, names_of
from fupan.web.causes.forms import AnswerForm, form_of
from fupan.web.causes.opening import OpenForm
from fupan.web.causes.owners import people_named, stood_in_for
from fupan.web.company import House, Made, house
from fupan.web.documents.views import may_open, sees_every_row
from fupan.web.rights.middleware import asking
from fupan.web.shell.templatetags.say import one_of


def causes(request: HttpRequest) -> HttpResponse:
    """The rounds in which the asker is asked, the newest first; all of them for who makes documents of everything."""
    here = house()
    return causes_page(request, here, rounds_of(request, here))


def rounds_of(request: HttpRequest, here: House) -> list[dict[str, Any]]:
    """The rounds of the asker with what is told of each."""
    asked, found = _asked_of(request, here), []
    for each in here.cause_rounds():
        lines = asked(each)
        if lines:
            missing = sum(line.state != "complete" for line in lines)
            found.append({"round": each, "count": len(lines), "missing": missing, **told(here, each)})
    return found


def causes_page(
    request: HttpRequest, here: House, found: list[dict[str, Any]], form: OpenForm | None = None
) -> HttpResponse:
    """The page of rounds, for an organiser with the form that opens one."""
    context = {"rounds": found, "due": sum(r["missing"] for r in found if not r["locked"])}
    if organises(request):
        context["form"] = form or OpenForm(documents=askable(request, here), today=here.today)
    return render(request, "causes/list.html", context, status=200 if form is None else 422)


def askable(request: HttpRequest, here: House) -> list[Made]:
    """The documents that the asker may open and about which nobody was asked yet."""
    asked = {(r.window, r.kind) for r in here.cause_rounds()}
    return [d for d in here.documents() if (d.window, d.kind) not in asked and may_open(request, d)]


def cause_round(request: HttpRequest, window: str, kind: str) -> HttpResponse:
    """One round: the asker's items with their forms, and for its organiser who has not answered."""
    here = house()
    return _page(request, here, find_round(request, here, window, kind))


def cause_write(request: HttpRequest, window: str, kind: str) -> HttpResponse:
    """Take one answer; what somebody else wrote meanwhile is shown instead of written over."""
    here = house()
    found = find_round(request, here, window, kind)
    lines = {line.item.id: line for line in lines_for(request, here, found)}
    line = lines.get(request.POST.get("item", ""))
    if line is None:
        raise Http404
    form = AnswerForm(request.POST, auto_id=f"{line.anchor}-%s")
    if not form.is_valid():
        return _page(request, here, found, {line.item.id: form}, status=422)
    entry = form.entry(_writer(request, line))
    late = entry.by if organises(request) else ""
    try:
        here.write_cause(found, entry, saw=form.cleaned_data["saw"], now=datetime.now(UTC), late=late)
    except ConflictError:
        return _conflict(request, here, window, kind, form)
    record(
        request, "change", "cause", f"{window}/{kind}", label=line.item.id,
        old=asdict(line.entry) if line.entry else None, new=asdict(entry),
    )  # fmt: skip
    messages.success(request, one_of(f"已保存：{line.item.name}", f"Saved: {line.item.name}"))
    return redirect(f"{request.path.removesuffix('write/')}#{line.anchor}")


def find_round(request: HttpRequest, here: House, window: str, kind: str) -> Collection:
    """The round of this address; 404 where the asker has nothing in it, as where there is none."""
    found = next((r for r in here.cause_rounds() if (r.window, r.kind) == (window, kind)), None)
    if found is None or not lines_for(request, here, found):
        raise Http404
    return found


def organises(request: HttpRequest) -> bool:
    """Whether the asker makes documents of the whole company: sees every item, and may let late answers in."""
    asker = asking(request)
    if not asker.may("documents.make") or not asker.reaches("documents", needs="documents.make"):
        return False
    return sees_every_row(asker.scope("documents", needs="documents.make"))


def lines_for(request: HttpRequest, here: House, found: Collection, *, figures: bool = False) -> tuple[Line, ...]:
    """The asker's items; *figures*: with those of all for an organiser, who may open the document."""
    return _asked_of(request, here, figures=figures)(found)


def _asked_of(request: HttpRequest, here: House, *, figures: bool = False) -> Callable[[Collection], tuple[Line, ...]]:
    """What the asker is asked in a round; who that is and for whom they stand in is looked up once."""
    if organises(request):
        return lambda found: every_line(found, figures=figures)
    asker = asking(request)
    scope = asker.scope("sales") if asker.reaches("sales") else None
    user: User = request.user  # type: ignore[assignment]
    names, others = names_of(user.person_id, here.directory), stood_in_for(user, here)
    return lambda found: lines_of(found, names, scope, others)


def _may_open(request: HttpRequest, here: House, found: Collection) -> bool:
    """Whether the asker may open the document whose items the round asks about."""
    made = next((d for d in here.documents() if (d.window, d.kind) == (found.window, found.kind)), None)
    return made is not None and may_open(request, made)


def _writer(request: HttpRequest, line: Line) -> str:
    """Who wrote it: by the name under which they are asked, an organiser by their own, a deputy by both."""
    name = str(request.user.shown_name)  # type: ignore[union-attr]
    if organises(request):
        return name
    return f"{name}（代 {line.owner}）" if line.instead_of else line.owner


def told(here: House, found: Collection) -> dict[str, Any]:
    return {"left": days_left(found, here.today), "locked": found.is_locked(datetime.now(UTC))}


def _conflict(request: HttpRequest, here: House, window: str, kind: str, form: AnswerForm) -> HttpResponse:
    """What stands there now, with the words that were not taken still in the form; or that the round is closed."""
    found = find_round(request, here, window, kind)
    if found.is_locked(datetime.now(UTC)):
        messages.error(request, one_of("已过截止，没有保存。", "The round is closed; nothing was saved."))
        return _page(request, here, found, status=409)
    item = form.cleaned_data["item"]
    entry = found.entry(item)
    stale = {**dict(form.data.items()), "saw": entry.at.isoformat() if entry and entry.at else ""}
    again = AnswerForm(stale, auto_id=form.auto_id)
    return _page(request, here, found, {item: again}, clash=item, status=409)


def _page(
    request: HttpRequest, here: House, found: Collection, forms: dict[str, AnswerForm] | None = None, *,
    clash: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    organiser, about = organises(request), told(here, found)
    lines = lines_for(request, here, found, figures=organiser and _may_open(request, here, found))
    may_write = not about["locked"] or (organiser and found.people.may_let_in(request.user.shown_name))  # type: ignore[union-attr]
    shown: list[dict[str, Any]] = []
    for line in lines:
        tried = (forms or {}).get(line.item.id)
        form = form_of(line) if tried is None else tried
        shown.append({"line": line, "form": form, "open": tried is not None, "clash": line.item.id == clash})
    context = {
        "round": found, "lines": shown, "organises": organiser, "may_write": may_write, **about,
        "missing": sum(s["line"].state != "complete" for s in shown),
        "people": people_named(request, here) if organiser else (), "today": here.today,
    }  # fmt: skip
    return render(request, "causes/round.html", context, status=status)
