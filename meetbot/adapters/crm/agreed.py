"""Typed columns as customers with what they pay, and as targets with the period they hold for."""

import re
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm import periods
from meetbot.adapters.crm.columns import Typed
from meetbot.adapters.crm.currencies import currency_of
from meetbot.adapters.crm.records import Records, same_ids
from meetbot.adapters.crm.values import Order

_MONTHS = 12
_MONEY = re.compile(r"(?i)\$|€|\b(monto|importe|amount|cantidad|money|dinero|pesos|utilidad|ganancia|profit)\b")


def customers_of(typed: Typed, *, currency: str) -> Records:
    """The customers; one without an id is known by its name."""
    ids = same_ids(typed.texts["id"]) if "id" in typed.texts else None
    names = typed.texts["name"].cast(pa.string()) if "name" in typed.texts else None
    known = [column for column in (ids, names) if column is not None]
    monthly = typed.numbers.get("monthly_value")
    if "yearly_value" in typed.numbers:
        twelfth = pc.divide(typed.numbers["yearly_value"], float(_MONTHS))
        monthly = twelfth if monthly is None else pc.coalesce(monthly, twelfth)
    columns: dict[str, Any] = {
        "id": pc.coalesce(*known) if known else pa.array([f"row {row}" for row in typed.rows.tolist()], pa.string()),
        "name": names,
        "since": typed.days.get("since"),
        "churned_on": typed.days.get("churned_on"),
        "monthly_value": monthly,
        "margin": _margin(typed, monthly),
        "currency": None
        if monthly is None
        else currency_of(typed, "monthly_value" if "monthly_value" in typed.numbers else "yearly_value", currency),
    }
    _note_backwards(typed, columns)
    found = {name: column for name, column in columns.items() if column is not None}
    return Records(columns=found, fields=frozenset(found))


def _margin(typed: Typed, monthly: Any) -> Any:
    """The share that remains: 0.4, 40 or 40 % as written, or money of the month's revenue, as the header says.

    More than 100 is no percentage, whatever the header says.
    """
    margin = typed.numbers.get("margin")
    largest = None if margin is None else pc.max(pc.abs(margin)).as_py()
    if margin is None or largest is None:
        return margin
    header = typed.headers.get("margin", "")
    if "margin" in typed.percent:
        typed.findings.add("The margin is read as a percentage, for its cells say so.", severity="info")
        return pc.if_else(pc.greater(pc.abs(margin), 1), pc.divide(margin, 100.0), margin)
    if largest <= 1:
        typed.findings.add("The margin is read as a share of the revenue: 0.4 is 40 %.", severity="info")
        return margin
    money = _MONEY.search(header) is not None or "margin" in typed.header_currency | typed.currencies
    if largest <= 100 and ("%" in header or not money):  # noqa: PLR2004  per cent
        hint = "" if "%" in header else 'If it is an amount of money, say so in its header: "Monto de margen".'
        typed.findings.add("The margin is read as a percentage: 40 is 40 %.", severity="info", hint=hint)
        return pc.divide(margin, 100.0)
    if monthly is None:
        typed.findings.add("The margin is no share of the revenue: left empty.", severity="warning")
        return None
    typed.findings.add("The margin is an amount of money: divided by the monthly value.", severity="info")
    positive = pc.if_else(pc.greater(monthly, 0), monthly, pa.scalar(None, pa.float64()))
    return pc.divide(margin, positive)


def _note_backwards(typed: Typed, columns: dict[str, Any]) -> None:
    since, churned = columns["since"], columns["churned_on"]
    if since is None or churned is None:
        return
    backwards = np.asarray(pc.fill_null(pc.less(churned, since), fill_value=False))
    if backwards.any():
        typed.findings.add("Left before it came: the day of leaving is left empty.", typed.rows[backwards])
        columns["churned_on"] = pc.if_else(pa.array(backwards), pa.scalar(None, pa.date32()), churned)


def targets_of(typed: Typed, *, order: Order) -> Records:
    """The targets with the days they hold for, the end exclusive."""
    spans = _spans(typed, order)
    columns: dict[str, Any] = {
        "kpi": typed.texts["kpi"].cast(pa.string()),
        "target": typed.numbers["target"],
        "owner": typed.texts["owner"].cast(pa.string()) if "owner" in typed.texts else None,
    }
    missing = np.asarray(pc.or_(pc.is_null(columns["kpi"]), pc.is_null(columns["target"])))
    lacking = np.array([span is None for span in spans], np.bool_)
    typed.findings.reject("No period that could be read: left out.", typed.rows[lacking & ~missing], hint=_PERIODS)
    typed.findings.reject("No indicator or no target: left out.", typed.rows[missing])
    kept = pa.array(~(missing | lacking))
    columns["start"] = pa.array([span[0] if span else None for span in spans], pa.date32())
    columns["end"] = pa.array([span[1] if span else None for span in spans], pa.date32())
    found = {name: column.filter(kept) for name, column in columns.items() if column is not None}
    return Records(columns=found, fields=frozenset(found))


_PERIODS = "Write a first and a last day, or a month, quarter or year: 2026-11, noviembre 2026, 2026-Q4, 2026."


def _spans(typed: Typed, order: Order) -> list[periods.Span | None]:
    size = len(typed.rows)
    starts: list[date | None] = typed.days["start"].to_pylist() if "start" in typed.days else [None] * size
    ends: list[date | None] = typed.days["end"].to_pylist() if "end" in typed.days else [None] * size
    name = "month" if "month" in typed.texts else "year"
    texts = typed.texts[name].to_pylist() if name in typed.texts else [None] * size
    years = typed.texts["year"].to_pylist() if "year" in typed.texts else [None] * size
    after = _exclusive(starts, ends)
    found: list[periods.Span | None] = []
    for start, end, text, year in zip(starts, ends, texts, years, strict=True):
        if start is not None and end is not None and start <= end:
            found.append((start, end if after else end + timedelta(days=1)))
        else:
            number = int(year) if year and year.isdigit() else None
            found.append(periods.month_of(text, year=number) or periods.range_of(text, order=order))
    return found


def _exclusive(starts: list[date | None], ends: list[date | None]) -> bool:
    """Whether the ends no longer count: each begins a month, or the next target."""
    known = [end for end in ends if end is not None]
    return bool(known) and all(end.day == 1 or end in starts for end in known)
