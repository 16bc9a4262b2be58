"""``python -m fupan``: the same command line as ``fupan``."""

from fupan.cli import main

main()
