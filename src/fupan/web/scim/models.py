"""What the directory said of accounts and groups, so that it reads back what it wrote."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Synced(models.Model):
    """An account that the directory keeps. ``document``: its attributes as sent, without passwords; what the account
    holds itself (name, address, open or closed) is read from there. ``removed``: the directory has let go of it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="synced"
    )
    external_id = models.CharField(max_length=200, blank=True, db_index=True)
    document = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    removed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.user_id} {self.external_id}"


class DirectoryGroup(models.Model):
    """A group of the directory. Which roles its members are given stands in the workspace's roles (``groups:``)."""

    name = models.CharField(max_length=200, unique=True)
    external_id = models.CharField(max_length=200, blank=True, db_index=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An account in a group of the directory."""

    group = models.ForeignKey(DirectoryGroup, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.group_id}"


class GivenByGroup(models.Model):
    """A grant that a membership brought. It is ended with the membership; who ended it here is not given it again."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="given")
    grant = models.OneToOneField("rights.Grant", on_delete=models.CASCADE, related_name="by_group")

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.grant_id}"
