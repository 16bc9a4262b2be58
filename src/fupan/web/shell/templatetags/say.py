"""``{% say "中文" "English" %}``: our own texts stand in both languages where they are used."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.functional import lazy
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

UNDO = "undo:"
"""Begins the tag of a message whose deed can be taken back (``shell.undo``)."""


def in_english() -> bool:
    """Whether this request is answered in English."""
    return (get_language() or "").startswith("en")


def one_of(zh: str, en: str) -> str:
    """Of two texts the one of this request."""
    return en if in_english() else zh


both = lazy(one_of, str)
"""Of two texts the one of the request that shows it: for labels that are written down before any request."""


@register.simple_tag
def say(zh: str, en: str, **values: Any) -> SafeString:
    """One of two texts; ``{name}`` in it takes the value of that name, escaped."""
    text = en if in_english() else zh
    shown = {name: conditional_escape(value) for name, value in values.items()}
    return SafeString(text.format(**shown) if shown else text)


@register.filter
def undo_note(message: Any) -> str:
    """What the button beside a message sends to take back what it tells of; empty where nothing can be."""
    tags = str(getattr(message, "extra_tags", "") or "")
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""


@register.filter
def named(thing: Any) -> str:
    """The name of anything with ``zh`` and ``en``."""
    return str(thing.en if in_english() else thing.zh)
