from datetime import date
from pathlib import Path

import pytest

from meetbot.model.commitments import Commitment
from meetbot.model.company import Department, Person, Roster
from meetbot.model.transcript import SourceFile, Speaker, Transcript, Turn
from meetbot.stages.updates import updates

TABLE = Path(__file__).parent / "data" / "updates.txt"
MONDAY, NEXT = date(2026, 11, 23), date(2026, 11, 30)
PEOPLE = {"Ana": "Ana Ruiz", "Luis": "Luis Gómez", "Marta": "Marta Soto"}
ROSTER = Roster(
    departments=(Department(id="marketing", name="Marketing", role="marketing"),),
    people=tuple(Person(name=name, aliases=(short,), department="marketing") for short, name in PEOPLE.items()),
)


def commitment(text: str, *, number: int = 4, owner: str | None = "Ana Ruiz", due: date | None = None) -> Commitment:
    """An open commitment of the meeting before."""
    return Commitment(
        number=number, reference="2026-11-16-a/A-01", meeting_id="2026-11-16-a", meeting_date=date(2026, 11, 16),
        text=text, owner=owner, department=None, due_date=due or date(2026, 11, 20), due_text=None, quote=text,
        speaker=owner, at_seconds=None,
    )  # fmt: skip


def spoken(said: str, *, language: str = "es") -> Transcript:
    """Turns like "Luis: ¿Y el brief? / Ana: Ya lo mandé.", framed by talk about other things."""
    lines = ["Luis: Bueno, empezamos.", "Marta: Va.", *said.split(" / "), "Marta: ¿Algo más?", "Luis: Nada más."]
    parts = [line.partition(": ") for line in lines]
    names = dict.fromkeys(PEOPLE.get(name, name) for name, _, _ in parts)
    return Transcript(
        schema_version=1,
        source=SourceFile(name="a.txt", sha256="0" * 64, format="text"),
        language=language,
        speakers=tuple(Speaker(label=name, name=name if ROSTER.person(name) else None) for name in names),
        turns=tuple(
            Turn(id=f"t{n:04d}", speaker=PEOPLE.get(name, name), text=text, time_source="none")
            for n, (name, _, text) in enumerate(parts, start=1)
        ),
    )


def _table() -> list[tuple[str, str, str, str]]:
    rows, language = [], ""
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line and not line.startswith("#"):
            task, said, expected = (cell.strip() for cell in line.split("|"))
            rows.append((language, task, said, expected))
    return rows


@pytest.mark.parametrize(("language", "task", "said", "expected"), _table())
def test_updates_reads(language: str, task: str, said: str, expected: str) -> None:
    """What is said of an open task tells where it stands, and of one put off the new day."""
    found = updates(spoken(said, language=language), [commitment(task)], ROSTER, said_on=MONDAY, next_meeting=NEXT)
    told = [f"{update.status} {update.due_date or ''}".strip() for update in found]
    assert (told or ["-"]) == [expected]
