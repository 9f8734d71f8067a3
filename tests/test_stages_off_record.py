"""Whoever sends the minutes is told where somebody asked to keep something out of them."""

import pytest

from meetbot.model.transcript import SourceFile, Transcript, Turn
from meetbot.stages.off_record import asked_to_keep_out


def transcript(*texts: str, language: str = "es") -> Transcript:
    """Turns ten seconds apart."""
    turns = tuple(Turn(id=f"t{n:04d}", start=10.0 * n, text=text) for n, text in enumerate(texts, 1))
    source = SourceFile(name="junta.vtt", sha256="0" * 64, format="vtt")
    return Transcript(schema_version=1, source=source, language=language, turns=turns)


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
def test_whoever_sends_is_told_of_a_request(request_: str) -> None:
    """However it is asked for; where it was said, and nothing else."""
    (told,) = asked_to_keep_out(transcript("Los leads van bien.", request_, "Va."))
    assert (told.severity, told.where) == ("warning", "junta.vtt, 0:20, turn t0002")


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
def test_other_talk_of_minutes_is_no_request(said: str) -> None:
    """A wish that it be written, a doubt, a question, another record, the past."""
    assert not list(asked_to_keep_out(transcript("Hola.", said, "Seguro.")))
