"""Which encoding a text file is in, and the same text as UTF-8."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from fupan.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_CANDIDATES = ["gb18030", "big5", "cp1252", "shift_jis", "euc_kr", "cp1251"]


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding's name; ``guessed`` if neither a BOM nor strict UTF-8 nor the mapping decided it."""

    name: str
    guessed: bool = False
    note: str = ""


def detect_encoding(path: Path, declared: str | None = None) -> Encoding:
    """Declared, else BOM, else strict UTF-8, else the most likely one, which is to be shown to the person.

    A file with a BOM, or wide characters that are all good UTF-8, is that even where another one is declared: last
    month's export was in GB18030, this month's is not, and no GB18030 text of any length is good UTF-8 by chance.
    """
    if declared:
        try:
            codecs.lookup(declared)
        except LookupError as e:
            raise SourceError(
                "no such encoding", file=path.name, found=declared, expected="utf-8, gb18030, big5, utf-16 ..."
            ) from e
        if codecs.lookup(declared).name.startswith("utf"):
            return Encoding(declared.lower())
    with path.open("rb") as f:
        start = f.read(4)
    for bom, name in _BOMS:
        if start.startswith(bom):
            return Encoding(name)
    bad_at, wide = _first_bad_utf8(path)
    if declared:
        return Encoding("utf-8" if bad_at is None and wide else declared.lower())
    if bad_at is None:
        return Encoding("utf-8")
    sample = _sample(path, bad_at)
    zeros_even, zeros_odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(zeros_even, zeros_odd) > len(sample) / 10:
        return Encoding("utf-16-be" if zeros_even > zeros_odd else "utf-16-le", guessed=True, note="no byte order mark")
    if wide > 200 and _damage(sample) < 0.02:
        return Encoding("utf-8", guessed=True, note="some characters are damaged; rows that hold them are quarantined")
    likely = _likely(sample)
    if likely is None:
        raise SourceError(
            "its encoding cannot be recognised", file=path.name, found=sample[:12].hex(" "),
            expected="encoding: ... in the mapping (utf-8, gb18030, big5)",
        )  # fmt: skip
    return Encoding(likely, guessed=True)


def as_utf8(path: Path, encoding: Encoding, target: Path) -> Path:
    """The path of the same text in UTF-8 without BOM: *path* itself if it is that already, else *target*, written.

    A NUL becomes the replacement character, so that its row is quarantined as damaged.
    """
    if (
        encoding.name in ("utf-8", "utf8", "ascii")
        and not encoding.note
        and not _starts_with_bom(path)
        and not _has_nul(path)
    ):
        return path
    name = "utf-8-sig" if encoding.name in ("utf-8", "utf8") else encoding.name
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as out:
        while chunk := source.read(_CHUNK):
            out.write(decoder.decode(chunk).replace("\x00", "\ufffd"))
        out.write(decoder.decode(b"", final=True))
    return target


def _has_nul(path: Path) -> bool:
    with path.open("rb") as f:
        return any(b"\x00" in chunk for chunk in iter(lambda: f.read(_CHUNK), b""))


def _starts_with_bom(path: Path) -> bool:
    with path.open("rb") as f:
        return f.read(3) == codecs.BOM_UTF8


def _first_bad_utf8(path: Path) -> tuple[int | None, int]:
    """Offset of the chunk with the first byte that is no UTF-8 (None = all good), and how many wide bytes came before."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset, wide = 0, 0
    with path.open("rb") as f:
        while chunk := f.read(_CHUNK):
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as e:
                return offset + max(0, e.start - 4), wide + sum(1 for b in chunk[: e.start] if b > 127)
            wide += len(chunk) - len(text)
            offset += len(chunk)
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return max(0, offset - 4), wide
    return None, wide


def _sample(path: Path, bad_at: int) -> bytes:
    with path.open("rb") as f:
        start = f.read(_SAMPLE)
        if bad_at < _SAMPLE:
            return start
        f.seek(bad_at)
        return start + b"\n" + f.read(_SAMPLE)


def _damage(sample: bytes) -> float:
    """Share of wide characters of the sample that are no UTF-8."""
    text = sample.decode("utf-8", errors="replace")
    wide = sum(1 for c in text if ord(c) > 127)
    return text.count("\ufffd") / wide if wide else 1.0


def _likely(sample: bytes) -> str | None:
    """GB18030 or Big5 by how many of the characters are common ones, else what charset-normalizer thinks."""
    east = {name: _common_share(sample, name) for name in ("gb18030", "big5")}
    best = max(east, key=lambda n: east[n])
    if east[best] > 0.6:
        return best
    from charset_normalizer import from_bytes

    match = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    return match.encoding if match else None


def _common_share(sample: bytes, name: str) -> float:
    """Share of wide characters that are in the standard's list of common characters (GB 2312 level 1, Big5 level 1)."""
    text = sample.decode(name, errors="ignore" if len(sample) >= _SAMPLE else "replace")
    wide = [c for c in text if ord(c) > 127]
    if not wide:
        return 0.0
    common = 0
    for c in wide:
        try:
            raw = c.encode("gb2312" if name == "gb18030" else "big5")
        except UnicodeEncodeError:
            continue
        lead = raw[0]
        common += (
            (0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3))
            if name == "gb18030"
            else (0xA4 <= lead <= 0xC6 or lead in (0xA1, 0xA2))
        )
    return common / len(wide)
