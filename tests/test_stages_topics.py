"""Tests of meetbot.stages.topics."""

from datetime import date

import pytest

from meetbot.model.agenda import Agenda, AgendaItem
from meetbot.model.base import EngineInfo
from meetbot.model.candidates import Candidate, Extraction
from meetbot.model.company import Meeting, Roster
from meetbot.model.minutes import Decision, Evidence
from meetbot.model.transcript import SourceFile, Speaker, Transcript, Turn
from meetbot.stages.topics import cover, points_of, topics_by_turn

MEETING = Meeting(id="m", title="t", company="c", date=date(2026, 11, 23), duration_minutes=30)


def agenda(*items: AgendaItem) -> Agenda:
    """An agenda of those points."""
    return Agenda(meeting=MEETING, roster=Roster(), items=items)


def point(number: int, *keywords: str, **values: object) -> AgendaItem:
    """A point that is recognised by those keywords."""
    given = {"kind": "issues", "title": f"Punto {number}", "duration_minutes": 5} | values
    return AgendaItem.model_validate({"id": f"P{number}", "keywords": keywords} | given)


def transcript(*texts: str, speaker: str | None = None) -> Transcript:
    """One turn a text."""
    turns = tuple(
        Turn(id=f"t{n:04d}", speaker=speaker, start=float(n), end=n + 0.9, text=text) for n, text in enumerate(texts, 1)
    )
    speakers = (Speaker(label=speaker, name="Diego", department="comercial"),) if speaker else ()
    source = SourceFile(name="x.vtt", sha256="0" * 64, format="vtt")
    return Transcript(source=source, language="es", speakers=speakers, turns=turns)


def statuses(planned: Agenda, said: Transcript, **values: object) -> list[str]:
    """What became of each point."""
    topics = topics_by_turn(planned, said)
    items = values.get("items", ())
    assert isinstance(items, tuple)
    return [c.status for c in cover(planned, said, topics=topics, items=items)]


def test_cover_a_planned_point_nobody_spoke_about_is_not_treated() -> None:
    """What was planned never leaks into what was said."""
    planned = agenda(point(1, "presupuesto", "roi"), point(2, "traspaso", "contacto"))
    said = transcript("Bueno, vamos con el traspaso", "el primer contacto del equipo Norte se tarda")

    assert statuses(planned, said) == ["not_treated", "treated"]


def test_cover_one_stray_keyword_is_not_enough() -> None:
    """'Meta' is heard in every meeting; alone it proves nothing."""
    assert statuses(agenda(point(1, "meta", "ingresos")), transcript("Este… la meta, ajá", "otra cosa")) == [
        "not_treated"
    ]


def test_cover_two_keywords_far_apart_are_not_enough() -> None:
    """Words of the same point half a meeting apart are a coincidence."""
    said = transcript("la meta", *["sí, claro"] * 8, "los ingresos")

    assert statuses(agenda(point(1, "meta", "ingresos")), said) == ["not_treated"]


@pytest.mark.parametrize("text", ["La CAMPAÑA y los webinars", "la campana y el webinar"])
def test_cover_folds_accents_case_and_plural(text: str) -> None:
    """Recognisers drop accents and people use plurals."""
    assert statuses(agenda(point(1, "campaña", "webinar")), transcript(text)) == ["treated"]


def test_cover_does_not_match_inside_words() -> None:
    """'meta' does not stand in 'metadatos'."""
    assert statuses(agenda(point(1, "meta", "dato")), transcript("los metadatos candidatos")) == ["not_treated"]


def test_cover_a_decision_on_the_point_makes_it_treated() -> None:
    """With a confirmed decision the point is treated, not only spoken about."""
    planned = agenda(point(1, "campaña", "webinar"))
    said = transcript("la campaña del webinar se queda")
    evidence = Evidence(turn_ids=("t0001",), speaker=None, speaker_name=None, start=1, end=2, quote="se queda")
    decision = Decision(id="D-01", text="x", confirmed=True, evidence=evidence, topic="P1")

    assert statuses(planned, said, items=(decision,)) == ["treated"]


def test_cover_a_question_of_the_agenda_wants_a_decision() -> None:
    """Where the agenda asks something, talk without an outcome is not enough."""
    asked = agenda(point(1, "campaña", "webinar", question="¿Qué campaña sigue?"))
    assert statuses(asked, transcript("la campaña del webinar costó más")) == ["treated_without_decision"]


def test_cover_what_was_weighed_and_left_lying_wanted_a_decision() -> None:
    """A report needs no decision; people who weigh what to do, doubt and leave it wanted one."""
    planned = agenda(point(1, "campaña", "webinar"))
    weighed = ("la campaña del webinar", "habría que subirle, ¿no?", "o si la bajamos… no sé", "pues queda ahí")
    assert statuses(planned, transcript(*weighed)) == ["treated_without_decision"]
    assert statuses(planned, transcript("la campaña del webinar", "trajo cien", "no sé", "ah, bien")) == ["treated"]


def test_cover_reading_out_the_agenda_treats_nothing() -> None:
    """Who names three points in one breath at the beginning speaks about none of them."""
    points = (point(1, "campaña", "webinar"), point(2, "traspaso", "contacto"), point(3, "presupuesto", "margen"))
    said = transcript("hoy va la campaña del webinar, el traspaso y el contacto, y presupuesto y margen", *["sí"] * 8)
    assert statuses(agenda(*points), said) == ["not_treated"] * 3


@pytest.mark.parametrize(
    "said",
    [
        ("el seguro y su precio no nos dio tiempo de verlo", "ajá"),
        ("¿y el precio del seguro?", "ya no dio"),
        ("the seguro and the precio we didn't get to", "right"),
    ],
)
def test_cover_what_was_not_reached_is_not_treated(said: tuple[str, ...]) -> None:
    """To say that there was no time for a point is not to speak about it."""
    assert statuses(agenda(point(1, "seguro", "precio")), transcript(*said)) == ["not_treated"]


def test_cover_knows_the_words_of_the_title() -> None:
    """A keyword and another word of the title are two; the same word twice is one."""
    titled = point(1, "precios", title="Lista de precios 2027")
    assert statuses(agenda(titled), transcript("precios, muchachos", "si movemos la lista se nos van")) == ["treated"]
    assert statuses(agenda(titled), transcript("precios", "los precios de siempre", "el precio")) == ["not_treated"]


def test_points_of_an_item_are_where_it_was_said_and_what_it_names() -> None:
    """An item belongs to the points of all its turns, and to those whose own words it holds, if they were treated."""
    planned = agenda(point(1, "campaña", "webinar"), point(2, "traspaso", "contacto"), point(3, "margen", "costo"))
    topics = {"t0001": "P1", "t0002": "P2"}
    evidence = Evidence(
        turn_ids=("t0001", "t0009"), speaker=None, speaker_name=None, start=None, end=None, quote="se queda"
    )
    named = Decision(
        id="D-01", text="El contacto en el traspaso y el margen de costo", confirmed=True, evidence=evidence
    )
    assert points_of(named, planned, topics) == {"P1", "P2"}
    lost = named.model_copy(update={"evidence": None, "text": "Se queda", "topic": "P2"})
    assert points_of(lost, planned, topics) == {"P2"}


def test_a_stray_keyword_does_not_change_the_topic() -> None:
    """One word of another point, said alone in passing, does not carry the talk over to it."""
    planned = agenda(point(1, "campaña", "webinar"), point(2, "traspaso", "contacto"))
    said = transcript(
        "el traspaso y el contacto", *["sí, claro"] * 9, "la campaña del webinar", *["ajá"] * 9, "traspaso", "va"
    )
    assert topics_by_turn(planned, said)["t0022"] == "P1"


def test_cover_department_turn_needs_that_department_to_speak() -> None:
    """A department's turn was held when its people said more than a word."""
    turn = point(1, kind="department_turn", opens="comercial")
    long = "pues nosotros traemos varias objeciones de precio " * 4

    assert statuses(agenda(turn), transcript("Sí.", speaker="A")) == ["not_treated"]
    assert statuses(agenda(turn), transcript(long, speaker="A")) == ["treated"]


def test_cover_recognition_needs_one_that_was_spoken() -> None:
    """The recognition point counts as treated only if somebody was recognised."""
    planned = agenda(point(1, kind="recognition"))
    said = transcript("gracias a Laura por el webinar")
    found = Extraction(
        engine=EngineInfo(name="rules"),
        candidates=(Candidate(kind="recognition", turn_ids=("t0001",), text="Gracias a Laura"),),
    )

    assert [c.status for c in cover(planned, said, topics={}, items=(), extraction=found)] == ["treated"]
    assert [c.status for c in cover(planned, said, topics={}, items=(), extraction=None)] == ["not_treated"]


def test_cover_voice_of_the_customer_wherever_it_was_quoted() -> None:
    """A customer quoted in any point, or spoken about in this one, treats it; nobody has to decide anything."""
    planned = agenda(point(1, "objeción", "necesidad", kind="customer"))
    said = transcript("el cliente de Cali dice que la entrega le llega tarde", "ajá")
    found = Extraction(
        engine=EngineInfo(name="rules"),
        candidates=(Candidate(kind="customer_voice", turn_ids=("t0001",), text="La entrega llega tarde"),),
    )

    assert [c.status for c in cover(planned, said, topics={}, items=(), extraction=found)] == ["treated"]
    assert [c.status for c in cover(planned, said, topics={}, items=(), extraction=None)] == ["not_treated"]
    assert statuses(planned, transcript("la objeción y la necesidad")) == ["treated"]


def test_topics_by_turn_stay_until_the_next_topic() -> None:
    """A turn without keywords belongs to what was being spoken about; a tie keeps the current topic."""
    planned = agenda(point(1, "campaña", "webinar"), point(2, "traspaso", "contacto", "campaña"))
    said = transcript("hola", "la campaña del webinar", "ajá, sí", "la campaña", "el contacto en el traspaso")

    assert topics_by_turn(planned, said) == {"t0002": "P1", "t0003": "P1", "t0004": "P1", "t0005": "P2"}


def test_cover_without_agenda_is_empty() -> None:
    """A meeting that was never planned has no coverage."""
    said = transcript("hola")

    assert cover(None, said, topics=topics_by_turn(None, said), items=()) == ()


def test_cover_of_silence_is_not_treated() -> None:
    """Nothing said, nothing treated."""
    assert statuses(agenda(point(1, "meta", "ingresos")), transcript()) == ["not_treated"]


def test_cover_a_phrase_is_enough() -> None:
    """'Tasa de cierre' is as telling as two keywords."""
    assert statuses(agenda(point(1, "tasa de cierre")), transcript("la tasa de cierre anda bien")) == ["treated"]


def test_cover_agreeing_is_not_an_agreement() -> None:
    """'De acuerdo' is heard in every meeting and is no follow-up of what was agreed."""
    assert statuses(agenda(point(1, "acuerdo", "pendiente")), transcript("de acuerdo, queda pendiente")) == [
        "not_treated"
    ]


def test_cover_read_back_is_at_the_end() -> None:
    """'The next meeting' in the middle is a deferral, at the end it is the closing."""
    closing = point(1, "próxima reunión", kind="decisions")
    middle = transcript("lo vemos en la próxima reunión", *["sí"] * 8)
    end = transcript(*["sí"] * 8, "la próxima reunión es el lunes")

    assert statuses(agenda(closing), middle) == ["not_treated"]
    assert statuses(agenda(closing), end) == ["treated"]


def test_topics_a_phrase_is_heard_in_the_plural() -> None:
    """“Los tiempos de respuesta” is about “tiempo de respuesta”, in every word of it."""
    planned = agenda(point(1, "tiempo de respuesta"))

    assert statuses(planned, transcript("Segundo punto, los tiempos de respuesta.")) == ["treated"]


def test_topics_a_phrase_of_one_telling_word_is_no_proof() -> None:
    """A supplier tells things, too: “nos dijo” alone makes no customer's point."""
    planned = agenda(point(1, "nos dijo", "cliente"))

    assert statuses(planned, transcript("El proveedor nos dijo que hay demora en puerto.")) == ["not_treated"]


def test_topics_another_matter_leaves_the_point() -> None:
    """What follows “otra cosa” belongs to no point until one is named."""
    planned = agenda(point(1, "webinar", "expo"))
    said = transcript("El webinar y la expo van bien", "Ajá", "Otra cosa, el estacionamiento", "Está lleno")

    assert topics_by_turn(planned, said) == {"t0001": "P1", "t0002": "P1"}
