"""What people were given: roles by grant, and deputies with an end date."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class InForce(models.QuerySet["Grant"]):
    """Rows of a day."""

    def on(self, day: date) -> InForce:
        """Those in force on a day; validity is half-open [start, end)."""
        return self.filter(Q(start__lte=day) & (Q(end__isnull=True) | Q(end__gt=day)))


class Grant(models.Model):
    """A role given to an account for a time. ``members`` names what it is held for: {"channel": ["online"]}."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40)
    members = models.JSONField(default=dict, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    objects = InForce.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_ends_after_start", condition=Q(end__isnull=True) | Q(end__gte=F("start"))
            )
        ]
        indexes = [models.Index(fields=["user", "start"], name="grant_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"


class DelegationInForce(models.QuerySet["Delegation"]):
    """Rows of a day."""

    def on(self, day: date) -> DelegationInForce:
        """Those in force on a day; the last day counts."""
        return self.filter(start__lte=day, last_day__gte=day, revoked_at__isnull=True)


class Delegation(models.Model):
    """A deputy 代理: ``deputy`` holds what ``principal`` holds, to a last day that must be named."""

    principal = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegated_to")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deputy_for")
    start = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationInForce.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="delegation_has_days", condition=Q(last_day__gte=F("start"))),
            models.CheckConstraint(name="delegation_to_another", condition=~Q(principal=F("deputy"))),
        ]

    def __str__(self) -> str:
        return f"{self.principal_id} -> {self.deputy_id}"
