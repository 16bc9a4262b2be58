"""What draws a document loads no engine: it is made of plain data, and its process stays small."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("kind", ["pptx", "xlsx", "html", "pdf", "markdown"])
def test_a_renderer_loads_no_engine(kind):
    code = f"import sys, fupan.review.renderers.{kind}; print(*{{'duckdb', 'ibis', 'pyarrow', 'py_mini_racer'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert not done.stdout.split()
