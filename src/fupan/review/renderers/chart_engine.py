"""ECharts inside V8, as a process of its own: a line of JSON in, a line of JSON out, and it ends with its input.

V8 and ECharts take 80 MB that a process cannot give back; this way they are gone before the pages are typeset. Started by
``svg.ChartDrawer`` as ``python -I -S chart_engine.py <folder of py_mini_racer> <ECharts> <drawing script>``; it must not
import anything of this package, whose modules (``html``) would hide Python's own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

SMALL: Final = ("--jitless", "--max-semi-space-size=1")
"""A document's charts are too few for compiled code to pay: without it they take no longer and 15 MB less."""


def main(library: str, echarts: str, script: str) -> None:
    """Answer each line ``[option, width, height]`` with the SVG's text, or with an object that says what failed."""
    sys.path.append(library)
    from py_mini_racer import DEFAULT_V8_FLAGS, MiniRacer, init_mini_racer
    from py_mini_racer import JSEvalException as FailedError

    init_mini_racer(flags=(*DEFAULT_V8_FLAGS, *SMALL), ignore_duplicate_init=True)
    engine = MiniRacer()
    try:
        engine.eval(Path(echarts).read_text(encoding="utf-8"))
        engine.eval(script)
        for line in sys.stdin.buffer:
            try:
                answer = engine.call("draw", *json.loads(line))
            except FailedError as error:
                answer = {"failed": str(error)}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    finally:
        engine.close()  # an open context hangs the interpreter when it ends


if __name__ == "__main__":
    main(*sys.argv[1:])
