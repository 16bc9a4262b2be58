"""What one person keeps and may open to others 共享: to everybody who may explore, to roles, or to people."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from fupan.web.rights.asker import Asker

LONGEST_NAME, LONGEST_QUERY = 80, 8000


class SharedSet(models.QuerySet[Any]):
    """Things that are kept, by who may open them."""

    def there(self) -> Self:
        """Those that were not deleted."""
        return self.filter(deleted_at=None)

    def open_to(self, asker: Asker) -> Self:
        """Those that the asker owns or that are shared with them; never a deleted one."""
        shared = Q(owner=asker.user_id) | Q(everyone=True) | Q(people=asker.user_id)
        for role in asker.roles:
            shared |= Q(roles__contains=f" {role.name} ")
        return self.there().filter(shared).distinct()


class Shared(models.Model):
    """``roles`` holds their names with a space before and after each; ``version`` counts changes, so that none is lost."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    everyone = models.BooleanField(default=False)
    roles = models.CharField(max_length=400, blank=True)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = SharedSet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def role_names(self) -> tuple[str, ...]:
        """The roles it is shared with."""
        return tuple(self.roles.split())
