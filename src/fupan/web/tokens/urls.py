"""Pages of tokens, and the first address that needs one."""

from __future__ import annotations

from fupan.web.rights.pages import Access, page
from fupan.web.tokens.api import ANY, api
from fupan.web.tokens.me import me
from fupan.web.tokens.reach import USES_TOKENS
from fupan.web.tokens.views import token_make, token_revoke, tokens, tokens_all

OWN = "the asker's own tokens, or any for who manages accounts; checked against the row"

urlpatterns = [
    page("tokens/", tokens, name="tokens", needs=USES_TOKENS),
    page("tokens/make/", token_make, name="token_make", needs=USES_TOKENS, post=True, get=False),
    page("tokens/<int:pk>/revoke/", token_revoke, name="token_revoke", post=True, get=False, why=OWN),
    page("people/tokens/", tokens_all, name="tokens_all", needs="accounts.manage"),
    api("api/v1/me", me, name="api_me", access=Access(token=ANY, why="the asker's own account, roles and reach")),
]
