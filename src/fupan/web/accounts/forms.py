"""Forms for accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from fupan.web.accounts.models import User
from fupan.web.org.directory import Directory
from fupan.web.shell.templatetags.say import both, one_of


def find_person(text: str, directory: Directory) -> str | None:
    """The key of the person meant by a staff id or a name; None for no text. ValidationError where it is not one person."""
    if not text:
        return None
    if text in directory.person_by_id:
        return text
    found = [p.id for p in directory.people if p.name == text]
    match found:
        case [one]:
            return one
        case []:
            raise ValidationError(one_of(f"人员表里没有“{text}”。", f"There is no person {text}."))
    ids = ", ".join(found[:8])
    raise ValidationError(
        one_of(
            f"有 {len(found)} 人叫“{text}”，请写工号：{ids}",
            f"{len(found)} people are called {text}; write one of {ids}",
        )
    )


class AccountForm(forms.Form):
    """Name, address, person."""

    display_name = forms.CharField(label=both("姓名", "Name"), max_length=80, required=False)
    email = forms.EmailField(label=both("邮箱", "E-mail"), required=False)
    person = forms.CharField(
        label=both("对应人员", "Stands for"), required=False, max_length=80,
        help_text=both("工号或姓名；审计、经销商等外部账号留空。", "Staff id or name; leave empty for an auditor, a dealer and the like."),
    )  # fmt: skip

    def __init__(self, *args: Any, directory: Directory, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directory, self.user = directory, user

    def clean_email(self) -> str:
        """An address belongs to one account: it signs in, too."""
        email: str = self.cleaned_data["email"]
        others = User.objects.exclude(pk=self.user.pk if self.user else 0)
        if email and others.filter(email__iexact=email).exists():
            raise ValidationError(one_of("这个邮箱已有账号。", "Another account has this e-mail."))
        return email

    def clean_person(self) -> str | None:
        """The key of the person."""
        return find_person(self.cleaned_data["person"].strip(), self.directory)


class InviteForm(AccountForm):
    """A new account."""

    username = forms.CharField(label=both("用户名", "User name"), max_length=150, validators=[User.username_validator])
    field_order = ("username", "display_name", "email", "person")

    def clean_username(self) -> str:
        """Names differ by more than capitals."""
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(one_of("这个用户名已被使用。", "This user name is taken."))
        return username
