"""The jobs there are, one a file."""

from fupan.web.jobs.kinds import (
    ask_causes,
    cause_rounds,
    digest,
    group_roles,
    leavers,
    nightly_backup,
    prepare,
    tidy,
    warm,
)

__all__ = [
    "ask_causes", "cause_rounds", "digest", "group_roles", "leavers", "nightly_backup", "prepare", "tidy", "warm",
]  # fmt: skip
