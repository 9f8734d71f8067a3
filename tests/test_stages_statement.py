from datetime import date, datetime

import pytest
from kpi_examples import at, scope_of
from warehouses import warehouse_of

from meetbot.errors import DataError
from meetbot.model.catalogue import Measure
from meetbot.model.kpi import Period
from meetbot.stages import statement

WEEK = Period(start=date(2026, 11, 16), end=date(2026, 11, 23))
SCOPE = scope_of(warehouse_of(leads=[{"id": "1", "created_at": at(11, 17)}], spend=[]))


def test_filled_leaves_literals_casts_and_unknown_names() -> None:
    """A name inside quotes is text, `::` is a cast, and what is no parameter is for the database to refuse."""
    sql = """':start' "a:end" x::date :start 'it''s :end' :nothing -- :start\n/* :end */ 1"""
    assert (
        statement.filled(sql, {"start": "S", "end": "E"})
        == """':start' "a:end" x::date S 'it''s :end' :nothing  \n  1"""
    )


def test_literals_hold_whatever_settings_hold() -> None:
    """Times and days of the period, numbers, text with quotes, and what is not set as a null with a type."""
    found = statement.literals(SCOPE, WEEK)
    assert found["start"] == "TIMESTAMP '2026-11-16 06:00:00'"
    assert found["end_day"] == "DATE '2026-11-23'"
    assert found["gross_margin"] == "CAST(NULL AS DOUBLE PRECISION)"
    assert found["first_contact_hours"] == "24.0"
    assert found["currency"] == "'MXN'"
    assert statement._literal("O'Higgins; DROP TABLE leads --") == "'O''Higgins; DROP TABLE leads --'"
    assert statement._literal(datetime(2026, 1, 2, 3, 4, 5, 678)) == "TIMESTAMP '2026-01-02 03:04:05.000678'"  # noqa: DTZ001 - as tables hold it


def test_named_finds_the_parameters() -> None:
    """Names outside of literals and comments."""
    assert statement.named("x > :today AND ':end' = 'a'", "y < :start -- :end_day") == {"today", "start"}
    assert statement.names_period("x < :end_day")
    assert not statement.names_period("x < :today", "")


def test_statement_names_only_the_columns_that_it_needs() -> None:
    """A database that writes the placed rows down has no use for the others; without any, one is enough to count."""
    sql = statement.for_all_periods([Measure(table="leads", time="created_at", where="score > 70")], [WEEK], SCOPE)
    assert 'leads."created_at", leads."score" FROM leads' in sql
    assert "owner" not in sql
    for table, column in (("leads", "id"), ("spend", "day")):
        bare = statement.for_all_periods([Measure(table=table)], [WEEK], SCOPE)
        assert f'{table}."{column}" FROM {table}' in bare


def test_statement_over_many_periods_answers_each() -> None:
    """Rows come back by number of the period, with the value over no row and the beginning beside them."""
    periods = [Period(start=date(2026, 11, day), end=date(2026, 11, day + 1)) for day in range(10, 22)]
    measure = Measure(table="leads", time="created_at")
    rows = SCOPE.warehouse.query(statement.for_all_periods([measure, measure], periods, SCOPE))
    found = {(row[0], row[1]): row[2] for row in rows}
    assert found == {
        (0, 7): 1,
        (1, 7): 1,
        (0, statement.EMPTY): 0,
        (1, statement.EMPTY): 0,
        (0, statement.BEGINNING): at(11, 17).timestamp(),
    }


@pytest.mark.parametrize("where", ["true; DROP TABLE leads", "true /* open", "true' OR '1"])
def test_conditions_are_one_condition(where: str) -> None:
    """A second statement, a comment or a quote without its end is refused with the statement."""
    measure = Measure(table="leads", time="created_at", where=where)
    for sql in (statement.for_one_period(measure, WEEK, SCOPE), statement.for_all_periods([measure], [WEEK], SCOPE)):
        with pytest.raises(DataError):
            SCOPE.warehouse.query(sql)


def test_statement_for_one_period_reads_as_a_person_would_write_it() -> None:
    """Without periods of others, and with the rows left out asked for apart."""
    measure = Measure(table="leads", time="created_at", where="score > :minimum_score", valid="mql_at >= created_at")
    assert statement.for_one_period(measure, WEEK, SCOPE) == (
        "SELECT\n  count(*) AS value,\n  count(*) AS n\nFROM leads\n"
        "WHERE leads.created_at >= TIMESTAMP '2026-11-16 06:00:00'\n"
        "  AND leads.created_at < TIMESTAMP '2026-11-23 06:00:00'\n"
        "  AND (score > 70.0)\n  AND (mql_at >= created_at)"
    )
    left_out = statement.for_one_period(measure, WEEK, SCOPE, invalid=True)
    assert left_out.startswith("SELECT\n  count(*) AS left_out\nFROM leads")
    assert left_out.endswith("AND coalesce(NOT (mql_at >= created_at), TRUE)")
    whole = statement.for_one_period(Measure(table="spend", value="sum(amount)", n=""), WEEK, SCOPE)
    assert whole == "SELECT\n  sum(amount) AS value\nFROM spend"
