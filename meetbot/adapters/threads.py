"""Work on few cores: keeps numeric libraries from fighting over them, and runs independent jobs side by side.

Import this before numpy and ctranslate2: the settings below only count then. Measured on 2 cores with another busy
process: OpenMP threads that spin while they wait made a decode take 85-127 s instead of 7-12 s, and OpenBLAS on two
threads made small matrix products 10 times slower. What the user has set stays.
"""

import os
import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

Job = TypeVar("Job")
Done = TypeVar("Done")

TICK_SECONDS = 0.25
"""How often the waiting thread looks up: for progress, and because Windows delivers Ctrl-C only between waits."""


def cores() -> int:
    """How many cores this process may use, at least 1."""
    allowed = getattr(os, "sched_getaffinity", None)
    return max(1, len(allowed(0)) if allowed else os.cpu_count() or 1)


def in_parallel(
    jobs: Iterable[Job],
    work: Callable[[Job, Callable[[], bool]], Done],
    *,
    workers: int,
    tick: Callable[[], None],
) -> Generator[Done, None, None]:
    """Results of the jobs as they get done; at most one job more than workers is taken up at a time.

    Closing the generator (Ctrl-C does, if it is used with `closing`) stops without waiting: jobs that run are told by
    their second argument, `stopped()`, and should return or raise soon; nobody looks at what they give.
    """
    stop = threading.Event()
    executor = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="meetbot")
    running: set[Future[Done]] = set()
    try:
        for job in jobs:
            running.add(executor.submit(work, job, stop.is_set))
            while len(running) > workers:
                yield from _done(running)
                tick()
        while running:
            yield from _done(running)
            tick()
    finally:
        stop.set()
        executor.shutdown(wait=False, cancel_futures=True)


def in_order(
    executor: ThreadPoolExecutor, work: Callable[[Job], Done], jobs: Iterable[Job]
) -> Generator[Done, None, None]:
    """Results in the order of the jobs, which wait in one line with those of other callers of the executor.

    After the generator is closed, none that still waits is begun.
    """
    waiting = [executor.submit(work, job) for job in jobs]
    try:
        for future in waiting:
            yield future.result()
    finally:
        for future in waiting:
            future.cancel()


def _done(running: set[Future[Done]]) -> Generator[Done, None, None]:
    """What got done within one tick; an exception of a job is raised here."""
    done, _ = wait(running, timeout=TICK_SECONDS, return_when=FIRST_COMPLETED)
    running -= done
    for future in done:
        yield future.result()
