"""The command line: thin, the same words as the library, heavy imports only where a command needs them."""

from fupan.cli.main import main

__all__ = ["main"]
