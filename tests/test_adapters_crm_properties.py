"""What holds for any export: nothing is lost uncounted, and neither the order of columns nor another cell matters."""

import csv
import io
import tempfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from meetbot.adapters.crm import headers
from meetbot.adapters.crm.exports import read_file
from meetbot.adapters.crm.reading import Reading, Refusal, Settings
from meetbot.config import CompanyConfig, Config
from meetbot.model.company import Department

CONFIG = Config(
    company=CompanyConfig(name="Ejemplo"), departments=(Department(id="m", name="Mercadeo", role="marketing"),)
)
SETTINGS = Settings.of(CONFIG, headers.NOTHING_TAUGHT)
HEADER = ("ID del lead", "Fecha de creación", "Responsable", "Etapa del lead", "Motivo de rechazo", "Puntaje", "Correo")

PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)
DAYS = st.dates(date(2025, 1, 1), date(2026, 11, 20)).map(str)
CELLS = st.one_of(PLAIN, st.sampled_from(("", "-", "n/a", "Total", "=1+1", '"', ";", "a,b", "línea\notra", "🎉")))
ROWS = st.lists(
    st.tuples(
        st.sampled_from(("", "1", "2", "3", "4", "5", "A-1", "Total")),
        st.one_of(DAYS, CELLS),
        CELLS,
        CELLS,
        CELLS,
        st.one_of(st.integers(0, 100).map(str), CELLS),
        st.sampled_from(("", "a@caso.example", "A@caso.example ", "b@caso.example")),
    ),
    min_size=1,
    max_size=12,
)
ANY = settings(max_examples=60, deadline=None)


def read(header: Sequence[str], lines: Sequence[Sequence[str]]) -> tuple[Reading, pa.Table] | None:
    """What is read from a CSV with these cells; None when the reader refuses it."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([header, *lines])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        path.write_text(text.getvalue(), encoding="utf-8", newline="")
        found = read_file(path, SETTINGS, on=date(2026, 11, 23), table="leads")
    return None if isinstance(found, Refusal) else found[0]


def columns(table: pa.Table) -> dict[str, list[Any]]:
    """The table as lists."""
    return {name: table[name].to_pylist() for name in table.column_names}


@ANY
@given(ROWS)
def test_rows_read_are_rows_kept_and_rejected(lines: list[tuple[str, ...]]) -> None:
    """Whatever the cells hold, every row that is not blank is kept or counted among the rejected."""
    found = read(HEADER, lines)
    filled = sum(any(cell.strip() for cell in line) for line in lines)
    if found is None:
        return
    reading, table = found
    assert table.num_rows == reading.rows
    assert reading.rows + sum(rejection.count for rejection in reading.rejections) == reading.rows_read
    assert reading.rows_read <= filled


@ANY
@given(ROWS, st.permutations(range(len(HEADER))))
def test_order_of_columns_does_not_matter(lines: list[tuple[str, ...]], order: list[int]) -> None:
    """The same cells under the same headers in another order are the same table.

    But for what tells a total: it is the first filled cell of a row, so rows that hold the word are left aside.
    """
    lines = [
        line for line in lines if "total" not in "".join(line).casefold() and "sum" not in "".join(line).casefold()
    ]
    if not lines:
        return
    straight = read(HEADER, lines)
    turned = read([HEADER[i] for i in order], [[line[i] for i in order] for line in lines])
    assert (straight is None) == (turned is None)
    if straight is not None and turned is not None:
        assert columns(straight[1]) == columns(turned[1])


@ANY
@given(
    st.lists(st.tuples(DAYS, PLAIN, st.integers(0, 100)), min_size=2, max_size=8),
    st.one_of(CELLS, PLAIN),
    st.integers(0, 7),
)
def test_no_cell_changes_another(records: list[tuple[str, str, int]], cell: str, place: int) -> None:
    """Whatever stands in one free text, every other value of the table stays what it was."""
    lines = [[str(n), day, "Ana", "MQL", reason, str(score), ""] for n, (day, reason, score) in enumerate(records, 1)]
    changed = [list(line) for line in lines]
    changed[place % len(lines)][4] = cell
    first, second = read(HEADER, lines), read(HEADER, changed)
    assert first is not None
    assert second is not None
    before, after = columns(first[1]), columns(second[1])
    for name in before:
        same = [
            old == new
            for row, (old, new) in enumerate(zip(before[name], after[name], strict=True))
            if name != "rejected_reason" or row != place % len(lines)
        ]
        assert all(same), name


@ANY
@given(
    st.lists(
        st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 20)),  # noqa: DTZ001 - wall clock, as exports have it
        min_size=1,
        max_size=10,
    ),
    st.sampled_from(("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M")),
)
def test_times_are_those_of_the_wall_clock(moments: list[datetime], form: str) -> None:
    """Mexico City has been six hours behind UTC since 2022, whatever the export's way of writing."""
    lines = [[str(n), moment.strftime(form), "Ana", "", "", "", ""] for n, moment in enumerate(moments, 1)]
    found = read(HEADER, lines)
    assert found is not None
    written = [datetime.strptime(moment.strftime(form), form) for moment in moments]  # noqa: DTZ007 - as above
    expected = [moment + timedelta(hours=6) for moment in written]
    assert columns(found[1])["created_at"] == expected
