"""The form that makes a token."""

from __future__ import annotations

from typing import Any

from django import forms

from fupan.web.rights.asker import Asker
from fupan.web.shell.templatetags.say import both, named, one_of
from fupan.web.tokens.reach import reaches_of

DAYS = (7, 30, 90, 365)


class TokenForm(forms.Form):
    """What the token is called, what it may be used for, and how long."""

    name = forms.CharField(
        label=both("名称", "Name"), max_length=80,
        help_text=both("用在哪里，例如“财务 BI”。", "Where it is used, such as “finance BI”."),
    )  # fmt: skip
    reaches = forms.MultipleChoiceField(label=both("用途", "May be used to"), widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label=both("有效期", "Good for"), coerce=int, initial=90)

    def __init__(self, *args: Any, asker: Asker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reaches"].choices = [(r.name, named(r)) for r in reaches_of(asker)]  # type: ignore[attr-defined]
        self.fields["days"].choices = [(n, one_of(f"{n} 天", f"{n} days")) for n in DAYS]  # type: ignore[attr-defined]
