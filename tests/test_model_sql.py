import pytest

from meetbot.model.crm import TABLES
from meetbot.model.sql import named_tables


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
