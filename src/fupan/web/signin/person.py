"""Who a service says has signed in, in the same words for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SignedIn:
    """``uid``: the service's key of the person; ``mail``: an address that the company gave, never one of their own choice;
    ``staff_number``: the number that the company's directory keeps there.
    """

    uid: str
    name: str = ""
    mail: str = ""
    staff_number: str = ""

    def told(self) -> dict[str, Any]:
        """As it is kept beside the link; nothing but this of what the service told."""
        return {"uid": self.uid, "name": self.name, "mail": self.mail, "staff_number": self.staff_number}


@dataclass(frozen=True, slots=True)
class Granted:
    """A code traded in: the token that asks further, and what came with it."""

    access: str
    more: dict[str, Any] = field(default_factory=dict)
