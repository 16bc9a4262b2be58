"""One exception tree for the whole product.

    FupanError
    ├── UserError                what a person gave cannot be used; exit code 2; the message says what would be right
    │   ├── WorkspaceError       no workspace here, a setting of fupan.toml that does not hold
    │   ├── DefinitionError      a YAML definition (file, line, key, nearest right name)
    │   ├── SourceError          an input file (file, sheet, row, field, found, expected)
    │   ├── ExpressionError      an expression of the safe language (text, position)
    │   └── QuestionError        a question that makes no sense (code, reason, closest askable question)
    ├── NeedsPersonError         it can go on once a person has decided (unmapped columns); exit code 1
    └── ConflictError            another writer was faster (compare-and-swap lost)

Anything else that reaches the command line is a defect of ours (exit code 3, with a report file).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MOST_SHOWN = 20
"""Further errors of definitions that one message shows."""


class FupanError(Exception):
    """Root of all errors that fupan raises on purpose."""


class UserError(FupanError):
    """Input, settings or a question that a person has to correct."""


class WorkspaceError(UserError):
    """The directory is no workspace, or its settings do not hold."""


class DefinitionError(UserError):
    """A definition file is wrong. Names file, line and key, and the nearest right name where there is one."""

    def __init__(
        self,
        reason: str,
        *,
        file: str = "",
        line: int | None = None,
        key: str = "",
        nearest: str | None = None,
        others: tuple[DefinitionError, ...] = (),
    ) -> None:
        self.reason, self.file, self.line, self.key, self.nearest = reason, file, line, key, nearest
        self.others = others
        place = file + (f":{line}" if line is not None else "")
        parts = [p for p in (place, key) if p]
        hint = f" — did you mean “{nearest}”?" if nearest else ""
        shown = [str(other) for other in others[:MOST_SHOWN]]
        if len(others) > MOST_SHOWN:
            shown.append(f"... and {len(others) - MOST_SHOWN} more")
        super().__init__("\n".join([": ".join([*parts, reason]) + hint, *shown]))

    @property
    def all(self) -> tuple[DefinitionError, ...]:
        """This one and the others that were found with it."""
        return (self, *self.others)

    @classmethod
    def together(cls, errors: list[DefinitionError]) -> DefinitionError:
        """The first of *errors* carrying the rest, so that everything wrong is told in one go."""
        first, *rest = errors
        return cls(
            first.reason, file=first.file, line=first.line, key=first.key, nearest=first.nearest, others=tuple(rest)
        )


class SourceError(UserError):
    """An input file cannot be used. Names the place, what was found and what would be right."""

    def __init__(
        self,
        reason: str,
        *,
        file: str = "",
        sheet: str | None = None,
        row: int | None = None,
        field: str | None = None,
        found: str | None = None,
        expected: str | None = None,
    ) -> None:
        self.reason, self.file, self.sheet, self.row = reason, file, sheet, row
        self.field, self.found, self.expected = field, found, expected
        place = file
        if sheet:
            place += f" [{sheet}]"
        if row is not None:
            place += f" row {row}"
        if field:
            place += f" “{field}”"
        text = f"{place}: {reason}" if place else reason
        if found is not None:
            text += f"; found “{found[:120]}”"
        if expected is not None:
            text += f"; expected {expected}"
        super().__init__(text)


class ExpressionError(UserError):
    """An expression uses something the safe language does not allow, or does not parse."""


class QuestionError(UserError):
    """A question that cannot be answered truthfully.

    ``code`` is stable (for programs), ``reason`` is for people, ``closest`` says what can be asked instead, and
    ``question`` is such a question: the metric layer gives the nearest one that it answers, looked for when it is first
    wanted, which has to be while the snapshot is open. ``details`` are what the refusal is about
    (``{"dimension": "regoin", "nearest": "region"}``).
    """

    def __init__(
        self, code: str, reason: str, *, closest: str | None = None, details: dict[str, Any] | None = None
    ) -> None:
        self.code, self.reason, self.closest = code, reason, closest
        self.details: dict[str, Any] = details or {}
        self.look: Callable[[], Any] | None = None
        self._question: Any | None = None
        super().__init__(f"[{code}] {reason}" + (f" Ask instead: {closest}" if closest else ""))

    @property
    def question(self) -> Any | None:
        """The nearest question that has an answer; None where none is near."""
        if self.look is not None:
            look, self.look = self.look, None
            self._question = look()
        return self._question

    @question.setter
    def question(self, found: Any | None) -> None:
        self._question, self.look = found, None


class NeedsPersonError(FupanError):
    """Work stopped where a person has to decide; nothing was changed."""


class ConflictError(FupanError):
    """A compare-and-swap was lost: somebody else changed the same thing first."""
