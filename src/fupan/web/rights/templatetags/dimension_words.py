"""Dimensions in templates, by their names in both languages."""

from __future__ import annotations

from django import template

from fupan.web.shell.templatetags.say import named

register = template.Library()


@register.filter
def dimension(name: str) -> str:
    """The dimension in words; a name that the definitions no longer have stands as it is."""
    from fupan.web.company import house

    found = house().definitions.dimensions.get(name)
    return name if found is None else named(found)
