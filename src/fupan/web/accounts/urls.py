"""Pages that manage accounts, grants and deputies."""

from __future__ import annotations

from fupan.web.accounts.bulk import accounts_bulk
from fupan.web.accounts.views import account, account_deed, accounts, invitation
from fupan.web.rights.pages import page
from fupan.web.rights.views import deputies, deputy_end, deputy_give, grant_end, grant_give, grants

MANAGE = "accounts.manage"
OWN = "the asker's own deputyships; which of them is checked against the row"

urlpatterns = [
    page("accounts/", accounts, name="accounts", needs=MANAGE),
    page("accounts/invite/", invitation, name="account_invite", needs=MANAGE, post=True),
    page("accounts/list/", accounts_bulk, name="accounts_bulk", needs=MANAGE, post=True),
    page("accounts/<int:pk>/", account, name="account", needs=MANAGE),
    page("accounts/<int:pk>/<slug:deed>/", account_deed, name="account_deed", needs=MANAGE, post=True, get=False),
    page("grants/", grants, name="grants", needs=MANAGE),
    page("grants/give/", grant_give, name="grant_give", needs=MANAGE, post=True, get=False),
    page("grants/<int:pk>/end/", grant_end, name="grant_end", needs=MANAGE, post=True, get=False),
    page("deputies/", deputies, name="deputies", why=OWN),
    page("deputies/give/", deputy_give, name="deputy_give", needs="delegate.own", post=True, get=False),
    page("deputies/<int:pk>/end/", deputy_end, name="deputy_end", post=True, get=False, why=OWN),
]
