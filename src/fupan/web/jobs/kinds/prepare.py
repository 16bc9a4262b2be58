"""Preparing 预备文档: after a load the month's review is worked out once, so that who asks for it waits a second or two."""

from __future__ import annotations

from fupan.web.company import house
from fupan.web.jobs.job import job
from fupan.web.jobs.kinds.warm import snapshot_in_force


@job(
    "prepare", "预备文档", "Preparing documents",
    why="what is found out is kept beside the snapshot and shown to nobody; documents ask anew inside their maker's scope",
    attempts=2, when=snapshot_in_force,
)  # fmt: skip
def prepare() -> str:
    """Work out the standard review of each month that is asked for now; which."""
    here = house()
    if here.snapshot_id is None:
        return "nothing is loaded"
    return ", ".join(here.prepare_reviews()) or "no month"
