"""Every page of the house. Each is declared with what it needs; the start fails where one is not (``rights.checks``)."""

from __future__ import annotations

from django.urls import include, path

from fupan.web.audit.views import audit, audit_export
from fupan.web.boards.views import board, board_change, board_pin, board_say, boards
from fupan.web.causes.organising import cause_assign, cause_extend, cause_lock, cause_open, cause_remind
from fupan.web.causes.views import cause_round, cause_write, causes
from fupan.web.cockpit.arrange import arrange
from fupan.web.cockpit.views import cockpit, figure, members, rows, rows_file
from fupan.web.documents.views import document, documents
from fupan.web.explore.saved import view_change, view_open, view_save, views
from fupan.web.explore.views import explore, table_file
from fupan.web.explore.views import figure as explore_figure
from fupan.web.explore.views import members as explore_members
from fupan.web.explore.views import rows as explore_rows
from fupan.web.explore.views import rows_file as explore_rows_file
from fupan.web.ops.health import health
from fupan.web.ops.operations import operations
from fupan.web.org.views import organisation
from fupan.web.palette.views import palette
from fupan.web.parts.views import parts
from fupan.web.rights.pages import page
from fupan.web.shell.home import home
from fupan.web.shell.install import manifest, service_worker
from fupan.web.shell.preferences import preferences
from fupan.web.shell.undo import undo

ASKED = "only the items that the asker is asked about, or all to who makes documents of everything"

urlpatterns = [
    path("account/", include("allauth.urls")),
    page("", home, name="home", why="leads to the first page that the asker may open"),
    page(
        "preferences/",
        preferences,
        name="preferences",
        public=True,
        post=True,
        get=False,
        why="language and theme of the asker alone",
    ),
    page(
        "undo/",
        undo,
        name="undo",
        post=True,
        get=False,
        why="takes back a deed of the asker's own; the rights of that deed are checked again",
    ),
    page(
        "manifest.webmanifest",
        manifest,
        name="manifest",
        public=True,
        why="icons and the name that signing in shows, too",
    ),
    page("sw.js", service_worker, name="service_worker", public=True, why="a script that is the same for everybody"),
    page("health/", health, name="health", public=True, why="for monitors: no figure, no name"),
    page("find/", palette, name="palette", why="each finder answers from what the asker may open"),
    page("cockpit/", cockpit, name="cockpit", needs="cockpit.view", subject="sales"),
    page("cockpit/arrange/", arrange, name="cockpit_arrange", needs="cockpit.view", subject="sales", post=True),
    page("cockpit/figure/", figure, name="cockpit_figure", needs="cockpit.view", subject="sales"),
    page("cockpit/rows/", rows, name="cockpit_rows", needs="rows.view", subject="sales", logs="rows"),
    page("cockpit/rows.xlsx", rows_file, name="cockpit_rows_file", needs="rows.export", subject="sales"),
    page("explore/", explore, name="explore", needs="explore.view", subject="sales"),
    page("explore/figure/", explore_figure, name="explore_figure", needs="explore.view", subject="sales"),
    page("explore/rows/", explore_rows, name="explore_rows", needs="rows.view", subject="sales", logs="rows"),
    page("explore/rows.xlsx", explore_rows_file, name="explore_rows_file", needs="rows.export", subject="sales"),
    page("explore/members/", explore_members, name="explore_members", needs="explore.view", subject="sales"),
    page("explore/answer.<slug:form>", table_file, name="explore_file", needs="rows.export", subject="sales"),
    page("explore/views/", views, name="views", needs="explore.view", subject="sales"),
    page(
        "explore/views/save/", view_save, name="view_save", needs="explore.view", subject="sales", post=True, get=False
    ),
    page("explore/views/<int:pk>/", view_open, name="view", needs="explore.view", subject="sales"),
    page(
        "explore/views/<int:pk>/change/",
        view_change,
        name="view_change",
        needs="explore.view",
        subject="sales",
        post=True,
        get=False,
    ),
    page("boards/", boards, name="boards", needs="explore.view", subject="sales", post=True),
    page("boards/pin/", board_pin, name="board_pin", needs="explore.view", subject="sales", post=True, get=False),
    page("boards/<int:pk>/", board, name="board", needs="explore.view", subject="sales"),
    page(
        "boards/<int:pk>/change/",
        board_change,
        name="board_change",
        needs="explore.view",
        subject="sales",
        post=True,
        get=False,
    ),
    page(
        "boards/<int:pk>/say/", board_say, name="board_say", needs="explore.view", subject="sales", post=True, get=False
    ),
    page("documents/", documents, name="documents", needs="documents.view", subject="documents"),
    page(
        "documents/<str:window>/<slug:kind>.<slug:form>",
        document,
        name="document",
        needs="documents.view",
        subject="documents",
        logs="document",
    ),
    page("causes/", causes, name="causes", needs="documents.view", why=ASKED),
    page(
        "causes/open/",
        cause_open,
        name="cause_open",
        needs="documents.make",
        subject="documents",
        post=True,
        get=False,
    ),
    page("causes/<str:window>/<slug:kind>/", cause_round, name="cause_round", needs="documents.view", why=ASKED),
    page(
        "causes/<str:window>/<slug:kind>/write/",
        cause_write,
        name="cause_write",
        needs="documents.view",
        post=True,
        get=False,
        why=ASKED,
    ),
    page(
        "causes/<str:window>/<slug:kind>/lock/",
        cause_lock,
        name="cause_lock",
        needs="documents.make",
        subject="documents",
        post=True,
        get=False,
    ),
    page(
        "causes/<str:window>/<slug:kind>/extend/",
        cause_extend,
        name="cause_extend",
        needs="documents.make",
        subject="documents",
        post=True,
        get=False,
    ),
    page(
        "causes/<str:window>/<slug:kind>/assign/",
        cause_assign,
        name="cause_assign",
        needs="documents.make",
        subject="documents",
        post=True,
        get=False,
    ),
    page(
        "causes/<str:window>/<slug:kind>/remind/",
        cause_remind,
        name="cause_remind",
        needs="documents.make",
        subject="documents",
        post=True,
        get=False,
    ),
    page(
        "operations/",
        operations,
        name="operations",
        needs="operations.manage",
        post=True,
        why="health, jobs and mail: no figure of the company",
    ),
    page("cockpit/members/", members, name="cockpit_members", needs="cockpit.view", subject="sales"),
    path("people/", include("fupan.web.accounts.urls")),
    path("", include("fupan.web.tokens.urls")),
    path("scim/v2/", include("fupan.web.scim.urls")),
    page("organisation/", organisation, name="organisation", needs="org.view", subject="people"),
    path("notices/", include("fupan.web.notices.urls")),
    page("parts/", parts, name="parts", needs="parts.view"),
    page("audit/", audit, name="audit", needs="audit.view"),
    page("audit/export/", audit_export, name="audit_export", needs="audit.view"),
]
