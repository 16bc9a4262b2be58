"""Undo 撤销: for ten minutes, who did something can take it back with the button beside the message that tells of it.

The button carries a signed note of what it takes back. Nothing is trusted from it but that: rights are checked again,
and what somebody else has changed meanwhile stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fupan.web.rights.granting import RefusedError
from fupan.web.shell.templatetags.say import UNDO, named, one_of

SECONDS = 600
_SALT = "fupan.undo"

Undoer = Callable[[HttpRequest, Mapping[str, Any]], str]
"""Takes a deed back by what its note says and returns the address to go to; RefusedError where it may or can not."""

_undoers: dict[str, Undoer] = {}


def undoes(deed: str) -> Callable[[Undoer], Undoer]:
    """Declare who takes a kind of deed back."""

    def declared(undoer: Undoer) -> Undoer:
        _undoers[deed] = undoer
        return undoer

    return declared


def done(request: HttpRequest, text: str, deed: str, **note: Any) -> None:
    """Tell that something was done, with a button that takes it back. *note*: plain values that its undoer needs."""
    token = signing.dumps({"deed": deed, "by": request.user.pk, **note}, salt=_SALT, compress=True)
    messages.success(request, text, extra_tags=f"{UNDO}{token}")


def undo(request: HttpRequest) -> HttpResponse:
    """Take back what the note says, if it was signed here, is not old, and was given to the one who asks."""
    try:
        note = signing.loads(request.POST.get("note", ""), salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        note = {}
    if note.get("by") != request.user.pk or note.get("deed") not in _undoers:
        messages.error(request, one_of("已经不能撤销。", "It can no longer be undone."))
        return redirect("home")
    try:
        back = _undoers[note["deed"]](request, note)
    except RefusedError as refused:
        messages.error(request, named(refused))
        return redirect("home")
    messages.success(request, one_of("已撤销。", "Undone."))
    return redirect(back)
