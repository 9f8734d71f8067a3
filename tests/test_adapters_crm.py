import shutil
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from conftest import SHARED

from meetbot.adapters.crm import CrmFiles
from meetbot.adapters.crm.stages import clean, deal_status
from meetbot.config import CompanyConfig, Config, DataConfig, Workspace
from meetbot.errors import DataError
from meetbot.model.company import Department
from meetbot.model.crm import CrmTables

DATA = Path(__file__).parent / "data" / "crm"


def workspace(root: Path, *, locale: str = "es-MX", currency: str = "MXN", data: DataConfig | None = None) -> Workspace:
    """A workspace in that folder."""
    zone = "America/Bogota" if locale == "es-CO" else "America/Mexico_City"
    config = Config(
        company=CompanyConfig(name="Ejemplo", locale=locale, timezone=zone, currency=currency),
        departments=(Department(id="mercadeo", name="Mercadeo", role="marketing"),),
        data=data or DataConfig(leads="leads*.csv", deals="deals*.csv"),
    )
    return Workspace(root=root, config=config)


def read(root: Path, leads: str = "", deals: str = "", *, locale: str = "es-MX", currency: str = "MXN") -> CrmTables:
    """What is read from these files of tests/data/crm, put into a workspace under names that keep their date."""
    for kind, name in (("leads", leads), ("deals", deals)):
        if name:
            shutil.copy(DATA / name, root / f"{kind}-{name}")
    return CrmFiles(workspace(root, locale=locale, currency=currency)).read()


def written(root: Path, text: str, *, name: str = "leads.csv", encoding: str = "utf-8") -> CrmTables:
    """What is read from an export with this content."""
    (root / name).write_bytes(text.encode(encoding))
    return CrmFiles(workspace(root)).read()


def messages(tables: CrmTables) -> str:
    """All issues as one text."""
    return "\n".join(f"{i.severity} {i.where}: {i.message} {i.hint}" for i in tables.issues)


def test_read_hubspot_contacts_in_spanish(tmp_path: Path) -> None:
    """Contacts with repeated and mixed headers: the contact's columns count, times are the workspace's."""
    tables = read(tmp_path, leads="hubspot_contacts_es-2026-11-22.csv")
    first = tables.leads[0]
    assert [lead.id for lead in tables.leads] == ["101", "102", "103", "104", "106"]
    assert first.created_at is not None
    assert first.created_at.isoformat() == "2026-11-16T09:30:00-06:00"
    assert first.last_activity_at is not None
    assert first.last_activity_at.isoformat() == "2026-11-17T11:00:00-06:00"
    assert first.score == 85
    assert tables.as_of == date(2026, 11, 22)
    assert tables.sources[0].format == "csv, utf-8-sig, separator ,"
    assert [c.note for c in tables.columns if c.header == "Fecha de creación"] == [
        "",
        "repeated header: the first one counts",
    ]


def test_read_owner_has_one_spelling(tmp_path: Path) -> None:
    """Case and the CRM's note on deactivated users don't make another person."""
    tables = read(tmp_path, leads="hubspot_contacts_es-2026-11-22.csv")
    assert Counter(lead.owner for lead in tables.leads) == {"Jorge Salas": 3, "Rubén Tovar": 1, None: 1}


def test_read_repeats_are_left_out_with_their_rows(tmp_path: Path) -> None:
    """The same id or mail address again is left out, and the row is named as a spreadsheet shows it."""
    tables = read(tmp_path, leads="hubspot_contacts_es-2026-11-22.csv")
    assert tables.rows_rejected == 2
    assert "row 6: The same id as an earlier row: left out." in messages(tables)
    assert "row 7: The same mail address as an earlier row: left out." in messages(tables)


def test_read_unreadable_cells_are_null_with_file_and_row(tmp_path: Path) -> None:
    """A date that doesn't exist and a score in letters are null and named, never 0."""
    tables = read(tmp_path, leads="hubspot_contacts_es-2026-11-22.csv")
    lead = tables.leads[-1]
    assert (lead.score, lead.handed_at) == (None, None)
    assert 'es-2026-11-22.csv, row 8: "Puntuación de HubSpot": not a number, left empty (the first is "ochenta").' in (
        messages(tables)
    )
    assert '"31/02/2026"' in messages(tables)


def test_read_mail_addresses_and_names_go_no_further(tmp_path: Path) -> None:
    """Leads carry no personal data beyond their record id."""
    tables = read(tmp_path, leads="hubspot_contacts_es-2026-11-22.csv")
    assert "ejemplo.example" not in tables.model_dump_json(exclude={"columns"})
    assert "Elena" not in tables.model_dump_json()


def test_read_hubspot_deals_in_english(tmp_path: Path) -> None:
    """Stages with emoji and any case; currencies stay apart; a missing amount is null."""
    tables = read(tmp_path, deals="hubspot_deals_en-2026-11-22.csv")
    assert [deal.status for deal in tables.deals] == ["won", "lost", "open", "won", "won"]
    assert [deal.currency for deal in tables.deals] == ["MXN", "MXN", "MXN", "USD", "MXN"]
    assert [deal.amount for deal in tables.deals] == [120000, 80000.5, 55000, 9500, None]
    assert tables.deals[0].stage == "Cierre Ganado"
    assert (tables.has_leads, tables.has_deals) == (False, True)
    assert "No file matches leads*.csv; figures about leads can't be calculated." in messages(tables)


def test_read_excel_csv_of_colombia(tmp_path: Path) -> None:
    """Windows-1252, semicolons, decimal comma, day first, a preamble, a blank row, a total and a footer."""
    tables = read(tmp_path, leads="plain_leads_es.csv", locale="es-CO")
    assert [(lead.id, lead.score, lead.owner) for lead in tables.leads] == [
        ("L-1", 82.5, "María Peña"),
        ("L-2", 74, "María Peña"),
        ("L-3", 91.25, "José Muñoz"),
        ("L-4", None, "José Muñoz"),
    ]
    assert tables.leads[2].source == 'Feria "Sabor"; Bogotá'
    assert tables.leads[0].handed_at == datetime.fromisoformat("2026-09-02T09:15:00-05:00")
    assert tables.as_of == date(2026, 9, 22)
    assert "row 10: More cells than the header has columns" in messages(tables)


def test_read_rows_that_are_no_data_are_counted(tmp_path: Path) -> None:
    """Total, footer and shifted row are rejected with an issue each; the blank row is nothing at all."""
    tables = read(tmp_path, leads="plain_leads_es.csv", locale="es-CO")
    assert (tables.rows_read, tables.rows_rejected) == (7, 3)
    assert "row 11: A total, not data: left out." in messages(tables)
    assert "row 12: A note or footer, not data: left out." in messages(tables)


def test_read_without_hand_off_the_clock_starts_at_creation(tmp_path: Path) -> None:
    """A plain file has no hand-off; the reader says which clock it takes."""
    tables = read(tmp_path, leads="plain_leads_es.csv", locale="es-CO")
    assert tables.leads[0].handed_at == tables.leads[0].created_at
    assert "the clock of the SLA starts at its creation" in messages(tables)


def test_read_utf16_with_tabs_and_month_first(tmp_path: Path) -> None:
    """What Excel calls Unicode text, in English; 11/16 settles the order of the whole column."""
    tables = read(tmp_path, leads="plain_leads_en.csv")
    assert tables.leads[0].created_at == datetime.fromisoformat("2026-11-02T09:15:00-06:00")
    assert tables.leads[0].contacted_at == datetime.fromisoformat("2026-11-02T16:40:00-06:00")
    assert tables.leads[0].owner == "Mary O’Neil"
    assert tables.sources[0].format == "csv, utf-16, separator tab"


def test_read_response_time_in_milliseconds_gives_the_contact(tmp_path: Path) -> None:
    """HubSpot's response time is added to the hand-off; blank means not contacted; below zero is an error."""
    tables = read(tmp_path, leads="contacts_response_ms.csv")
    assert tables.leads[0].contacted_at == datetime.fromisoformat("2026-11-16T11:00:00-06:00")
    assert [lead.contacted_at for lead in tables.leads[1:]] == [None, None]
    assert "contacted_at" in tables.lead_fields
    assert "row 4: A response time below zero: left empty." in messages(tables)


def test_read_money_as_people_type_it(tmp_path: Path) -> None:
    """The column decides the decimal mark; codes beside amounts are their currency; text is null."""
    tables = read(tmp_path, deals="plain_deals_es.csv", currency="COP")
    assert [(deal.amount, deal.currency) for deal in tables.deals] == [
        (1234.5, "COP"),
        (12000, "COP"),
        (7500.25, "COP"),
        (None, "COP"),
        (900, "USD"),
    ]
    assert [deal.status for deal in tables.deals] == ["won", "lost", "open", "open", "won"]


def test_read_explicit_status_and_times_beat_the_stage(tmp_path: Path) -> None:
    """Pipedrive keeps the stage of a won deal; its status and won time count."""
    tables = read(tmp_path, deals="pipedrive_deals.csv", currency="EUR")
    assert [deal.status for deal in tables.deals] == ["won", "lost", "open"]
    assert [deal.closed_at.date() if deal.closed_at else None for deal in tables.deals] == [
        date(2026, 9, 20),
        date(2026, 9, 21),
        None,
    ]
    assert "status" in tables.deal_fields


def test_read_newest_of_several_exports(tmp_path: Path) -> None:
    """The date in the name decides, HubSpot's number among files of one day; the others are named as unused."""
    for name in ("leads-2026-11-15.csv", "leads-2026-11-22.csv", "leads-2026-11-22-2.csv", "leads-2026-11-22-10.csv"):
        (tmp_path / name).write_text(f"id,fecha\n{name},2026-11-01\n", encoding="utf-8")
    tables = CrmFiles(workspace(tmp_path)).read()
    assert [lead.id for lead in tables.leads] == ["leads-2026-11-22-10.csv"]
    assert "Not used, since leads-2026-11-22-10.csv is newer:" in messages(tables)
    assert "leads-2026-11-15.csv" in messages(tables)


def test_read_newest_by_its_dates_where_names_have_none(tmp_path: Path) -> None:
    """Without a date in the name the newest date inside is the export's."""
    (tmp_path / "leads-a.csv").write_text("id,fecha\n1,2026-11-20\n", encoding="utf-8")
    (tmp_path / "leads-b.csv").write_text("id,fecha\n2,2026-11-10\n", encoding="utf-8")
    tables = CrmFiles(workspace(tmp_path)).read()
    assert ([lead.id for lead in tables.leads], tables.as_of) == (["1"], date(2026, 11, 20))


def test_read_dates_in_names_take_many_forms(tmp_path: Path) -> None:
    """20261122 and Salesforce's milliseconds are dates; a number that is no date is not."""
    for name, expected in (
        ("leads_20261122.csv", date(2026, 11, 22)),
        ("leads1795352400000.csv", date(2026, 11, 22)),
        ("leads_20261399.csv", date(2026, 11, 1)),
    ):
        path = tmp_path / name
        path.write_text("id,fecha\n1,2026-11-01\n", encoding="utf-8")
        assert CrmFiles(workspace(tmp_path)).read().as_of == expected
        path.unlink()


def test_read_expected_close_dates_make_no_export_newer(tmp_path: Path) -> None:
    """The close date of an open deal lies in the future and says nothing about the export."""
    (tmp_path / "deals.csv").write_text(
        "id,etapa,creado el,fecha de cierre\n1,Propuesta,2026-10-01,2027-03-31\n2,Ganado,2026-09-01,2026-10-05\n",
        encoding="utf-8",
    )
    assert CrmFiles(workspace(tmp_path)).read().as_of == date(2026, 10, 5)


def test_read_exports_of_different_days_count_to_the_older(tmp_path: Path) -> None:
    """What happened after the older export is unknown, so its day counts, with a warning."""
    tables = read(tmp_path, leads="plain_leads_es.csv", deals="hubspot_deals_en-2026-11-22.csv", locale="es-CO")
    assert tables.as_of == date(2026, 9, 22)
    assert "The exports were made on different days" in messages(tables)


def test_read_dates_after_the_export_are_reported(tmp_path: Path) -> None:
    """Events later than the day in the file's name can't be true."""
    tables = written(tmp_path, "id,fecha\n1,2026-11-20\n2,2031-01-01\n", name="leads-2026-11-22.csv")
    assert "warning leads-2026-11-22.csv: 1 date(s) lie after the day in the file's name (2026-11-22)" in (
        messages(tables)
    )


def test_read_days_without_a_time_are_marked(tmp_path: Path) -> None:
    """A contact that is known to the day only can't be told from one within 24 hours: the tables say so."""
    tables = written(tmp_path, "id,fecha,primer contacto\n1,2026-11-20 09:00,2026-11-21\n")
    assert tables.lead_date_only == {"contacted_at"}
    tables = written(tmp_path, "id,fecha,primer contacto\n1,2026-11-20,2026-11-21\n")
    assert tables.lead_date_only == {"created_at", "handed_at", "contacted_at"}


def test_read_ambiguous_columns_are_told(tmp_path: Path) -> None:
    """Where the locale had to decide, an issue of severity info says so."""
    tables = written(tmp_path, "id,fecha,puntaje\n1,03/04/2026,1.200\n")
    assert 'info leads.csv: "fecha": its dates can be read both ways; read with the day first' in messages(tables)
    assert 'info leads.csv: "puntaje": its numbers can be read both ways; "." is taken' in messages(tables)


def test_read_rows_without_id_are_left_out(tmp_path: Path) -> None:
    """An id column with a blank cell: the row can't be told from another."""
    tables = written(tmp_path, "id,fecha,dueño\n1,2026-11-20,Ana\n,2026-11-20,Ana\nid,fecha,dueño\n")
    assert len(tables.leads) == 1
    assert "row 3: No id: left out." in messages(tables)
    assert "row 4: The header again, not data: left out." in messages(tables)


def test_read_without_id_column_rows_are_records(tmp_path: Path) -> None:
    """A sheet without ids is read; each row is a record named by its number."""
    tables = written(tmp_path, "fecha,responsable\n2026-11-20,Ana\n2026-11-20,Ana\n")
    assert [lead.id for lead in tables.leads] == ["row 2", "row 3"]


def test_read_same_finding_in_many_rows_is_one_issue(tmp_path: Path) -> None:
    """A thousand bad cells make one issue with ten row numbers and a count."""
    rows = "".join(f"{n},mañana\n" for n in range(1000))
    tables = written(tmp_path, f"id,fecha\n{rows}9999,2026-11-20\n")
    assert "leads.csv, rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 990 more: " in messages(tables)
    assert len([issue for issue in tables.issues if "fecha" in issue.message]) == 1


def test_read_unbalanced_quotes_are_reported(tmp_path: Path) -> None:
    """A lone quotation mark may swallow rows; that is said, not hidden."""
    tables = written(tmp_path, 'id,fecha,dueño\n1,2026-11-20,Ana\n2,2026-11-20,"Ana\n3,2026-11-20,Eva\n')
    assert "Quotes are not balanced" in messages(tables)


def test_read_rejected_leads_carry_a_reason(tmp_path: Path) -> None:
    """The reason's column counts; without one the status that says so."""
    tables = written(tmp_path, "id,fecha,estado del lead\n1,2026-11-20,No calificado\n2,2026-11-20,Jalisco\n")
    assert [lead.rejected_reason for lead in tables.leads] == ["No calificado", None]


def test_read_deals_none_closed_is_reported(tmp_path: Path) -> None:
    """Stages without any known word for won or lost would make every rate empty: that is said."""
    (tmp_path / "deals.csv").write_text("id,etapa,monto\n1,Fase A,10\n2,Fase B,10\n", encoding="utf-8")
    assert "No deal is won or lost" in messages(CrmFiles(workspace(tmp_path)).read())


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "The export is empty."),
        (b"  \n \n", "The export is empty."),
        (b"id,fecha,etapa\n", "The export has a header but no rows."),
        (b"id,fecha,etapa\n,,\n \n", "The export has a header but no rows."),
        (b"id,fecha,etapa\nTotal,,\n", "The export has a header but no rows that could be used."),
        (b"PK\x03\x04rest", "This is an Excel workbook (.xlsx), not a CSV file."),
        (b"\xd0\xcf\x11\xe0rest", "This is an old Excel workbook (.xls), not a CSV file."),
        (b"id\0\1\2", "This is not a text file in UTF-8, UTF-16 or Windows-1252."),
        (b"id,fecha\n\x81\x8d", "This is not a text file in UTF-8, UTF-16 or Windows-1252."),
        (b"hola mundo\nesto no es\n", "No header row with known columns was found in the export."),
        (b"id,fecha\n1," + b"x" * 200_000, "The export is not valid CSV: field larger than field limit (131072)."),
    ],
)
def test_read_unusable_export_says_what_and_how_to_mend_it(tmp_path: Path, content: bytes, what: str) -> None:
    """Each kind of useless file is an error that names the file and the fix."""
    (tmp_path / "leads.csv").write_bytes(content)
    with pytest.raises(DataError) as caught:
        CrmFiles(workspace(tmp_path)).read()
    assert caught.value.what == what
    assert "leads.csv" in caught.value.where
    assert caught.value.hint


def test_read_no_export_names_the_globs_and_what_lies_there(tmp_path: Path) -> None:
    """Without any export the error says which names are expected, and which files there have another."""
    (tmp_path / "contactos.xlsx").write_bytes(b"PK")
    with pytest.raises(DataError, match="no file matches leads") as caught:
        CrmFiles(workspace(tmp_path)).read()
    assert "Other files there: contactos.xlsx." in caught.value.hint


def test_read_unreadable_file_is_our_error(tmp_path: Path) -> None:
    """A folder under the export's name is no traceback."""
    (tmp_path / "leads.csv").mkdir()
    with pytest.raises(DataError, match="can't be read"):
        CrmFiles(workspace(tmp_path)).read()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Cierre Ganado 🤓", "won"),
        ("closedlost", "lost"),
        ("Cerrada y perdida", "lost"),
        ("No ganado", None),
        ("Ganado o perdido", None),
        ("Abierto", "open"),
        ("Negociación", None),
        (None, None),
    ],
)
def test_deal_status_from_the_crms_words(text: str | None, status: str | None) -> None:
    """Emoji, case and language don't matter; a negation or a contradiction says nothing."""
    assert deal_status(text) == status


def test_clean_makes_untrusted_text_one_harmless_line() -> None:
    """Control characters, direction marks and line breaks are gone; the length is bounded."""
    assert clean("Ana\n\x00Ru\u202eiz 🎉 ") == "Ana Ruiz"
    assert clean("🎉") is None
    assert len(clean("x" * 5000) or "") == 200


def test_read_real_opportunities_day_first(tmp_path: Path) -> None:
    """8,800 real opportunities: counts, revenue and cycle are those of the published set; no cycle is negative."""
    source = SHARED / "data" / "crm-sales" / "sales_pipeline.csv"
    if not source.is_file():
        pytest.skip("the real opportunities are not beside this checkout")
    shutil.copy(source, tmp_path / "deals.csv")
    tables = CrmFiles(workspace(tmp_path, currency="USD")).read()
    won = [deal for deal in tables.deals if deal.status == "won"]
    days = [(deal.closed_at - deal.created_at).days for deal in won if deal.closed_at and deal.created_at]
    assert Counter(deal.status for deal in tables.deals) == {"won": 4238, "lost": 2473, "open": 2089}
    assert sum(deal.amount or 0 for deal in won) == 10_005_534
    assert (min(days), len(days)) == (1, 4238)
    assert not [issue for issue in tables.issues if "not a date" in issue.message]
