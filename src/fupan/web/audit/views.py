"""The pages of the audit log: the list and its export."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from fupan.web.audit.log import record
from fupan.web.audit.models import Entry
from fupan.web.audit.reads import asked_of, differences, entries_found
from fupan.web.audit.words import ACTS, KINDS
from fupan.web.shell.download import csv_download

PER_PAGE = 50
HEADER = ("time", "who", "account", "act", "kind", "object", "label", "field", "old", "new", "reason", "address")


def audit(request: HttpRequest) -> HttpResponse:
    """Entries newest first; ``before`` is the key that the page ends above, so that deep pages cost what the first does."""
    asked = asked_of(request.GET)
    found = entries_found(asked).select_related("user")
    before = request.GET.get("before", "")
    if before.isdigit() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    shown = list(found[: PER_PAGE + 1])
    older = f"?{urlencode([*asked.pairs, ('before', shown[PER_PAGE - 1].pk)])}" if len(shown) > PER_PAGE else ""
    context = {
        "rows": [(e, list(differences(e))) for e in shown[:PER_PAGE]], "asked": asked, "older": older,
        "newest": f"?{urlencode(asked.pairs)}" if before else "", "export": urlencode(asked.pairs),
        "acts": _used("act", ACTS), "kinds": _used("kind", KINDS),
    }  # fmt: skip
    return render(request, "audit/list.html", context)


def audit_export(request: HttpRequest) -> HttpResponseBase:
    """The entries asked for as CSV, one line for each field that changed; the export is an entry itself."""
    asked = asked_of(request.GET)
    record(request, "export", "audit log", label=urlencode(asked.pairs))
    rows = (
        (
            timezone.localtime(e.at).isoformat(timespec="seconds"), e.who, e.user.username if e.user else "", e.act, e.kind,
            e.object_id, e.label, *change, e.reason, e.address or "",
        )
        for e in entries_found(asked).select_related("user").iterator(2000)
        for change in (list(differences(e)) or [("", "", "")])
    )  # fmt: skip
    return csv_download(f"audit-{timezone.localdate()}.csv", HEADER, rows)


def _used(field: str, words: dict[str, tuple[str, str]]) -> list[str]:
    """The names that occur, known ones first and in their order."""
    there = set(Entry.objects.order_by().values_list(field, flat=True).distinct())
    return [*(name for name in words if name in there), *sorted(there - words.keys())]
