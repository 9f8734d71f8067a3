"""A voice without a name never owns a task, whoever it may be."""

import pytest
from fakes import MemoryCheckpoint, no_progress
from grounding import DIEGO, LAURA, ROSTER, action, check, everything, transcript_of

from meetbot.model.candidates import Extraction
from meetbot.model.minutes import ActionItem
from meetbot.model.transcript import NameGuess, Transcript
from meetbot.ports import Brief
from meetbot.stages.rules import RuleEngine

REPORT = "Mandar el reporte a Puebla"
VOICE = "SPEAKER_01"
GUESS = NameGuess(name=DIEGO, source="addressed", confidence=0.79, turns=("t0001",))

PROMISES = {
    "mx": "Yo me encargo de mandar el reporte a Puebla.",
    "ar": "Yo me ocupo de mandar el reporte a Puebla, dale.",
    "es": "Vale, yo mando el reporte a Puebla mañana.",
    "co": "Listo, yo les mando el reporte a Puebla el viernes.",
    "en": "I'll send the reporte a Puebla tomorrow.",
    "calls another": "Diego, yo te mando el reporte a Puebla mañana.",
    "calls another at the end": "Yo me encargo de mandar el reporte a Puebla, Diego.",
    "says a name, denied": "Yo no soy Diego, pero yo mando el reporte a Puebla.",
}


def unnamed(*speech: tuple[str, str], guesses: tuple[NameGuess, ...] = (GUESS,)) -> Transcript:
    """A transcript in which the voice has no name, only a guess that is nearly sure."""
    said = transcript_of(speech)
    speakers = [s.model_copy(update={"guesses": guesses}) if s.label == VOICE else s for s in said.speakers]
    return said.model_copy(update={"speakers": tuple(speakers)})


@pytest.mark.parametrize("owner", [DIEGO, "Diego", VOICE, "Voz 2", "Voice 2", "yo", None])
@pytest.mark.parametrize("speech", PROMISES.values(), ids=PROMISES)
def test_unnamed_promise_has_no_owner_whoever_is_proposed(speech: str, owner: str | None) -> None:
    """Neither a guess nor a label nor a document's name for the voice makes an owner, whatever a model proposes."""
    said = unnamed((LAURA, "¿Quién manda el reporte a Puebla?"), (VOICE, speech))
    (item,) = everything(check(action(2, text=REPORT, owner=owner), transcript=said))
    assert isinstance(item, ActionItem)
    assert item.owner is None
    assert item.department is None


@pytest.mark.parametrize("speech", PROMISES.values(), ids=PROMISES)
def test_rules_propose_no_owner_for_an_unnamed_voice(speech: str) -> None:
    """The rule engine reads the same with and without guesses, and names nobody."""

    def read(transcript: Transcript) -> Extraction:
        engine, brief = RuleEngine(), Brief(roster=ROSTER)
        return engine.extract(transcript, brief, checkpoint=MemoryCheckpoint().port, progress=no_progress)

    speeches = ((LAURA, "¿Quién manda el reporte a Puebla?"), (VOICE, speech))
    found = read(unnamed(*speeches))
    assert found.candidates == read(unnamed(*speeches, guesses=())).candidates
    assert {candidate.owner for candidate in found.candidates} <= {None}


def test_room_and_pair_labels_are_no_owner() -> None:
    """A model that proposes the label of a meeting room or of two people proposes nobody."""
    for label in ("Sala de juntas 2", "Laura y Diego", "Mercadeo"):
        said = unnamed((VOICE, "Yo me encargo de mandar el reporte a Puebla."))
        (item,) = everything(check(action(1, text=REPORT, owner=label), transcript=said))
        assert isinstance(item, ActionItem)
        assert item.owner is None
