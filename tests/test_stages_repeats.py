"""Tests of meetbot.stages.repeats."""

from meetbot.model.company import Person, Roster
from meetbot.model.minutes import Evidence, Note
from meetbot.model.transcript import SourceFile, Transcript, Turn
from meetbot.stages.ground_items import Grounded
from meetbot.stages.repeats import recognised_once, risks_once, unstated

ROSTER = Roster(people=(Person(name="Sebastián Ortiz", aliases=("Sebas",)), Person(name="Laura Méndez")))
SAID = (
    "Felicitaciones a Sebas, que cerró el conjunto de Chía.",
    "¡Bravo, Sebas!",
    "¡Qué duro!",
    "Y a Laura por la campaña, enhorabuena.",
    "El proveedor dijo que puede haber demora en puerto.",
    "Si nos llega tarde, nos quedamos sin inventario.",
    "Pasemos al embudo.",
    "El riesgo es quedarnos sin presupuesto.",
)
TALK = Transcript(
    source=SourceFile(name="x.vtt", sha256="0" * 64, format="vtt"),
    language="es",
    turns=tuple(
        Turn(id=f"t{n:04d}", speaker=None, start=None, end=None, time_source="none", text=text)
        for n, text in enumerate(SAID, 1)
    ),
)


def note(number: int, item_id: str, *, confirmed: bool = True) -> Note:
    """What was said in that turn."""
    proof = Evidence(
        turn_ids=(f"t{number:04d}",), speaker=None, speaker_name=None, start=None, end=None, quote=SAID[number - 1]
    )
    return Note(id=item_id, text=SAID[number - 1], confirmed=confirmed, evidence=proof, candidates=(number,))


def test_who_joins_in_recognises_nobody_anew() -> None:
    """Cheers for the same person, or for nobody by name, add their turn; another person's praise stays, renumbered."""
    cheers = tuple(note(n, f"R-{n:02d}") for n in range(1, 5))
    first, second = recognised_once(Grounded(recognitions=cheers), TALK, ROSTER)

    assert first.evidence is not None
    assert first.evidence.turn_ids == ("t0001", "t0002", "t0003")
    assert first.candidates == (1, 2, 3)
    assert (second.id, second.text) == ("R-02", SAID[3])


def test_a_risk_that_goes_on_in_the_next_turn_is_one() -> None:
    """The consequence belongs to the risk before it; a risk named later is another, as is one without words."""
    bare = Note(id="K-04", text="Otro", confirmed=True, evidence=None)
    found = risks_once(Grounded(risks=(note(5, "K-01"), note(6, "K-02"), note(8, "K-03"), bare)), TALK)

    assert [(risk.id, risk.text) for risk in found] == [("K-01", SAID[4]), ("K-02", SAID[7]), ("K-03", "Otro")]


def test_no_sentence_is_confirmed_and_unconfirmed() -> None:
    """What stands as a risk is not doubted as blame as well; what cites nothing stays."""
    doubted = note(5, "U-01", confirmed=False), note(7, "U-02", confirmed=False)
    bare = Note(id="U-03", text="Otro", confirmed=False, evidence=None)
    found = unstated(Grounded(risks=(note(5, "K-01"),), unconfirmed=(*doubted, bare)))

    assert [(item.id, item.text) for item in found] == [("U-01", SAID[6]), ("U-02", "Otro")]
