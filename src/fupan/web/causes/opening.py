"""The forms of who organises a round: opening one, letting it run longer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from fupan.web.company import Made
from fupan.web.shell.templatetags.say import both, one_of

USUAL_DAYS = 5
LONGEST_DAYS = 180


class DeadlineForm(forms.Form):
    """The last day on which answers are taken."""

    deadline = forms.DateField(
        label=both("截止日（含）", "Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["deadline"].initial = today + timedelta(days=USUAL_DAYS)

    def clean_deadline(self) -> date:
        """A day that is still to come, and not too far."""
        day: date = self.cleaned_data["deadline"]
        if not self.today <= day <= self.today + timedelta(days=LONGEST_DAYS):
            raise ValidationError(
                one_of(
                    f"请选今天起 {LONGEST_DAYS} 天内的日子。",
                    f"Choose a day from today on, within {LONGEST_DAYS} days.",
                )
            )
        return day


class OpenForm(DeadlineForm):
    """The document whose red and amber items are asked about."""

    document = forms.ChoiceField(label=both("复盘文档", "Review"))

    field_order = ("document", "deadline")

    def __init__(self, *args: Any, documents: Sequence[Made], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - it is declared above
        field.choices = [(f"{d.window}/{d.kind}", d.title) for d in documents]
