"""The secret of a token: 256 random bits, kept as their hash alone.

A plain SHA-256 is enough for them: what is random cannot be guessed from a list as passwords are.
"""

from __future__ import annotations

import hashlib
import secrets

MARK = "fupan_"
_SHOWN = len(MARK) + 6


def new_secret() -> str:
    """A secret; its mark lets scanners of leaked files know it."""
    return MARK + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def start_of(secret: str) -> str:
    """The first letters, by which people tell tokens apart."""
    return secret[:_SHOWN]
