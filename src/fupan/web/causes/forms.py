"""The form of one answer: cause and measure with owner and day."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError

from fupan.review.causes import Entry
from fupan.review.causes.collection import CATEGORIES
from fupan.web.causes.asked import Line
from fupan.web.shell.templatetags.say import both, one_of

LONGEST = 600


def _text(zh: str, en: str, *, rows: int = 0, help_zh: str = "", help_en: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    told = both(help_zh, help_en) if help_zh else ""
    return forms.CharField(label=both(zh, en), required=False, max_length=LONGEST, widget=widget, help_text=told)


class AnswerForm(forms.Form):
    """What an owner writes about one item; ``saw`` says which answer stood there when it was opened."""

    item = forms.CharField(widget=forms.HiddenInput(), max_length=400)
    saw = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=40)
    cause = _text("原因", "Cause", rows=3)
    category = forms.ChoiceField(label=both("原因类别", "Category"), required=False)
    verified = forms.BooleanField(label=both("原因已核实", "The cause was checked"), required=False)
    measure = _text("措施", "Measure", rows=3)
    owner = _text("负责人", "Owner")
    due = forms.DateField(label=both("完成日期", "Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    resource = _text("所需资源", "Resources needed")
    decision = _text("请会议决定", "The meeting is asked to decide")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - it is declared above
        field.choices = [("", "—"), *((key, one_of(zh, en)) for key, (zh, en) in CATEGORIES.items())]

    def clean_saw(self) -> datetime | None:
        """When the answer was written that stood there."""
        text: str = self.cleaned_data["saw"]
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError as e:
            raise ValidationError(one_of("请重新打开本页。", "Please open the page again.")) from e

    def clean(self) -> dict[str, object]:
        """An answer says something."""
        given: dict[str, object] = super().clean() or self.cleaned_data
        if not any(given.get(n) for n in ("cause", "measure", "decision", "resource")):
            raise ValidationError(one_of("请写原因或措施。", "Write a cause or a measure."))
        return given

    def entry(self, by: str) -> Entry:
        """The answer, written by *by*."""
        given = self.cleaned_data
        return Entry(
            given["item"], given["cause"].strip(), given["category"] or None, given["verified"], given["measure"].strip(),
            given["owner"].strip(), given["due"], given["resource"].strip(), given["decision"].strip(), by,
        )  # fmt: skip


def form_of(line: Line) -> AnswerForm:
    """The form of an item as it stands: what was written, or an empty one with the asked as owner."""
    initial: dict[str, object] = {"item": line.item.id, "owner": line.owner}
    if (entry := line.entry) is not None:
        initial = {name: getattr(entry, name) for name in AnswerForm.base_fields if name != "saw"}
        initial["saw"] = entry.at.isoformat() if entry.at else ""
    return AnswerForm(initial=initial, auto_id=f"{line.anchor}-%s")
