"""Who asks: what a token opens, for programs that want to know before they begin."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from fupan.web.company import house
from fupan.web.rights.middleware import asking
from fupan.web.rights.role import SUBJECTS
from fupan.web.tokens.models import Token


def me(request: HttpRequest) -> JsonResponse:
    """The account, the roles and reach that it holds today, and the token itself."""
    token: Token = request.token  # type: ignore[attr-defined]
    asker, owner = asking(request), token.owner
    told = {
        "company": house().workspace.name,
        "user": owner.username,
        "name": owner.shown_name,
        "person": owner.person_id,
        "day": asker.day.isoformat(),
        "roles": [{"name": r.name, "zh": r.zh, "en": r.en} for r in asker.roles],
        "reach": {s: asker.scope(s).text for s in SUBJECTS if asker.reaches(s)},
        "token": {"name": token.name, "uses": token.reaches, "expires": token.expires_at.isoformat()},
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
