"""The seed of a run: another one each day, so that in time all is covered; the same for all processes of one run."""

from __future__ import annotations

import os
from datetime import UTC, datetime

_GIVEN = os.environ.get("FUPAN_SEED")  # read before the tests' setup clears our own settings


def chosen_seed() -> int:
    """FUPAN_SEED where it is set (to repeat a run), else the number of the day."""
    return int(_GIVEN) if _GIVEN else datetime.now(UTC).date().toordinal()
