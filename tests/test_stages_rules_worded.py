"""What one sentence shows is worded as a reader needs it: with the verb and the thing that were said before it."""

import pytest

from meetbot.model.candidates import CandidateKind
from meetbot.stages.rules.hearing import hear
from meetbot.stages.rules.people import People
from meetbot.stages.rules.speech import Utterance, split_sentences
from meetbot.stages.rules.worded import Worded, worded


def last_of(lines: str, *, kind: CandidateKind = "action", language: str = "es") -> Worded:
    """The wording of the first sentence of the last of these turns."""
    said = [line.split(": ", 1) for line in lines.split("\n")]
    people = People({"marta": "Marta", "ivan": "Iván"})
    turns = [
        Utterance(number, f"t{number}", voice, voice, None, text, split_sentences(text, language=language))
        for number, (voice, text) in enumerate(said)
    ]
    heard = [hear(turn, people) for turn in turns]
    return worded(kind, heard, len(heard) - 1, heard[-1].utterance.sentences[0])


@pytest.mark.parametrize(
    ("lines", "text", "turns"),
    [
        ("A: Iván, ¿armás la grilla de guardias?\nB: Dale.", "Armar la grilla de guardias", (1, 0)),
        ("A: Hay que mandar la lista de precios.\nB: Dale, yo me encargo.", "Mandar la lista de precios", (1, 0)),
        ("A: ¿Y el comparativo?\nB: El viernes lo tiene.", "Encargarse del comparativo", (1, 0)),
        ("A: La base está sucia.\nB: Yo la depuro mañana.", "Depurar la base", (1, 0)),
        ("A: Falta el afiche.\nB: Hoy mismo escribo el guion.", "Escribir el guion", (1,)),
        ("A: ¿Y la diseñadora?\nB: Yo la llamo mañana.", "Llamar a la diseñadora", (1, 0)),
    ],
)  # fmt: skip
def test_task_taken_is_worded_by_what_was_asked(lines: str, text: str, turns: tuple[int, ...]) -> None:
    """A sentence that only takes gets verb and object of the request, and the request's turn is cited with it."""
    assert last_of(lines) == Worded(text, turns)


def test_task_taken_in_english_is_worded_by_what_was_asked() -> None:
    """The same in English."""
    found = last_of("A: Can you send the price list?\nB: Sure, on it.", language="en")
    assert found == Worded("Send the price list", (1, 0))


def test_task_without_anything_before_it_keeps_its_words() -> None:
    """Nothing is put into a sentence that nothing was said before."""
    assert last_of("A: Hola.\nB: El veintidós lo tienen.").text == "El veintidós lo tienen"


@pytest.mark.parametrize(
    ("lines", "text", "turns"),
    [
        ("A: Propongo subir el descuento al ocho.\nB: Dale, así queda.", "Subir el descuento al ocho", (1, 0)),
        ("A: ¿Y la comisión?\nB: Eso lo vemos en octubre.", "La comisión: eso lo vemos en octubre", (1, 0)),
        ("A: Hola.\nB: La promoción sigue hasta el veintiocho.", "La promoción sigue hasta el veintiocho", (1,)),
    ],
)  # fmt: skip
def test_decision_says_what_holds(lines: str, text: str, turns: tuple[int, ...]) -> None:
    """An assent gives way to the proposal before it; what a settling verb's pronoun stands for is named."""
    assert last_of(lines, kind="decision") == Worded(text, turns)


def test_note_is_worded_by_its_own_sentence() -> None:
    """A risk or question is told in its own words."""
    assert last_of("A: Hola.\nB: Se nos puede caer la feria.", kind="risk") == Worded(
        "Se nos puede caer la feria", (1,)
    )


def test_turns_are_those_of_the_meeting() -> None:
    """However far into the meeting the sentence stands, the cited turns are numbered from its beginning."""
    before = "\n".join(f"A: Comentario número {n} sin más." for n in range(20))
    assert last_of(f"{before}\nA: Iván, ¿armás la grilla?\nB: Dale.").turns == (21, 20)
