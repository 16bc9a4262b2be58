"""Pictures that a person put into the workspace's ``pictures/`` folder, checked before they go into a document."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fupan.errors import SourceError

FOLDER: Final = "pictures"
LARGEST: Final = 2_000_000
"""Bytes of a file: each of the documents made holds it whole."""
_MOST_PIXELS: Final = 25_000_000
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Png:
    """A picture's bytes and its size in pixels."""

    data: bytes
    width: int
    height: int


def read_picture(root: Path, name: str) -> Png | None:
    """The picture *name* of the workspace *root*; None where there is no such file.

    SourceError for a name that leads out of the folder, a file that is too large, and one that is no whole PNG.
    """
    folder = (root / FOLDER).resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        raise SourceError(
            "a picture lies in the workspace's pictures folder", file=name, expected=f"a file in {FOLDER}/"
        )
    if not path.is_file():
        return None
    size = path.stat().st_size
    if size > LARGEST:
        raise SourceError(
            "the picture is too large", file=str(path), found=f"{size:,} bytes", expected=f"at most {LARGEST:,}"
        )
    data = path.read_bytes()
    width, height = _size(data, path)
    if not 0 < width * height <= _MOST_PIXELS:
        raise SourceError(
            "the picture has too many pixels",
            file=str(path),
            found=f"{width} x {height}",
            expected=f"at most {_MOST_PIXELS:,}",
        )
    return Png(data, width, height)


def _size(data: bytes, path: Path) -> tuple[int, int]:
    """Width and height that the header says, after every chunk was checked."""
    at, first, last = len(_SIGNATURE), b"", b""
    whole = data.startswith(_SIGNATURE)
    while whole and at < len(data) and last != b"IEND":
        length, last = struct.unpack(">I4s", data[at : at + 8]) if at + 8 <= len(data) else (0, b"")
        body = data[at + 4 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        whole = len(check) == 4 and zlib.crc32(body) == struct.unpack(">I", check)[0]
        first = first or body
        at += 12 + length
    if not whole or last != b"IEND" or not first.startswith(b"IHDR") or len(first) < 17:
        raise SourceError("this is no whole PNG picture", file=str(path), found=repr(data[:8]), expected="a PNG file")
    width, height = struct.unpack(">II", first[4:12])
    return int(width), int(height)
