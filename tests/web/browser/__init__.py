"""The house in a real browser: every page, every role's journey."""
