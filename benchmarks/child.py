"""One case in its own process: imports the module, calls ``case(*arguments)``, prints seconds, peak memory, answer."""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time


def main() -> None:
    """Run the case that the arguments name."""
    module = importlib.import_module(sys.argv[1])
    start = time.perf_counter()
    answer = module.case(*sys.argv[2:])
    seconds = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"seconds": seconds, "peak_mb": max(own, children) / 1024, "answer": str(answer)}))


if __name__ == "__main__":
    main()
