"""`meetbot kpi show` and `meetbot kpi explain`."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from meetbot.cli.options import as_json, on_date
from meetbot.cli.screen import COMPLETE, INCOMPLETE, issues_json, print_issues, print_json, safe
from meetbot.cli.wiring import Wiring, wiring_for
from meetbot.model.explanation import Computation, Explanation
from meetbot.model.kpi import HistoryPoint, Period, Reading
from meetbot.pipeline.kpi import KpiPorts, Shown, explain_kpi, show_kpis
from meetbot.words import Words, format_period, format_value

if TYPE_CHECKING:
    from rich.table import Table

_BLOCKS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_PIPED_WIDTH = 160
"""Elsewhere than on a terminal nothing is cut off: a file or another program has no width."""
_MIDDLE, _WIDE = 72, 104
"""Columns that a terminal needs for target and status, and for previous value, history and sample beside them."""


def sparkline(values: Iterable[float | None]) -> str:
    """The values as blocks between their least and their greatest; a dot where there is none."""
    found = list(values)
    known = [value for value in found if value is not None]
    if not known:
        return ""
    low, span = min(known), max(known) - min(known)

    def block(value: float) -> str:
        return _BLOCKS[round((value - low) / span * (len(_BLOCKS) - 1))] if span else _BLOCKS[3]

    return "".join(_GAP if value is None else block(value) for value in found)


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@on_date("As known on that day. Default: today.")
@as_json
@click.pass_context
def show(ctx: click.Context, *, ids: tuple[str, ...], day: date | None, as_json: bool) -> int:
    """Show the indicators: value, target, history and status; or why one can't be calculated.

    All of them, or those with the given IDs.
    """
    wiring = wiring_for(ctx)
    shown = show_kpis(workspace=wiring.workspace, ports=_ports(wiring), day=day, only=ids)
    if as_json:
        readings = [reading.model_dump(mode="json") for reading in shown.readings]
        print_json({"today": shown.today.isoformat(), "readings": readings, "issues": issues_json(shown.issues)})
    else:
        print_issues(shown.issues)
        _print(shown, wiring.words)
    return COMPLETE if shown.complete else INCOMPLETE


@click.command()
@click.argument("kpi", metavar="ID")
@on_date("As known on that day. Default: today.")
@as_json
@click.pass_context
def explain(ctx: click.Context, *, kpi: str, day: date | None, as_json: bool) -> None:
    """Explain one indicator: its definition, its SQL as it runs, the rows used and the rows left out.

    `meetbot kpi show --json` lists the IDs.
    """
    wiring = wiring_for(ctx)
    explanation = explain_kpi(kpi, workspace=wiring.workspace, ports=_ports(wiring), day=day)
    if as_json:
        print_json({"explanation": explanation.model_dump(mode="json", by_alias=True)})
    else:
        for line in explained(explanation, wiring.words):
            click.echo(line)


def _ports(wiring: Wiring) -> KpiPorts:
    return KpiPorts(kpis=wiring.kpis(), words=wiring.words, clock=wiring.clock)


def _print(shown: Shown, words: Words) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)
    if not shown.readings:
        click.echo("No indicators.")
        return
    console.print(_table(shown.readings, words, width=console.width))
    missing = [reading for reading in shown.readings if reading.value is None]
    if missing:
        click.echo("Not calculable:")
    for reading in missing:
        console.print(f"  {safe(reading.kpi.name)} ({reading.kpi.id}): missing: {safe(reading.missing or '')}")


def _table(readings: Sequence[Reading], words: Words, *, width: int) -> "Table":
    """One row an indicator; the narrower the terminal, the fewer columns."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Indicator", overflow="fold")
    table.add_column("Value", justify="right", no_wrap=True)
    columns = ["Status"]
    if width >= _MIDDLE:
        columns = ["Target", "Status"]
    if width >= _WIDE:
        columns = ["Target", "Before", "History", "n", "Status", "Period"]
    for header in columns:
        table.add_column(header, justify="right" if header in {"Target", "Before", "n"} else "left", no_wrap=True)
    for reading in readings:
        cells = _cells(reading, words)
        name = Text(safe(reading.kpi.name))
        if width >= _WIDE:
            name.append(f"\n{reading.kpi.id}", style="dim")
        table.add_row(name, cells["Value"], *(cells[column] for column in columns))
    return table


def _cells(reading: Reading, words: Words) -> dict[str, str]:
    arrow = {"better": " ↗", "worse": " ↘", "none": ""}[reading.trend]
    return {
        "Value": _value(reading, reading.value, words) + arrow,
        "Target": _value(reading, reading.kpi.target, words),
        "Before": _value(reading, reading.previous, words),
        "History": sparkline(point.value for point in reading.history),
        "n": "" if reading.n is None else str(reading.n),
        "Status": words(f"kpi.status.{reading.state}"),
        "Period": format_period(reading.period, locale=words.locale, style="short"),
    }


def _value(reading: Reading, value: float | None, words: Words) -> str:
    return format_value(value, reading.kpi.unit, locale=words.locale, currency=reading.kpi.currency)


def explained(explanation: Explanation, words: Words) -> Iterator[str]:
    """The explanation as lines for a terminal. SQL stands unindented, so that it can be pasted."""
    reading, definition = explanation.reading, explanation.definition
    yield f"{safe(reading.kpi.name)} ({reading.kpi.id})"
    if reading.kpi.meaning:
        yield safe(reading.kpi.meaning)
    yield ""
    yield f"Value:    {_value(reading, reading.value, words)}"
    yield f"Status:   {words(f'kpi.status.{reading.state}')}: {safe(explanation.status_reason)}"
    yield f"Period:   {_period(reading.period)} ({definition.time_base})"
    yield from _comparisons(reading, words)
    yield f"Source:   {safe(', '.join(reading.source)) or 'none'}, as of {reading.read_at:%Y-%m-%d %H:%M}"
    for note in explanation.notes:
        yield f"Note:     {note}"
    for computation in explanation.computations:
        yield from _computed(computation)
    if explanation.parameters:
        yield from ("", "Parameters in the definition:")
        yield from (f"  :{name} = {value}" for name, value in sorted(explanation.parameters.items()))
    for other in explanation.based_on:
        value = (
            _value(other, other.value, words)
            if other.value is not None
            else f"not calculable; missing: {other.missing}"
        )
        yield from ("", f"Uses {other.kpi.id}: {safe(value)}, {_period(other.period)}")
    yield from _rejected(explanation)


def _comparisons(reading: Reading, words: Words) -> Iterator[str]:
    if reading.interval is not None:
        low, high = (_value(reading, bound, words) for bound in (reading.interval.low, reading.interval.high))
        yield f"Interval: {low} to {high} (95 %)"
    if reading.previous is not None and reading.previous_period is not None:
        yield f"Before:   {_value(reading, reading.previous, words)} ({_period(reading.previous_period)})"
    if reading.year_before is not None and reading.year_before_period is not None:
        yield f"52 weeks: {_value(reading, reading.year_before, words)} ({_period(reading.year_before_period)})"
    if any(point.value is not None for point in reading.history):
        yield f"History:  {sparkline(point.value for point in reading.history)} ({_span(reading.history)})"
    if reading.limits is not None:
        bounds = (reading.limits.low, reading.limits.center, reading.limits.high)
        low, center, high = (_value(reading, bound, words) for bound in bounds)
        yield f"Limits:   {low} to {high} around {center}; signal: {reading.signal}, trend: {reading.trend}"


def _computed(computation: Computation) -> Iterator[str]:
    lag = f", {computation.lag_days} days earlier" if computation.lag_days else ""
    yield from ("", f"{computation.part.capitalize()} over {_period(computation.period)}{lag}:")
    yield from ("", *(safe(line) for line in computation.sql.splitlines()), "")
    if computation.problem:
        yield f"  failed: {safe(computation.problem)}"
        return
    n = "" if computation.n is None else f", n = {computation.n:g}"
    rows = "" if computation.rows is None else f", from {computation.rows} rows"
    yield f"  = {'null' if computation.value is None else f'{computation.value:.10g}'}{n}{rows}"
    left_out = computation.left_out
    if left_out is not None and left_out.count:
        yield f"  {left_out.count} rows left out, for which this does not hold: {' '.join(left_out.unless.split())}"


def _rejected(explanation: Explanation) -> Iterator[str]:
    yield ""
    if not explanation.rejections:
        yield "No row of its exports was rejected."
        return
    yield "Rejected when its exports were read:"
    for rejection in explanation.rejections:
        rows = ", ".join(str(row) for row in rejection.rows)
        more = "…" if rejection.count > len(rejection.rows) else ""
        where = f" (rows {rows}{more})" if rows else ""
        yield f"  {rejection.count} in {safe(rejection.file)}: {safe(rejection.reason)}{where}"


def _span(history: Sequence[HistoryPoint]) -> str:
    return f"{history[0].period.start.isoformat()} until {history[-1].period.end.isoformat()}"


def _period(period: Period) -> str:
    return f"{period.start.isoformat()} until {period.end.isoformat()}, the latter excluded"
