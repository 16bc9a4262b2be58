"""The reviews of the five companies, each composed once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import get_args

from tests.review.companies.chain import chain
from tests.review.companies.rows import Made, asking, compose, load
from tests.review.companies.subscription import subscription
from tests.review.companies.trader import trader
from tests.review.companies.young import startup, untargeted

from fupan.metrics.memory import MemoryReader
from fupan.review.asking import AskPartly
from fupan.review.model import Document, Lang

COMPANIES: dict[str, Callable[[], Made]] = {
    "trader": trader, "chain": chain, "subscription": subscription, "startup": startup, "untargeted": untargeted,
}  # fmt: skip
ALL = [(name, lang) for name in COMPANIES for lang in get_args(Lang)]


@cache
def made(name: str) -> tuple[Made, MemoryReader, AskPartly]:
    """The company, its snapshot and the answers, made once."""
    company = COMPANIES[name]()
    reader = load(company.tables)
    return company, reader, asking(reader)


@cache
def document(name: str, lang: Lang) -> Document:
    """The review of a company, composed once."""
    return compose(*made(name), lang)
