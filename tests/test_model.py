"""Tests of meetbot.model: what is stored can be read again, and nothing unknown is swallowed."""

import json
from datetime import UTC, date, datetime

import pytest
from examples import AGENDA, MINUTES, TRANSCRIPT
from pydantic import ValidationError

from meetbot.model import STORED, StoredDocument
from meetbot.model.base import EngineInfo, InputHash
from meetbot.model.candidates import Candidate, Extraction, WindowRecord
from meetbot.model.commitments import Commitment
from meetbot.model.company import Department, Person, Roster
from meetbot.model.transcript import Recognition, SourceFile, Speaker, SpeakerNames, VoiceInterval, Voices

SOURCE = SourceFile(name="/private/2026-11-23.m4a", sha256="0" * 64, format="aac")
ENGINE = EngineInfo(name="rules", version="0.1.0")
DOCUMENTS: dict[str, StoredDocument] = {
    "agenda": AGENDA,
    "minutes": MINUTES,
    "transcript": TRANSCRIPT,
    "recognition": Recognition(source=SOURCE, language="es", duration=3.0, recogniser=ENGINE),
    "voices": Voices(
        intervals=(VoiceInterval(start=0, end=1, speaker="SPEAKER_00"),),
        speakers=(Speaker(label="SPEAKER_00"),),
        diarizer=ENGINE,
    ),
    "speaker-names": SpeakerNames(names={"SPEAKER_00": "Laura Méndez", "SPEAKER_01": None}, voices="1" * 64),
    "extraction": Extraction(
        engine=ENGINE,
        candidates=(Candidate(kind="action", turn_ids=("t0001",), text="Mandar el reporte"),),
        windows=(WindowRecord(index=0, turn_ids=("t0001",)),),
    ),
}


@pytest.mark.parametrize("name", sorted(STORED))
def test_stored_document_reads_back_as_it_was(name: str) -> None:
    """Every stored kind survives the way through its file, provenance included."""
    provenance = {"made_from": (InputHash(name="x", sha256="1" * 64),), "made_at": datetime(2026, 11, 23, tzinfo=UTC)}
    document = DOCUMENTS[name].model_copy(update=provenance)

    assert STORED[name].model_validate_json(document.encoded()) == document
    assert document.kind == name


@pytest.mark.parametrize("name", sorted(STORED))
def test_schema_fixes_kind_and_version(name: str) -> None:
    """A schema names its kind and version, and describes itself."""
    schema = STORED[name].model_json_schema()

    assert schema["properties"]["kind"]["const"] == name
    assert schema["properties"]["schema_version"]["const"] == 1
    assert schema["description"]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("name", sorted(STORED))
def test_unknown_field_is_an_error(name: str) -> None:
    """A misspelt key in a corrected file is never ignored."""
    values = json.loads(DOCUMENTS[name].encoded()) | {"desicions": []}

    with pytest.raises(ValidationError, match="desicions"):
        STORED[name].model_validate(values)


def test_source_file_keeps_no_folder() -> None:
    """Where a file lay on somebody's disk is nobody's business."""
    assert SOURCE.name == "2026-11-23.m4a"


def test_minutes_evidence_stands_in_the_transcript() -> None:
    """The example that documents are tested on keeps the product's promise itself."""
    turns = TRANSCRIPT.turns_by_id()

    for item in MINUTES.confirmed():
        assert item.evidence is not None
        assert item.evidence.quote in turns[item.evidence.turn_ids[0]].text


def test_transcript_finds_turns_and_speakers() -> None:
    """Lookups give the value or None."""
    first = TRANSCRIPT.turns[0]

    assert TRANSCRIPT.turn(first.id) == first
    assert TRANSCRIPT.turn("t9999") is None
    assert TRANSCRIPT.speaker(first.speaker) is not None
    assert TRANSCRIPT.speaker("nobody") is None


def test_minutes_actions_of_a_department() -> None:
    """Actions are found by department; None are those without one."""
    departments = [d.id for d in MINUTES.roster.departments]
    found = [action for department in (*departments, None) for action in MINUTES.actions_of(department)]

    assert sorted(a.id for a in found) == sorted(a.id for a in MINUTES.actions)


def test_roster_lookups() -> None:
    """People and departments are found exactly, or not at all."""
    roster = Roster(
        departments=(Department(id="ventas", name="Ventas", role="sales"),),
        people=(Person(name="Ana Ruiz", department="ventas"), Person(name="Eva Gil", attends=False)),
    )

    assert roster.department("ventas") == roster.by_role("sales") == roster.departments[0]
    assert roster.department(None) is None
    assert roster.by_role("marketing") is None
    assert roster.person("Ana Ruiz") == roster.people[0]
    assert roster.person("ana ruiz") is None
    assert roster.attendees() == roster.people[:1]


@pytest.mark.parametrize(
    ("status", "due", "expected"),
    [
        ("open", date(2026, 11, 22), True),
        ("open", date(2026, 11, 23), False),
        ("open", None, False),
        ("done", date(2026, 11, 1), False),
    ],
)
def test_commitment_overdue_from_the_day_after(status: str, due: date | None, expected: bool) -> None:
    """On its due date a commitment is not late yet; a closed one never is."""
    commitment = Commitment.model_validate(
        {
            "number": 1,
            "reference": "m/A-01",
            "meeting_id": "m",
            "meeting_date": date(2026, 11, 16),
            "text": "Mandar",
            "owner": None,
            "department": None,
            "due_date": due,
            "due_text": None,
            "quote": "mando",
            "speaker": None,
            "at_seconds": None,
            "status": status,
        }
    )

    assert commitment.overdue(date(2026, 11, 23)) is expected
