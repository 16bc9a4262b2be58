"""A job 任务 as it is declared: its words, its reach, how often it is tried, when it is due.

    @job("warm", "预热", "Warming", reads="sales", attempts=2)
    def warm() -> str: ...

A job may be stopped at any point and is run again then: it is written so that a second run finds done what is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from fupan.web.rights.role import Subject

Body = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of job; the body returns what it did in a sentence.

    ``reads``: whose rows it asks for, each time inside the scope of an account; None: it asks for none, and ``why``.
    ``nightly``: the hour at which it is due every day.   ``when``: it is due each time that this gives another text.
    """

    name: str
    zh: str
    en: str
    body: Body
    reads: Subject | None = None
    why: str = ""
    attempts: int = 3
    nightly: time | None = None
    when: Callable[[], str] | None = None

    @property
    def periodic(self) -> bool:
        """Whether it is due by itself."""
        return self.nightly is not None or self.when is not None


_jobs: dict[str, Job] = {}


def job(
    name: str,
    zh: str,
    en: str,
    *,
    reads: Subject | None = None,
    why: str = "",
    attempts: int = 3,
    nightly: time | None = None,
    when: Callable[[], str] | None = None,
) -> Callable[[Body], Body]:
    """Declare a job. ValueError where it neither says whose rows it reads nor why it reads none, or is there twice."""
    if reads is None and not why:
        raise ValueError(f"job {name}: say whose rows it reads, or why it reads none")
    if name in _jobs:
        raise ValueError(f"job {name} is declared twice")

    def declare(body: Body) -> Body:
        _jobs[name] = Job(name, zh, en, body, reads, why, attempts, nightly, when)
        return body

    return declare


def jobs() -> Iterator[Job]:
    """Every job there is."""
    from fupan.web.jobs import kinds  # noqa: F401 - declares them

    yield from tuple(_jobs.values())


def find_job(name: str) -> Job:
    """A job by name; KeyError where there is none."""
    return {j.name: j for j in jobs()}[name]


def enqueue(name: str, **arguments: Any) -> str:
    """Have a job done; the id of its task. It is kept with the transaction that asks for it."""
    from fupan.web.jobs.tasks import perform

    find_job(name)
    return str(perform.enqueue(name, **arguments).id)
