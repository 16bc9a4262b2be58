"""The token 令牌: only its hash is kept."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q


class TokenSet(models.QuerySet["Token"]):
    """Tokens of a moment."""

    def live(self, now: datetime) -> TokenSet:
        """Those that work: not revoked and not run out."""
        return self.filter(revoked_at=None, expires_at__gt=now)


class Token(models.Model):
    """A key for other software, held by one person. ``start`` is its first letters, to be told apart by."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    start = models.CharField(max_length=14)
    hash = models.CharField(max_length=64, unique=True)
    reaches = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_address = models.GenericIPAddressField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenSet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["owner"], condition=Q(revoked_at=None), name="token_of_owner")]

    def __str__(self) -> str:
        return f"{self.start}… {self.name}"

    def state(self, now: datetime) -> str:
        """``live``, ``expired`` or ``revoked``."""
        if self.revoked_at is not None:
            return "revoked"
        return "live" if self.expires_at > now else "expired"
