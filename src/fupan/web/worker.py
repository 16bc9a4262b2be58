"""The background worker: ``python -m fupan.web.worker``, started by ``fupan serve``."""

from __future__ import annotations

import os


def main() -> None:
    """Work off jobs until asked to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fupan.web.settings")
    import django

    django.setup()
    from django.conf import settings

    from fupan.web.jobs.working import work
    from fupan.web.parent import PARENT

    if hasattr(os, "nice"):
        os.nice(15)  # pages come first
    parent = os.environ.get(PARENT, "")
    work(lease=settings.FUPAN.lease, parent=int(parent) if parent.isdigit() else None)


if __name__ == "__main__":
    main()
