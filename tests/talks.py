"""Short meetings for the tests of what minutes tell: who said what, and items that rest on it."""

from datetime import date

from meetbot.model.agenda import Agenda, AgendaItem
from meetbot.model.base import EngineInfo
from meetbot.model.company import Department, Meeting, Person, Roster
from meetbot.model.minutes import ActionItem, Decision, Evidence, Minutes, Note, TalkShare, TopicCoverage
from meetbot.model.transcript import SourceFile, Speaker, Transcript, Turn

MEETING = Meeting(id="2026-11-23-alineacion", title="Alineación", company="Tlacuilo", date=date(2026, 11, 23))
ROSTER = Roster(
    departments=(
        Department(
            id="mercadeo", name="Mercadeo", role="marketing", owns=("publicar campañas",), shared=("reciclar leads",)
        ),
        Department(id="comercial", name="Comercial", role="sales", owns=("cotizar pedidos", "visitas")),
    ),
    people=(
        Person(name="Laura Méndez", aliases=("Lau",), department="mercadeo"),
        Person(name="Diego Ramírez", department="comercial"),
    ),
)
SOURCE = SourceFile(name="x.vtt", sha256="0" * 64, format="vtt")


def talk(*lines: str, timed: bool = True) -> Transcript:
    """A transcript of lines like `Laura: hola`, one every ten seconds; who is not in the roster is an unnamed voice."""
    people = {person.name.split()[0]: person for person in ROSTER.people}
    turns, labels = [], []
    for number, line in enumerate(lines, 1):
        who, _, text = line.partition(": ")
        labels.append(who)
        turns.append(
            Turn(
                id=f"t{number:04d}",
                speaker=who,
                start=number * 10.0 if timed else None,
                end=number * 10.0 + 5 if timed else None,
                text=text,
            )
        )
    speakers = [
        Speaker(label=label, name=people[label].name, department=people[label].department, name_source="platform")
        if label in people
        else Speaker(label=label)
        for label in dict.fromkeys(labels)
    ]
    return Transcript(source=SOURCE, language="es", speakers=tuple(speakers), turns=tuple(turns))


def proof(turn_id: str, quote: str = "sí") -> Evidence:
    """The evidence of an item that was said in that turn."""
    return Evidence(
        turn_ids=(turn_id,), speaker="Laura", speaker_name="Laura Méndez", start=10.0, end=15.0, quote=quote
    )


def decision(number: int, text: str, turn_id: str, **values: object) -> Decision:
    """A confirmed decision."""
    given = {"id": f"D-{number:02}", "text": text, "confirmed": True, "evidence": proof(turn_id)}
    return Decision.model_validate(given | values)


def action(number: int, text: str, turn_id: str, owner: str | None = "Laura Méndez", **values: object) -> ActionItem:
    """A confirmed task; its department is the owner's."""
    person = ROSTER.person(owner)
    given = {
        "id": f"A-{number:02}",
        "text": text,
        "confirmed": True,
        "evidence": proof(turn_id),
        "owner": owner,
        "department": person.department if person else None,
    }
    return ActionItem.model_validate(given | values)


def note(item_id: str, text: str, turn_id: str) -> Note:
    """A confirmed note."""
    return Note(id=item_id, text=text, confirmed=True, evidence=proof(turn_id))


def agenda(*points: AgendaItem, **values: object) -> Agenda:
    """An agenda of those points."""
    return Agenda.model_validate({"meeting": MEETING, "roster": ROSTER, "items": points} | values)


def point(number: int, title: str, *keywords: str, **values: object) -> AgendaItem:
    """A point that is recognised by those keywords."""
    given = {"id": f"P{number}", "kind": "issues", "title": title, "duration_minutes": 5, "keywords": keywords}
    return AgendaItem.model_validate(given | values)


def covered(number: int, title: str, *turn_ids: str, status: str = "treated") -> TopicCoverage:
    """What became of a point."""
    return TopicCoverage.model_validate(
        {"agenda_item": f"P{number}", "title": title, "status": status, "turn_ids": turn_ids}
    )


def minutes(**values: object) -> Minutes:
    """Minutes of MEETING with those values; Laura and Diego spoke as much."""
    given = {
        "meeting": MEETING,
        "roster": ROSTER,
        "source": SOURCE,
        "language": "es",
        "duration": 60.0,
        "attendees": ("Diego Ramírez", "Laura Méndez"),
        "silent": (),
        "talk": (share("Laura Méndez", "mercadeo", 50, 0.5), share("Diego Ramírez", "comercial", 50, 0.5)),
        "extractor": EngineInfo(name="rules"),
    }
    return Minutes.model_validate(given | values)


def share(speaker: str | None, department: str | None, words: int, part: float) -> TalkShare:
    """How much somebody spoke."""
    return TalkShare(speaker=speaker, department=department, turns=1, words=words, seconds=None, share=part)
