"""The command palette 快速查找: pages, figures, members and documents that the asker may open, found by a few letters."""
