"""Boards, their pins, and what is said about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from fupan.web.explore.shared import LONGEST_NAME, LONGEST_QUERY, Shared

WIDTHS = (4, 6, 8, 12)
LONGEST_COMMENT = 1000


class Board(Shared):
    """Pinned questions side by side. ``version`` counts every change of it and of its pins."""

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["owner"], condition=Q(deleted_at=None), name="board_of_owner")]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="board_has_name")]


class Pin(models.Model):
    """A question on a board, with its own title, place and width in twelfths."""

    board = models.ForeignKey("boards.Board", on_delete=models.CASCADE, related_name="pins")
    title = models.CharField(max_length=LONGEST_NAME)
    query = models.TextField(max_length=LONGEST_QUERY)
    place = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField(default=6)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(width__in=WIDTHS), name="pin_width"),
            models.CheckConstraint(condition=~Q(title=""), name="pin_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    """What somebody said about a board."""

    board = models.ForeignKey("boards.Board", on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.CharField(max_length=LONGEST_COMMENT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["board", "at"], name="comment_of_board")]

    def __str__(self) -> str:
        return self.text[:40]
