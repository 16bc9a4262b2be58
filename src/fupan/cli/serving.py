"""Serving one HTML review on a local port: loopback only, that file alone."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from fupan.cli.printing import say
from fupan.errors import UserError


def make_server(path: Path, *, port: int) -> ThreadingHTTPServer:
    """A server of *path* at ``/`` on 127.0.0.1; the next free port where *port* is taken (up to 20 further)."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.split("?")[0] != "/":
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            body = path.read_bytes()
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Requests of a local page are no news."""

    for candidate in [0] if port == 0 else range(port, min(port + 21, 65536)):
        try:
            return ThreadingHTTPServer(("127.0.0.1", candidate), Handler)
        except OSError:
            continue
    raise UserError(f"ports {port} to {port + 20} are all taken; choose another with --port")


def serve_file(path: Path, *, port: int) -> None:
    """Serve until interrupted."""
    with make_server(path, port=port) as server:
        say(f"\n  打开 open  http://127.0.0.1:{server.server_address[1]}/   （Ctrl-C 结束 to stop）")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("\n已停止 stopped")
