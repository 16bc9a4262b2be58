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
from datetime import date
from pathlib import Path
from typing import Any

from fupan.calendar import PlainRules, WorkingDays, read_rules
from fupan.calendar.occasion import Occasion, read_occasion
from fupan.calendar.working_days import read_working_days
from fupan.errors import WorkspaceError
from fupan.money import Telling, read_telling

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
    "event",
    "working_days",
    "recognition",
    "wording",
    "signin",
}
_ENGINES = {
    "duckdb": ("memory", "cores"),
    "postgres": ("url", "schema"),
    "spark": ("master", "memory", "worker_memory", "cores", "partitions", "conf"),
}
_KNOWN |= _ENGINES.keys()
_RECOGNITION = ("order", "ship", "sign", "settle", "confirm", "lading", "invoice", "none")


CalendarSettings = PlainRules
"""A named calendar as ``[calendar.<name>]`` declares it."""


@dataclass(frozen=True, slots=True)
class DuckDBSettings:
    """DuckDB inside this process: memory at most (then it spills to disk), threads (None: one per core)."""

    memory: str = "2GB"
    cores: int | None = None


@dataclass(frozen=True, slots=True)
class PostgresSettings:
    """A PostgreSQL database; snapshots are copied into schemas that begin with ``schema``, whose own holds views."""

    url: str = ""
    schema: str = "fupan"


@dataclass(frozen=True, slots=True)
class SparkSettings:
    """A Spark master; memory of the driver and of each worker, cores at most (None: all), partitions of a shuffle.

    ``conf`` holds settings of Spark's own (a queue, the keys of a store of objects).
    """

    master: str = "local[*]"
    memory: str = "1g"
    worker_memory: str = "1g"
    cores: int | None = None
    partitions: int = 8
    conf: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Which engine answers questions, and how each is reached."""

    name: str = "duckdb"
    duckdb: DuckDBSettings = field(default_factory=DuckDBSettings)
    postgres: PostgresSettings = field(default_factory=PostgresSettings)
    spark: SparkSettings = field(default_factory=SparkSettings)


@dataclass(frozen=True, slots=True)
class Recognition:
    """Which date makes a line sold: by channel id or kind; ``default`` where neither is named."""

    default: str = "order"
    by_channel: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WordingSettings:
    """A language model that may word sentences: its address, name, the environment variable of its key, seconds to wait."""

    url: str
    model: str
    key: str = ""
    timeout: float = 60


@dataclass(frozen=True, slots=True)
class Workspace:
    """Settings and places of one company's workspace; nothing is opened or created by having one."""

    root: Path
    name: str
    locale: str = "zh"
    telling: Telling = field(default_factory=Telling)
    engine: EngineSettings = field(default_factory=EngineSettings)
    pack: str = "standard"
    synthetic: bool = False
    data_complete_through: str | None = None
    calendars: dict[str, CalendarSettings] = field(default_factory=lambda: {"fiscal": CalendarSettings()})
    events: tuple[Occasion, ...] = ()
    working_days: WorkingDays = field(default_factory=WorkingDays)
    recognition: Recognition = field(default_factory=Recognition)
    wording: WordingSettings | None = None
    signin: dict[str, Any] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        """The currency of rows that name none."""
        return self.telling.code

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
    unknown = sorted(set(raw) - _KNOWN)
    if unknown:
        raise WorkspaceError(f"{path}: unknown setting {', '.join(unknown)}; known are {', '.join(sorted(_KNOWN))}")
    chosen = _choice(raw, "engine", tuple(_ENGINES), path, default="duckdb")
    _check_engines(raw, path)
    values = _with_environment({k: v for k, v in raw.items() if k not in _ENGINES or k == chosen}, path)
    return Workspace(
        root=root.resolve(),
        name=_text(values, "name", path, default=root.resolve().name),
        locale=_choice(values, "locale", ("zh", "en"), path, default="zh"),
        telling=_telling(values.get("currency", "CNY"), path),
        engine=_engine(chosen, values.get(chosen, {}), path),
        pack=_text(values, "pack", path, default="standard"),
        synthetic=bool(values.get("synthetic", False)),
        data_complete_through=str(values["data_complete_through"]) if "data_complete_through" in values else None,
        calendars=_calendars(values.get("calendar", {}), path),
        events=_events(values.get("event", {}), path),
        working_days=_working_days(values.get("working_days", {}), path),
        recognition=_recognition(values.get("recognition", {}), path),
        wording=_wording(values["wording"], path) if "wording" in values else None,
        signin=dict(values.get("signin", {})),
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


def _telling(raw: Any, path: Path) -> Telling:
    try:
        return read_telling(raw)
    except ValueError as e:
        raise WorkspaceError(f"{path}: {e}") from e


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


def _check_engines(raw: dict[str, Any], path: Path) -> None:
    """The tables of all engines name known keys, and no secret stands in the file itself."""
    for engine, known in _ENGINES.items():
        spec = raw.get(engine, {})
        if not isinstance(spec, dict):
            raise WorkspaceError(f'{path}: [{engine}] must be a table; the engine is chosen by: engine = "{engine}"')
        if extra := sorted(set(spec) - set(known)):
            raise WorkspaceError(
                f"{path}: [{engine}] has unknown setting {', '.join(extra)}; known are {', '.join(known)}"
            )
    url = raw.get("postgres", {}).get("url", "")
    if isinstance(url, str) and (found := re.search(r"://[^/@]*?:([^@]*)@|password\s*=\s*('[^']*'|\S+)", url)):
        secret = next(g for g in found.groups() if g is not None)
        if not re.fullmatch(r"'?\$\{\w+\}'?", secret):
            raise WorkspaceError(
                f"{path}: postgres.url holds a password; keep it in the environment and write ${{NAME}} in its place"
            )


def _engine(name: str, spec: dict[str, Any], path: Path) -> EngineSettings:
    def memory(key: str, default: str) -> str:
        given = spec.get(key, default)
        if not isinstance(given, str) or not re.fullmatch(r"\d+ ?([kKmMgGtT]i?[bB]?)", given):
            raise WorkspaceError(f'{path}: {name}.{key} must be an amount of memory such as "2g", found {given!r}')
        return given

    def number(key: str, default: int | None) -> int | None:
        given = spec.get(key, default)
        if given is not None and (isinstance(given, bool) or not isinstance(given, int) or given < 1):
            raise WorkspaceError(f"{path}: {name}.{key} must be a whole number from 1, found {given!r}")
        return given

    match name:
        case "postgres":
            url, schema = spec.get("url"), spec.get("schema", "fupan")
            if not isinstance(url, str) or not re.match(r"postgres(ql)?://|\w+ *=", url):
                raise WorkspaceError(
                    f'{path}: engine = "postgres" needs postgres.url, such as "postgresql://host/database" or'
                    f' "${{FUPAN_PG}}"' + ("" if url is None else ", found something else")
                )
            if not isinstance(schema, str) or not re.fullmatch(r"[a-z][a-z0-9_]{0,29}", schema):
                raise WorkspaceError(
                    f"{path}: postgres.schema must be small letters, digits and _ (at most 30), found {schema!r}"
                )
            return EngineSettings(name, postgres=PostgresSettings(url, schema))
        case "spark":
            master = spec.get("master", SparkSettings().master)
            if not isinstance(master, str) or not re.match(r"local(\[.*\])?$|spark://|yarn$|k8s://", master):
                raise WorkspaceError(
                    f'{path}: spark.master must be "local[*]", "spark://host:7077", "yarn" or "k8s://…", found {master!r}'
                )
            conf = spec.get("conf", {})
            if not isinstance(conf, dict) or not all(
                k.startswith("spark.") and isinstance(v, str | int) for k, v in conf.items()
            ):
                raise WorkspaceError(f'{path}: [spark.conf] must hold settings such as "spark.yarn.queue" = "sales"')
            return EngineSettings(
                name,
                spark=SparkSettings(
                    master,
                    memory("memory", "1g"),
                    memory("worker_memory", "1g"),
                    number("cores", None),
                    number("partitions", 8) or 8,
                    tuple(sorted((k, str(v)) for k, v in conf.items())),
                ),
            )
        case _:
            return EngineSettings(name, duckdb=DuckDBSettings(memory("memory", "2GB"), number("cores", None)))


def _events(raw: Any, path: Path) -> tuple[Occasion, ...]:
    if not isinstance(raw, dict) or not all(isinstance(spec, dict) for spec in raw.values()):
        raise WorkspaceError(f"{path}: events are tables, such as [event.618]")
    found = []
    for name, spec in raw.items():
        try:
            found.append(read_occasion(name, spec))
        except ValueError as e:
            raise WorkspaceError(f"{path}: [event.{name}] {e}") from e
    return tuple(found)


def _working_days(raw: Any, path: Path) -> WorkingDays:
    if not isinstance(raw, dict):
        raise WorkspaceError(f"{path}: [working_days] must be a table")
    if extra := sorted(set(raw) - {"country", "off", "worked"}):
        raise WorkspaceError(f"{path}: [working_days] unknown setting {extra[0]}; known are country, off, worked")
    days: dict[str, frozenset[date]] = {}
    for key in ("off", "worked"):
        given = raw.get(key, [])
        try:
            days[key] = frozenset(d if isinstance(d, date) else date.fromisoformat(d) for d in given)
        except (TypeError, ValueError) as e:
            raise WorkspaceError(f"{path}: [working_days] {key} must be a list of dates, found {given!r}") from e
    try:
        return read_working_days(str(raw.get("country", "CN")), days["off"], days["worked"])
    except ValueError as e:
        raise WorkspaceError(f"{path}: [working_days] {e}") from e


def _recognition(raw: Any, path: Path) -> Recognition:
    if not isinstance(raw, dict):
        raise WorkspaceError(f"{path}: [recognition] must be a table")
    for key, rule in raw.items():
        if rule not in _RECOGNITION:
            raise WorkspaceError(f"{path}: recognition.{key} must be one of {', '.join(_RECOGNITION)}, found {rule!r}")
    return Recognition(
        default=str(raw.get("default", "order")), by_channel={k: str(v) for k, v in raw.items() if k != "default"}
    )


def _wording(raw: Any, path: Path) -> WordingSettings:
    extra = sorted(set(raw) - {"url", "model", "key", "timeout"}) if isinstance(raw, dict) else ["no table"]
    if extra:
        raise WorkspaceError(f"{path}: [wording] holds url, model, key and timeout, found {extra[0]}")
    url, model, key, timeout = raw.get("url"), raw.get("model"), raw.get("key", ""), raw.get("timeout", 60)
    if not isinstance(url, str) or not re.fullmatch(r"https?://[^/@\s]+(/[^@\s]*)?", url) or not isinstance(model, str):
        raise WorkspaceError(
            f"{path}: [wording] needs url (without a key in it) and model, found {url!r} and {model!r}"
        )
    if not isinstance(key, str) or not re.fullmatch(r"[A-Za-z_]\w*|", key):
        raise WorkspaceError(
            f"{path}: [wording] key names an environment variable; the key itself never stands in the file"
        )
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or timeout <= 0:
        raise WorkspaceError(f"{path}: [wording] timeout must be seconds, found {timeout!r}")
    return WordingSettings(url, model, key, float(timeout))
