"""Boards 看板: pinned questions side by side, with comments; everybody sees them inside the own scope."""
