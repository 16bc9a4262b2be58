"""The answer as a file: CSV, workbook or Parquet, with everything that was asked for, under the scope of who may take it along."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse, HttpRequest

from fupan.metrics.result import Result
from fupan.metrics.scope import Scope
from fupan.web.audit.log import record
from fupan.web.cockpit.view import View
from fupan.web.company import House
from fupan.web.documents.views import FORMATS
from fupan.web.explore.answers import questions
from fupan.web.explore.inquiry import Inquiry
from fupan.web.explore.refusals import told

FORMS = {"xlsx": "Excel", "csv": "CSV", "parquet": "Parquet"}


def file_of(
    request: HttpRequest, here: House, inquiry: Inquiry, view: View, form: str, *, scope: Scope
) -> FileResponse:
    """The answer of an inquiry in a form; QuestionError where none of its figures can be told."""
    asked = questions(inquiry, view)[-2 if inquiry.across else 0]
    (found,), _ = here.ask_page([asked], scope=scope)
    if found.result is None:
        raise next(iter(found.refused.values()))
    result, lang = found.result, "en" if view.teller.lang == "en" else "zh"
    label = told(inquiry, view)
    name = f"{label}-{view.window.label}.{form}"
    record(
        request, "export", "answer", label=label,
        new={"form": form, "address": inquiry.url(), "rows": len(result.rows), "scope": scope.text, "snapshot": result.provenance.snapshot_id or ""},
    )  # fmt: skip
    if form == "csv":
        content = BytesIO(("\ufeff" + result.to_csv(lang=lang)).encode())
        kind = "text/csv; charset=utf-8"
    elif form == "xlsx":
        content, kind = _workbook(result, lang), FORMATS["xlsx"]
    else:
        content, kind = _parquet(result), "application/vnd.apache.parquet"
    response = FileResponse(content, as_attachment=True, filename=name, content_type=kind)
    response["Cache-Control"] = "no-store"
    return response


def _workbook(result: Result, lang: str) -> BytesIO:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answer.xlsx"
        result.to_excel(path, lang)
        return BytesIO(path.read_bytes())


def _parquet(result: Result) -> BytesIO:
    """The rows alone: what is counted on must not be added to its own total."""
    import pyarrow.parquet as pq

    target = BytesIO()
    pq.write_table(result.to_arrow(), target, compression="zstd")
    target.seek(0)
    return target
