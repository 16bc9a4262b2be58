"""The start fails where a page declares no access."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from fupan.web.rights.pages import Access

# Pages of libraries, by the module their view lives in. They show and change what belongs to whoever is signed in.
LIBRARIES = {
    "allauth.": "the account itself: signing in, password, second factor; no figure of the company",
    "django.views.generic.base": "a redirect to one of them",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A URL of the house with its access; ``library`` tells why one of a library needs none of ours."""

    route: str
    name: str
    access: Access | None
    library: str = ""


def pages() -> Iterator[Page]:
    """Every URL there is."""
    yield from _pages(get_resolver().url_patterns, "", "")


def _pages(patterns: Sequence[URLPattern | URLResolver], route: str, space: str) -> Iterator[Page]:
    for each in patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _pages(each.url_patterns, here, inner)
            continue
        module = _module(each.callback)
        library = next((why for prefix, why in LIBRARIES.items() if module.startswith(prefix)), "")
        yield Page(here, f"{space}{each.name or ''}", getattr(each.callback, "access", None), library)


def _module(callback: Any) -> str:
    """Where a view comes from, also through decorators that keep no name."""
    while True:
        if (view := getattr(callback, "view_class", None)) is not None:
            return str(view.__module__)
        module = str(getattr(callback, "__module__", ""))
        inner = getattr(callback, "__wrapped__", None)
        if inner is None or module.startswith(tuple(LIBRARIES)):
            return module
        callback = inner


@register("rights")
def every_page_declares_access(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """One error for each URL without a declared access."""
    return [
        Error(
            f"page {p.route} ({p.name}) declares no access",
            hint="declare it with fupan.web.rights.pages.page",
            id="rights.E001",
        )
        for p in pages()
        if p.access is None and not p.library
    ]
