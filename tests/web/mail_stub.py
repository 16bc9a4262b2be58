"""A mail server of one's own: it says what it is told to say, and keeps what it is sent."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    refuse: dict[str, bytes]
    mails: list[str]


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        if self.server.refuse.get("") is not None:
            return
        self.wfile.write(b"220 stub\r\n")
        while line := self.rfile.readline():
            word = line.split(b":")[0].split()[0].decode().upper() if line.strip() else ""
            if refused := self.server.refuse.get(word):
                self.wfile.write(refused + b"\r\n")
            elif word == "EHLO":
                self.wfile.write(b"250-stub\r\n250 AUTH PLAIN LOGIN\r\n")
            elif word == "DATA":
                self.wfile.write(b"354 go on\r\n")
                text = b""
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    text += part
                self.server.mails.append(text.decode())
                self.wfile.write(b"250 kept\r\n")
            elif word == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"235 well\r\n" if word == "AUTH" else b"250 well\r\n")


@contextmanager
def mail_server(refuse: dict[str, bytes] | None = None) -> Iterator[tuple[int, list[str]]]:
    """Port and mails; ``refuse``: answers to commands (MAIL, RCPT, AUTH); "": hangs up at once."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.refuse, server.mails = refuse or {}, []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1], server.mails
        finally:
            server.shutdown()
            thread.join()
