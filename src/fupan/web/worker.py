"""The background worker: ``python -m fupan.web.worker``, started by ``fupan serve``."""

from __future__ import annotations

import os


def main() -> None:
    """Work off tasks until asked to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fupan.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("db_worker", interval=1, verbosity=1)


if __name__ == "__main__":
    main()
