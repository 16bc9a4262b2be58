"""The page of many accounts at once: a list is read, shown row by row, and done as a whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fupan.errors import UserError
from fupan.sources.limits import Limits
from fupan.web.accounts.actions import change_account, check_may_change_account, check_may_link, invite
from fupan.web.accounts.invitation import good_through, mail_link, one_time_link
from fupan.web.accounts.models import User
from fupan.web.accounts.roster import Known, Planned, Wrong, plan_roster, read_roster
from fupan.web.company import House, house
from fupan.web.rights.granting import RefusedError
from fupan.web.shell.templatetags.say import one_of

LARGEST_FILE = 2 * 1024 * 1024
LIMITS = Limits(unzipped_bytes=64 * 1024**2, memory_bytes=1024**3, box_cells=500_000, seconds=20.0)


def accounts_bulk(request: HttpRequest) -> HttpResponse:
    """Read a list; show what each row would do; do it once that was confirmed and nothing is wrong."""
    here = house()
    if request.method != "POST":
        text = _without_account(here) if request.GET.get("from") == "people" else ""
        return render(request, "people/bulk.html", {"text": text})
    try:
        text = _text(request)
        planned = _planned(request, here, text)
    except ValidationError as wrong:
        told = {"text": request.POST.get("text", ""), "reason": wrong.messages[0]}
        return render(request, "people/bulk.html", told, status=422)
    wrong_rows = [p for p in planned if p.deed == "wrong"]
    if request.POST.get("sure") and not wrong_rows:
        return _done(request, here, planned)
    counts = {deed: sum(p.deed == deed for p in planned) for deed in ("new", "change", "same", "wrong")}
    first = [*wrong_rows, *(p for p in planned if p.deed in {"new", "change"})]
    context = {"text": text, "planned": first[:200], "counts": counts, "more": max(0, len(first) - 200), "read": True}
    return render(request, "people/bulk.html", context, status=422 if wrong_rows else 200)


def _planned(request: HttpRequest, here: House, text: str) -> list[Planned]:
    users = {u.username.lower(): u for u in User.objects.all()}
    known = {
        name: Known(u.username, u.display_name, u.email, u.person_id or "") for name, u in users.items()
    }  # fmt: skip
    found = []
    for each in plan_roster(read_roster(text), known, here.directory, here.today):
        if each.deed in {"new", "change"}:
            user = users.get(each.listed.username.lower())
            try:
                if user is not None:
                    check_may_change_account(request, here, user)
                check_may_link(request, here, each.listed.person or None, but=user)
            except RefusedError as refused:
                found.append(Planned(each.listed, "wrong", (Wrong(refused.zh, refused.en),)))
                continue
        found.append(each)
    return found


def _done(request: HttpRequest, here: House, planned: list[Planned]) -> HttpResponse:
    made: list[User] = []
    changed = 0
    with transaction.atomic():
        for each in planned:
            row = each.listed
            if each.deed == "new":
                made.append(
                    invite(
                        request,
                        here,
                        username=row.username,
                        display_name=row.name,
                        email=row.email,
                        person=row.person or None,
                    )
                )
            elif each.deed == "change":
                user = User.objects.get(username__iexact=row.username)
                changed += change_account(
                    request, here, user, display_name=row.name, email=row.email, person=row.person or None
                )
    links = [
        (user, link := one_time_link(request, user), mail_link(user, link, company=here.workspace.name))
        for user in made
    ]
    context = {"links": links, "changed": changed, "through": good_through()}
    response = render(request, "people/bulk_done.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _text(request: HttpRequest) -> str:
    """The pasted list, or the uploaded file: UTF-8, else GB 18030 as spreadsheets in China write it."""
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return request.POST.get("text", "")
    if (uploaded.size or 0) > LARGEST_FILE:
        raise ValidationError(one_of("文件超过 2 MB。", "The file is larger than 2 MB."))
    content: bytes = uploaded.read()
    if content.startswith(b"PK"):
        return _of_workbook(content)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(
        one_of(
            "读不出文字：请另存为 Excel 或 CSV（UTF-8）再上传。",
            "This is no text: save it as Excel or CSV (UTF-8) and upload that.",
        )
    )


def _of_workbook(content: bytes) -> str:
    """The first sheet of a workbook as if it were pasted; read in a process of its own, within small bounds."""
    from fupan.sources.filled import read_filled_sheet

    with tempfile.TemporaryDirectory(prefix="fupan-roster-") as place:
        path = Path(place) / "list.xlsx"
        path.write_bytes(content)
        try:
            rows = read_filled_sheet(path, LIMITS)
        except UserError as wrong:
            raise ValidationError(
                one_of(f"读不了这个 Excel 文件：{wrong}", f"This workbook cannot be read: {wrong}")
            ) from wrong
    filled = (cells for _, cells in rows if any(cells))
    return "\n".join("\t".join(" ".join((c or "").split()) for c in cells) for cells in filled)


def _without_account(here: House) -> str:
    """A list of everybody who is employed today and has no account yet."""
    taken = set(User.objects.exclude(person_id=None).values_list("person_id", flat=True))
    rows = [
        f"{p.id}\t{p.name}\t{p.email or ''}\t{p.id}" for p in here.directory.people
        if p.id not in taken and here.directory.employed(p.id, here.today)
    ]  # fmt: skip
    return "\n".join((one_of("用户名\t姓名\t邮箱\t工号", "username\tname\temail\tperson"), *rows))
