"""Figures, lights and icons in templates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fupan.web.shell.templatetags.say import in_english

register = template.Library()

# light -> shape in icons.svg, words
LIGHTS = {
    "red": ("square", "落后", "behind"),
    "amber": ("triangle", "有风险", "at risk"),
    "light_green": ("dot", "略低", "slightly below"),
    "green": ("dot", "按计划", "on plan"),
    "none": ("dash", "无目标或无数据", "no target or no data"),
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the one family; read aloud only with a label."""
    href = f"{static('web/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="i" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="i" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag
def light(value: str) -> SafeString:
    """A light: shape, colour and words for who cannot see either."""
    shape, zh, en = LIGHTS[value]
    href = f"{static('web/icons.svg')}#light-{shape}"
    return format_html(
        '<svg class="light {}" role="img" aria-label="{}"><use href="{}"/></svg>',
        value,
        en if in_english() else zh,
        href,
    )


@register.filter
def item(row: Any, name: Any) -> Any:
    """A column of a row, or what stands under a key; None where there is none."""
    return row.get(name) if row else None


@register.filter
def is_number(value: Any) -> bool:
    """Whether a value stands on the right of its cell."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


@register.filter
def cell(value: Any) -> str:
    """A raw value of a row: money with two to four decimals, dates as they are, nothing for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return ("yes" if value else "no") if in_english() else ("是" if value else "否")
    if isinstance(value, Decimal):
        short = value.quantize(Decimal("0.01"))
        return f"{short:,}" if short == value else f"{value.normalize():,f}"
    return str(value)
