"""Turns that nobody says: what is read from them may be anything, in time that grows with their length."""

import pytest
from fakes import MemoryCheckpoint, no_progress
from grounding import DIEGO, LAURA, NEXT, ROSTER, SAID_ON, transcript_of
from growth import growth

from meetbot.model.company import Meeting
from meetbot.ports import Brief
from meetbot.stages.compose import compose
from meetbot.stages.rules import RuleEngine
from meetbot.stages.rules.speech import split_sentences

MEETING = Meeting(id="2026-11-23-semanal", title="Semanal", company="Tlacuilo", date=SAID_ON, locale="es-MX")
SAID = (
    "Diego, ¿me mandas la lista de precios el viernes?",
    "",
    "Sí, yo te la mando.",
    "¿Cuándo cierra el trimestre?",
    "No sé, ni idea. Entonces queda: subimos los precios en enero.",
)
"""What is said around the hostile turn, which stands where nothing is."""
PARTS = (
    "que si no ", ", ", ". ", "? ", "¿", "'", "-", "(", '"', "7", "1.000", "5 ", "mil ", "5% ", "el viernes ",
    "el 3 de mayo de ", "antes de ", "yo te lo mando ", "te mando, ", "¿va? ", "no, ", "Diego, ",
    "queda que ", "la lista de ", "de acuerdo. ", "a", "\n", "I'll send ", "we agreed to ", "ok. ",
)  # fmt: skip
"""Repeated, each made a pattern try every place from every place, or might."""


def _minutes(part: str, length: int) -> None:
    hostile = (part * (length // len(part))).strip() or "."
    transcript = transcript_of(tuple(((LAURA, DIEGO)[n % 2], text or hostile) for n, text in enumerate(SAID)))
    found = RuleEngine().extract(
        transcript, Brief(roster=ROSTER), checkpoint=MemoryCheckpoint().port, progress=no_progress
    )
    compose(found, transcript, meeting=MEETING, roster=ROSTER, agenda=None, next_meeting=NEXT)


@pytest.mark.parametrize("part", PARTS)
def test_hostile_turn_takes_time_by_its_length(part: str) -> None:
    """Twice the turn takes about twice the time."""
    assert growth(lambda length: _minutes(part, length), size=4000, times=2) <= 3.5


@pytest.mark.parametrize("text", ["yo te mando la lista " * 300, "a" * 5000, "Dr. " * 1500])
def test_sentence_that_never_ends_is_read_in_pieces(text: str) -> None:
    """Each piece is bounded, stands verbatim at its offset, and together they hold every word."""
    pieces = split_sentences(text)
    assert len(pieces) > 1
    assert all(len(one.text) <= 2000 and text[one.start :].startswith(one.text) for one in pieces)
    assert "".join("".join(one.text.split()) for one in pieces) == "".join(text.split())
