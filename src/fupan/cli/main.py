"""Entry point: runs a command and turns what goes wrong into a message and an exit code.

0 done, 1 findings that need a person before it can go on, 2 a user's mistake, 3 a defect of ours (with a report file).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

DONE, NEEDS_PERSON, MISTAKE, DEFECT = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    code = run(list(sys.argv[1:] if arguments is None else arguments))
    sys.stdout.flush()
    raise SystemExit(code)


def run(arguments: list[str]) -> int:
    """Run one command; the exit code."""
    import typer
    from typer.exceptions import TyperException

    from fupan.cli.app import app
    from fupan.errors import FupanError, NeedsPersonError

    _use_utf8()
    try:
        result = app(arguments, prog_name="fupan", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except typer.Exit as e:
        return e.exit_code
    except typer.Abort:
        _tell("已中止 aborted")
        return NEEDS_PERSON
    except TyperException as e:  # a usage error: typer prints it with the usage line
        show = getattr(e, "show", None)
        show() if show else _tell(e.format_message())
        return MISTAKE
    except NeedsPersonError as e:
        _tell(str(e))
        return NEEDS_PERSON
    except FupanError as e:
        _tell(f"错误 error: {e}")
        return MISTAKE
    except KeyboardInterrupt:
        _tell("已中止 interrupted")
        return NEEDS_PERSON
    except BrokenPipeError:
        # The reader of our output went away (| head): not an error; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as e:  # noqa: BLE001 - the last net: whatever reaches here is a defect of ours
        from fupan.cli.defect import write_report

        path = write_report(e, arguments)
        _tell(f"fupan 自身出错 a defect of fupan: {type(e).__name__}: {e}\n报告 report: {path}")
        return DEFECT


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _use_utf8() -> None:
    """Windows consoles and C locales would refuse Chinese otherwise."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (getattr(stream, "encoding", "") or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace")
