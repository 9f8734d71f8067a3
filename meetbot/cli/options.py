"""Options that several commands share."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

AnyFunction = Callable[..., Any]

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")


def on_date(text: str) -> Callable[[AnyFunction], AnyFunction]:
    """`--date 2026-11-23`, given to the command as `day: date | None`."""
    return click.option(
        "--date", "day", type=click.DateTime(["%Y-%m-%d"]), callback=_as_date, metavar="YYYY-MM-DD", help=text
    )


def _as_date(_ctx: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value is not None else None


with_files = click.option(
    "--with",
    "given",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The meeting's chat, or who spoke when (RTTM, for a transcript); may be given several times.",
)
model = click.option("--model", metavar="NAME|FOLDER", help="The speech model: a size, or a folder with one.")
language = click.option(
    "--language", metavar="CODE", help="es, en, …; `auto` listens, `mixed` is Spanish and English in one meeting."
)
speakers = click.option(
    "--speakers", type=click.IntRange(1, 20), metavar="N", help="How many people speak, if that is known."
)
meeting_id = click.option(
    "--meeting", "meeting_id", metavar="ID", help="The meeting's folder name, if there are two on one day."
)
replace = click.option(
    "--replace", is_flag=True, help="This file replaces the one that the meeting's minutes were made from."
)
