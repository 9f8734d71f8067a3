"""What the user sees while a command works: stdout is the product, everything else goes to stderr."""

import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from meetbot.cli.interrupts import kept_interrupts
from meetbot.model.base import Issue
from meetbot.ports import Progress

if TYPE_CHECKING:
    from rich.progress import TaskID

COMPLETE, INCOMPLETE = 0, 3
_LISTED_ISSUES = 12


@contextmanager
def progress(quiet: bool) -> Iterator[Progress]:
    """A bar with the time left on a terminal; elsewhere one line for each thing begun. No Ctrl-C is lost for good."""
    with kept_interrupts() as check, _shown(quiet) as show:

        def report(what: str, share: float) -> None:
            check()
            show(what, share)

        yield report


@contextmanager
def _shown(quiet: bool) -> Iterator[Progress]:
    if quiet:
        yield _silent
    elif sys.stderr.isatty():
        with _bar() as report:
            yield report
    else:
        yield _Lines()


def _begun_large(what: str) -> str:
    return what[:1].upper() + what[1:]


def _silent(_what: str, _share: float) -> None:
    """Says nothing."""


class _Lines:
    """One line when something begins, and one when it ends with the seconds it took."""

    def __init__(self) -> None:
        self._begun: dict[str, float] = {}
        self._ended: set[str] = set()

    def __call__(self, what: str, share: float) -> None:
        what = _begun_large(what)
        if what not in self._begun:
            self._begun[what] = time.monotonic()
            click.echo(f"{what} …", err=True)
        if share >= 1 and what not in self._ended:
            self._ended.add(what)
            click.echo(f"{what}: {time.monotonic() - self._begun[what]:.0f} s", err=True)


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    with Bars(*columns, console=Console(stderr=True)) as bars:

        def report(what: str, share: float) -> None:
            what = _begun_large(what)
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=1.0)
            bars.update(tasks[what], completed=share)

        yield report


def print_json(value: Mapping[str, Any]) -> None:
    """One JSON document on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_issues(issues: Iterable[Issue], *, everything: bool = False) -> None:
    """Warnings and errors on stderr, errors first; information only when everything is wanted."""
    order = {"error": 0, "warning": 1, "info": 2}
    shown = sorted((i for i in issues if everything or i.severity != "info"), key=lambda i: order[i.severity])
    for issue in shown[:_LISTED_ISSUES]:
        click.echo(f"{issue.severity.capitalize()}: {safe(issue.message)}", err=True)
        for line in (f"in {issue.where}", *issue.hint.splitlines()):
            click.echo(f"  {safe(line)}", err=True)
    if len(shown) > _LISTED_ISSUES:
        click.echo(f"… and {len(shown) - _LISTED_ISSUES} more; `--json` lists them all.", err=True)


def issues_json(issues: Iterable[Issue]) -> list[dict[str, Any]]:
    """The issues as JSON values."""
    return [issue.model_dump(mode="json") for issue in issues]


def safe(text: str) -> str:
    """Untrusted text for a terminal: control characters, which could move the cursor or fake a line, become `?`."""
    return "".join(c if c.isprintable() else "?" for c in text)


def counted(number: int, noun: str) -> str:
    """`1 decision`, `2 decisions`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def table(rows: Sequence[tuple[str, ...]], header: tuple[str, ...]) -> str:
    """Left-aligned columns, two spaces apart; the last column is not cut."""
    cells = [tuple(safe(cell) for cell in row) for row in rows]
    widths = [max(len(row[i]) for row in (header, *cells)) for i in range(len(header))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (header, *cells)]
    return "\n".join(line.rstrip() for line in lines)
