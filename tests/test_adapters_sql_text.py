import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetbot.adapters.sql_text import named_parameters, named_tables, one_select, rewritten, shown
from meetbot.errors import DataError
from meetbot.model.crm import TABLES


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
    ("sql", "names"),
    [
        ("SELECT 1 FROM deals JOIN LEADS ON true", ("leads", "deals")),
        ("SELECT 'leads' -- spend", ()),
        ('SELECT 1 FROM "customers"', ("customers",)),
        ("SELECT dealsize, my_leads FROM targets", ("targets",)),
    ],
)
def test_tables_are_found_outside_of_literals(sql: str, names: tuple[str, ...]) -> None:
    """Words, in any case, in the order of the canonical tables."""
    assert named_tables(sql, TABLES) == names


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
