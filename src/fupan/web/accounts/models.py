"""Accounts: who signs in, and which person of the company that is."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account 账号. What it may do follows from the person's positions of the day and from grants, never from Django's
    own groups; ``is_superuser`` stays unused.
    """

    display_name = models.CharField(max_length=80, blank=True)
    person_id = models.CharField(max_length=80, null=True, blank=True, unique=True)
    language = models.CharField(max_length=10, blank=True)
    theme = models.CharField(max_length=5, blank=True, choices=[("light", "light"), ("dark", "dark")])
    must_change_password = models.BooleanField(default=False)

    @property
    def shown_name(self) -> str:
        """The name that others see."""
        return self.display_name or self.get_full_name() or self.username

    def __str__(self) -> str:
        return self.shown_name
