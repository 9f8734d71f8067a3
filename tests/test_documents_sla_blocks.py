from datetime import date

import pytest
from examples import EXAMPLE_WORDS, MEETING, ROSTER, SLA

from meetbot import words as locale_words
from meetbot.documents.sheet import Bullets, Lines, Table
from meetbot.documents.sla_blocks import MAX_CASES, cases_blocks, pact_blocks, sla_callout
from meetbot.model.company import Roster
from meetbot.model.kpi import SlaAudit, SlaDelivery


def _audit(**changes: object) -> SlaAudit:
    return SLA.model_copy(update=changes)


def _delivery(**changes: object) -> SlaAudit:
    assert SLA.delivery is not None
    return _audit(delivery=SLA.delivery.model_copy(update=changes))


def _tables(audit: SlaAudit, roster: Roster = ROSTER) -> list[Table]:
    return [block for block in pact_blocks(audit, roster, EXAMPLE_WORDS) if isinstance(block, Table)]


def _rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for group in table.groups for row in group.rows]


def test_advice_a17_callout_has_both_halves_and_last_times_promise() -> None:
    """A17: result, what was agreed, what marketing delivered, and what was promised last time beside it."""
    callout = sla_callout(SLA, ROSTER, EXAMPLE_WORDS)
    assert callout.headline == "■ Rojo · 63.2% de cumplimiento (meta 90%; anterior 71%)"
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in callout.lines] == [
        "Acordado: primer contacto en 24 h (hábiles) desde la entrega de todo lead con 70 puntos o más.",
        "Mercadeo entregó 43 leads calificados de 45 acordados; Comercial aceptó el 88.4%.",
        (
            "Prometido el 16 nov 2026: Reasignar los leads del equipo Norte que llevan más de 48 horas sin contacto · "
            "Diego Ramírez · 18 nov 2026: ■ Vencido"
        ),
        "Prometido el 16 nov 2026: El plazo cuenta en horas hábiles · Todos: Acordado",
    ]


def test_first_audit_compares_with_nothing() -> None:
    """Without an earlier figure none is shown; a small sample is called so."""
    first = _audit(previous_compliance=None, status="grey", delivery=None, promises=(), clock="clock")
    callout = sla_callout(first, ROSTER, EXAMPLE_WORDS)
    assert callout.headline == "– Muestra pequeña · 63.2% de cumplimiento (meta 90%)"
    assert len(callout.lines) == 1
    assert "(de reloj)" in callout.lines[0]


def test_only_three_promises_are_told_at_first_sight() -> None:
    """The table has them all."""
    many = _audit(promises=SLA.promises * 3)
    assert len(sla_callout(many, ROSTER, EXAMPLE_WORDS).lines) == 5
    assert len(_rows(_tables(many)[1])) == 6


def test_marketing_without_a_promised_number() -> None:
    """What nobody agreed has no target; what nobody knows is left out."""
    audit = _delivery(promised=None, needed=None, accepted_share=None, quality_target=None, rejected=0)
    audit = audit.model_copy(
        update={"delivery": audit.delivery and audit.delivery.model_copy(update={"volume_status": "grey"})}
    )
    assert "Mercadeo entregó 43 leads calificados." in sla_callout(audit, ROSTER, EXAMPLE_WORDS).lines


def test_pact_shows_what_each_half_owes() -> None:
    """Two-way: volume and quality of marketing beside the speed of sales, each with its state."""
    table = _tables(SLA)[0]
    assert [[text.replace("\N{NO-BREAK SPACE}", " ") for text in row] for row in _rows(table)] == [
        ["Mercadeo", "45 leads calificados en el periodo", "43", "▲ Ámbar"],
        ["Mercadeo", "Comercial acepta al menos el 80% de ellos", "88.4%", "● Verde"],
        ["Comercial", "Primer contacto en 24 h en el 90% de ellos", "63.2%", "■ Rojo"],
    ]
    notes = [row.cells[2].notes for row in table.groups[0].rows]
    assert notes == [("para la meta de ingresos hacen falta 52",), ("5 descartados",), ("antes 71%",)]
    assert "16–22 de nov de 2026" in table.note
    assert "leads-2026-11-22.csv" in table.note


def test_pact_without_targets_or_data_is_grey_with_its_reason() -> None:
    """Nothing agreed, nothing known and too few are three words."""
    bare = SlaDelivery(delivered=3)
    audit = _audit(delivery=bare, previous_compliance=None)
    assert [(row[1], row[2], row[3]) for row in _rows(_tables(audit)[0])][:2] == [
        ("Sin una cantidad acordada de leads calificados", "3", "– Sin meta"),
        ("–", "–", "– Sin dato"),
    ]
    few = _delivery(volume_status="grey", quality_status="grey")
    assert [row[3] for row in _rows(_tables(few)[0])][:2] == ["– Muestra pequeña", "– Muestra pequeña"]


def test_a_roster_without_the_roles_uses_common_names() -> None:
    """A company may call its departments anything, or leave their roles out."""
    rows = _rows(_tables(SLA, Roster())[0])
    assert [row[0] for row in rows] == ["Marketing", "Marketing", "Ventas"]


def test_promises_have_quote_owner_day_and_state() -> None:
    """Kept, broken, and decisions that have no end."""
    kept = SLA.promises[0].model_copy(update={"state": "kept", "owner": None, "due_date": None})
    table = _tables(_audit(promises=(*SLA.promises, kept)))[1]
    assert [row[1:] for row in _rows(table)] == [
        ["Diego Ramírez", "18 nov 2026", "■ Vencido"],
        ["Todos", "–", "Acordado"],
        ["sin responsable", "–", "● Cumplido"],
    ]
    notes = table.groups[0].rows[0].cells[0].notes
    assert notes == ("acordado el 16 nov 2026 · “yo los reasigno antes del miércoles”",)


@pytest.mark.parametrize(
    ("audit", "told"),
    [
        (SLA, "Lead calificado: empresa con más de 50 mil pesos de consumo mensual"),
        (SLA, "Si el lead cambia de responsable, el plazo sigue corriendo."),
        (_audit(reassignment="restart"), "Si el lead cambia de responsable, el plazo vuelve a empezar."),
        (SLA, "1 lead cambió de responsable; su plazo siguió corriendo."),
    ],
)
def test_definitions_and_remarks_are_printed(audit: SlaAudit, told: str) -> None:
    """What both departments agreed to, and what the audit could not know."""
    remarks = pact_blocks(audit, ROSTER, EXAMPLE_WORDS)[-1]
    assert isinstance(remarks, Bullets)
    assert told in remarks.items


def test_without_a_definition_nothing_is_said_of_one() -> None:
    """An empty setting is no sentence."""
    remarks = pact_blocks(_audit(qualified_lead="", delivery=None, promises=()), ROSTER, EXAMPLE_WORDS)
    assert len(remarks) == 1
    assert isinstance(remarks[0], Bullets)
    assert not any("calificado" in line for line in remarks[0].items)


def test_cases_are_listed_by_record_with_their_times() -> None:
    """Broken ones first, then those that lack a time; kept ones are no case. Times are the meeting's own."""
    (table,) = cases_blocks(SLA, MEETING, EXAMPLE_WORDS)
    assert isinstance(table, Table)
    assert [group.title for group in table.groups] == ["■ Plazo vencido", "– Sin dato: falta una fecha o una hora"]
    assert _rows(table) == [
        ["L-2087", "Jorge Salas", "82", "17 nov 2026, 10:00", "19 nov 2026, 16:00", "20 nov 2026, 12:30"],
        ["L-2101", "sin responsable", "–", "18 nov 2026, 11:00", "–", "–"],
    ]


def test_sixty_cases_are_cut_and_counted() -> None:
    """The list has an end, and says what it leaves out."""
    many = tuple(SLA.cases[0].model_copy(update={"lead": f"L-{number:03}"}) for number in range(60))
    table, rest = cases_blocks(_audit(cases=many), MEETING, EXAMPLE_WORDS)
    assert isinstance(table, Table)
    assert isinstance(rest, Lines)
    assert len(_rows(table)) == MAX_CASES
    assert rest.items == (f"Y {60 - MAX_CASES} más en el archivo agenda.json.",)


def test_no_cases_no_table() -> None:
    """A week without a broken lead needs no list."""
    assert cases_blocks(None, MEETING, EXAMPLE_WORDS) == ()
    assert cases_blocks(_audit(cases=SLA.cases[2:]), MEETING, EXAMPLE_WORDS) == ()


@pytest.mark.parametrize("locale", ["es-ES", "es-CO", "es-AR", "en"])
def test_every_locale_has_the_words(locale: str) -> None:
    """No country lacks a phrase."""
    words = locale_words.load(locale)
    assert sla_callout(SLA, ROSTER, words).lines
    assert pact_blocks(SLA, ROSTER, words)
    assert cases_blocks(SLA, MEETING, words)


def test_business_hours_are_printed_with_their_holidays() -> None:
    """Whoever reads that 24 hours passed can count them; the clock that runs day and night explains itself."""
    week = (*[("09:00-14:00", "16:00-19:00")] * 4, ("09:00-15:00",), (), ())
    audit = _audit(clock="business", open_hours=week, holidays="MX", closed=(date(2026, 11, 20),))
    bullets = next(b for b in pact_blocks(audit, ROSTER, EXAMPLE_WORDS) if isinstance(b, Bullets))
    told = next(line for line in bullets.items if line.startswith("Horas hábiles"))
    assert "de lunes a jueves 09:00–14:00 y 16:00–19:00; viernes 09:00–15:00" in told
    assert told.endswith("No cuentan los festivos de México. Tampoco: 20 nov 2026.")
    spain = pact_blocks(audit.model_copy(update={"holidays": "ES-MD", "closed": ()}), ROSTER, EXAMPLE_WORDS)
    assert "festivos de España (MD)." in str(spain)
    none = pact_blocks(audit.model_copy(update={"holidays": "", "closed": ()}), ROSTER, EXAMPLE_WORDS)
    assert "No se descuentan festivos." in str(none)
    assert "Horas hábiles" not in str(pact_blocks(_audit(clock="clock"), ROSTER, EXAMPLE_WORDS))


def test_a_default_share_is_not_called_agreed() -> None:
    """Without a promised number the share that sales took is told, against no target."""
    row = _rows(_tables(_delivery(promised=None))[0])[1]
    assert (row[1], row[3]) == ("–", "– Sin meta")
    assert "88.4" in row[2]
