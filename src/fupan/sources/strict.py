"""Strict Open XML workbooks (ISO namespaces), rewritten with the namespaces that parsers know."""

from __future__ import annotations

import zipfile
from pathlib import Path

_CHUNK = 1 << 20
_PAIRS = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)  # fmt: skip


def as_transitional(path: Path, target: Path) -> Path:
    """Write *path* to *target* with transitional namespaces; sizes were checked before. Returns *target*.

    Namespaces stand in the first kilobytes of a part, except in relations, which are short; cell contents are kept.
    """
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for info in source.infolist():
            if info.is_dir() or not info.filename.endswith((".xml", ".rels")):
                continue
            with source.open(info) as part, out.open(info.filename, "w", force_zip64=True) as written:
                first = part.read(_CHUNK)
                for old, new in _PAIRS:
                    first = first.replace(old, new)
                written.write(first)
                while chunk := part.read(_CHUNK):
                    written.write(chunk)
    return target
