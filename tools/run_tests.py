"""Run the tests: all that this machine can run, with a list of what was left out and why.

    python tools/run_tests.py [--all] [pytest arguments]

--all is for continuous integration: a missing program or any skipped test fails the run. Tests run in random order
(pytest prints the seed; `-p randomly -p "randomly_seed=N"` repeats it) on as many processes as there are cores.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    environment = dict(os.environ, PYTHONUTF8="1")
    if "--all" in arguments:
        arguments.remove("--all")
        environment["FUPAN_TEST_ALL"] = "1"
    # loadfile: the tests of one file share its fixtures, so they stay in one process.
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadfile", "--durations", "10"]
    return subprocess.run([*command, *arguments], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
