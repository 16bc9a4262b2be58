"""How this machine runs the web: read from the environment, since it differs from machine to machine.

Business settings stand in ``fupan.toml`` of the workspace; nothing of it is repeated here.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fupan.errors import WorkspaceError
from fupan.workspace import find_workspace

WORKSPACE = "FUPAN_WORKSPACE"
LOCAL = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Deployment:
    """Settings of one machine: the workspace served, where state lives, names it answers to, how mail leaves.

    ``backups``: where nightly backups go; None: none are made. ``lease``: seconds after which the work of a worker that
    gives no sign is given to another. ``logs``: json or text lines.
    """

    workspace: Path
    state: Path
    database: str
    secret_key: str
    hosts: tuple[str, ...] = LOCAL
    https: bool = False
    debug: bool = False
    mail: str = ""
    mail_from: str = "fupan@localhost"
    proxies: int = 0
    backups: Path | None = None
    lease: float = 60.0
    logs: str = "json"

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins that forms may be sent from: every named host, under the scheme in use."""
        scheme = "https" if self.https else "http"
        return tuple(f"{scheme}://{h.replace('*', '', 1) if h.startswith('*.') else h}" for h in self.hosts if h != "*")


def read_deployment(environment: Mapping[str, str]) -> Deployment:
    """Read ``FUPAN_*``; WorkspaceError says which variable is wrong and what would be right."""
    root = find_workspace(Path(environment.get(WORKSPACE, ".")))
    state = Path(environment.get("FUPAN_STATE") or root / "state")
    state.mkdir(parents=True, exist_ok=True)
    database = environment.get("FUPAN_DATABASE_URL") or f"sqlite:///{state / 'fupan.sqlite3'}"
    given = Deployment(
        workspace=root,
        state=state,
        database=database,
        secret_key=environment.get("FUPAN_SECRET_KEY") or secret_key(state / "secret.key"),
        https=_flag(environment, "FUPAN_HTTPS"),
        debug=_flag(environment, "FUPAN_DEBUG"),
        mail=environment.get("FUPAN_MAIL_URL", ""),
        mail_from=environment.get("FUPAN_MAIL_FROM", "fupan@localhost"),
        proxies=_count(environment, "FUPAN_PROXIES"),
        hosts=_hosts(environment.get("FUPAN_HOSTS", "")),
        backups=Path(environment["FUPAN_BACKUPS"]).absolute() if environment.get("FUPAN_BACKUPS") else None,
        lease=max(1.0, float(_count(environment, "FUPAN_LEASE") or 60)),
        logs=_choice(environment, "FUPAN_LOGS", ("json", "text")),
    )
    if len(given.secret_key) < 32:
        raise WorkspaceError("FUPAN_SECRET_KEY is shorter than 32 characters; leave it out to have one made")
    return given


def secret_key(path: Path) -> str:
    """The key that signs sessions, made at the first start and readable by its owner alone."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key


def _hosts(text: str) -> tuple[str, ...]:
    named = tuple(h.strip() for h in text.split(",") if h.strip())
    return (*named, *(h for h in LOCAL if h not in named))


def _flag(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "").strip().lower()
    if text in {"", "0", "false", "no", "off"}:
        return False
    if text in {"1", "true", "yes", "on"}:
        return True
    raise WorkspaceError(f"{name}={text}: expected 1 or 0")


def _choice(environment: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    text = environment.get(name, "").strip() or choices[0]
    if text not in choices:
        raise WorkspaceError(f"{name}={text}: expected {' or '.join(choices)}")
    return text


def _count(environment: Mapping[str, str], name: str) -> int:
    text = environment.get(name, "").strip() or "0"
    if not text.isdigit():
        raise WorkspaceError(f"{name}={text}: expected a whole number, 0 or more")
    return int(text)
