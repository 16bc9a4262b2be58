"""What a file says of a plan, cell by cell, before it is compared with it."""

from __future__ import annotations

from dataclasses import dataclass

from fupan.plan.slices import Path


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which plan and which state of it a file was made from; ``step``: the last edit then, to find what changed since."""

    plan: str
    version: str
    step: int


@dataclass(frozen=True, slots=True)
class Given:
    """One cell of a file: where it stands, which cell of the plan it means, and its text (None: left blank)."""

    sheet: str
    row: int
    path: Path
    period: str
    level: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """A word on one row: an error (the cell is left out) or a note."""

    sheet: str
    row: int
    kind: str
    zh: str
    en: str
    found: str = ""

    def text(self, lang: str = "zh") -> str:
        """The message for people, with its place."""
        place = f"[{self.sheet}] {self.row}: " if self.sheet else f"{self.row}: "
        return place + (self.zh if lang == "zh" else self.en) + (f" “{self.found}”" if self.found else "")


@dataclass(frozen=True, slots=True)
class Filled:
    """A file as read: cells in their order, what could not be understood, and the stamp if it has one."""

    cells: tuple[Given, ...]
    messages: tuple[Message, ...] = ()
    stamp: Stamp | None = None
