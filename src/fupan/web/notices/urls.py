"""Pages of notices."""

from __future__ import annotations

from fupan.web.notices.views import notice_read, notices, notices_read, notices_wish
from fupan.web.rights.pages import page

OWN = "the asker's own notices alone"

urlpatterns = [
    page("", notices, name="notices", why=OWN),
    page("read/", notices_read, name="notices_read", post=True, get=False, why=OWN),
    page("wish/", notices_wish, name="notices_wish", post=True, get=False, why=OWN),
    page("<int:pk>/read/", notice_read, name="notice_read", post=True, get=False, why=OWN),
]
