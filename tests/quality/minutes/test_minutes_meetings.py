"""How labelled meetings are read, and what is said of a file that isn't as the guideline says."""

from datetime import date
from pathlib import Path

import pytest

from minutes.examples import LABELS, MEETING, small, written
from minutes.likeness import orders_a_program
from minutes.meetings import MeetingFormatError, load, load_all, names, without_marks
from minutes.older import OLDER, older


def test_load_what_the_program_may_know(tmp_path: Path) -> None:
    """Turns, voices, agenda with readings, open commitments: as a user's workspace gives them."""
    meeting = small(tmp_path)
    assert [turn.id for turn in meeting.transcript.turns] == [f"t{n:04d}" for n in range(1, 11)]
    assert meeting.transcript.speakers[0].department == "mercadeo"
    assert [speaker.name for speaker in meeting.transcript.speakers] == ["Ana Ruiz", "Luis Gómez", None]
    assert meeting.agenda is not None
    assert [item.id for item in meeting.agenda.items] == ["P1", "P2"]
    assert sum(item.duration_minutes for item in meeting.agenda.items) == meeting.meeting.duration_minutes
    reading = meeting.agenda.readings[0]
    assert (reading.kpi.id, reading.value, reading.previous) == ("leads", 390, 412)
    assert reading.period.end == meeting.meeting.date == date(2026, 11, 23)
    commitment = meeting.commitments[0]
    assert (commitment.number, commitment.owner, commitment.department) == (4, "Luis Gómez", "comercial")
    assert commitment.meeting_date < meeting.meeting.date < meeting.next_meeting
    assert meeting.labels.commitment[0].days() == {date(2026, 11, 27), date(2026, 11, 26)}
    assert meeting.second is None


def test_load_second_labels(tmp_path: Path) -> None:
    """A second reader's labels lie beside the first."""
    second = small(tmp_path, second='[[risk]]\nturns = ["t0001"]').second
    assert second is not None
    assert second.risk[0].turns == ("t0001",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('locale = "es-MX"', "", "Lacking: locale"),
        ('locale = "es-MX"', "locale", "isn't TOML"),
        ('locale = "es-MX"', 'locale = "es-MX"\nsubject = "x"', "Unknown: subject"),
        ('"tune"', '"train"', "'train' is none of tune, test, older"),
        ('"weekly"', '"daily"', "'daily' is none of weekly, biweekly"),
        ('"unnamed voice"', '"unnamed"', "'unnamed' is none of"),
        ('next_meeting = "2026-11-30"', 'next_meeting = "2026-11-20"', "isn't after date"),
        ('date = "2026-11-23"', 'date = "23/11/2026"', "Write it as 2026-11-23"),
        ("t0002 Luis", "t0003 Luis", "Write `t0002 Name: words`"),
        ("t0002 Luis Gómez: Va.", "t0002 Luis Gómez Va.", "Write `t0002 Name: words`"),
        ('department = "comercial"', 'department = "ventas"', "no department 'ventas'"),
        ('unit = "count"', 'unit = "leads"', "unit"),
        ('owner = "Luis Gómez"', 'owner = "Luis"', "owner isn't among the people"),
        ('text = "Enviar el brief"', "", "lacks 'text'"),
    ],
)
def test_load_tells_what_is_wrong_in_a_meeting(tmp_path: Path, old: str, new: str, told: str) -> None:
    """The error names the file and what is to be changed."""
    assert old in MEETING
    with pytest.raises(MeetingFormatError, match=r"meetings/small\.toml") as caught:
        small(tmp_path, meeting=MEETING.replace(old, new, 1))
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('turns = ["t0005"]', 'turns = ["t0050"]', "commitment 2: There is no turn t0050"),
        ('turns = ["t0005"]', "turns = []", "commitment.1.turns"),
        ('turns = ["t0005"]', 'turn = ["t0005"]', "commitment.1"),
        ('owner = "Ana Ruiz"', 'owner = "Anita"', "'Anita' isn't among the people"),
        ('with = ["Luis Gómez"]', 'with = ["Luis"]', "'Luis' isn't among the people"),
        ('status = "made"', 'status = "taken"', "decision.0.status"),
        ("number = 4", "number = 5", "The meeting has no 5"),
        ('id = "P2"', 'id = "P9"', "The meeting has no 'P9'"),
        ('kpi = "leads"', 'kpi = "roi"', "The meeting has no 'roi'"),
        ("[[aside]]", "[[digression]]", "digression"),
    ],
)
def test_load_tells_what_is_wrong_in_labels(tmp_path: Path, old: str, new: str, told: str) -> None:
    """The error names the file, the section and its number."""
    assert old in LABELS
    with pytest.raises(MeetingFormatError, match=r"labels/first/small\.toml") as caught:
        small(tmp_path, labels=LABELS.replace(old, new, 1))
    assert told in str(caught.value)


def test_load_without_labels(tmp_path: Path) -> None:
    """A meeting without labels can't be measured."""
    folder = written(tmp_path)
    (folder / "labels" / "first" / "small.toml").unlink()
    with pytest.raises(MeetingFormatError, match="There is no such file"):
        load("small", folder=folder)


def test_nobody_says_anything(tmp_path: Path) -> None:
    """A meeting without turns is a mistake in the file."""
    start, end = MEETING.index("t0001"), MEETING.index("'''\n\n[[dep")
    with pytest.raises(MeetingFormatError, match="Nobody says anything"):
        small(tmp_path, meeting=MEETING[:start] + MEETING[end:])


def test_without_marks_only_words_are_left(tmp_path: Path) -> None:
    """No capitals, accents and marks, but those within figures; turns and labels stay."""
    meeting = small(tmp_path, meeting=MEETING.replace("¿Dejamos el chatbot", "¿Al 3.5 %, a las 10:30 o el 5/12: «sí»"))
    bare = without_marks(meeting)
    assert bare.transcript.turns[2].text == "al 3.5 % a las 10:30 o el 5/12 si solo fin de semana"
    assert bare.transcript.turns[2].speaker == "Ana Ruiz"
    assert bare.labels == meeting.labels


def test_all_meetings_are_as_the_guideline_says() -> None:
    """Every labelled meeting loads, in one of two splits; nobody is an owner whom the meeting doesn't know."""
    tune, test = load_all("tune"), load_all("test")
    assert len(tune) + len(test) == len(names()) >= 30
    assert min(len(tune), len(test)) >= 10
    assert sum(meeting.second is not None for meeting in (*tune, *test)) >= 10


def test_older_meetings_have_the_same_form() -> None:
    """The shorter meetings have decisions and tasks, and no agenda."""
    meetings = [older(name) for name in OLDER]
    assert sum(len(meeting.labels.commitment) for meeting in meetings) > 70
    assert {meeting.agenda for meeting in meetings} == {None}
    assert older("nothing_held").labels.decision == ()


def test_orders_to_a_program_are_known_in_every_meeting_that_has_them() -> None:
    """Where a meeting has injected words the scorer knows the turn; elsewhere hardly any looks like it."""
    meetings = [*load_all("tune"), *load_all("test")]
    ordered = {m.name: sum(orders_a_program(turn.text) for turn in m.transcript.turns) for m in meetings}
    assert all(ordered[meeting.name] for meeting in meetings if "injected" in meeting.features)
    others = [meeting for meeting in meetings if "injected" not in meeting.features]
    turns = sum(len(meeting.transcript.turns) for meeting in others)
    assert sum(ordered[meeting.name] for meeting in others) <= turns / 1000
