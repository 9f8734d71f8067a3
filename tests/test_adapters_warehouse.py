from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from warehouses import warehouse_of

from meetbot.adapters.warehouse import DuckWarehouse
from meetbot.errors import DataError
from meetbot.model.crm import TABLES, Contents


def parquet(path: Path, **columns: list[object]) -> Path:
    """A Parquet file with those columns."""
    pq.write_table(pa.table(columns), path)
    return path


def test_tables_are_read_where_they_lie(tmp_path: Path) -> None:
    """Parquet, under any name a folder may have, and Arrow tables are queried by their canonical names."""
    folder = tmp_path / "O'Higgins; años"
    folder.mkdir()
    path = parquet(folder / "leads.parquet", id=["1", "2"], score=[70.0, 80.5])
    warehouse = DuckWarehouse(Contents(), {"leads": path, "deals": pa.table({"id": ["a"]})})
    sql = "SELECT sum(score), (SELECT count(*) FROM deals), (SELECT count(*) FROM spend) FROM leads"
    assert warehouse.query(sql) == [(150.5, 1, 0)]


def test_a_table_that_no_export_holds_is_empty() -> None:
    """All canonical tables exist with all their columns, so that any statement runs."""
    warehouse = warehouse_of()
    for table, columns in TABLES.items():
        listed = ", ".join(f'"{column}"' for column in columns)
        assert warehouse.query(f"SELECT {listed} FROM {table}") == []  # noqa: S608 - canonical names


def test_parameters_are_named_with_a_colon() -> None:
    """`:name` is a parameter, but not in a literal, a comment, a cast; values that are not named are ignored."""
    warehouse = warehouse_of(leads=[{"id": "a:b", "created_at": datetime(2026, 1, 1)}])  # noqa: DTZ001 - as stored
    sql = "SELECT count(*), :n::int, '12:30 :n $n' FROM leads WHERE id = 'a:b' AND created_at < :end -- :other"
    values = {"n": 2, "end": datetime(2026, 1, 2), "unused": object()}  # noqa: DTZ001 - as stored
    assert warehouse.query(sql, values) == [(1, 2, "12:30 :n $n")]


@pytest.mark.parametrize(
    "sql",
    [
        "COPY leads TO '{folder}/out.csv'",
        "COPY leads TO '{kept}'",
        "SELECT * FROM read_csv('{folder}/secret.csv')",
        "SELECT * FROM '{folder}/secret.csv'",
        "SELECT content FROM read_text('{folder}/secret.csv')",
        "ATTACH '{folder}/new.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "DROP VIEW leads",
        "SELECT 1; DROP VIEW leads",
        "CREATE TABLE t AS SELECT 1",
        "DELETE FROM deals",
        "WITH gone AS (SELECT 1) DELETE FROM deals",
        "WITH new AS (SELECT 'a' AS id) INSERT INTO deals (id) SELECT id FROM new",
    ],
)
def test_sql_reaches_the_tables_and_nothing_else(sql: str, tmp_path: Path) -> None:
    """A statement from a configuration file writes nothing, changes nothing and reads no other file."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "secret.csv").write_text("a,b\n1,2\n")
    kept = parquet(folder / "leads.parquet", id=["1"])
    before = kept.read_bytes()
    warehouse = DuckWarehouse(Contents(), {"leads": kept})
    with pytest.raises(DataError):
        warehouse.query(sql.format(folder=folder, kept=kept))
    assert warehouse.query("SELECT count(*) FROM leads") == [(1,)]
    assert kept.read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["leads.parquet", "secret.csv"]


def test_the_same_rows_give_the_same_bytes_at_any_size(tmp_path: Path) -> None:
    """Over many row groups, sums keep their last digit and rows without an order their places, run after run."""
    count = 7 * 122_880
    chance = np.random.default_rng(7)
    columns = {
        "id": pa.array(np.arange(count)).cast(pa.string()),
        "amount": chance.lognormal(10.5, 3, count),
        "owner": pa.array(chance.integers(0, 50, count)).cast(pa.string()),
    }
    path = tmp_path / "deals.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=122_880)
    figures = "sum(amount), avg(amount), percentile_cont(0.9) WITHIN GROUP (ORDER BY amount), sum(amount) / count(*)"
    statements = (f"SELECT {figures} FROM deals", f"SELECT owner, {figures} FROM deals GROUP BY owner")  # noqa: S608 - the test's own
    found = set()
    for _ in range(8):
        warehouse = DuckWarehouse(Contents(), {"deals": path})
        found.add(repr([warehouse.query(sql) for sql in statements]))
    assert len(found) == 1


def test_a_failing_statement_is_shown() -> None:
    """The error says what the database says, and shows the statement on one line."""
    with pytest.raises(DataError, match="nope") as caught:
        warehouse_of().query("SELECT nope\n  FROM leads")
    assert caught.value.hint == "SELECT nope FROM leads"
    with pytest.raises(DataError, match="end"):
        warehouse_of().query("SELECT :end")


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    """A Parquet file that is cut off or gone is an error that says what to do."""
    path = parquet(tmp_path / "leads.parquet", id=["1"])
    path.write_bytes(path.read_bytes()[:-9])
    for broken in (path, tmp_path / "gone.parquet"):
        with pytest.raises(DataError, match="leads can't be read") as caught:
            DuckWarehouse(Contents(), {"leads": broken})
        assert caught.value.where == str(broken)
        assert "made again" in caught.value.hint
