"""Figures of a run kept as JSON beside the README, which is written from them."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parent / "figures"


def keep(name: str, **found: Any) -> None:
    """Keep what one part of a run found as NAME.json, with the day and the machine."""
    PLACE.mkdir(exist_ok=True)
    said = {"day": datetime.now(UTC).date().isoformat(), "machine": machine()} | found
    (PLACE / f"{name}.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def kept(name: str) -> dict[str, Any] | None:
    """What was kept last; None where that part was never run."""
    path = PLACE / f"{name}.json"
    found: dict[str, Any] | None = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    return found


def machine() -> str:
    """Cores, memory and how busy the machine was meanwhile."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, load {os.getloadavg()[2]:.0f}"


def short(rows: int) -> str:
    """10000000 as 10m, as it stands in the names of figures."""
    return f"{rows // 1_000_000}m" if rows >= 1_000_000 else f"{rows // 1000}k"
