"""Zip packages that depend on their content only: fixed timestamps, fixed order."""

from __future__ import annotations

from io import BytesIO
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
