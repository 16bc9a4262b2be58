"""What comes from data is taken out before a sentence leaves the house, and put back after.

Each name and number of a sentence stands as a placeholder ``[[1]]``, ``[[2]]``; a model that is asked to word it sees nothing of
what customers, products or people are called, so that no name can pass for an instruction, and can change no figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fupan.review.model import Said

PLACE = re.compile(r"\[\[(\d+)\]\]")


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with placeholders, and what each stands for."""

    text: str
    parts: tuple[str, ...]

    def restore(self, text: str) -> str:
        """*text* with what its placeholders stand for; an unknown placeholder stays as it is."""

        def part(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return self.parts[at] if 0 <= at < len(self.parts) else match[0]

        return PLACE.sub(part, text)


def mask(text: str, said: Said) -> Masked | None:
    """*text* without what comes from facts, which *said* tells in its order.

    None where that cannot be told apart from the words around it: a fact is not found, a digit or a bracket is left over.
    """
    if "[[" in text or "]]" in text:
        return None
    made, at = "", 0
    parts: list[str] = []
    for _, words in said:
        found = text.find(words, at) if words else -1
        if found < 0:
            return None
        parts.append(words)
        made += f"{text[at:found]}[[{len(parts)}]]"
        at = found + len(words)
    made += text[at:]
    return None if re.search(r"\d", PLACE.sub("", made)) else Masked(made, tuple(parts))
