"""Why a figure could not be told, in the words of the page."""

from __future__ import annotations

from fupan.errors import QuestionError
from fupan.metrics.refusals import REFUSALS
from fupan.web.cockpit.view import View

_ZH = {r.code: r.zh for r in REFUSALS}


def refused_words(error: QuestionError | None, view: View) -> tuple[str, str]:
    """The reason, and what can be asked instead.

    In Chinese the reason is that of the refusal's kind, with the figure and the dimension by their names; the other
    question stands in English only, where its names are the ones that are written.
    """
    if error is None:
        return "", ""
    if view.teller.lang == "en":
        return error.reason, error.closest or ""
    dimension = view.definitions.dimensions.get(str(error.details.get("dimension") or ""))
    if error.code == "non_conformed" and dimension is not None:
        return f"它的数据里没有“{dimension.zh}”，不能按{dimension.zh}筛选或拆分，也不能按您的{dimension.zh}范围取数", ""
    return _ZH.get(error.code, error.reason), ""
