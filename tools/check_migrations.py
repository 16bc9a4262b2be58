"""Fail where a model of the web has changed without a migration: python tools/check_migrations.py"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))


def main() -> int:
    """0 where models and migrations agree."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "web_settings"
    import django
    from django.core.management import call_command

    django.setup()
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit as e:
        return int(e.code or 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
