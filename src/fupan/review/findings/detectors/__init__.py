"""Detectors: each a pure function over one block's table, giving findings with the cells that prove them."""
