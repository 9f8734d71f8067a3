"""How the work of a call grows with its input, without a clock's limit that a slow machine would miss."""

import time
from collections.abc import Callable

_SLIGHT = 0.01
"""Seconds below which the processor's clock says more about the machine than about the call."""


def cost(work: Callable[[], object]) -> float:
    """CPU seconds of the call; the least of three, since a busy machine only ever adds."""
    return min(_once(work) for _ in range(3))


def growth(work: Callable[[int], object], *, size: int, times: int) -> float:
    """How many times the CPU seconds grow when the input does so `times`: about as often is linear, its square not."""
    small, large = cost(lambda: work(size)), cost(lambda: work(size * times))
    return large / max(small, _SLIGHT)


def _once(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
