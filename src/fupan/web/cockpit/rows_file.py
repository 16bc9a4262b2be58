"""The rows behind a figure as a workbook, and the entry in the log that says who took them."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, HttpRequest

from fupan.metrics.present.rows_workbook import write_rows
from fupan.metrics.scope import Scope
from fupan.web.audit.log import record
from fupan.web.cockpit.figure import Spot, headings
from fupan.web.cockpit.view import View
from fupan.web.company import House
from fupan.web.documents.views import FORMATS

MOST_ROWS = 200_000
"""So many rows of a part go into a workbook; the sheet in front says how many there are."""


def rows_workbook(request: HttpRequest, here: House, view: View, found: Spot, scope: Scope) -> FileResponse:
    """The rows at a spot inside *scope*, as a download."""
    cell = here.rows(found.result, found.row, found.column.metric or found.column.name, scope=scope, limit=MOST_ROWS)
    word, label = view.teller.word, view.teller.name(found.column)
    text = view.teller.tell(found.row.get(found.column.name), found.column)
    made = found.result.provenance
    notes = [
        (label, text), (word("位置", "Place"), found.place(view)), (word("统计截止", "As of"), str(made.as_of or "")),
        (word("快照", "Snapshot"), str(made.snapshot_id or "")), (word("范围", "Scope"), scope.text),
        (word("取数人", "Taken by"), request.asker.name),  # type: ignore[attr-defined]
    ]  # fmt: skip
    target = BytesIO()
    write_rows(cell, target, lambda part: headings(view, part), notes, zh=view.teller.lang != "en")
    target.seek(0)
    count = sum(len(p.rows) for p in cell.parts)
    record(request, "export", "rows", label=label, new={"place": found.place(view), "rows": count, "scope": scope.text})
    return FileResponse(target, as_attachment=True, filename=f"{label}.xlsx", content_type=FORMATS["xlsx"])
