"""Other semantic layers asked the same over the same files, each in an environment of its own: see README.md."""
