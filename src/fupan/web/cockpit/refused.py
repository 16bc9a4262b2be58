"""Why a figure could not be told, in the words of the page."""

from __future__ import annotations

from fupan.errors import QuestionError
from fupan.metrics.refusals import REFUSALS
from fupan.web.cockpit.view import View

_ZH = {r.code: r.zh for r in REFUSALS}


def refused_words(error: QuestionError | None, view: View) -> tuple[str, str]:
    """The reason, and what can be asked instead.

    In Chinese the reason is that of the refusal's kind, with the figure and the dimension by their names; the other
    question stands in English only, where its names are the ones that are written. A figure whose rows nobody can tell
    to be the asker's says whom to ask for it.
    """
    if error is None:
        return "", ""
    dimension = view.definitions.dimensions.get(str(error.details.get("dimension") or ""))
    if error.code == "non_conformed" and dimension is not None:
        metric = view.definitions.metrics.get(str(error.details.get("metric") or ""))
        owner = getattr(metric, "owner", None) or ""
        zh = f"它的数据里没有“{dimension.zh}”，不能按{dimension.zh}筛选或拆分，也分不出哪些属于您的{dimension.zh}范围"
        en = f"Its rows carry no {dimension.en.lower()}: they cannot be told apart by it, nor can those of your {dimension.en.lower()}"
        if owner:
            zh, en = f"{zh}；需要时请向{owner}索取", f"{en}. {owner} owns the figure: ask them"
        return view.teller.word(zh, en), view.teller.word("", error.closest or "")
    if view.teller.lang == "en":
        return error.reason, error.closest or ""
    return _ZH.get(error.code, error.reason), ""
