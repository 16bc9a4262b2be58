"""Old snapshots go; those in use, of closed months and of frozen reviews stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fupan.errors import UserError

if TYPE_CHECKING:
    from fupan.loop.company import Company

RECENT = timedelta(hours=1)
"""A snapshot that was in force this recently may still be read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot, whether it goes, and else why it stays: current, newest, closed, frozen, recent."""

    id: str
    created: datetime
    loads: int
    goes: bool
    why: tuple[str, ...]


def prune(company: Company, keep: int, *, now: datetime, dry_run: bool = False) -> list[Kept]:
    """Forget all snapshots but the newest *keep* and those that something stands on; every one with what became of it.

    The newest first. With *dry_run* nothing is removed. UserError where *keep* is below 1; ConflictError while another
    writer is at work.
    """
    from fupan.loop.library import pinned_snapshots

    if keep < 1:
        raise UserError("at least one snapshot has to be kept")
    chain = company.warehouse.snapshots()
    there = {m.id for m in chain}
    closed, frozen = company.warehouse.closed_on(), pinned_snapshots(company) & there
    found, replaced = list[Kept](), now
    for n, one in enumerate(chain):
        reasons = {
            "current": n == 0, "newest": 0 < n < keep, "closed": one.id in closed, "frozen": one.id in frozen,
            "recent": n >= keep and now - replaced < RECENT,
        }  # fmt: skip
        why = tuple(name for name, holds in reasons.items() if holds)
        found.append(Kept(one.id, one.created, len(one.loads), not why, why))
        replaced = one.created
    if dry_run:
        return found
    gone = set(company.warehouse.prune(keep, now=now, pinned=frozen, younger_than=RECENT))
    return [Kept(k.id, k.created, k.loads, k.id in gone, k.why) for k in found]
