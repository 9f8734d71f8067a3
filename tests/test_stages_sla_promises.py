from datetime import UTC, date, datetime

import pytest

from meetbot.model.base import EngineInfo
from meetbot.model.candidates import DecisionStatus
from meetbot.model.commitments import Commitment, CommitmentStatus
from meetbot.model.company import Meeting, Roster
from meetbot.model.minutes import Decision, Evidence, Minutes
from meetbot.model.transcript import SourceFile
from meetbot.stages.sla_promises import is_about_sla, sla_promises

TODAY = date(2026, 11, 23)
LAST = date(2026, 11, 16)

ABOUT_IT = (
    # es: the agreement by its name
    "Revisar el SLA con el equipo Norte",
    "Publicar el acuerdo de nivel de servicio entre Mercadeo y Comercial",
    "Queda que el acuerdo de servicio es de 24 horas para todos",
    # es: first contact, response time
    "Hacer el primer contacto de los leads de la expo antes del viernes",
    "Bajar el tiempo de respuesta a menos de un día",
    "Reportar cada lunes los tiempos de respuesta por ejecutivo",
    "este... pues yo me comprometo a que el Primer Contacto salga el mismo día, ¿va?",
    # es: contacting leads
    "Contactar los cinco leads de Norte que están pendientes",
    "Llamar hoy mismo a los 12 leads calificados",
    "los leads sin contactar, esos los llamo yo mañana",
    "Que cada prospecto se contacte el día que entra",
    "Contactaremos a los prospectos de la feria antes del jueves",
    "Contactar en menos de 24 horas",
    "Contactarlos en veinticuatro horas, a más tardar",
    "Comercial responde en menos de 24 horas",
    "Atender cada lead dentro de las 24 h",
    "Todo lead con 70 puntos o más se llama el mismo día",
    "Llamar a los posibles clientes del webinar",
    "Responder a los clientes potenciales de la campaña",
    # es: qualified leads and their score
    "Entregar 120 leads calificados por semana",
    "Entregar treinta leads mejor calificados",
    "Definir qué es un lead cualificado",
    "Pasar los MQL con su ficha completa",
    "Subir el puntaje mínimo a 75",
    "Ajustar la puntuación de los leads de redes",
    "Cambiar el score con el que entregamos leads",
    "Revisar la calificación de los leads de la feria",
    "Solo se entregan leads con puntuación de 70 o más",
    # en
    "Review the SLA every Monday",
    "Sign the service-level agreement between both teams",
    "Make first contact the day a lead comes in",
    "Bring response times under a day",
    "Call the five uncontacted leads today",
    "Reach out to every new lead within 24 hours",
    "Contact them within twenty-four hours",
    "Sales will respond within 24 hours",
    "Deliver 30 qualified leads a week",
    "Marketing hands over fifty qualified inbound leads",
    "Raise the minimum score to 75",
    "Change the lead scoring for webinars",
    "Report speed-to-lead by rep",
    "All leads above 70 points get a call the same business day",
)

FALSE_FRIENDS = (
    "",
    "Llamar al proveedor de cajas",
    "Contactar a la agencia en menos de 24 horas",
    "Llamar a Carmen en 24 horas",
    "Renegociar el SLA con el proveedor de hosting",
    "Revisar el SLA de soporte",
    "El acuerdo de nivel de servicio con la paquetería se renueva en enero",
    "Medir el tiempo de respuesta del servidor",
    "Bajar el tiempo de respuesta de la página a dos segundos",
    "Primer contacto con el distribuidor de Bogotá",
    "Tener lista la propuesta en 24 horas",
    "El soporte es de 24 horas",
    "Responder la encuesta de clima antes del viernes",
    "Responder el correo de Bimbo en 24 horas",
    "Diseñar un anuncio más llamativo",
    "Actualizar los contactos de la libreta",
    "Pedir los contactos de la feria",
    "Revisar el puntaje de la encuesta de satisfacción",
    "Pedir el score de crédito del cliente nuevo",
    "Subir la puntuación de calidad en Google Ads",
    "Preparar la consulta SQL del tablero",
    "Calificar al personal de bodega",
    "Reducir el lead time de las cajas a 12 días",
    "Contratar un candidato calificado para el puesto",
    "Escoger la isla del stand",
    "Slack: abrir el canal de las dos áreas",
    "Llamar a Laura para revisar los anuncios",
    "Hacer una llamada con la imprenta",
    "Mandar la cotización el mismo día",
    "Traer la conversión de la campaña",
    "Carmen will lead the meeting within 24 hours",
    "Diego takes the lead on pricing",
    "Shorten the lead time of the boxes",
    "Talk to the team lead about the score of the game",
    "This leads to better margins",
    "Update the vendor's SLA",
    "Check the SLA with the cloud hosting",
    "Measure server response time",
    "Call the agency within 24 hours",
    "Call Carmen about the brochure",
    "Fill in the scorecard",
    "Raise our quality score in Google Ads",
    "Answer the survey in 24 hours",
    "Plan the lead generation budget",
)


@pytest.mark.parametrize("text", ABOUT_IT)
def test_what_speaks_of_the_agreement_is_found(text: str) -> None:
    """Speed, score and quality of the leads, in the words people use, with and without accents."""
    assert is_about_sla(text)
    assert is_about_sla(text.upper())


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_false_friends_are_no_promise_about_it(text: str) -> None:
    """Another agreement, another score, another time, and the verb `to lead`."""
    assert not is_about_sla(text)


def test_a_long_hostile_text_is_read_quickly() -> None:
    """A cell of a million characters neither takes long nor counts beyond its first sentences."""
    assert not is_about_sla("contactar en " * 100_000)
    assert not is_about_sla("x " * 5000 + "SLA")


def commitment(
    number: int,
    text: str = "Contactar los leads en 24 horas",
    *,
    status: CommitmentStatus = "open",
    due: date | None = None,
    day: date = LAST,
    quote: str = "los contacto yo",
) -> Commitment:
    """A commitment of the ledger."""
    return Commitment(
        number=number,
        reference=f"{day}-alineacion/A-{number:02}",
        meeting_id=f"{day}-alineacion",
        meeting_date=day,
        text=text,
        owner="Jorge Salas",
        department="comercial",
        due_date=due,
        due_text=None,
        quote=quote,
        speaker="Jorge Salas",
        at_seconds=12.0,
        status=status,
    )


def decision(text: str, *, status: DecisionStatus = "made", quote: str | None = None) -> Decision:
    """A decision of the minutes, with its words if they are given."""
    evidence = (
        Evidence(turn_ids=("T1",), speaker="SPEAKER_00", speaker_name="Diego Ramírez", start=1.0, end=2.0, quote=quote)
        if quote
        else None
    )
    return Decision(id="D-01", text=text, confirmed=True, evidence=evidence, status=status)


def minutes(*decisions: Decision) -> Minutes:
    """The minutes of the last meeting."""
    return Minutes(
        made_at=datetime(2026, 11, 16, 12, tzinfo=UTC),
        meeting=Meeting(id="2026-11-16-alineacion", title="Alineación", company="Empaques Tlacuilo", date=LAST),
        roster=Roster(),
        source=SourceFile(name="reunion.m4a", sha256="0" * 64, format="m4a"),
        language="es",
        duration=60.0,
        decisions=decisions,
        extractor=EngineInfo(name="rules"),
    )


@pytest.mark.parametrize(
    ("status", "due", "state"),
    [
        ("open", None, "open"),
        ("open", date(2026, 11, 30), "open"),
        ("open", TODAY, "open"),
        ("open", date(2026, 11, 22), "overdue"),
        ("done", date(2026, 11, 20), "kept"),
        ("done", None, "kept"),
    ],
)
def test_advice_a17_a_promise_stands_with_its_state(status: CommitmentStatus, due: date | None, state: str) -> None:
    """A17: what was promised about the SLA comes back with whether it was kept, is still due, or is overdue."""
    (found,) = sla_promises([commitment(3, status=status, due=due)], None, today=TODAY)
    assert (found.state, found.due_date, found.number) == (state, due, 3)
    assert (found.owner, found.said, found.meeting_date) == ("Jorge Salas", "los contacto yo", LAST)


def test_a_cancelled_commitment_and_a_decision_put_off_are_no_promise() -> None:
    """What nobody owes any more does not come back."""
    late = decision("El SLA pasa a 12 horas", status="deferred")
    assert sla_promises([commitment(1, status="cancelled")], minutes(late), today=TODAY) == ()


def test_decisions_of_the_last_meeting_come_first_and_newer_meetings_before_older_ones() -> None:
    """A decision has no end; commitments follow in order of number, older meetings after."""
    older = commitment(2, day=date(2026, 11, 9))
    last = minutes(decision("El SLA queda en 24 horas", quote="va, 24 horas"), decision("Cambiar el logotipo"))
    found = sla_promises([commitment(5), older, commitment(4)], last, today=TODAY)
    assert [(p.number, p.state) for p in found] == [(None, "agreed"), (4, "open"), (5, "open"), (2, "open")]
    assert (found[0].said, found[0].text) == ("va, 24 horas", "El SLA queda en 24 horas")


def test_the_words_that_were_said_tell_what_a_short_task_is_about() -> None:
    """`Los llamo hoy` is about the SLA when the quote says whom."""
    said = "los cinco leads que están sin contactar, los llamo yo hoy"
    found = sla_promises(
        [commitment(1, "Llamarles hoy", quote=said), commitment(2, "Llamarles hoy", quote="sí, va")], None, today=TODAY
    )
    assert [p.number for p in found] == [1]


def test_a_decision_is_recognised_by_its_quote() -> None:
    """The wording of a decision may leave out what its words name."""
    found = sla_promises([], minutes(decision("Queda en un día", quote="el primer contacto, en un día")), today=TODAY)
    assert [p.text for p in found] == ["Queda en un día"]


def test_without_minutes_or_commitments_nothing_was_promised() -> None:
    """The first meeting has no promise behind it; minutes without evidence are read by their text."""
    assert sla_promises([], None, today=TODAY) == ()
    assert sla_promises([], minutes(decision("Pintar la sala")), today=TODAY) == ()
