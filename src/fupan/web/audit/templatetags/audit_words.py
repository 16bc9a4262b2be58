"""Acts and kinds of the audit log in templates."""

from __future__ import annotations

from django import template

from fupan.web.audit.words import ACTS, KINDS, in_words
from fupan.web.shell.templatetags.say import in_english

register = template.Library()


@register.filter
def act(name: str) -> str:
    """What was done."""
    return in_words(ACTS, name, english=in_english())


@register.filter
def kind(name: str) -> str:
    """What it was done to."""
    return in_words(KINDS, name, english=in_english())
