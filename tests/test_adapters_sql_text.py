import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetbot.adapters.sql_text import named_parameters, one_select, rewritten, shown
from meetbot.errors import DataError


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("SELECT :start, :end", {"start", "end"}),
        ("SELECT '12:30', x::date, a[1:2]", set()),
        ("SELECT ':a', \":b\", 'it''s :c' -- :d\n, :e /* :f */", {"e"}),
        ("SELECT :a1_b", {"a1_b"}),
    ],
)
def test_parameters_are_found_outside_of_literals(sql: str, names: set[str]) -> None:
    """Only `:name` in the statement itself counts."""
    assert named_parameters(sql) == names


@pytest.mark.parametrize(
    ("sql", "bare"),
    [
        ("SELECT 1;\n", "SELECT 1"),
        ("-- why\nSELECT ';' /* no ; */ ;", "SELECT ';'"),
        ("  (with a as (select 1) select * from a)", "(with a as (select 1) select * from a)"),
        ("SELECT DATE '2026-01-01', name'x'", "SELECT DATE '2026-01-01', name'x'"),
    ],
)
def test_one_select_loses_comments_and_the_last_semicolon(sql: str, bare: str) -> None:
    """What is left is the statement alone."""
    assert one_select(sql) == bare


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("", "begin with"),
        ("selection", "begin with"),
        ("UPDATE leads SET id = 1", "begin with"),
        ("SELECT 1; SELECT 2", "semicolon"),
        ("SELECT 1;;", "semicolon"),
        ("SELECT 'a", "not closed"),
        ('SELECT "a', "not closed"),
        ("SELECT 1 /* a", "without an end"),
        ("SELECT $1", r"\$"),
        ("SELECT E'a'", "plain quotes"),
        ("SELECT u&'a'", "plain quotes"),
    ],
)
def test_anything_else_is_refused(sql: str, told: str) -> None:
    """Strictly: what two databases would read differently is refused too."""
    with pytest.raises(DataError, match=told):
        one_select(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "WITH a AS (SELECT 1) INSERT INTO leads SELECT * FROM a",
        "WITH a AS (SELECT 1)\nupdate leads SET id = '1'",
        "WITH a AS (SELECT 1)/**/DeLeTe FROM leads",
        "WITH a AS (SELECT 1) -- SELECT\n DELETE FROM leads",
        "WITH gone AS (DELETE FROM leads RETURNING 1) SELECT count(*) FROM gone",
        "WITH gone AS MATERIALIZED (UPDATE leads SET id = '' RETURNING 1) SELECT * FROM gone",
        "WITH a AS (SELECT 1) MERGE INTO leads USING a ON true WHEN MATCHED THEN DELETE",
        "WITH a AS (SELECT 1) COPY leads TO 'x'",
        "WITH a AS (SELECT 1) CREATE TABLE t AS SELECT 1",
        "WITH \"a'\" AS (SELECT 1) DROP TABLE leads --'",
        "SELECT * INTO copied FROM leads",
        "SELECT id FROM leads FOR UPDATE",
    ],
)
def test_what_writes_is_refused_wherever_it_stands(sql: str) -> None:
    """A WITH list may be followed by, or hold, a statement that writes; it never reaches a database."""
    with pytest.raises(DataError, match="does more than read"):
        one_select(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT update_time, deleted, created_at, last_update FROM leads",
        "SELECT 'delete', 'DROP TABLE leads' FROM leads WHERE stage = 'insert into'",
        'SELECT "delete", t.update, t."drop" FROM leads AS t',
        "SELECT id FROM leads -- not the ones to delete\n/* update */",
        "SELECT :update, replace(owner, 'a', 'b') FROM leads",
        "SELECT comment, load, set_at FROM crm.notes",
    ],
)
def test_names_and_texts_that_only_look_like_writing_pass(sql: str) -> None:
    """Parts of names, quoted names, a table's columns, literals, comments and parameters are no such words."""
    assert one_select(sql)


PIECES = st.sampled_from(
    ["SELECT ", "'", "''", '"', ":a", ":b ", ";", "--", "\n", "/*", "*/", "x", "::", " ", "é", "$"]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_rewriting_changes_parameters_only(sql: str) -> None:
    """Replaced by themselves, parameters leave the statement as it was; each named one was replaced."""
    replaced = []

    def note(name: str) -> str:
        replaced.append(name)
        return f":{name}"

    assert rewritten(sql, note) == sql
    assert set(replaced) == named_parameters(sql)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_what_passes_is_stable(sql: str) -> None:
    """A statement that passes the check passes it again unchanged, and fits on one line."""
    try:
        bare = one_select(sql)
    except DataError:
        return
    assert one_select(bare) == bare
    assert "\n" not in shown(bare)
