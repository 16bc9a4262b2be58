"""The application that a WSGI server calls; ``fupan serve`` runs it under granian."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from fupan.web.parent import PARENT, follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fupan.web.settings")
application = get_wsgi_application()

if (started_by := os.environ.get(PARENT, "")).isdigit():
    follow_parent(int(started_by))
