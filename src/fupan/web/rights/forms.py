"""Forms for grants and deputies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from fupan.web.accounts.models import User
from fupan.web.rights.asker import Asker
from fupan.web.rights.granting import may_grant
from fupan.web.shell.templatetags.say import both, named, one_of

if TYPE_CHECKING:
    from fupan.web.company import House


def day_input() -> forms.DateInput:
    """The browser's own picker of a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def find_account(text: str) -> User:
    """The active account of a user name, staff id or e-mail; ValidationError where there is none."""
    for field in ("username__iexact", "person_id", "email__iexact"):
        found = User.objects.filter(is_active=True, **{field: text}).first()
        if found is not None:
            return found
    raise ValidationError(one_of(f"没有可用的账号“{text}”。", f"There is no active account {text}."))


class GrantForm(forms.Form):
    """A role for a time, for named members where the role asks for them."""

    role = forms.ChoiceField(label=both("角色", "Role"))
    dimension = forms.ChoiceField(label=both("限定维度", "For which"), required=False)
    members = forms.CharField(
        label=both("限定成员", "Members"), required=False, max_length=2000,
        help_text=both("多个用逗号分开；不限定则留空。", "Several with commas; empty for no limit."),
    )  # fmt: skip
    start = forms.DateField(label=both("开始", "From"), widget=day_input())
    end = forms.DateField(
        label=both("到（不含）", "Until (that day not included)"), widget=day_input(), required=False,
        help_text=both("留空为一直有效。", "Empty: until it is ended."),
    )  # fmt: skip
    reason = forms.CharField(label=both("原因", "Reason"), max_length=200)

    def __init__(self, *args: Any, here: House, asker: Asker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.here = here
        roles = [r for r in here.roles.roles.values() if may_grant(asker, r)]
        self.fields["role"].choices = [(r.name, named(r)) for r in roles]  # type: ignore[attr-defined]
        self.fields["dimension"].choices = [  # type: ignore[attr-defined]
            ("", one_of("不限定", "no limit")),
            *((d.name, named(d)) for d in here.definitions.dimensions.values()),
        ]

    def clean(self) -> dict[str, Any]:
        """Members go with a dimension; a role that reaches only what is named needs them."""
        given = super().clean() or {}
        members = tuple(
            dict.fromkeys(m.strip() for m in given.get("members", "").replace("，", ",").split(",") if m.strip())
        )
        dimension = given.get("dimension", "")
        role = self.here.roles.roles.get(given.get("role", ""))
        if bool(members) != bool(dimension):
            self.add_error("members", one_of("维度和成员要一起填。", "Name the dimension and its members together."))
        elif role is not None and role.needs_members and not members:
            self.add_error(
                "members",
                one_of(f"“{role.zh}”须指定成员，否则看不到数据。", f"{role.en} reaches nothing without members."),
            )
        start, end = given.get("start"), given.get("end")
        if start and end and end <= start:
            self.add_error("end", one_of("结束要晚于开始。", "It must end after it begins."))
        given["named"] = {dimension: list(members)} if dimension and members else {}
        return given


class DeputyForm(forms.Form):
    """Who stands in, from when to when: the last day must be named."""

    deputy = forms.CharField(
        label=both("代理人", "Deputy"), max_length=254,
        help_text=both("对方的用户名、工号或邮箱。", "The user name, staff id or e-mail of the other."),
    )  # fmt: skip
    start = forms.DateField(label=both("第一天", "First day"), widget=day_input())
    last_day = forms.DateField(label=both("最后一天", "Last day"), widget=day_input())
    reason = forms.CharField(label=both("原因", "Reason"), required=False, max_length=200)

    def __init__(self, *args: Any, here: House, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.here, self.user = here, user

    def clean_deputy(self) -> User:
        """Somebody else, with an active account."""
        found = find_account(self.cleaned_data["deputy"].strip())
        if found == self.user:
            raise ValidationError(one_of("不能委托给自己。", "Not to yourself."))
        return found

    def clean(self) -> dict[str, Any]:
        """The last day is not over and not before the first."""
        given = super().clean() or {}
        start, last = given.get("start"), given.get("last_day")
        if last and last < self.here.today:
            self.add_error("last_day", one_of("最后一天已过。", "The last day is over."))
        elif start and last and last < start:
            self.add_error("last_day", one_of("最后一天早于第一天。", "The last day is before the first."))
        return given
