"""Options that several commands share."""

from collections.abc import Callable
from datetime import date, datetime
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
