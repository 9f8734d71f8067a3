import pytest
from examples import EXAMPLE_WORDS, MEETING, evidence

from meetbot.documents.phrases import (
    count,
    listing,
    person_with_role,
    proof,
    speaker,
    status_word,
    time_and_place,
    with_voices_shown,
)
from meetbot.model.company import Person, Roster
from meetbot.model.kpi import State


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["Laura"], "Laura"),
        (["Laura", "Diego", "Ana"], "Laura, Diego y Ana"),
        (["Ana", "Inés"], "Ana e Inés"),
        (["Ana", "Hilda"], "Ana e Hilda"),
        (["agua", "hielo"], "agua y hielo"),
    ],
)
def test_listing_as_spanish_says_it(items: list[str], expected: str) -> None:
    """The last joiner is `y`, or `e` before the sound i."""
    assert listing(items, EXAMPLE_WORDS) == expected


def test_count_has_words_for_none_one_and_many() -> None:
    """No “1 decisiones” and no “0 decisiones”."""
    told = [count(EXAMPLE_WORDS, "minutes.count.decisions", n) for n in (0, 1, 4)]
    assert told == ["ninguna decisión", "1 decisión", "4 decisiones"]


@pytest.mark.parametrize(
    ("label", "name", "expected"),
    [
        ("SPEAKER_00", "Laura Méndez", "Laura Méndez"),
        ("SPEAKER_02", None, "Voz 3"),
        ("Invitado", None, "Invitado"),
        (None, None, "voz sin identificar"),
    ],
)
def test_speaker_is_never_invented(label: str | None, name: str | None, expected: str) -> None:
    """A name where there is one, else the platform's, else a number."""
    assert speaker(label, name, EXAMPLE_WORDS) == expected


@pytest.mark.parametrize(
    ("status", "expected"), [("green", "● Verde"), ("amber", "▲ Ámbar"), ("red", "■ Rojo"), ("no_data", "– Sin dato")]
)
def test_status_is_never_colour_alone(status: State, expected: str) -> None:
    """Each state has a shape and a word."""
    assert status_word(status, EXAMPLE_WORDS) == expected


def test_proof_without_times_names_the_turn() -> None:
    """A transcript without times still says where the words stand."""
    said = evidence("t0005", "los leads del Norte").model_copy(update={"start": None, "time_source": "none"})
    shown = proof(said, EXAMPLE_WORDS)
    assert shown is not None
    assert shown.line == "“los leads del Norte” — Diego Ramírez, intervención 5"


def test_proof_with_interpolated_time_says_about() -> None:
    """A time that was not measured is not shown as exact."""
    said = evidence("t0005", "los leads del Norte").model_copy(update={"time_source": "interpolated"})
    shown = proof(said, EXAMPLE_WORDS)
    assert shown is not None
    assert shown.clock == "hacia 01:12"


def test_time_and_place_leaves_out_what_is_not_known() -> None:
    """No empty line for a place or an hour that nobody gave."""
    bare = MEETING.model_copy(update={"starts_at": None, "place": None})
    assert [label for label, _ in time_and_place(bare, EXAMPLE_WORDS)] == ["Fecha"]
    assert dict(time_and_place(MEETING, EXAMPLE_WORDS))["Hora"] == "09:00 h, hora de Ciudad de México"


def test_person_without_title_shows_the_department() -> None:
    """Name and role; the bare name where nothing else is known."""
    assert person_with_role(Person(name="Ana"), Roster(), EXAMPLE_WORDS) == "Ana"
    assert person_with_role(Person(name="Ana", department="legal"), Roster(), EXAMPLE_WORDS) == "Ana (legal)"


def test_voices_in_a_notice_are_those_that_readers_know() -> None:
    """A label of our own stands in no document, wherever in the text; what only resembles one stays."""
    text = "SPEAKER_01, turn t0005 (SPEAKER_11); SPEAKER_A, XSPEAKER_01"
    assert with_voices_shown(text, EXAMPLE_WORDS) == "Voz 2, turn t0005 (Voz 12); SPEAKER_A, XSPEAKER_01"
