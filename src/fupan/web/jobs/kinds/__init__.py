"""The jobs there are, one a file."""

from fupan.web.jobs.kinds import leavers, nightly_backup, tidy, warm

__all__ = ["leavers", "nightly_backup", "tidy", "warm"]
