"""Serving one HTML review: that file alone, on the loopback interface, at a free port."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from fupan.cli.serving import make_server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ThreadingHTTPServer]:
    page = tmp_path / "review.html"
    page.write_text("<!doctype html>复盘", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    made = make_server(page, port=0)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def _get(server: ThreadingHTTPServer, path: str) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode("utf-8")
    connection.close()
    return answer.status, answer.getheader("Content-Type") or "", body


def test_the_review_is_served(server: ThreadingHTTPServer) -> None:
    assert _get(server, "/") == (200, "text/html; charset=utf-8", "<!doctype html>复盘")


@pytest.mark.parametrize("path", ["/secret.txt", "/../secret.txt", "/%2e%2e/secret.txt", "//etc/passwd"])
def test_nothing_else_is(server: ThreadingHTTPServer, path: str) -> None:
    status, _, body = _get(server, path)
    assert status == 404
    assert "secret" not in body.replace("secret.txt", "")


def test_only_this_machine_is_served(server: ThreadingHTTPServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_a_taken_port_gives_the_next(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    taken = server.server_address[1]
    with make_server(tmp_path / "review.html", port=taken) as other:
        assert taken < other.server_address[1] <= taken + 20
