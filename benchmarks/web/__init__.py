"""The web on millions of order lines: a page beside its bare SQL, and many people at once while the snapshot changes."""
