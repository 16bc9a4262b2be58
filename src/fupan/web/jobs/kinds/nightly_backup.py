"""The nightly backup 每日备份: where ``FUPAN_BACKUPS`` names a directory, a backup a day, the newest kept."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from fupan.web.company import house
from fupan.web.jobs.job import job
from fupan.web.notices.telling import tell, who_may

KEPT = 7
_NAME = re.compile(r"fupan-\d{8}\.tar")


@job("backup", "每日备份", "Nightly backup", why="copies files, reads no figure", nightly=time(2, 10))
def back_up() -> str:
    """Write the day's backup where it is not there yet, and let the oldest go; what was done."""
    place: Path | None = settings.FUPAN.backups
    if place is None:
        return "FUPAN_BACKUPS names no directory"
    place.mkdir(parents=True, exist_ok=True)
    target = place / f"fupan-{timezone.localdate():%Y%m%d}.tar"
    for left in place.glob(".fupan-*.new"):  # of a run that was killed: nobody else writes here
        left.unlink(missing_ok=True)
    if not target.exists():
        house().back_up(settings.FUPAN, target, now=timezone.now())
        tell(
            who_may("operations.manage"), "operation", f"备份 {target.name} 已完成", f"The backup {target.name} is done",
            address=reverse("operations"), once=f"backup {target.name}",
        )  # fmt: skip
    kept = sorted((p for p in place.iterdir() if _NAME.fullmatch(p.name)), reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)
    return f"{target.name}, {min(len(kept), KEPT)} kept"
