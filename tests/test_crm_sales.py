"""The path from a real export to a figure: 8,800 opportunities whose dates are day-first, and a stand-in for them.

The real file lies beside the checkout, or where MEETBOT_SHARED says; it is never part of the project.
"""

import csv
import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from commandline import CommandLine

SHARED = Path(os.environ.get("MEETBOT_SHARED") or Path(__file__).resolve().parents[2] / "shared")
REAL = SHARED / "data" / "crm-sales" / "sales_pipeline.csv"
HEADER = (
    "opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value",
)  # fmt: skip
SETTINGS = """
[company]
name = "Ferretería Andina"
locale = "es-CO"
timezone = "America/Bogota"
currency = "USD"

[[departments]]
id = "comercial"
name = "Comercial"
role = "sales"

[[kpis]]
id = "win_rate"
window_days = 365

[[kpis]]
id = "sales_cycle"
window_days = 365

[[kpis]]
id = "sales_cycle_p90"
window_days = 365

[[kpis]]
id = "win_rate_amount"
window_days = 365

[[kpis]]
id = "revenue"
window_days = 365
"""


@dataclass(frozen=True, kw_only=True)
class Opportunity:
    """One row as the test itself reads it."""

    stage: str
    engaged: date | None
    closed: date | None
    value: int | None


def day_first(text: str) -> date | None:
    """A day written as `dd-mm-yyyy`."""
    if not text:
        return None
    day, month, year = text.split("-")
    return date(int(year), int(month), int(day))


def month_first(text: str) -> date | None:
    """What a reader that decides cell by cell takes it for, wherever that is a date at all."""
    if not text:
        return None
    first, second, year = (int(part) for part in text.split("-"))
    return date(year, first, second) if first <= 12 else date(year, second, first)


def opportunities(path: Path, read: Any = day_first) -> list[Opportunity]:
    """The rows of the file, read with nothing but the csv module."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Opportunity(
                stage=row["deal_stage"],
                engaged=read(row["engage_date"]),
                closed=read(row["close_date"]),
                value=int(row["close_value"]) if row["close_value"] else None,
            )
            for row in csv.DictReader(file)
        ]


def stand_in(path: Path) -> Path:
    """A file of the same form: some 1,500 opportunities, four in ten of whose days could also be months."""
    chance = random.Random(2017)  # noqa: S311 - a test's data
    rows = []
    for number in range(1_500):
        engaged = date(2016, 10, 20) + timedelta(days=chance.randint(0, 420))
        closed = engaged + timedelta(days=chance.choice((3, 8, 45, 57, 88, 112)))
        stage = chance.choice(("Won", "Won", "Lost", "Engaging", "Prospecting"))
        if closed > date(2017, 12, 31) and stage in {"Won", "Lost"}:
            stage = "Engaging"
        over = stage in {"Won", "Lost"}
        rows.append((
            f"Z{number:06d}", "Inés Ruiz", "GTX", "Acme" if number % 9 else "", stage,
            "" if stage == "Prospecting" else f"{engaged:%d-%m-%Y}", f"{closed:%d-%m-%Y}" if over else "",
            ("" if not over else "0" if stage == "Lost" else str(chance.randint(38, 30_288))),
        ))  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


@pytest.fixture(params=["real", "stand-in"])
def export(request: pytest.FixtureRequest, meetbot: CommandLine) -> Iterator[Path]:
    """The file, in a workspace of its own, exported on New Year's Day of 2018."""
    folder = meetbot.folder
    (folder / "data").mkdir()
    (folder / "meetbot.toml").write_text(SETTINGS, encoding="utf-8")
    target = folder / "data" / "sales_pipeline-2018-01-01.csv"
    if request.param == "stand-in":
        yield stand_in(target)
        return
    if not REAL.is_file():
        pytest.skip(f"the real opportunities are not there: {REAL} (MEETBOT_SHARED names the folder)")
    target.write_bytes(REAL.read_bytes())
    yield target


def explained(meetbot: CommandLine, kpi: str) -> dict[str, Any]:
    """What `meetbot kpi explain` says of the indicator, over the year 2017."""
    result = meetbot("--now", "2018-01-01T08:00", "kpi", "explain", kpi, "--json")
    assert result.code == 0, result.err
    reading: dict[str, Any] = json.loads(result.out)["explanation"]["reading"]
    assert reading["period"] == {"start": "2017-01-01", "end": "2018-01-01"}
    return reading


def of_2017(rows: Sequence[Opportunity]) -> list[Opportunity]:
    """Those won or lost in 2017."""
    return [row for row in rows if row.stage in {"Won", "Lost"} and row.closed and row.closed.year == 2017]


def cycles(rows: Sequence[Opportunity]) -> list[int]:
    """The days that won ones took."""
    won = [row for row in of_2017(rows) if row.stage == "Won"]
    return sorted((row.closed - row.engaged).days for row in won if row.closed and row.engaged)


def test_close_rate_is_right(export: Path, meetbot: CommandLine) -> None:
    """Won of closed, by count; open ones are in neither number."""
    closed = of_2017(opportunities(export))
    won = sum(row.stage == "Won" for row in closed)
    reading = explained(meetbot, "win_rate")
    assert (reading["numerator"], reading["denominator"], reading["n"]) == (won, len(closed), len(closed))
    assert reading["value"] == pytest.approx(won / len(closed), rel=1e-12)


def test_cycle_is_right(export: Path, meetbot: CommandLine) -> None:
    """Median and 90th percentile of the days from engagement to close of the won ones, none of them negative."""
    days = cycles(opportunities(export))
    assert days[0] >= 0
    reading = explained(meetbot, "sales_cycle")
    assert (reading["value"], reading["n"], reading["left_out"]) == (median(days), len(days), 0)
    place = 0.9 * (len(days) - 1)
    low, share = int(place), place - int(place)
    p90 = days[low] + share * (days[min(low + 1, len(days) - 1)] - days[low])
    assert explained(meetbot, "sales_cycle_p90")["value"] == pytest.approx(p90, rel=1e-12)


def test_revenue_is_right(export: Path, meetbot: CommandLine) -> None:
    """The sum of what was won, to the dollar; what was lost carries no amount, so there is no share of it."""
    closed = of_2017(opportunities(export))
    won = [row.value or 0 for row in closed if row.stage == "Won"]
    reading = explained(meetbot, "revenue")
    assert (reading["value"], reading["n"]) == (sum(won), len(won))
    assert not any(row.value for row in closed if row.stage == "Lost")
    by_amount = explained(meetbot, "win_rate_amount")
    assert (by_amount["value"], by_amount["status"]) == (None, "grey")
    assert "los negocios perdidos no llevan monto" in by_amount["missing"]


def test_last_day_is_in_the_figures_without_a_date_in_the_name(export: Path, meetbot: CommandLine) -> None:
    """The newest day counts to its end, as nothing in a file of mere days says when on it the export was made."""
    rows = opportunities(export)
    undated = export.rename(export.with_name("sales_pipeline.csv"))
    newest = max(row.closed for row in rows if row.closed)
    assert newest.year == 2017
    end = newest + timedelta(days=1)
    start = end - timedelta(days=365)
    won = [row.value or 0 for row in rows if row.stage == "Won" and row.closed and start <= row.closed < end]
    result = meetbot("--now", "2018-01-01T08:00", "kpi", "explain", "revenue", "--json")
    assert result.code == 0, result.err
    reading = json.loads(result.out)["explanation"]["reading"]
    assert reading["period"] == {"start": start.isoformat(), "end": end.isoformat()}, undated
    assert (reading["value"], reading["n"]) == (sum(won), len(won))


def test_dates_that_can_be_read_twice_are_read_as_the_column_says(export: Path, meetbot: CommandLine) -> None:
    """Four in ten dates are ambiguous alone; read one by one they would give another cycle, some of it negative."""
    rows = opportunities(export)
    closed = [row.closed for row in rows if row.closed]
    ambiguous = [day for day in closed if day.day <= 12]
    different = [day for day in ambiguous if day.day != day.month]
    if len(rows) == 8_800:
        assert (len(closed), len(ambiguous), len(different)) == (6_711, 2_641, 2_423)
    assert len(different) > len(closed) // 4
    naive = cycles(opportunities(export, month_first))
    assert naive[0] < 0
    assert explained(meetbot, "sales_cycle")["value"] == median(cycles(rows)) != median(naive)


def test_every_row_is_used(export: Path, meetbot: CommandLine) -> None:
    """No row is rejected, and the columns are recognised from their English headers."""
    result = meetbot("kpi", "columns", f"data/{export.name}", "--json")
    assert result.code == 0, result.err
    (found,) = json.loads(result.out)["files"]
    assert found["rows_read"] == len(opportunities(export))
    assert found["rejected"] == []
