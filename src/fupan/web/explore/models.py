"""Saved views 视图: questions that are kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fupan.web.explore.shared import LONGEST_QUERY, Shared


class SavedView(Shared):
    """``query`` is the question's address without the place; who opens it sees it inside the own scope."""

    query = models.TextField(max_length=LONGEST_QUERY)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["owner"], condition=Q(deleted_at=None), name="view_of_owner")]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="view_has_name")]
