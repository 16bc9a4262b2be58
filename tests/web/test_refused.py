"""A figure that could not be told says why in the words of the page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from fupan.errors import QuestionError
from fupan.metrics import load_definitions
from fupan.web.cockpit.refused import refused_words
from fupan.web.cockpit.telling import Teller


def view(lang: str) -> Any:
    return SimpleNamespace(teller=Teller(lang, "CNY"), definitions=load_definitions())


def test_a_refusal_names_the_dimension_in_chinese_and_what_to_ask_in_english() -> None:
    error = QuestionError(
        "non_conformed", "visits is not by region.", closest="visits by month", details={"dimension": "region"}
    )
    assert refused_words(error, view("zh"))[0].startswith("它的数据里没有“大区”")
    assert refused_words(error, view("en"))[0].startswith("Its rows carry no region")


def test_other_refusals_are_told_by_their_kind() -> None:
    error = QuestionError("share", "A share of a share.", closest="the share")
    assert refused_words(error, view("zh")) == ("占比不能嵌在其他指标里", "")
    assert refused_words(None, view("zh")) == ("", "")


def test_who_cannot_be_told_the_own_part_hears_whom_to_ask() -> None:
    error = QuestionError(
        "non_conformed", "staff is not by position.", details={"dimension": "position", "metric": "staff"}
    )
    assert refused_words(error, view("zh"))[0].endswith("需要时请向人力资源部索取")
    assert refused_words(error, view("en"))[0].endswith("人力资源部 owns the figure: ask them")
