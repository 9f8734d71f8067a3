import pytest

from meetbot.adapters.crm.headers import Taught, fields_of, fold_header, is_converted, match, ranks, shipped
from meetbot.adapters.crm.inspect import nearest
from meetbot.adapters.crm.kinds import kind_of, recognised
from meetbot.model.crm import TABLES


def fields(*headers: str, table: str = "leads") -> list[str | None]:
    """What each header was recognised as."""
    return [column.field for column in match(headers, table)]


def test_fold_header_ignores_accents_case_spaces_and_marks() -> None:
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
    """Of a repeated header the first column, the contact's, counts; the others, however renamed, are unused."""
    columns = match(("Fecha de creación", "Última actividad", "Fecha de creación", "Última actividad.1"), "leads")
    assert [column.field for column in columns] == ["created_at", "last_activity_at", None, None]
    assert {column.note for column in columns[2:]} == {"repeated header: the first one counts"}


def test_match_better_known_header_wins() -> None:
    """A bare "Fecha" gives way to a header that says what it is."""
    columns = match(("Fecha", "Create Date", "Comentarios", ""), "leads")
    assert [column.field for column in columns] == [None, "created_at", None, None]
    assert [column.note for column in columns] == ['"Create Date" serves instead', "", "not needed", "no header"]


def test_match_the_id_of_a_lookup_is_not_its_name() -> None:
    """Zoho writes each lookup twice; the owner is a name, the contact of a deal an id."""
    columns = match(("Lead Owner.id", "Lead Owner", "Contact Name.id"), "deals")
    assert [column.note for column in columns] == ['the id of "Lead Owner"', "not needed", ""]
    assert columns[2].field == "lead_id"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ('Date entered "Marketing Qualified Lead (Lifecycle Stage Pipeline)"', "mql_at"),
        ('Date entered "Sales Qualified Lead (Lifecycle Stage Pipeline)"', "sql_at"),
        ('Date entered "Opportunity (Lifecycle Stage Pipeline)"', "opportunity_at"),
        ('Fecha de entrada en "Cliente (Etapas)"', "customer_at"),
        ("Puntaje de interés 2026", "score"),
    ],
)
def test_match_portals_own_names_by_their_parts(header: str, field: str) -> None:
    """Stage dates and scores are named by the portal; their telling parts are enough."""
    assert fields(header) == [field]


@pytest.mark.parametrize(
    ("header", "table", "field", "currency", "seconds", "factor"),
    [
        ("Monto (USD)", "deals", "amount", "USD", None, 1),
        ("Monto USD", "deals", "amount", "USD", None, 1),
        ("Ingresos (miles)", "deals", "amount", None, None, 1000),
        ("Valor [MXN, en millones]", "deals", "amount", "MXN", None, 1e6),
        ("Importe gastado (EGP)", "spend", "amount", "EGP", None, 1),
        ("Lead response time (ms)", "leads", "response", None, 0.001, 1),
        ("Tiempo de respuesta (horas)", "leads", "response", None, 3600, 1),
        ("Tiempo de respuesta (días)", "leads", "response", None, 86400, 1),
        ("Clics (todos)", "spend", "clicks", None, None, 1),
        ("Margen %", "customers", "margin", None, None, 1),
        ("Monto (aprobado)", "deals", None, None, None, 1),
    ],
)
def test_match_units_in_the_header(  # noqa: PLR0917 - a table's columns
    header: str, table: str, field: str | None, currency: str | None, seconds: float | None, factor: float
) -> None:
    """Currency, unit of time and thousands in brackets are kept apart from the name; other brackets belong to it."""
    (column,) = match((header,), table)
    assert (column.field, column.currency, column.seconds, column.factor) == (field, currency, seconds, factor)


@pytest.mark.parametrize(
    "header",
    ["Score de crédito", "Credit Score", "Score crediticio", "Lead Score Updated", "Lead Score fecha", "Score Buró"],
)
def test_match_other_scores_and_their_dates_are_no_score(header: str) -> None:
    """What a credit bureau says of a person, and when a score changed, is not how warm a lead is."""
    assert fields(header) == [None]


def test_is_converted_by_the_crm() -> None:
    """HubSpot's own conversion is told by its header, in both languages."""
    assert is_converted("Amount in company currency")
    assert is_converted("Importe en la moneda de la empresa")
    assert not is_converted("Amount")


def test_match_taught_header_beats_the_known_ones() -> None:
    """What the user says wins over what meetbot knows, and a column can be taken out."""
    taught = Taught(fields={"leads": {"alta": "created_at", "puntaje": None}})
    columns = match(("Create Date", "Alta", "Puntaje"), "leads", taught)
    assert [column.field for column in columns] == [None, "created_at", None]
    assert columns[2].note == "ignored, as the alias file says"


def test_match_plain_pipeline_export() -> None:
    """The headers of a plain opportunities file."""
    headers = ("opportunity_id", "sales_agent", "product", "deal_stage", "engage_date", "close_date", "close_value")
    assert fields(*headers, table="deals") == ["id", "owner", None, "stage", "created_at", "closed_at", "amount"]


def test_recognised_counts_different_fields_of_one_table() -> None:
    """Two columns for one field count once: a title row of many cells is no header."""
    assert recognised(("Fecha", "Date", "ID", "Nota")) == 2


def test_shipped_headers_name_only_known_tables_and_every_canonical_field() -> None:
    """No canonical column is without a header by which it can be filled, but for those that are worked out."""
    assert set(shipped()) == set(TABLES)
    derived = {
        "leads": {"handed_at"},
        "activities": {"human"},
        "spend": {"kind"},
    }
    for table, columns in TABLES.items():
        assert set(columns) - set(shipped()[table]) == derived.get(table, set())


@pytest.mark.parametrize("table", list(TABLES))
def test_shipped_headers_of_one_table_don_t_contradict(table: str) -> None:
    """No header is listed for two fields of one table: the order of a file would decide."""
    known = [(fold_header(alias), field) for field, aliases in shipped()[table].items() for alias in aliases]
    names = {name for name, _ in known}
    assert [name for name in sorted(names) if len({field for other, field in known if other == name}) > 1] == []
    assert set(ranks(table)) >= names


def test_fields_of_a_table_begin_with_its_columns() -> None:
    """What a header can be taught: the canonical columns, then what they are worked out from."""
    assert fields_of("leads")[:2] == ("id", "created_at")
    assert {"assigned_at", "mail", "response_hours"} <= set(fields_of("leads"))


@pytest.mark.parametrize(
    ("header", "name", "table"),
    [
        (("id", "fecha"), "leads-2026-11-22", "leads"),
        (("id", "fecha"), "algo", None),
        (("id", "etapa", "monto"), "algo", "deals"),
        (("id", "etapa", "fecha", "responsable"), "leads", "leads"),
        (("id", "etapa", "fecha", "responsable", "fecha de cierre"), "negocios", "deals"),
        (("Mes", "Concepto", "Monto"), "algo", "spend"),
        (("Fecha", "Monto", "Campaña"), "inversion", "spend"),
        (("KPI", "Meta", "Mes"), "algo", "targets"),
        (("Cliente", "MRR", "Alta"), "algo", "customers"),
        (("account", "sector", "revenue"), "accounts", None),
        (("product", "sales_price"), "deals", None),
        (("Deal - ID", "Deal - Title", "Person - Name"), "algo", "deals"),
        (("Fecha", "Tipo de actividad", "ID del lead"), "algo", "activities"),
    ],
)
def test_kind_of_headers_then_name(header: tuple[str, ...], name: str, table: str | None) -> None:
    """Headers that only one table has decide; general ones need the file's name; neither is guessed."""
    found = kind_of(header, name=name)
    assert found.table == table
    assert bool(found.why) == (table is None)


def test_kind_of_taught_headers() -> None:
    """A taught header tells the table too."""
    taught = Taught(fields={"leads": {"alta en el embudo": "created_at", "nombre clave": "id"}})
    assert kind_of(("Alta en el embudo", "Nombre clave"), name="x", taught=taught).table == "leads"


@pytest.mark.parametrize(
    ("header", "near"),
    [("Fecha creacion del lead", "created_at"), ("Propietarios del contacto", "owner"), ("Pipeline", None)],
)
def test_nearest_suggests_only_what_resembles(header: str, near: str | None) -> None:
    """A slip of the pen gets a suggestion, an unrelated header none."""
    found = nearest(header, "leads")
    assert (found[1] if found else None) == near
