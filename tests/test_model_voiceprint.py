"""Tests of meetbot.model.voiceprint: what is kept of a voice is bounded, checked, and shown by no repr."""

from datetime import date

import pytest
from pydantic import ValidationError

from meetbot.model.voiceprint import MOST_LEARNED, MOST_SAMPLES, Consent, VoicePrint, VoicePrints

DAY = date(2026, 11, 9)
VECTOR = tuple(0.1 * n for n in range(8))


def voice_print(source: str, kind: str = "sample", **changes: object) -> VoicePrint:
    """A print of that source."""
    values = {"kind": kind, "source": source, "encoder": "a" * 64, "seconds": 10, "added_on": DAY, "vector": VECTOR}
    return VoicePrint.model_validate(values | changes)


def kept(*prints: VoicePrint) -> VoicePrints:
    """Laura's prints."""
    return VoicePrints(name="Laura Méndez", consent=Consent(given_on=DAY, how="asked"), prints=prints)


def test_print_is_in_no_repr() -> None:
    """A log or a traceback that shows the object doesn't show the voice."""
    shown = f"{kept(voice_print('a.wav'))!r} {voice_print('a.wav')}"
    assert "0.1" not in shown
    assert "a.wav" in shown


@pytest.mark.parametrize("vector", [(0.0,) * 8, (float("nan"),) * 8, (float("inf"),) * 8, (1e300,) * 8, (1.0,)])
def test_print_must_be_a_direction(vector: tuple[float, ...]) -> None:
    """Nothing, infinity and too few numbers are no voice: a damaged file is told, not compared."""
    with pytest.raises(ValidationError):
        voice_print("a.wav", vector=vector)


def test_with_print_replaces_the_same_source() -> None:
    """A sample enrolled again, or a meeting learned again, counts once; another encoder's print stays beside it."""
    first = kept(voice_print("a.wav"), voice_print("m", "meeting"))
    again = first.with_print(voice_print("a.wav", seconds=20)).with_print(voice_print("m", "meeting", seconds=30))
    assert [(p.source, p.seconds) for p in again.prints] == [("a.wav", 20), ("m", 30)]
    assert len(again.with_print(voice_print("a.wav", encoder="b" * 64)).prints) == 3


def test_with_print_drops_the_oldest_of_its_kind() -> None:
    """Learned prints never push samples out, and their number is bounded."""
    prints = kept(voice_print("a.wav"))
    for number in range(MOST_LEARNED + 2):
        prints = prints.with_print(voice_print(f"m{number}", "meeting"))
    assert [p.source for p in prints.prints] == ["a.wav", *(f"m{n}" for n in range(2, MOST_LEARNED + 2))]
    for number in range(MOST_SAMPLES + 1):
        prints = prints.with_print(voice_print(f"s{number}"))
    assert sum(p.kind == "sample" for p in prints.prints) == MOST_SAMPLES


def test_without_meeting_keeps_a_sample_of_that_name() -> None:
    """What was learned from a meeting can be taken back; a sample whose file has the same name stays."""
    prints = kept(voice_print("m"), voice_print("m", "meeting"), voice_print("n", "meeting"))
    assert [(p.kind, p.source) for p in prints.without_meeting("m").prints] == [("sample", "m"), ("meeting", "n")]


def test_prints_read_back_as_they_were() -> None:
    """The file holds everything, and a misspelt key in it is an error."""
    prints = kept(voice_print("a.wav"))
    assert VoicePrints.model_validate_json(prints.encoded()) == prints
    with pytest.raises(ValidationError, match="consnet"):
        VoicePrints.model_validate(prints.model_dump() | {"consnet": None})
