"""Ctrl-C stops a run even if a library loses the exception that it raises."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from meetbot.cli.interrupts import kept_interrupts
from meetbot.cli.screen import progress


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Ctrl-C as a user's shell leaves it: a background job's runs, and what they start, ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def lose_ctrl_c() -> None:
    """What PyAV does."""
    with suppress(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def run(*, reports: int, seen: list[str]) -> None:
    """A command whose decoder loses Ctrl-C, with that many reports after it."""
    with progress(True) as report:
        report("transcribing", 0.1)
        lose_ctrl_c()
        seen.append("lost")
        for _ in range(reports):
            report("transcribing", 0.2)
            seen.append("reported")


@pytest.mark.parametrize("reports", [0, 2])
def test_a_lost_interrupt_stops_the_run_at_the_next_report(reports: int) -> None:
    """The decoder swallowed it; the progress line notices, at its end at the latest."""
    seen: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        run(reports=reports, seen=seen)

    assert seen == ["lost"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_that_is_not_lost_stops_at_once() -> None:
    """Nothing waits for a report."""
    with pytest.raises(KeyboardInterrupt), kept_interrupts():
        signal.raise_signal(signal.SIGINT)

    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_who_ignores_interrupts_goes_on() -> None:
    """A run in the background of a script is not stopped by its terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with progress(True) as report:
        os.kill(os.getpid(), signal.SIGINT)
        report("transcribing", 0.5)

    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_other_threads_leave_the_signal_alone() -> None:
    """Only the main thread may set handlers."""

    def run() -> None:
        with kept_interrupts() as check:
            check()
            handlers.append(signal.getsignal(signal.SIGINT))

    handlers: list[object] = []
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()

    assert handlers == [signal.default_int_handler]
