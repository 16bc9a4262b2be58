"""Changing a definition file: only what was read, and only into definitions that hold together."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fupan.errors import ConflictError, DefinitionError
from fupan.metrics.load import read_definitions
from fupan.packs import pack_files

ABSENT = ""
"""Hash of a file that is not there."""


@dataclass(frozen=True, slots=True)
class DefinitionFile:
    """A file of definitions as it was read: its text, and the hash that a change must name."""

    path: Path
    text: str
    hash: str


def read_definition_file(path: Path) -> DefinitionFile:
    """The file, empty where there is none yet."""
    if not path.is_file():
        return DefinitionFile(path, "", ABSENT)
    raw = path.read_bytes()
    return DefinitionFile(path, raw.decode("utf-8-sig"), _hash(raw))


def write_definition_file(path: Path, text: str, expected: str, *, pack: str, workspace: Path) -> DefinitionFile:
    """Replace a file of ``metrics/`` in the workspace, if it is still the one of hash *expected*.

    ConflictError where somebody else changed it since; DefinitionError where the definitions would not hold together
    with it. In both cases nothing is changed. The file is replaced whole, so that no reader ever sees half of it.
    """
    path, folder = path.resolve(), (workspace / "metrics").resolve()
    if path.parent != folder or path.suffix not in {".yaml", ".yml"}:
        raise DefinitionError("definitions of a workspace are YAML files in its metrics folder", file=str(path))
    folder.mkdir(parents=True, exist_ok=True)
    raw = text.encode("utf-8")
    lock = folder / f".{path.name}.lock"
    try:
        held = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError as e:
        raise ConflictError(f"{path.name} is being changed by somebody else ({lock.name} is there)") from e
    draft: Path | None = None
    try:
        if read_definition_file(path).hash != expected:
            raise ConflictError(f"{path.name} was changed since it was read; read it again")
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{path.stem}.", suffix=".draft")
        draft = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        _check(draft, path, pack, workspace)
        draft.replace(path)
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)
        os.close(held)
        lock.unlink(missing_ok=True)
    return DefinitionFile(path, text, _hash(raw))


def _check(draft: Path, path: Path, pack: str, workspace: Path) -> None:
    """Read all definitions with the draft in the place of the file; its errors name the file."""
    files = [f for f in pack_files(pack, "metrics", workspace) if f.resolve() != path]
    own = [f for f in files if f.resolve().parent == path.parent]
    packs = [f for f in files if f not in own]
    try:
        read_definitions([*packs, *sorted([*own, draft], key=lambda f: path.name if f == draft else f.name)])
    except DefinitionError as e:
        said = [
            DefinitionError(
                one.reason,
                file=str(path) if one.file == str(draft) else one.file,
                line=one.line,
                key=one.key,
                nearest=one.nearest,
            )
            for one in e.all
        ]
        raise DefinitionError.together(said) from e


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]
