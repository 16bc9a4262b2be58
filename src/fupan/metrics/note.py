"""A note 提示 on an answer: what its reader must know, in both languages."""

from __future__ import annotations

from typing import Self


class Note(str):
    """The note in English, as machines and logs read it; ``zh`` says the same in Chinese.

    >>> note = Note("2025-07 is running", "2025年7月尚未结束")
    >>> note, note.zh
    ('2025-07 is running', '2025年7月尚未结束')
    """

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, en: str, zh: str) -> Self:
        """A note in English and Chinese."""
        made = super().__new__(cls, en)
        made.zh = zh
        return made

    def __reduce__(self) -> tuple[type[Note], tuple[str, str]]:
        return Note, (str(self), self.zh)


def in_chinese(note: str) -> str:
    """The note in Chinese where it has such words."""
    return note.zh if isinstance(note, Note) else note
