"""What somebody asks to keep out of the minutes is hidden, and nothing beside it."""

import pytest

from meetbot.model.transcript import SourceFile, Transcript, Turn
from meetbot.stages.off_record import HIDDEN, REACH, without_off_record


def transcript(*texts: str, language: str = "es") -> Transcript:
    """Turns ten seconds apart."""
    turns = tuple(Turn(id=f"t{n:04d}", start=10.0 * n, text=text) for n, text in enumerate(texts, 1))
    source = SourceFile(name="junta.vtt", sha256="0" * 64, format="vtt")
    return Transcript(schema_version=1, source=source, language=language, turns=turns)


def shown(*texts: str, language: str = "es") -> list[str]:
    """What is left of the turns."""
    return [turn.text for turn in without_off_record(transcript(*texts, language=language)).turns]


@pytest.mark.parametrize(
    "request_",
    [
        "Che, paren. Esto que no salga en la minuta, ¿eh?",
        "Una cosa, y esto no lo pongáis en el acta.",
        "Y esto que sigue no va en la minuta, ¿eh?",
        "Pero diga, y Leidy, esto no va en el acta.",
        "Esto que viene no lo anoten, por favor.",
        "Ahí va, fuera de acta.",
        "Eso que no conste.",
        "Eso no lo anotés, porfa, que después lo lee el viejo",
        "ok. so. off the record and kyle stop typing for a sec",
        "Between us, and this doesn't go in the minutes, they're selling.",
        "Please don't write this down.",
        "That bit is not for the minutes, all right.",
    ],
)
def test_a_request_hides_what_follows(request_: str) -> None:
    """However it is asked for; what was said before stays, and so does what comes after the reach."""
    told = ["Los leads van bien.", request_, *["Quieren cerrar la planta."] * (REACH + 2)]
    left = shown(*told)
    assert left[0] == "Los leads van bien."
    assert left[1].endswith(HIDDEN)
    assert left[2 : REACH + 2] == [HIDDEN] * REACH
    assert left[REACH + 2 :] == ["Quieren cerrar la planta."] * 2


@pytest.mark.parametrize(
    "said",
    [
        "Que conste en el acta, pues.",
        "Y otra, y esta sí que va en el acta, que no es cotilleo.",
        "Oigan, y esto no sé si va en la minuta, pero nos copian las fotos.",
        "¿Eso lo pongo en el acta o es reservado?",
        "¿Esto no va en el acta?",
        "Si no lo pones en el acta, luego nadie se acuerda.",
        "Lo de la cámara tres. Como dices que no va en el acta.",
        "El inspector levantó acta, pero lo de la cámara tres no va en el acta.",
        "Es que yo no anoto todo en el sistema. Yo llamo.",
        "Eso no lo anoten en el CRM hasta que firmen.",
        "El acuerdo de mayo no quedó en el acta, y por eso estamos así.",
        "Esto no lo anden contando por ahí.",
        "We don't write the discount in the quote.",
        "The price isn't in the notes you sent.",
        "I broke my own record.",
    ],
)
def test_other_talk_of_minutes_hides_nothing(said: str) -> None:
    """A wish that it be written, a doubt, a question, another record, the past."""
    before = transcript("Hola.", said, "Seguro.")
    assert without_off_record(before) is before


def test_words_that_come_back_end_it() -> None:
    """Their sentence goes too; what the same turn says next stays as it was said."""
    assert shown(
        "Gracias, Óscar. Esto no va en el acta: los de Enersur  ofrecen sueldo.",
        "¿A quién?",
        "No importa a quién. Ya, hasta ahí, volvemos. Tobal, la Yasna  se queda en agrícola. Eso no se toca.",
        "Ya, está bien.",
    ) == [
        f"Gracias, Óscar. {HIDDEN}",
        HIDDEN,
        f"{HIDDEN} Tobal, la Yasna  se queda en agrícola. Eso no se toca.",
        "Ya, está bien.",
    ]


def test_a_new_topic_ends_it_and_is_shown() -> None:
    """Nobody has to say that the pause is over."""
    left = shown("Off the record, she may leave.", "Really?", "Moving on, the webinar is on Friday.", language="en")
    assert left == [HIDDEN, HIDDEN, "Moving on, the webinar is on Friday."]


def test_asked_again_goes_on_and_within_one_turn_it_can_end() -> None:
    """The last request counts; two stretches are two warnings."""
    left = without_off_record(
        transcript(
            *("Esto no va en el acta.", *["Uy."] * 5, "Va, no escribo, esto no va en la minuta.", *["Uy."] * 6, "Fin."),
            "Fuera de acta: se va Ana. Bueno, seguimos. ¿El presupuesto?",
        )
    )
    assert [turn.text for turn in left.turns] == [*[HIDDEN] * 13, "Fin.", f"{HIDDEN} ¿El presupuesto?"]
    assert [(issue.severity, issue.where) for issue in left.issues] == [
        ("warning", "junta.vtt, 0:10"),
        ("warning", "junta.vtt, 2:30"),
    ]
    assert [issue.message.split("words of ")[1] for issue in left.issues] == [
        "t0001 to t0013 were left out.",
        "t0015 were left out.",
    ]


def test_turns_without_words_neither_end_nor_prolong_it() -> None:
    """A transcript may hold a turn of dots."""
    left = shown("Esto no va en el acta.", "…", *["Uy."] * (REACH - 1), "Va.")
    assert left == [HIDDEN, "…", *[HIDDEN] * (REACH - 1), "Va."]
