"""The home screen 安装到主屏幕: the manifest, and a service worker that keeps static files and nothing else."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static

from fupan import __version__
from fupan.web.shell.templatetags.say import one_of

ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the house on its home screen."""
    from fupan.web.company import house

    company = house().workspace.name
    told = {
        "id": "/",
        "name": f"fupan 复盘 · {company}",
        "short_name": one_of("复盘", "fupan"),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f7f9",
        "theme_color": "#12304f",
        "icons": [
            {"src": static(f"web/{name}"), "sizes": size, "type": "image/png", "purpose": purpose}
            for name, size, purpose in ICONS
        ],
    }
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False}, content_type="application/manifest+json")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's script, at the root so that it stands before every page; it is asked for anew each time."""
    context = {"version": __version__, "static": settings.STATIC_URL, "offline": static("web/offline.html")}
    response = render(request, "shell/sw.js", context, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
