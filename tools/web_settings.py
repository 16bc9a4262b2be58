"""Django's settings on an empty workspace: for the type checker, the check of migrations, and tests.

DJANGO_SETTINGS_MODULE=web_settings PYTHONPATH=tools:src django-admin makemigrations --check
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "FUPAN_WORKSPACE" not in os.environ:
    _root = Path(tempfile.mkdtemp(prefix="fupan-settings-"))
    atexit.register(shutil.rmtree, _root, ignore_errors=True)
    (_root / "fupan.toml").write_text('name = "settings"\nlocale = "zh"\ncurrency = "CNY"\n', encoding="utf-8")
    os.environ["FUPAN_WORKSPACE"] = str(_root)

from fupan.web.settings import *  # noqa: F403 - Django's way: settings that build on settings

# Static files straight from their apps: nothing was gathered here.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405 - of the settings above
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - of the settings above
