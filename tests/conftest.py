"""What every test relies on: which tools the machine has, no network, and a summary of what was left out.

`@pytest.mark.needs("libreoffice", "shared_data")` skips a test where one of them is missing. With ALL=1 (continuous
integration) the same test fails instead, and so does the run when anything at all was skipped: a check that silently
stops being made is worse than none.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
FORBID_SKIPS = os.environ.get("FUPAN_TEST_ALL") == "1"

# No deadlines: a shared machine makes them flaky. Continuous integration tries the same examples every time, so that it
# judges the change and not the day's luck; people (and FUPAN_EXAMPLES=200) try new ones.
REPEATED = os.environ.get("CI") == "true" and "FUPAN_EXAMPLES" not in os.environ
settings.register_profile(
    "fupan",
    deadline=None,
    print_blob=True,
    derandomize=REPEATED,
    database=None if REPEATED else settings.default.database,
)
settings.load_profile("fupan")


def find_program(*names: str) -> str | None:
    """Path of the first of the named programs on the PATH."""
    return next((found for name in names if (found := shutil.which(name))), None)


def find_postgres() -> object:
    """A PostgreSQL server: Debian keeps its programs off the PATH."""
    return find_program("initdb") or next(Path("/usr/lib/postgresql").glob("*/bin/initdb"), None)


# What a test may need -> (is it there, how to get it)
NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "libreoffice": (lambda: find_program("soffice", "libreoffice"), "LibreOffice (Debian: libreoffice-impress, -calc)"),
    "chromium": (lambda: find_program("chromium", "chromium-browser", "google-chrome"), "Chromium (Debian: chromium)"),
    "poppler": (lambda: find_program("pdftoppm") and find_program("pdftotext"), "poppler (Debian: poppler-utils)"),
    "shared_data": (SHARED_DATA.is_dir, "the public data sets in ../shared/data beside the clone"),
    "git": (lambda: find_program("git"), "git"),
    "make": (lambda: find_program("make"), "make"),
    "postgres": (
        lambda: os.name == "posix" and find_spec("psycopg") and find_postgres(),
        "a PostgreSQL server (Debian: postgresql) and psycopg",
    ),
    "spark": (
        lambda: find_spec("pyspark") and (os.environ.get("JAVA_HOME") or find_program("java")),
        "Java (Debian: openjdk-17-jre-headless) and pyspark (make spark)",
    ),
    "posix": (lambda: os.name == "posix", "a POSIX system (Linux, macOS)"),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        for thing in mark.args:
            if thing not in NEEDS:
                pytest.fail(f"needs({thing!r}): unknown; one of {', '.join(sorted(NEEDS))}", pytrace=False)
            present, how = NEEDS[thing]
            if present():
                continue
            if FORBID_SKIPS:
                pytest.fail(f"ALL=1, but this machine lacks {how}", pytrace=False)
            pytest.skip(f"needs {how}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what was skipped and why, grouped by reason."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ")] += 1
    if not reasons:
        return
    terminalreporter.section("left out on this machine")
    for reason, count in reasons.most_common():
        terminalreporter.line(f"{count:4d}  {reason}")
    if FORBID_SKIPS:
        terminalreporter.line("ALL=1 allows no skips: the run counts as failed.", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if FORBID_SKIPS and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections that leave this machine: nothing in fupan may need one at run time."""
    connect = socket.socket.connect

    def connect_locally(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            self.close()
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect_locally)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own FUPAN_ settings and terminal must not decide a test."""
    for name in list(os.environ):
        if name.startswith("FUPAN_") and name != "FUPAN_TEST_ALL":
            monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The clone."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The public data sets; mark the test with needs("shared_data")."""
    return SHARED_DATA


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice; mark the test with needs("libreoffice")."""
    return find_program("soffice", "libreoffice") or "soffice"


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium; mark the test with needs("chromium")."""
    return find_program("chromium", "chromium-browser", "google-chrome") or "chromium"


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[..., Path]:
    """`built_once(name, build)`: a folder that `build(folder)` fills once per run, shared by all worker processes.

    For what takes many seconds to make (the demonstration company). Tests must treat it as read-only, or copy it.
    """
    parallel = hasattr(request.config, "workerinput")
    base = tmp_path_factory.getbasetemp().parent if parallel else tmp_path_factory.getbasetemp()

    def build_or_wait(name: str, build: Callable[[Path], object]) -> Path:
        import time

        folder, claim, done = base / name, base / f"{name}.claim", base / f"{name}.done"
        try:
            claim.touch(exist_ok=False)
        except FileExistsError:
            while not done.exists():
                time.sleep(0.2)
        else:
            try:
                folder.mkdir()
                build(folder)
                done.write_text("built", encoding="utf-8")
            except BaseException as error:
                done.write_text(f"failed: {error}", encoding="utf-8")
                raise
        state = done.read_text(encoding="utf-8")
        if state != "built":
            pytest.fail(f"{name} could not be built: {state}", pytrace=False)
        return folder

    return build_or_wait
