"""One turn of the loop: load -> judge -> respond -> review. A thin shell: rooms compute, this room does."""

from fupan.loop.company import Company, open_company
from fupan.loop.create import create_workspace
from fupan.loop.load import FileOutcome, LoadReport
from fupan.loop.match import Candidate, MatchReport
from fupan.loop.review import Review

__all__ = [
    "Candidate",
    "Company",
    "FileOutcome",
    "LoadReport",
    "MatchReport",
    "Review",
    "create_workspace",
    "open_company",
]
