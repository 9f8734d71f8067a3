import pytest

from meetbot.adapters.crm.headers import DEAL_ALIASES, LEAD_ALIASES, fold_header, match, recognised


def fields(*headers: str, deals: bool = False) -> list[str | None]:
    """What each header was recognised as."""
    return [column.field for column in match(headers, DEAL_ALIASES if deals else LEAD_ALIASES)]


def test_match_ignores_accents_case_spaces_and_marks() -> None:
    """The same header with other accents, case, spacing or a byte order mark is the same field."""
    spellings = ("Fecha de creación", "FECHA DE CREACION", " fecha  de  creacio\u0301n ", "\ufefffecha_de_creación:")
    assert {fold_header(spelling) for spelling in spellings} == {"fecha de creacion"}
    assert [fields(spelling) for spelling in spellings] == [["created_at"]] * 4


def test_match_two_languages_in_one_row() -> None:
    """Spanish and English headers side by side are both known."""
    assert fields("ID de registro - Contact", "Contact owner", "Puntuación de HubSpot", "First Outreach Date") == [
        "id",
        "owner",
        "score",
        "contacted_at",
    ]


def test_match_repeated_header_counts_once_and_says_so() -> None:
    """Of a repeated header the first column, the contact's, counts; the company's is recorded as unused."""
    columns = match(("Fecha de creación", "Última actividad", "Fecha de creación"), LEAD_ALIASES)
    assert [column.field for column in columns] == ["created_at", "last_activity_at", None]
    assert columns[2].note == "repeated header: the first one counts"


def test_match_better_known_header_wins() -> None:
    """A bare "Fecha" gives way to a header that says what it is."""
    columns = match(("Fecha", "Create Date", "Comentarios", ""), LEAD_ALIASES)
    assert [column.field for column in columns] == [None, "created_at", None, None]
    assert [column.note for column in columns] == ['"Create Date" serves instead', "", "not needed", "no header"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ('Date entered "Marketing Qualified Lead (Lifecycle Stage Pipeline)"', "mql_at"),
        ('Date entered "Sales Qualified Lead (Lifecycle Stage Pipeline)"', "sql_at"),
        ("Puntaje de interés 2026", "score"),
    ],
)
def test_match_portals_own_names_by_their_parts(header: str, field: str) -> None:
    """Stage dates and scores are named by the portal; their telling parts are enough."""
    assert fields(header) == [field]


def test_match_currency_in_the_header() -> None:
    """A currency code at the end of a header is kept apart from its name."""
    (column,) = match(("Monto (USD)",), DEAL_ALIASES)
    assert (column.field, column.currency) == ("amount", "USD")


def test_recognised_counts_different_fields() -> None:
    """Two columns for one field count once: a title row of many cells is no header."""
    assert recognised(("Fecha", "Create Date", "ID", "Nota"), LEAD_ALIASES) == 2


def test_match_plain_pipeline_export() -> None:
    """The headers of a plain opportunities file."""
    headers = ("opportunity_id", "sales_agent", "product", "deal_stage", "engage_date", "close_date", "close_value")
    assert fields(*headers, deals=True) == ["id", "owner", None, "stage", "created_at", "closed_at", "amount"]
