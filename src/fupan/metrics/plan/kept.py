"""Findings about a snapshot that outlive the process: templates, trees, members, catalogues of targets.

What is read is data and SELECT statements of ours. A statement that could hold a second one (it has a semicolon) is
neither kept nor taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from fupan.metrics.plan.depends import SNAPSHOT, TEXT, Fact, Facts, counted, digest, named, unnoted
from fupan.metrics.plan.plain import NotPlainError, from_plain, to_plain
from fupan.metrics.plan.run import fetch
from fupan.metrics.plan.template import Template, canonical

_MADE_BY = (
    "metrics",
    "metrics/plan",
    "expressions",
    "calendar",
    "contracts",
    "warehouse",
    "warehouse/engines",
    "diagnose",
)


class Findings(Protocol):
    """Plain data by key; ``fupan.warehouse`` keeps them beside a snapshot."""

    def read(self, key: str) -> Any:
        """What is kept for *key*; KeyError where nothing is."""
        ...

    def write(self, key: str, value: Any) -> None:
        """Keep *value* for *key*."""
        ...


class Kept:
    """A snapshot's findings of one engine, made by the same code, definitions and settings (*made_by*).

    *shared* holds those of every snapshot, each with the facts that it rests on: where they are the same in another
    snapshot, so is the finding.
    """

    def __init__(self, findings: Findings, made_by: str, shared: Findings | None = None) -> None:
        self._findings, self._made_by, self._shared = findings, made_by, shared
        self._digests: dict[str, str] = {}

    def take(self, key: Any, reader: Any) -> tuple[Any, Facts]:
        """The value kept for *key*, and what it rests on; KeyError where none is kept that holds for *reader*'s snapshot."""
        with suppress(KeyError):
            value, facts = self.read(("found", key))
            if _sound(key, value):
                return value, dict(facts)
        if self._shared is None or reader is None:
            raise KeyError(key)
        value, facts = self._read(self._shared, ("found", key))
        if not _sound(key, value) or any(self._says(fact, reader) != said for fact, said in facts):
            raise KeyError(key)
        self.write(("found", key), (value, facts))
        return value, dict(facts)

    def keep(self, key: Any, value: Any, facts: Facts) -> None:
        """Keep *value* and what it rests on, where it is plain."""
        listed = tuple((fact, said) for fact, said in facts.items() if fact[0] != TEXT)
        if _sound(key, value):
            self.write(("found", key), (value, listed))
        if self._shared is None:
            return
        for fact, text in facts.items():
            if fact[0] == TEXT and _select(text):
                self._write(self._shared, fact, text)
        if _sound(key, value) and SNAPSHOT not in facts:
            self._write(self._shared, ("found", key), (value, listed))

    def _says(self, fact: Fact, reader: Any) -> str:
        """What a fact says of the snapshot of *reader*; KeyError where that cannot be told."""
        if fact[0] != "rows":
            return counted(fact, reader.manifest)
        name = fact[1]
        if name not in self._digests:
            try:
                self._digests[name] = self.read(("digest", name))
            except KeyError:
                assert self._shared is not None  # noqa: S101 - the caller looked
                text = self._read(self._shared, (TEXT, name))
                if not _select(text) or named(text) != name:
                    raise
                with unnoted():
                    self._digests[name] = digest(fetch(reader.backend, text))
                self.write(("digest", name), self._digests[name])
        return self._digests[name]

    def read(self, key: Any) -> Any:
        """The value kept for *key*; KeyError where there is none that can be used."""
        return self._read(self._findings, key)

    def write(self, key: Any, value: Any) -> None:
        """Keep *value* where it is plain."""
        self._write(self._findings, key, value)

    def _read(self, findings: Findings, key: Any) -> Any:
        try:
            found = from_plain(findings.read(self._named(key)))
        except (ValueError, TypeError) as e:
            raise KeyError(key) from e
        if not _sound(key, found):
            raise KeyError(key)
        return found

    def _write(self, findings: Findings, key: Any, value: Any) -> None:
        if _sound(key, value):
            with suppress(NotPlainError, KeyError):
                findings.write(self._named(key), to_plain(value))

    def _named(self, key: Any) -> str:
        text = canonical(key)
        if " at 0x" in text:  # an object that is told from others by its place in memory
            raise KeyError(key)
        return f"{self._made_by}:{hashlib.sha256(text.encode()).hexdigest()}"


def made_by(parts: Iterable[Any]) -> str:
    """A hash of what shapes plans and is not part of their keys: settings of the layer, and the code that makes them."""
    return hashlib.sha256(canonical((tuple(parts), _code())).encode()).hexdigest()[:32]


@cache
def _code() -> tuple[Any, ...]:
    """Versions and, so that a changed working copy makes its plans anew, size and time of the source files."""
    from importlib.metadata import PackageNotFoundError, version

    from fupan import __version__

    root = Path(__file__).resolve().parents[2]
    files = [p for d in _MADE_BY for p in sorted((root / d).glob("*.py"))]
    stamps = [(s.st_size, s.st_mtime_ns) for s in (p.stat() for p in files)]
    versions: list[str] = []
    for package in ("ibis-framework", "sqlglot", "duckdb", "chinesecalendar", "holidays"):
        with suppress(PackageNotFoundError):
            versions.append(f"{package} {version(package)}")
    return __version__, tuple(versions), tuple(stamps)


def _sound(key: Any, value: Any) -> bool:
    """Whether every statement in a value is one SELECT."""
    statements: list[str] = []
    if isinstance(value, Template):
        statements = ["".join(value.texts)]
    elif isinstance(key, tuple) and key and key[0] == "plan":
        statements = [v for v in value if isinstance(v, str)] if isinstance(value, tuple) else [str(value)]
    return all(map(_select, statements))


def _select(text: Any) -> bool:
    return isinstance(text, str) and text.lstrip().upper().startswith(("SELECT", "WITH")) and ";" not in text
