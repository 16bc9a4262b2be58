"""What a build needs to know besides the rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from fupan.workspace import CalendarSettings, Recognition


@dataclass(frozen=True, slots=True)
class BuildRules:
    """Settings that turn current rows into published tables.

    ``currency``    of rows that name none.
    ``recognition`` which date makes a line sold, by channel id, name or kind.
    ``calendars``   name -> settings; each gets its days in the table ``calendar``.
    ``names``       dimension table -> written name -> key, as a person confirmed them.
    """

    currency: str = "CNY"
    recognition: Recognition = field(default_factory=Recognition)
    calendars: Mapping[str, CalendarSettings] = field(default_factory=lambda: {"fiscal": CalendarSettings()})
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def hash(self) -> str:
        """Hash by which a build with the same rules is recognised."""
        plain = {
            "currency": self.currency,
            "recognition": asdict(self.recognition),
            "calendars": {name: asdict(c) for name, c in self.calendars.items()},
            "names": {entity: dict(found) for entity, found in self.names.items()},
        }
        return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
