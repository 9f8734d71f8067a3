"""Which exports count on a day, what is read from them, and what happens to those that can't be used."""

import shutil
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from conftest import SHARED
from crm_workspace import CRM, issues, opened, put, rejected, rows, workspace, write

from meetbot.adapters.crm import CrmFiles
from meetbot.adapters.crm.stages import clean, deal_status
from meetbot.errors import ConfigError, DataError

at = datetime.fromisoformat  # as the tables hold times: in UTC, without a zone


def table(root: Path, name: str = "leads"):  # type: ignore[no-untyped-def]  # noqa: ANN201 - TableInfo, never None here
    """What is known about that table."""
    found = opened(root).contents.table(name)
    assert found is not None
    return found


def test_open_hubspot_contacts_in_spanish(tmp_path: Path) -> None:
    """Contacts with repeated and mixed headers: the contact's columns count, times are the workspace's, in UTC."""
    put(tmp_path, "hubspot_contacts_es-2026-11-22.csv")
    found = opened(tmp_path)
    first = rows(found, "leads", "id", "created_at", "last_activity_at", "score")[0]
    assert first == ("101", at("2026-11-16T15:30"), at("2026-11-17T17:00"), 85)
    assert [c.note for c in found.contents.columns if c.header == "Fecha de creación"] == [
        "",
        "repeated header: the first one counts",
    ]


def test_open_owner_has_one_spelling(tmp_path: Path) -> None:
    """Case and the CRM's note on deactivated users don't make another person."""
    put(tmp_path, "hubspot_contacts_es-2026-11-22.csv")
    owners = Counter(owner for (owner,) in rows(opened(tmp_path), "leads", "owner"))
    assert owners == {"Jorge Salas": 3, "Rubén Tovar": 1, None: 1}


def test_open_repeats_are_left_out_with_their_rows(tmp_path: Path) -> None:
    """The same id or mail address again is left out, and the row is named as a spreadsheet shows it."""
    put(tmp_path, "hubspot_contacts_es-2026-11-22.csv")
    assert rejected(opened(tmp_path)) == {
        "The same id as an earlier row: left out.": (1, (6,)),
        "The same mail address as an earlier row: left out.": (1, (7,)),
    }


def test_open_unreadable_cells_are_empty_with_file_and_row(tmp_path: Path) -> None:
    """A date that doesn't exist and a score in letters are empty and named, never 0."""
    put(tmp_path, "hubspot_contacts_es-2026-11-22.csv")
    found = opened(tmp_path)
    assert rows(found, "leads", "id", "score", "handed_at")[-1] == ("106", None, None)
    assert 'es-2026-11-22.csv, row 8: "Puntuación de HubSpot": not a number, left empty (the first is "ochenta").' in (
        issues(found)
    )
    assert '"31/02/2026"' in issues(found)


def test_open_mail_addresses_and_names_go_no_further(tmp_path: Path) -> None:
    """Neither tables nor what is said about them hold personal data beyond the record id, not even on disk."""
    put(tmp_path, "hubspot_contacts_es-2026-11-22.csv")
    found = opened(tmp_path)
    told = found.contents.model_dump_json() + str(rows(found, "leads", "*", order="id"))
    assert "ejemplo.example" not in told
    assert "Elena" not in told
    kept = b"".join(path.read_bytes() for path in (tmp_path / ".meetbot").rglob("*") if path.is_file())
    assert b"Elena" not in kept


def test_open_excel_csv_of_colombia(tmp_path: Path) -> None:
    """Windows-1252, semicolons, decimal comma, day first, a preamble, a blank row, a total and a footer."""
    put(tmp_path, "plain_leads_es.csv")
    found = opened(tmp_path, locale="es-CO")
    assert rows(found, "leads", "id", "score", "owner") == [
        ("L-1", 82.5, "María Peña"),
        ("L-2", 74, "María Peña"),
        ("L-3", 91.25, "José Muñoz"),
        ("L-4", None, "José Muñoz"),
    ]
    assert rows(found, "leads", "id", "campaign")[2] == ("L-3", 'Feria "Sabor"; Bogotá')
    assert found.contents.as_of == datetime.fromisoformat("2026-09-22T09:00-05:00")
    assert found.contents.rows_read == 7
    assert {reason: count for reason, (count, _) in rejected(found).items()} == {
        "More cells than the header has columns: left out, since its values may stand in the wrong columns.": 1,
        "A total, not data: left out.": 1,
        "A note or footer, not data: left out.": 1,
    }


def test_open_without_hand_off_the_clock_starts_at_creation(tmp_path: Path) -> None:
    """A plain file has no hand-off; the reader says which clock it takes."""
    put(tmp_path, "plain_leads_es.csv")
    found = opened(tmp_path, locale="es-CO")
    assert found.query("SELECT count(*) FROM leads WHERE handed_at = created_at") == [(4,)]
    assert "the clock of the SLA starts at its creation" in issues(found)


def test_open_response_time_in_milliseconds_gives_the_contact(tmp_path: Path) -> None:
    """HubSpot's response time is added to the hand-off; blank means not contacted; below zero is an error."""
    put(tmp_path, "contacts_response_ms.csv")
    found = opened(tmp_path)
    assert rows(found, "leads", "id", "contacted_at") == [("1", at("2026-11-16T17:00")), ("2", None), ("3", None)]
    assert found.contents.has("leads", "contacted_at")
    assert "row 4: A response time below zero: left empty." in issues(found)


def test_open_money_as_people_type_it(tmp_path: Path) -> None:
    """The column decides the decimal mark; codes beside amounts are their currency; text is empty."""
    put(tmp_path, "plain_deals_es.csv")
    found = opened(tmp_path, currency="COP")
    assert rows(found, "deals", "id", "amount", "currency", "status") == [
        ("N-1", 1234.5, "COP", "won"),
        ("N-2", 12000, "COP", "lost"),
        ("N-3", 7500.25, "COP", "open"),
        ("N-4", None, "COP", "open"),
        ("N-5", 900, "USD", "won"),
    ]


def test_open_explicit_status_and_times_beat_the_stage(tmp_path: Path) -> None:
    """Pipedrive keeps the stage of a won deal; its status and won time count."""
    put(tmp_path, "pipedrive_deals.csv")
    found = opened(tmp_path, currency="EUR")
    assert rows(found, "deals", "id", "status", "CAST(closed_at AS DATE)") == [
        ("7", "won", date(2026, 9, 20)),
        ("8", "lost", date(2026, 9, 21)),
        ("9", "open", None),
    ]


def test_open_newest_of_several_exports(tmp_path: Path) -> None:
    """The date in the name decides, HubSpot's number among files of one day; the others are named as unused."""
    for name in ("leads-2026-11-15.csv", "leads-2026-11-22.csv", "leads-2026-11-22-2.csv", "leads-2026-11-22-10.csv"):
        write(tmp_path, name, f"id,fecha\n{name},2026-11-01\n")
    found = opened(tmp_path)
    assert rows(found, "leads", "id") == [("leads-2026-11-22-10.csv",)]
    assert "Not used, since leads-2026-11-22-10.csv is newer:" in issues(found)
    assert "leads-2026-11-15.csv" in issues(found)


def test_open_on_a_day_uses_nothing_younger(tmp_path: Path) -> None:
    """A later export does not change what was known earlier, and both stay on disk."""
    write(tmp_path, "leads-2026-11-15.csv", "id,fecha\nold,2026-11-01\n")
    write(tmp_path, "leads-2026-11-22.csv", "id,fecha\nnew,2026-11-20\n")
    assert rows(opened(tmp_path, on=date(2026, 11, 23)), "leads", "id") == [("new",)]
    found = opened(tmp_path, on=date(2026, 11, 16))
    assert rows(found, "leads", "id") == [("old",)]
    assert "Not used, since they are from after 2026-11-16: leads-2026-11-22.csv." in issues(found)
    kept = sorted(path.name[:16] for path in (tmp_path / ".meetbot/tables").glob("*.parquet"))
    assert kept == ["leads-2026-11-15", "leads-2026-11-22"]


def test_open_an_export_of_the_evening_is_named_for_the_next_day(tmp_path: Path) -> None:
    """HubSpot names files in its own zone: one of the day after counts if nothing in it is from that day."""
    write(tmp_path, "leads-2026-11-22.csv", "id,fecha\n1,2026-11-21 20:45\n")
    found = opened(tmp_path, on=date(2026, 11, 21))
    assert found.contents.as_of == datetime.fromisoformat("2026-11-21T20:45-06:00")
    write(tmp_path, "leads-2026-11-22.csv", "id,fecha\n1,2026-11-22 08:45\n")
    with pytest.raises(DataError, match="There is no CRM export"):
        opened(tmp_path, on=date(2026, 11, 21))


def test_open_newest_by_its_events_where_names_have_no_date(tmp_path: Path) -> None:
    """Without a date in the name the newest event inside is the export's time; a day counts to its end."""
    write(tmp_path, "leads-a.csv", "id,fecha\n1,2026-11-20\n")
    write(tmp_path, "leads-b.csv", "id,fecha\n2,2026-11-10\n")
    found = opened(tmp_path)
    assert rows(found, "leads", "id") == [("1",)]
    assert found.contents.as_of == datetime.fromisoformat("2026-11-21T00:00-06:00")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("leads_20261122.csv", "2026-11-22T00:00-06:00"),
        ("leads1795352400000.csv", "2026-11-22T00:00-06:00"),
        ("leads_20261399.csv", "2026-11-02T00:00-06:00"),
        ("leads 2026.11.22 (3).csv", "2026-11-22T00:00-06:00"),
    ],
)
def test_open_dates_in_names_take_many_forms(tmp_path: Path, name: str, expected: str) -> None:
    """20261122 and Salesforce's milliseconds are dates; a number that is no date is not."""
    write(tmp_path, name, "id,fecha\n1,2026-11-01\n")
    assert opened(tmp_path).contents.as_of == datetime.fromisoformat(expected)


def test_open_the_newest_event_of_the_day_tells_how_late_it_was_made(tmp_path: Path) -> None:
    """A deadline after the newest event of the export's day can't have been missed as far as the export tells."""
    write(tmp_path, "leads-2026-11-22.csv", "id,fecha\n1,2026-11-22 17:45\n2,2026-11-21 09:00\n")
    assert opened(tmp_path).contents.as_of == datetime.fromisoformat("2026-11-22T17:45-06:00")


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        ("deals.csv", "2026-11-19,2026-11-20", "2026-11-21T00:00"),
        ("deals-2026-11-20.csv", "2026-11-19,2026-11-20", "2026-11-21T00:00"),
        ("deals-2026-11-20.csv", "2026-11-18,2026-11-19", "2026-11-20T00:00"),
        ("deals.csv", "2026-11-20 17:30,2026-11-20", "2026-11-20T17:30"),  # the same day's hour is known
        ("deals.csv", "2026-11-19 17:30,2026-11-20", "2026-11-21T00:00"),
        ("deals.csv", "2026-11-19,2026-11-23", "2026-11-23T00:00"),  # of today nobody knows how much it holds
        ("deals-2026-11-23.csv", "2026-11-19,2026-11-23", "2026-11-23T00:00"),
    ],
)
def test_open_a_day_counts_to_its_end(tmp_path: Path, name: str, cells: str, expected: str) -> None:
    """What closed on the last day of an export of mere days is in the figures, so its as-of is that day's end."""
    write(tmp_path, name, f"id,etapa,creado el,fecha de cierre\n1,Ganado,{cells}\n2,Ganado,2026-11-02 09:15,\n")
    assert opened(tmp_path).contents.as_of == datetime.fromisoformat(f"{expected}-06:00")


def test_open_exports_of_one_day_by_name_and_by_their_days(tmp_path: Path) -> None:
    """An export whose as-of is a midnight is of the day that ended then: no word of different days."""
    write(tmp_path, "leads-2026-11-20.csv", "id,fecha\n1,2026-11-20 09:30\n")
    write(tmp_path, "deals.csv", "id,etapa,creado el,fecha de cierre\n1,Ganado,2026-11-19,2026-11-20\n")
    assert "different days" not in issues(opened(tmp_path))


def test_open_expected_close_dates_make_no_export_newer(tmp_path: Path) -> None:
    """The close date of an open deal lies in the future and says nothing about the export."""
    write(
        tmp_path,
        "deals.csv",
        "id,etapa,creado el,fecha de cierre\n1,Propuesta,2026-10-01,2027-03-31\n2,Ganado,2026-09-01,2026-10-05\n",
    )
    assert opened(tmp_path).contents.as_of == datetime.fromisoformat("2026-10-06T00:00-06:00")


def test_open_exports_of_different_days_count_to_the_older(tmp_path: Path) -> None:
    """What happened after the older export is unknown, so its time counts, with a warning."""
    put(tmp_path, "plain_leads_es.csv", "hubspot_deals_en-2026-11-22.csv")
    found = opened(tmp_path, locale="es-CO")
    assert found.contents.as_of == datetime.fromisoformat("2026-09-22T09:00-05:00")
    assert "The exports were made on different days" in issues(found)


def test_open_dates_after_the_export_are_empty_and_counted(tmp_path: Path) -> None:
    """Events later than the day in the file's name can't be true; neither can those before 1990."""
    write(tmp_path, "leads-2026-11-22.csv", "id,fecha\n1,2026-11-20\n2,2031-01-01\n3,1970-01-01\n")
    found = opened(tmp_path)
    assert rows(found, "leads", "id", "created_at IS NULL") == [("1", False), ("2", True), ("3", True)]
    assert 'leads-2026-11-22.csv, row 3: "fecha": a date after the day of the export, left empty.' in issues(found)
    assert 'leads-2026-11-22.csv, row 4: "fecha": a date before 1990, left empty.' in issues(found)


def test_open_dates_after_the_day_without_a_name_that_says_it(tmp_path: Path) -> None:
    """An export without a date is taken as known on the day asked for; a later day reads it again."""
    write(tmp_path, "leads.csv", "id,fecha\n1,2026-11-20\n2,2026-11-27\n")
    assert rows(opened(tmp_path, on=date(2026, 11, 23)), "leads", "id", "created_at IS NULL")[1] == ("2", True)
    later = opened(tmp_path, on=date(2026, 11, 30))
    assert rows(later, "leads", "id", "created_at IS NULL")[1] == ("2", False)
    assert rows(opened(tmp_path, on=date(2026, 11, 23)), "leads", "id", "created_at IS NULL")[1] == ("2", True)


def test_open_days_without_a_time_are_marked(tmp_path: Path) -> None:
    """A contact that is known to the day only can't be told from one within 24 hours: the table says so."""
    write(tmp_path, "leads.csv", "id,fecha,primer contacto\n1,2026-11-20 09:00,2026-11-21\n")
    assert table(tmp_path).day_only == {"contacted_at"}
    write(tmp_path, "leads.csv", "id,fecha,primer contacto\n1,2026-11-20,2026-11-21\n")
    assert table(tmp_path).day_only == {"created_at", "handed_at", "contacted_at"}


def test_open_ambiguous_columns_are_told(tmp_path: Path) -> None:
    """Where the locale had to decide, an issue of severity info says so."""
    write(tmp_path, "leads.csv", "id,fecha,puntaje\n1,03/04/2026,1.200\n")
    told = issues(opened(tmp_path))
    assert (
        'info leads.csv: "fecha": its dates can be read both ways; read with the day first, as the locale has' in told
    )
    assert 'info leads.csv: "puntaje": its numbers can be read both ways; "." is taken' in told


def test_open_rows_without_id_are_left_out(tmp_path: Path) -> None:
    """An id column with a blank cell: the row can't be told from another; the header again is no row."""
    write(tmp_path, "leads.csv", "id,fecha,dueño\n1,2026-11-20,Ana\n,2026-11-20,Ana\nid,fecha,dueño\n")
    found = opened(tmp_path)
    assert rejected(found) == {
        "No id: left out.": (1, (3,)),
        "The header again, not data: left out.": (1, (4,)),
    }
    assert "row 3: No id: left out." in issues(found)


def test_open_without_id_column_rows_are_records(tmp_path: Path) -> None:
    """A sheet without ids is read; each row is a record named by its number."""
    write(tmp_path, "leads.csv", "fecha,responsable\n2026-11-20,Ana\n2026-11-20,Ana\n")
    assert rows(opened(tmp_path), "leads", "id") == [("row 2",), ("row 3",)]


def test_open_rounded_ids_are_not_used(tmp_path: Path) -> None:
    """A spreadsheet that turned ids into 4.82E+10 must not make one lead of many."""
    write(tmp_path, "leads.csv", "id,fecha\n4.82E+10,2026-11-20\n4.82E+10,2026-11-21\n")
    found = opened(tmp_path)
    assert len(rows(found, "leads", "id")) == 2
    assert "A spreadsheet has rounded the ids" in issues(found)


def test_open_same_finding_in_many_rows_is_one_issue(tmp_path: Path) -> None:
    """A thousand bad cells make one issue with ten row numbers and a count."""
    write(tmp_path, "leads.csv", "id,fecha\n" + "".join(f"{n},mañana\n" for n in range(1000)) + "9999,2026-11-20\n")
    found = opened(tmp_path)
    assert "leads.csv, rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 990 more: " in issues(found)
    assert len([issue for issue in found.contents.issues if "fecha" in issue.message]) == 1


def test_open_rejected_leads_carry_a_reason(tmp_path: Path) -> None:
    """The reason's column counts; without one the status that says so."""
    write(tmp_path, "leads.csv", "id,fecha,estado del lead\n1,2026-11-20,No calificado\n2,2026-11-20,Jalisco\n")
    assert rows(opened(tmp_path), "leads", "id", "rejected_reason") == [("1", "No calificado"), ("2", None)]


@pytest.mark.parametrize(
    ("header", "cell", "recycled"),
    [
        ("Reciclado", "Sí", True),
        ("Reciclado", "no", False),
        ("Fecha de reciclaje", "2026-11-10", True),
        ("Etiquetas", "VIP; Reciclado Q3", True),
        ("Estado del lead", "Recycled", True),
        ("Estado del lead", "Nuevo", None),
        ("Etiquetas", "VIP", None),
    ],
)
def test_open_recycled_leads_are_those_that_something_says_so_of(
    tmp_path: Path, header: str, cell: str, recycled: bool | None
) -> None:
    """A column, a date, a tag or a status; where the export says nothing of it, it is unknown and not false."""
    write(tmp_path, "leads.csv", f"id,fecha,{header}\n1,2026-11-01,{cell}\n")
    found = opened(tmp_path)
    assert rows(found, "leads", "recycled") == [(recycled,)]
    assert found.contents.has("leads", "recycled") == (recycled is not None)


def test_open_first_contact_is_the_earliest_of_calls_and_mails(tmp_path: Path) -> None:
    """Sales Engagement writes the first call and the first mail apart."""
    write(
        tmp_path,
        "leads.csv",
        "Lead ID,Created Date,First Call Date/Time,First Email Date/Time\n"
        "1,2026-11-02 09:00,2026-11-02 12:00,2026-11-02 10:00\n2,2026-11-02 09:00,,\n",
    )
    assert rows(opened(tmp_path), "leads", "id", "contacted_at") == [("1", at("2026-11-02T16:00")), ("2", None)]


def test_open_first_call_known_to_the_day(tmp_path: Path) -> None:
    """The contact is then only known to the day."""
    write(tmp_path, "leads.csv", "Lead ID,Created Date,First Call Date\n1,2026-11-02 09:00,2026-11-03\n")
    assert table(tmp_path).day_only == {"contacted_at"}


def test_open_taught_unit_of_a_response_time(tmp_path: Path) -> None:
    """A duration without a unit in its header is used once the user says which."""
    write(tmp_path, "leads.csv", "Lead ID,Created Date,Demora\n1,2026-11-02 09:00,1.5\n")
    (tmp_path / "aliases.toml").write_text('[leads]\nDemora = "response_hours"\n', encoding="utf-8")
    assert rows(opened(tmp_path), "leads", "contacted_at") == [(at("2026-11-02T16:30"),)]


def test_open_response_after_a_hand_off_known_to_the_day(tmp_path: Path) -> None:
    """A response time after midnight of some day is no better known than that day."""
    write(tmp_path, "leads.csv", "Lead ID,Created Date,Response time (hours)\n1,2026-11-02,1.5\n")
    assert table(tmp_path).day_only == {"created_at", "handed_at", "contacted_at"}


def test_open_flags_of_closed_deals(tmp_path: Path) -> None:
    """HubSpot's two flags beat a stage that says nothing; a won deal's own time beats the close date."""
    write(
        tmp_path,
        "deals.csv",
        "Record ID,Deal Stage,Is Closed Won,Is closed lost,Close Date,Won time,Lost time\n"
        "1,Etapa 7,true,false,2026-11-02,2026-11-03 10:00,\n2,Etapa 8,false,true,2026-11-02,,2026-11-04 10:00\n"
        "3,Etapa 2,false,false,2026-12-02,,\n",
    )
    assert rows(opened(tmp_path), "deals", "id", "status", "closed_at", "expected_at") == [
        ("1", "won", at("2026-11-03T16:00"), None),
        ("2", "lost", at("2026-11-04T16:00"), None),
        ("3", "open", None, at("2026-12-02T06:00")),
    ]


def test_open_deals_without_any_state(tmp_path: Path) -> None:
    """Where no column tells a deal's state, it is unknown, and the close date stays as it is."""
    write(tmp_path, "deals.csv", "id,monto,fecha de cierre,Moneda\n1,10,2026-11-02,Peso mexicano (MXN)\n2,10,,usd\n")
    found = opened(tmp_path, deals="data/deals.csv")
    assert rows(found, "deals", "id", "status", "closed_at", "currency") == [
        ("1", None, at("2026-11-02T06:00"), "MXN"),
        ("2", None, None, "USD"),
    ]


def test_open_closed_deals_of_the_future_have_no_closing(tmp_path: Path) -> None:
    """A deal that was won next month was not: its date is empty and counted."""
    write(tmp_path, "deals-2026-11-22.csv", "id,etapa,fecha de cierre\n1,Ganado,2026-12-24\n2,Ganado,2026-11-20\n")
    found = opened(tmp_path)
    assert rows(found, "deals", "id", "closed_at IS NULL") == [("1", True), ("2", False)]
    assert 'row 2: "closing of a closed deal": a date after the day of the export, left empty.' in issues(found)


def test_open_campaigns_of_hubspot_are_those_that_were_paid_for(tmp_path: Path) -> None:
    """For other sources the drill-downs hold pages and import tools; a network's name is no campaign."""
    header = "Record ID,Create Date,Original Source,Original Source Drill-Down 1,Original Source Drill-Down 2"
    lines = [
        "1,2026-11-02,Paid Search,Marca,cajas de cartón",
        "2,2026-11-02,Redes sociales de pago,Facebook,Catálogo",
        "3,2026-11-02,Organic Social,LinkedIn,",
        "4,2026-11-02,Offline Sources,CRM_UI,",
    ]
    write(tmp_path, "leads.csv", "\n".join([header, *lines]) + "\n")
    assert rows(opened(tmp_path), "leads", "id", "campaign") == [
        ("1", "Marca"),
        ("2", "Catálogo"),
        ("3", None),
        ("4", None),
    ]


def test_open_swapped_days_and_months_are_told(tmp_path: Path) -> None:
    """A spreadsheet that took some days for months leaves a trace, and the user is warned."""
    (tmp_path / "data").mkdir()
    shutil.copy(CRM / "leads_fechas_mezcladas.xlsx", tmp_path / "data")
    assert "a spreadsheet seems to have swapped day and month" in issues(opened(tmp_path))


def test_open_deals_none_closed_is_reported(tmp_path: Path) -> None:
    """Stages without any known word for won or lost would make every rate empty: that is said."""
    write(tmp_path, "deals.csv", "id,etapa,monto\n1,Fase A,10\n2,Fase B,10\n")
    assert "No deal is won or lost" in issues(opened(tmp_path))


def test_open_formulas_stay_inert_text(tmp_path: Path) -> None:
    """A formula in a name is text like any other."""
    formula = '=HYPERLINK("http://example.com","Cajas")'
    quoted = formula.replace('"', '""')
    write(tmp_path, "deals.csv", f'id,negocio,etapa,monto\n1,"{quoted}",Ganado,10\n2,@SUM(A1),Ganado,20\n')
    assert rows(opened(tmp_path), "deals", "id", "name", "amount") == [("1", formula, 10), ("2", "@SUM(A1)", 20)]


def test_open_two_currencies_stay_apart(tmp_path: Path) -> None:
    """Pesos and dollars in one column are never added up."""
    write(tmp_path, "deals.csv", "id,etapa,monto\n1,Ganado,MXN 100\n2,Ganado,US$ 100\n3,Ganado,$ 100\n")
    assert rows(opened(tmp_path), "deals", "id", "amount", "currency") == [
        ("1", 100, "MXN"),
        ("2", 100, "USD"),
        ("3", 100, "MXN"),
    ]


def test_open_spend_of_several_platforms_is_added_up(tmp_path: Path) -> None:
    """Google's and Meta's exports and a list of costs are one table; a platform's days are counted once."""
    put(tmp_path, "google_ads_en.csv", "meta_ads_es.csv", "gastos_marketing.csv")
    header = "Inicio del informe,Fin del informe,Día,Nombre de la campaña,Importe gastado (MXN),Impresiones,Alcance\n"
    newer = (
        "2026-11-17,2026-11-17,2026-11-17,Catálogo Cajas,500,1,1\n2026-11-18,2026-11-18,2026-11-18,Catálogo,90,1,1\n"
    )
    write(tmp_path, "meta-2026-11-22.csv", header + newer)
    found = opened(tmp_path)
    assert found.query("SELECT platform, round(sum(amount), 2) FROM spend GROUP BY 1 ORDER BY 1") == [
        ("Estudio Sol", 31_000),
        ("Google Ads", 4200),
        ("Meta Ads", 940.55),
        ("Nómina", 62_000),
        ("Radio Centro", 30_000),
    ]
    assert "info meta_ads_es.csv: 1 day(s) of spend are in a newer export of the platform too" in issues(found)


def test_open_a_platforms_form_gives_way_to_the_crm(tmp_path: Path) -> None:
    """Leads of Meta's form are in the CRM too: its newer file doesn't replace the CRM's."""
    put(tmp_path, "meta_lead_form_2026-11-20.csv")
    write(tmp_path, "leads-2026-11-15.csv", "id,fecha,responsable\n1,2026-11-01,Ana\n")
    found = opened(tmp_path)
    assert rows(found, "leads", "id") == [("1",)]
    assert "warning [data] leads: Not used, since leads-2026-11-15.csv is newer: meta_lead" in issues(found)


def test_open_sheets_of_one_workbook_are_one_export(tmp_path: Path) -> None:
    """A workbook with a sheet a month holds all of its months."""
    (tmp_path / "data").mkdir()
    shutil.copy(CRM / "leads_por_mes.xlsx", tmp_path / "data")
    found = opened(tmp_path)
    assert rows(found, "leads", "id", "owner", "CAST(created_at AS DATE)") == [
        ("1", "Ana Ruiz", date(2026, 10, 5)),
        ("2", "Ana Ruiz", date(2026, 10, 20)),
        ("3", "Eva Sol", date(2026, 11, 3)),
    ]


def test_open_globs_of_data_win(tmp_path: Path) -> None:
    """A file that [data] names is read as that table whatever its headers; others of that table are not used."""
    write(tmp_path, "export.csv", "id,fecha\n1,2026-11-01\n")
    write(tmp_path, "leads.csv", "id,fecha,etapa del lead\n2,2026-11-20,MQL\n")
    found = opened(tmp_path, leads="data/exp*.csv")
    assert rows(found, "leads", "id") == [("1",)]
    assert "Not used, since [data] names the files for leads: leads.csv." in issues(found)


def test_open_absolute_glob(tmp_path: Path) -> None:
    """Exports may lie outside the workspace."""
    path = write(tmp_path / "other", "leads.csv", "id,fecha\n1,2026-11-01\n")
    assert rows(opened(tmp_path, leads=str(path)), "leads", "id") == [("1",)]


def test_open_taught_headers(tmp_path: Path) -> None:
    """The alias file teaches a header its field, and has a column ignored."""
    write(tmp_path, "leads.csv", "id,fecha,ingresó al embudo,puntaje\n1,2026-11-01,2026-11-02,80\n")
    lesson = '[leads]\n"Ingresó al embudo" = "handed_at"\nPuntaje = "ignore"\n'
    (tmp_path / "aliases.toml").write_text(lesson, encoding="utf-8")
    found = opened(tmp_path)
    assert rows(found, "leads", "id", "handed_at", "score") == [("1", at("2026-11-02T06:00"), None)]
    assert [use.note for use in found.contents.columns if use.header == "puntaje"] == [
        "ignored, as the alias file says"
    ]


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ('[leads]\n"Alta" = "creado"\n', 'The alias file gives "Alta" an unknown field', "line 2"),
        ('[prospectos]\n"Alta" = "created_at"\n', "The alias file has an unknown table: [prospectos]", "line 1"),
        ("[leads]\nAlta = 5\n", "unknown field: 5", "line 2"),
        ("[leads]\nAlta created_at\n", "The alias file is not valid TOML", "line 2"),
        ("leads = 3\n", "unknown table: [leads]", "line 1"),
    ],
)
def test_open_wrong_alias_file_names_the_line(tmp_path: Path, text: str, what: str, where: str) -> None:
    """An unknown field is an error with its line, never silently no alias."""
    write(tmp_path, "leads.csv", "id,fecha\n1,2026-11-01\n")
    (tmp_path / "aliases.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        opened(tmp_path)
    assert what in caught.value.what
    assert where in caught.value.where
    assert caught.value.hint


def test_open_alias_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    """A default alias file may be missing, one that meetbot.toml names may not."""
    write(tmp_path, "leads.csv", "id,fecha\n1,2026-11-01\n")
    assert rows(opened(tmp_path), "leads", "id") == [("1",)]
    with pytest.raises(ConfigError, match="The alias file of"):
        opened(tmp_path, aliases="otros.toml")


BROKEN: list[tuple[str, bytes, str]] = [
    ("empty.csv", b"", "The export is empty."),
    ("blank.csv", b"  \n \n", "The export is empty."),
    ("header.csv", b"id,fecha,etapa del lead\n", "The export has a header but no rows."),
    ("workbook.xlsx", b"PK\x03\x04rest", ""),
    ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", ""),
    ("binary.csv", bytes(range(256)) * 20, "This is not a text file in UTF-8, UTF-16 or Windows-1252."),
    ("cut.csv", b"id,fecha\n\x81\x8d", "This is not a text file in UTF-8, UTF-16 or Windows-1252."),
]


@pytest.mark.parametrize(("name", "content", "what"), BROKEN, ids=[name for name, _, _ in BROKEN])
def test_open_a_broken_file_leaves_the_others_in_use(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    """Each kind of useless file is an issue of severity error that names it and the fix; the rest serves."""
    write(tmp_path, name, content)
    write(tmp_path, "leads.csv", "id,fecha\n1,2026-11-01\n")
    found = opened(tmp_path)
    (issue,) = [issue for issue in found.contents.issues if issue.severity == "error"]
    assert rows(found, "leads", "id") == [("1",)]
    assert issue.where == name
    assert what in issue.message
    assert issue.hint


@pytest.mark.parametrize(("name", "content", "what"), BROKEN, ids=[name for name, _, _ in BROKEN])
def test_open_nothing_but_a_broken_file_is_an_error(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    """With nothing else to read the error says what is wrong with each file."""
    write(tmp_path, name, content)
    with pytest.raises(DataError, match="There is no CRM export") as caught:
        opened(tmp_path)
    assert f"{name}: {what}" in caught.value.hint


def test_open_wrong_separator_is_no_error_but_told(tmp_path: Path) -> None:
    """A text whose columns can't be told apart is listed with its first line."""
    write(tmp_path, "leads.csv", "id,fecha\n1,2026-11-01\n")
    write(tmp_path, "raro.csv", "id~fecha~etapa\n1~2026-11-01~MQL\n")
    told = issues(opened(tmp_path))
    assert "info raro.csv: No header row with known columns was found in the export. It begins with: id~fecha" in told


def test_open_a_cell_of_ten_megabytes_is_left_out(tmp_path: Path) -> None:
    """One endless cell costs its row, not the file."""
    write(tmp_path, "leads.csv", "id,fecha,dueño\n1,2026-11-01,Ana\n2,2026-11-02," + "x" * 10_000_000 + "\n")
    found = opened(tmp_path)
    assert rows(found, "leads", "id") == [("1",)]
    assert [count for count, _ in rejected(found).values()] == [1]


def test_open_merged_header_of_a_workbook(tmp_path: Path) -> None:
    """A title merged over the header row is a preamble."""
    put(tmp_path, "negocios_titulo.xlsx")
    assert rows(opened(tmp_path), "deals", "id", "status", "amount") == [("N-1", "won", 1234.5), ("N-2", "open", 800)]


def test_open_missing_columns_are_missing_not_zero(tmp_path: Path) -> None:
    """What the export lacks is not among the fields, and its column is empty."""
    write(tmp_path, "deals.csv", "id,etapa\n1,Ganado\n")
    found = opened(tmp_path)
    assert table(tmp_path, "deals").fields == {"id", "stage", "status"}
    assert rows(found, "deals", "id", "amount", "currency") == [("1", None, None)]


def test_open_unrecognised_files_are_listed_with_why(tmp_path: Path) -> None:
    """A file of another kind is information, never an error."""
    write(tmp_path, "leads.csv", "id,fecha\n1,2026-11-01\n")
    write(tmp_path, "productos.csv", "producto,serie,precio\nCaja,GTX,55\n")
    write(tmp_path, "cuentas.csv", "account,sector,revenue\nEl Sabino,Jabón,55\n")
    write(tmp_path, "contrato.pdf", b"%PDF-1.7")
    write(tmp_path, "~$leads.xlsx", b"open")
    told = issues(opened(tmp_path))
    assert "info productos.csv: No header row with known columns" in told
    assert "info cuentas.csv: Not used: nearest to deals, but no column is" in told
    assert "Not used, since they are no tables: contrato.pdf." in told
    assert "error" not in told


def test_open_nothing_says_what_is_expected(tmp_path: Path) -> None:
    """Without any export the error says so and what to do."""
    with pytest.raises(DataError, match="There is no CRM export") as caught:
        opened(tmp_path)
    assert "Export leads and deals from the CRM" in caught.value.hint
    with pytest.raises(DataError, match=r"no file matches data/\*lead\*.csv"):
        opened(tmp_path, leads="data/*lead*.csv")


def test_open_absent_table_is_told(tmp_path: Path) -> None:
    """Figures about deals can't be calculated without an export of deals."""
    write(tmp_path, "leads.csv", "id,fecha\n1,2026-11-01\n")
    assert "warning [data] folder data: No export of deals was found" in issues(opened(tmp_path))
    assert "warning meetbot.toml, key `data.deals`: No file matches data/d*.csv" in issues(
        opened(tmp_path, deals="data/d*.csv")
    )


def test_open_a_file_that_can_not_be_opened_is_told(tmp_path: Path) -> None:
    """A folder under an export's name is no traceback."""
    write(tmp_path, "deals.csv", "id,etapa\n1,Ganado\n")
    (tmp_path / "data/leads.csv").mkdir()
    assert "error leads.csv: The export can't be read" in issues(opened(tmp_path, leads="data/leads*"))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Cierre Ganado 🤓", "won"),
        ("closedlost", "lost"),
        ("Cerrada y perdida", "lost"),
        ("No ganado", "lost"),
        ("Aún no ganado", None),
        ("Ganado o perdido", None),
        ("Abierto", "open"),
        ("Negociación", None),
        (None, None),
    ],
)
def test_deal_status_from_the_crms_words(text: str | None, status: str | None) -> None:
    """Emoji, case and language don't matter; what was not won is lost, a contradiction says nothing."""
    assert deal_status(text) == status


def test_clean_makes_untrusted_text_one_harmless_line() -> None:
    """Control characters, direction marks and line breaks are gone; the length is bounded."""
    assert clean("Ana\n\x00Ru\u202eiz 🎉 ") == "Ana Ruiz"
    assert clean("🎉") is None
    assert len(clean("x" * 5000) or "") == 200


def test_open_real_opportunities_day_first(tmp_path: Path) -> None:
    """8,800 real opportunities: counts, revenue and cycle are those of the published set; no cycle is negative."""
    source = SHARED / "data" / "crm-sales" / "sales_pipeline.csv"
    if not source.is_file():
        pytest.skip("the real opportunities are not beside this checkout")
    (tmp_path / "data").mkdir()
    for path in source.parent.glob("*.csv"):
        shutil.copy(path, tmp_path / "data")
    found = CrmFiles(workspace(tmp_path, currency="USD")).open(on=date(2026, 11, 23))
    assert found.query("SELECT status, count(*) FROM deals GROUP BY 1 ORDER BY 1") == [
        ("lost", 2473),
        ("open", 2089),
        ("won", 4238),
    ]
    assert found.query(
        "SELECT sum(amount), min(CAST(closed_at AS DATE) - CAST(created_at AS DATE)), count(*) FROM deals "
        "WHERE status = 'won'"
    ) == [(10_005_534, 1, 4238)]
    assert "not a date" not in issues(found)
