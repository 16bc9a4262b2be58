"""Zip packages that depend on their content only: fixed timestamps, fixed order; written beside and then moved into place."""

from __future__ import annotations

import os
import tempfile
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)


def settle(package: bytes) -> bytes:
    """The same package with every timestamp at zip's epoch."""
    stream = BytesIO()
    with ZipFile(BytesIO(package)) as given, ZipFile(stream, "w", ZIP_DEFLATED) as settled:
        for name in given.namelist():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            settled.writestr(entry, given.read(name), compresslevel=6)
    return stream.getvalue()


def write_whole(path: Path, content: bytes) -> None:
    """Write *content* so that nobody ever sees half a file; missing folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
