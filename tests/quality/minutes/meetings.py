"""Labelled meetings: meetings/NAME.toml as the program gets it, labels/first and labels/second as it is judged.

    from minutes.meetings import load
    meeting = load("mx-1")

The format is GUIDELINE.md's. Whatever isn't as it says raises MeetingFormatError with file, place and what to do.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from meetbot.model.agenda import Agenda, AgendaItem
from meetbot.model.commitments import Commitment
from meetbot.model.company import Department, Meeting, Person, Roster
from meetbot.model.kpi import Kpi, Period, Reading
from meetbot.model.transcript import SourceFile, Speaker, Transcript, Turn
from meetbot.ports import Brief
from meetbot.stages.folding import fold
from minutes.labels import Labels

HERE = Path(__file__).resolve().parent
Split = Literal["tune", "test", "older"]
FEATURES = (
    "implicit acceptance",
    "owner by pronoun",
    "owner by nickname",
    "owner by role",
    "handed over",
    "due said later",
    "reversed",
    "deferred",
    "nobody accepted",
    "condition",
    "already done",
    "habit",
    "hypothetical",
    "quote of a third party",
    "irony",
    "read-back",
    "decides nothing",
    "injected",
    "unnamed voice",
    "figure contradicts",
    "open commitment closed",
    "mixed language",
)
_NEEDED = frozenset({"locale", "language", "date", "next_meeting", "cadence", "split", "features", "turns"})
_TABLES = frozenset({"departments", "people", "points", "readings", "open"})
_LINE = re.compile(r"^(?P<id>t\d{4}) (?P<speaker>[^:]{1,80}): (?P<text>.*\S.*)$")
_MARKS = re.compile(r"(?<!\d)[^\w\s'%$€]|[^\w\s'%$€](?!\d)")
_DAYS = {"weekly": 7, "biweekly": 14}


class MeetingFormatError(ValueError):
    """A file that isn't as GUIDELINE.md says."""

    def __init__(self, where: str, what: str, hint: str = "GUIDELINE.md describes the format.") -> None:
        super().__init__(f"{where}: {what} {hint}")


@dataclass(frozen=True, kw_only=True)
class LabelledMeeting:
    """One meeting: what a program may know, and the labels. `second` are another reader's, where there are any."""

    name: str
    split: Split
    features: tuple[str, ...]
    transcript: Transcript
    roster: Roster
    meeting: Meeting
    next_meeting: date
    agenda: Agenda | None
    commitments: tuple[Commitment, ...]
    labels: Labels
    second: Labels | None = None

    @property
    def brief(self) -> Brief:
        """As the engines take it."""
        return Brief(roster=self.roster)

    def words(self) -> int:
        """How many words were said."""
        return sum(len(turn.text.split()) for turn in self.transcript.turns)


def names(split: Split | None = None, *, folder: Path = HERE) -> list[str]:
    """The meetings of that split, or all, in order of name."""
    found = sorted((folder / "meetings").glob("*.toml"))
    return [path.stem for path in found if split is None or _document(path).get("split") == split]


def load(name: str, *, folder: Path = HERE) -> LabelledMeeting:
    """The meeting of that name with its labels. Raises MeetingFormatError."""
    path = folder / "meetings" / f"{name}.toml"
    first = folder / "labels" / "first" / path.name
    second = folder / "labels" / "second" / path.name
    document = _document(path)
    meeting = _meeting(document, path)
    return LabelledMeeting(
        **meeting,
        labels=_labels(first, meeting),
        second=_labels(second, meeting) if second.is_file() else None,
    )


def load_all(split: Split, *, folder: Path = HERE) -> list[LabelledMeeting]:
    """Every meeting of that split."""
    return [load(name, folder=folder) for name in names(split, folder=folder)]


def without_marks(meeting: LabelledMeeting) -> LabelledMeeting:
    """The meeting as a poor recogniser writes it down: no capitals, no accents, no marks but those within figures."""
    turns = tuple(
        turn.model_copy(update={"text": " ".join(_MARKS.sub(" ", fold(turn.text)).split()) or turn.text})
        for turn in meeting.transcript.turns
    )
    return replace(meeting, transcript=meeting.transcript.model_copy(update={"turns": turns}))


# --- the meeting ------------------------------------------------------------------------------------------------------


def _document(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise MeetingFormatError(_where(path), "There is no such file.") from error
    except tomllib.TOMLDecodeError as error:
        raise MeetingFormatError(_where(path), f"It isn't TOML ({error}).") from error


def _where(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _meeting(document: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Everything of a LabelledMeeting but its labels."""
    where = _where(path)
    if unknown := set(document) - _NEEDED - _TABLES:
        raise MeetingFormatError(where, f"Unknown: {', '.join(sorted(unknown))}.")
    if lacking := _NEEDED - set(document):
        raise MeetingFormatError(where, f"Lacking: {', '.join(sorted(lacking))}.")
    _one_of(document["split"], ("tune", "test", "older"), f"{where}, split")
    _one_of(document["cadence"], tuple(_DAYS), f"{where}, cadence")
    for feature in document["features"]:
        _one_of(feature, FEATURES, f"{where}, features")
    said_on = _day(document["date"], f"{where}, date")
    next_meeting = _day(document["next_meeting"], f"{where}, next_meeting")
    if next_meeting <= said_on:
        raise MeetingFormatError(where, "next_meeting isn't after date.")
    try:
        roster = _roster(document, where)
        meeting = Meeting(
            id=f"{said_on}-{path.stem}",
            title="Alignment" if document["language"] == "en" else "Alineación",
            company=path.stem,
            date=said_on,
            cadence=document["cadence"],
            locale=document["locale"],
        )
        commitments = _commitments(document, roster, said_on, where)
        return {
            "name": path.stem,
            "split": document["split"],
            "features": tuple(document["features"]),
            "transcript": transcript_of(
                _lines(document["turns"], where), roster, name=path.stem, language=document["language"]
            ),
            "roster": roster,
            "meeting": meeting,
            "next_meeting": next_meeting,
            "agenda": _agenda(document, meeting, roster, commitments),
            "commitments": commitments,
        }
    except ValidationError as error:
        raise MeetingFormatError(where, _told(error)) from error
    except KeyError as error:
        raise MeetingFormatError(where, f"An entry lacks {error}.") from error


def _one_of(value: object, allowed: Sequence[str], where: str) -> None:
    if value not in allowed:
        raise MeetingFormatError(where, f"{value!r} is none of {', '.join(allowed)}.")


def _day(value: object, where: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise MeetingFormatError(where, f"{value!r} is no day.", "Write it as 2026-11-23.") from error


def _told(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}."


def _roster(document: Mapping[str, Any], where: str) -> Roster:
    roster = Roster(
        departments=tuple(Department.model_validate(entry) for entry in document.get("departments", ())),
        people=tuple(Person.model_validate(entry) for entry in document.get("people", ())),
    )
    for person in roster.people:
        if person.department is not None and roster.department(person.department) is None:
            raise MeetingFormatError(
                f"{where}, people, {person.name}", f"There is no department {person.department!r}."
            )
    return roster


def _lines(text: str, where: str) -> list[tuple[str, str]]:
    """Speaker and words of each turn."""
    said = []
    for number, line in enumerate(text.strip().splitlines(), start=1):
        found = _LINE.match(line)
        wanted = f"t{number:04d}"
        if found is None or found["id"] != wanted:
            raise MeetingFormatError(
                f"{where}, turns", f"Line {number} begins {line[:5]!r}.", f"Write `{wanted} Name: words`."
            )
        said.append((found["speaker"].strip(), found["text"].strip()))
    if not said:
        raise MeetingFormatError(f"{where}, turns", "Nobody says anything.")
    return said


def transcript_of(said: Iterable[tuple[str, str]], roster: Roster, *, name: str, language: str) -> Transcript:
    """The transcript as a platform's file would give it: whoever isn't in the roster by name is an unnamed voice."""
    lines = list(said)
    speakers = []
    for label in dict.fromkeys(speaker for speaker, _ in lines):
        person = roster.person(label)
        speakers.append(
            Speaker(label=label, name=label, department=person.department, name_source="platform")
            if person
            else Speaker(label=label)
        )
    turns = tuple(
        Turn(id=f"t{number:04d}", speaker=speaker, text=text, time_source="none")
        for number, (speaker, text) in enumerate(lines, start=1)
    )
    digest = sha256("\n".join(f"{turn.speaker}: {turn.text}" for turn in turns).encode()).hexdigest()
    return Transcript(
        schema_version=1,
        source=SourceFile(name=f"{name}.txt", sha256=digest, format="text"),
        language=language,
        speakers=tuple(speakers),
        turns=turns,
    )


def _commitments(document: Mapping[str, Any], roster: Roster, said_on: date, where: str) -> tuple[Commitment, ...]:
    earlier = said_on - timedelta(days=_DAYS[document["cadence"]])
    found: list[Commitment] = []
    for entry in document.get("open", ()):
        owner = entry.get("owner")
        person = roster.person(owner)
        if owner is not None and person is None:
            raise MeetingFormatError(f"{where}, open {entry.get('number')}", "Its owner isn't among the people.")
        due = entry.get("due")
        found.append(
            Commitment(
                number=entry["number"],
                reference=f"{earlier}-{document['cadence']}/A-{len(found) + 1:02d}",
                meeting_id=f"{earlier}-{document['cadence']}",
                meeting_date=earlier,
                text=entry["text"],
                owner=owner,
                department=person.department if person else None,
                due_date=_day(due, f"{where}, open {entry['number']}") if due else None,
                due_text=None,
                quote=entry["text"],
                speaker=owner,
                at_seconds=None,
            )
        )
    return tuple(found)


def _agenda(
    document: Mapping[str, Any], meeting: Meeting, roster: Roster, commitments: tuple[Commitment, ...]
) -> Agenda | None:
    points = document.get("points", ())
    if not points:
        return None
    spare = meeting.duration_minutes - len(points) * (meeting.duration_minutes // len(points))
    items = tuple(
        AgendaItem(
            id=entry["id"],
            kind="issues",
            title=entry["title"],
            keywords=tuple(entry.get("keywords", ())),
            duration_minutes=meeting.duration_minutes // len(points) + (spare if number == 0 else 0),
        )
        for number, entry in enumerate(points)
    )
    return Agenda(
        schema_version=1,
        meeting=meeting,
        roster=roster,
        items=items,
        readings=tuple(_reading(entry, meeting) for entry in document.get("readings", ())),
        commitments=commitments,
    )


def _reading(entry: Mapping[str, Any], meeting: Meeting) -> Reading:
    days = timedelta(days=_DAYS[meeting.cadence])
    period = Period(start=meeting.date - days, end=meeting.date)
    previous = entry.get("previous")
    return Reading(
        kpi=Kpi(id=entry["kpi"], name=entry["name"], unit=entry["unit"], direction="up"),
        period=period,
        value=entry["value"],
        previous=previous,
        previous_period=Period(start=period.start - days, end=period.start) if previous is not None else None,
        source=("crm.csv",),
        read_at=datetime.combine(meeting.date, time(), tzinfo=UTC),
    )


# --- the labels -------------------------------------------------------------------------------------------------------


def _labels(path: Path, meeting: Mapping[str, Any]) -> Labels:
    where = _where(path)
    try:
        labels = Labels.model_validate(_document(path))
    except ValidationError as error:
        raise MeetingFormatError(where, _told(error)) from error
    check_labels(labels, meeting["transcript"], meeting["roster"], where=where)
    _check_references(labels, meeting["agenda"], meeting["commitments"], where)
    return labels


def check_labels(labels: Labels, transcript: Transcript, roster: Roster, *, where: str) -> None:
    """Raises MeetingFormatError where labels cite a turn that isn't there or name somebody unknown."""
    turns = {turn.id for turn in transcript.turns}
    for section, entries in labels.sections().items():
        for number, entry in enumerate(entries, start=1):
            if missing := [turn for turn in entry.turns if turn not in turns]:
                raise MeetingFormatError(f"{where}, {section} {number}", f"There is no turn {', '.join(missing)}.")
    for number, commitment in enumerate(labels.commitment, start=1):
        for person in (commitment.owner, *commitment.helpers):
            if person is not None and roster.person(person) is None:
                raise MeetingFormatError(f"{where}, commitment {number}", f"{person!r} isn't among the people.")


def _check_references(labels: Labels, agenda: Agenda | None, commitments: Sequence[Commitment], where: str) -> None:
    numbers = {commitment.number for commitment in commitments}
    points = {item.id for item in agenda.items} if agenda else set()
    kpis = {reading.kpi.id for reading in agenda.readings} if agenda else set()
    wanted: list[tuple[str, object, set[Any]]] = [
        *(("update", update.number, numbers) for update in labels.update),
        *(("commitment, follows", c.follows, numbers) for c in labels.commitment if c.follows is not None),
        *(("point", point.id, points) for point in labels.point),
        *(("figure", figure.kpi, kpis) for figure in labels.figure),
    ]
    for section, value, known in wanted:
        if value not in known:
            raise MeetingFormatError(f"{where}, {section}", f"The meeting has no {value!r}.")
