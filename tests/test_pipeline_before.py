"""Tests of meetbot.pipeline.before, over a real folder and a real ledger."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from talks import MEETING, ROSTER, action, agenda, minutes

from meetbot.adapters.archive import FolderArchive
from meetbot.adapters.store import SqliteLedger
from meetbot.config import CompanyConfig, Config, MeetingConfig
from meetbot.model.minutes import HealthLine, Minutes
from meetbot.pipeline.before import Before, read_before

CONFIG = Config(
    company=CompanyConfig(name="Tlacuilo"),
    meeting=MeetingConfig(objective="Vender más", convened_by="Diego", consent="Todos aceptaron", first_number=40),
    departments=ROSTER.departments,
    people=ROSTER.people,
)
AT = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> FolderArchive:
    """A folder of meetings."""
    return FolderArchive(tmp_path / "meetings")


@pytest.fixture
def ledger(tmp_path: Path) -> SqliteLedger:
    """A ledger in which the meetings of the 16th, of the 23rd and of the 30th left a task each."""
    found = SqliteLedger(tmp_path / "meetbot.db")
    for day in (16, 23, 30):
        found.record_minutes(held(date(2026, 11, day), actions=(action(1, f"Tarea del {day}", "t0001"),)), at=AT)
    return found


def held(day: date, **values: object) -> Minutes:
    """The minutes of the meeting on that day."""
    return minutes(meeting=MEETING.model_copy(update={"id": f"{day}-alineacion", "date": day}), **values)


def store(archive: FolderArchive, one: Minutes) -> None:
    """Writes those minutes into their meeting's folder."""
    archive.write(one.meeting.id, "minutes.json", one.encoded())


def before(archive: FolderArchive, ledger: SqliteLedger, **values: object) -> Before:
    """What was known before the meeting of the 23rd."""
    return read_before(MEETING, CONFIG, archive=archive, ledger=ledger, **({"agenda": None} | values))  # type: ignore[arg-type]


def test_open_commitments_are_the_ledgers_as_they_stood(archive: FolderArchive, ledger: SqliteLedger) -> None:
    """Neither this meeting's own tasks nor later ones; the text and number are the ledger's."""
    found = before(archive, ledger)
    assert [(c.number, c.text, c.status) for c in found.commitments] == [(1, "Tarea del 16", "open")]


def test_what_is_closed_later_was_open_then(archive: FolderArchive, ledger: SqliteLedger) -> None:
    """Closing a commitment after the meeting changes neither what was open nor any input; closing it before does."""
    hashes = before(archive, ledger).hashes()
    ledger.close(1, at=datetime(2026, 11, 25, 12, 0, tzinfo=UTC), note="listo")
    assert before(archive, ledger).hashes() == hashes
    ledger.reopen(1, at=AT)
    ledger.close(1, at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    assert before(archive, ledger).commitments == ()


def test_the_agendas_commitments_go_first(archive: FolderArchive, ledger: SqliteLedger) -> None:
    """With an agenda, what it showed was open; a task that this same meeting recorded is none of them."""
    (own,) = [c for c in ledger.commitments() if c.meeting_id == MEETING.id]
    (earlier,) = [c for c in ledger.commitments() if c.meeting_date < MEETING.date]
    found = before(archive, ledger, agenda=agenda(commitments=(own, earlier)))
    assert [c.number for c in found.commitments] == [earlier.number]
    assert before(archive, ledger, agenda=agenda()).commitments == ()


def test_earlier_minutes_are_the_last_six_before_that_day(archive: FolderArchive, ledger: SqliteLedger) -> None:
    """Oldest first, without this meeting and later ones; all earlier ones count for the number."""
    for month in range(1, 10):
        store(archive, held(date(2026, month, 2)))
    for day in (MEETING.date, date(2026, 11, 30)):
        store(archive, held(day))
    archive.write("2026-10-01-sin-minuta", "transcript.txt", b"")
    found = before(archive, ledger)
    assert [m.meeting.date.month for m in found.earlier] == [4, 5, 6, 7, 8, 9]
    assert found.heading.number == 49
    assert (found.heading.objective, found.heading.convened_by) == ("Vender más", "Diego")
    assert found.heading.consent == "Todos aceptaron"


def test_a_damaged_file_of_another_meeting_is_told_and_passed_over(
    archive: FolderArchive, ledger: SqliteLedger
) -> None:
    """The minutes of today are made all the same."""
    archive.write("2026-11-09-alineacion", "minutes.json", b"{")
    found = before(archive, ledger)
    assert found.earlier == ()
    assert [(issue.severity, issue.where) for issue in found.issues] == [
        ("warning", "meetings/2026-11-09-alineacion/minutes.json")
    ]


def test_the_inputs_change_with_what_counts(archive: FolderArchive, ledger: SqliteLedger) -> None:
    """Another health line of an earlier meeting makes the comparison anew; other words of it don't."""
    store(archive, held(date(2026, 11, 2)))
    hashes = before(archive, ledger).hashes()
    store(archive, held(date(2026, 11, 2), language="en"))
    assert before(archive, ledger).hashes() == hashes
    store(archive, held(date(2026, 11, 2), health=(HealthLine(id="goals", value=0.5),)))
    assert before(archive, ledger).hashes() != hashes


def test_what_is_not_configured_is_not_told(archive: FolderArchive, ledger: SqliteLedger) -> None:
    """Empty keys are null in the heading, so that documents know."""
    bare = CONFIG.model_copy(update={"meeting": MeetingConfig()})
    heading = read_before(MEETING, bare, agenda=None, archive=archive, ledger=ledger).heading
    assert heading.model_dump() == {"number": 1, "convened_by": None, "objective": None, "consent": None}
