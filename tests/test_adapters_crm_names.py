"""What the names of exports say about their day, and what is told when that day is still to come."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from crm_workspace import issues, opened, rows, write

from meetbot.adapters.crm.reading import FileName


@pytest.mark.parametrize(
    ("name", "series", "day"),
    [
        ("leads-2026-10-01-2026-11-22.csv", "leads", date(2026, 11, 22)),
        ("leads_20261001_20261122.csv", "leads", date(2026, 11, 22)),
        ("leads 2026-11-22.csv", "leads", date(2026, 11, 22)),
        ("leads-2026-11-22-99999999.csv", "leads 99999999", date(2026, 11, 22)),
        ("leads-2026-11-22-20261345.csv", "leads 20261345", date(2026, 11, 22)),
        ("leads.csv", "leads", None),
    ],
)
def test_file_name_day_is_the_last_date(name: str, series: str, day: date | None) -> None:
    """The end of a range is the day of the export, and no date is part of the series."""
    found = FileName.of(Path(name), ZoneInfo("America/Mexico_City"))
    assert (found.series, found.day) == (series, day)


def test_open_a_range_in_the_name_empties_nothing(tmp_path: Path) -> None:
    """An export of October and November holds November's leads."""
    write(tmp_path, "leads-2026-10-01-2026-11-22.csv", "id,fecha,puntaje\n1,2026-11-20 10:00,80\n")
    found = opened(tmp_path)
    assert rows(found, "leads", "created_at") == [(datetime.fromisoformat("2026-11-20T16:00"),)]


@pytest.mark.parametrize("name", ["leads-2026-11-24.csv", "leads-2026-12-31.csv"])
def test_open_later_exports_are_the_reason_that_there_is_none(tmp_path: Path, name: str) -> None:
    """The warning that leads are missing says that there are some, from after the day."""
    write(tmp_path, name, "id,fecha\n1,2026-11-24 10:00\n")
    write(tmp_path, "deals.csv", "id,etapa\n1,Ganado\n")
    told = issues(opened(tmp_path))
    assert "warning [data] folder data: No export of leads is from 2026-11-23 or before (not used, since" in told
    assert f"from after: {name}); figures about leads can't be calculated." in told
    told = issues(opened(tmp_path, leads="data/leads*.csv"))
    assert "warning meetbot.toml, key `data.leads`: No export of leads is from 2026-11-23 or before" in told


def test_open_later_exports_of_another_table_are_no_reason(tmp_path: Path) -> None:
    """A later file that is known to hold leads does not explain why deals are missing."""
    write(tmp_path, "leads-2026-11-22.csv", "id,fecha\n1,2026-11-20 10:00\n")
    write(tmp_path, "leads-2026-11-24.csv", "id,fecha\n1,2026-11-24 10:00\n")
    assert "warning [data] folder data: No export of deals was found" in issues(opened(tmp_path))
