"""The jobs there are, one a file."""

from fupan.web.jobs.kinds import digest, leavers, nightly_backup, tidy, warm

__all__ = ["digest", "leavers", "nightly_backup", "tidy", "warm"]
