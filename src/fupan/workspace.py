"""The workspace: a directory a company keeps in git, described by ``fupan.toml``.

fupan.toml      settings (this module)
sources/        mappings (*.yaml) and matched names (names.yaml)
metrics/ decks/ rules/   own definitions that override the pack's
templates/      its PowerPoint template
data/           drop folder           (not in git)
warehouse/      snapshots             (not in git)
state/          reports of defects, uploads, the app database    (not in git)
reviews/        documents made
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fupan.calendar import PlainRules, read_rules
from fupan.errors import WorkspaceError

SETTINGS = "fupan.toml"
_KNOWN = {
    "name",
    "locale",
    "currency",
    "engine",
    "pack",
    "synthetic",
    "data_complete_through",
    "calendar",
    "recognition",
}
_RECOGNITION = ("order", "ship", "sign", "settle", "confirm", "lading", "invoice", "none")


CalendarSettings = PlainRules
"""A named calendar as ``[calendar.<name>]`` declares it."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """Which date makes a line sold: by channel id or kind; ``default`` where neither is named."""

    default: str = "order"
    by_channel: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workspace:
    """Settings and places of one company's workspace; nothing is opened or created by having one."""

    root: Path
    name: str
    locale: str = "zh"
    currency: str = "CNY"
    engine: str = "duckdb"
    pack: str = "standard"
    synthetic: bool = False
    data_complete_through: str | None = None
    calendars: dict[str, CalendarSettings] = field(default_factory=lambda: {"fiscal": CalendarSettings()})
    recognition: Recognition = field(default_factory=Recognition)

    @property
    def data(self) -> Path:
        """The drop folder."""
        return self.root / "data"

    @property
    def sources(self) -> Path:
        """Mappings and matched names."""
        return self.root / "sources"

    @property
    def warehouse(self) -> Path:
        """Snapshots."""
        return self.root / "warehouse"

    @property
    def state(self) -> Path:
        """Reports, uploads, the app database."""
        return self.root / "state"

    @property
    def reviews(self) -> Path:
        """Documents made."""
        return self.root / "reviews"

    @property
    def names_file(self) -> Path:
        """Names a person has matched: entity -> written name -> key."""
        return self.sources / "names.yaml"


def find_workspace(start: Path) -> Path:
    """The nearest directory at or above *start* that holds ``fupan.toml``; WorkspaceError if there is none."""
    here = start.resolve()
    for candidate in (here, *here.parents):
        if (candidate / SETTINGS).is_file():
            return candidate
    raise WorkspaceError(f"no workspace at {start} or above it: there is no {SETTINGS}. Make one with: fupan new DIR")


def read_workspace(root: Path) -> Workspace:
    """Read and check ``fupan.toml`` of *root*."""
    path = root / SETTINGS
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as e:
        raise WorkspaceError(f"{path} does not exist. Make a workspace with: fupan new DIR") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise WorkspaceError(f"{path}: not valid TOML: {e}") from e
    values = _with_environment(raw, path)
    unknown = sorted(set(values) - _KNOWN)
    if unknown:
        raise WorkspaceError(f"{path}: unknown setting {', '.join(unknown)}; known are {', '.join(sorted(_KNOWN))}")
    return Workspace(
        root=root.resolve(),
        name=_text(values, "name", path, default=root.resolve().name),
        locale=_choice(values, "locale", ("zh", "en"), path, default="zh"),
        currency=_text(values, "currency", path, default="CNY"),
        engine=_choice(values, "engine", ("duckdb",), path, default="duckdb"),
        pack=_text(values, "pack", path, default="standard"),
        synthetic=bool(values.get("synthetic", False)),
        data_complete_through=str(values["data_complete_through"]) if "data_complete_through" in values else None,
        calendars=_calendars(values.get("calendar", {}), path),
        recognition=_recognition(values.get("recognition", {}), path),
    )


def _with_environment(raw: dict[str, Any], path: Path) -> dict[str, Any]:
    """Replace ``${NAME}`` in text values; secrets stand in the environment, never in the file."""

    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: fill(v) for k, v in value.items()}
        if isinstance(value, list):
            return [fill(v) for v in value]
        if isinstance(value, str):
            return re.sub(r"\$\{(\w+)\}", lambda m: _environment(m[1], path), value)
        return value

    filled: dict[str, Any] = fill(raw)
    return filled


def _environment(name: str, path: Path) -> str:
    if name not in os.environ:
        raise WorkspaceError(f"{path}: ${{{name}}} is asked for, but the environment has no {name}")
    return os.environ[name]


def _text(values: dict[str, Any], key: str, path: Path, *, default: str) -> str:
    value = values.get(key, default)
    if not isinstance(value, str) or not value:
        raise WorkspaceError(f"{path}: {key} must be a text, found {value!r}")
    return value


def _choice(values: dict[str, Any], key: str, choices: tuple[str, ...], path: Path, *, default: str) -> str:
    value = values.get(key, default)
    if value not in choices:
        raise WorkspaceError(f"{path}: {key} must be one of {', '.join(choices)}, found {value!r}")
    return str(value)


def _calendars(raw: Any, path: Path) -> dict[str, CalendarSettings]:
    found: dict[str, CalendarSettings] = {}
    for name, spec in dict(raw).items():
        if not isinstance(spec, dict):
            raise WorkspaceError(f"{path}: [calendar.{name}] must be a table")
        try:
            found[name] = read_rules(name, spec)
        except ValueError as e:
            raise WorkspaceError(f"{path}: [calendar.{name}] {e}") from e
    found.setdefault("fiscal", CalendarSettings())
    return found


def _recognition(raw: Any, path: Path) -> Recognition:
    if not isinstance(raw, dict):
        raise WorkspaceError(f"{path}: [recognition] must be a table")
    for key, rule in raw.items():
        if rule not in _RECOGNITION:
            raise WorkspaceError(f"{path}: recognition.{key} must be one of {', '.join(_RECOGNITION)}, found {rule!r}")
    return Recognition(
        default=str(raw.get("default", "order")), by_channel={k: str(v) for k, v in raw.items() if k != "default"}
    )
