"""Learning voices from a meeting in which a person said who is who; never from a name that a machine guessed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from meetbot.config import Workspace
from meetbot.errors import InputError
from meetbot.model.base import Issue
from meetbot.model.company import Person
from meetbot.model.transcript import SourceFile, Transcript, Turn
from meetbot.model.voiceprint import Consent, VoicePrint, VoicePrints
from meetbot.pipeline.voices import VoicePorts, kept, person_meant, print_of

_WANTED_SECONDS = 60.0
"""More speech than this makes a print no better; the longest turns come first."""

_SHORTEST_TURN = 2.0
# At its edges a turn may hold the breath of the one before: the diarizer cuts half-way between windows of 1.6 s.
_EDGE = 0.25


@dataclass(frozen=True, kw_only=True)
class Learned:
    """The prints that were learned, by full name; from whom an earlier one of the meeting was taken; what failed."""

    prints: Mapping[str, VoicePrint]
    withdrawn: tuple[str, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, kw_only=True)
class _Task:
    """One meeting: `labels` are the voices of each person as somebody said, `agreed` is what is kept of whom so far."""

    meeting_id: str
    transcript: Transcript
    labels: Mapping[Person, Sequence[str]]
    ports: VoicePorts
    agreed: dict[Person, VoicePrints] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def failed(self, person: Person, what: str, hint: str) -> None:
        """Notes why nothing was learned of that person."""
        self.issues.append(Issue(severity="warning", stage="voices", where=person.name, message=what, hint=hint))


def learn(
    meeting_id: str,
    names: Sequence[str] = (),
    *,
    recording: Path | None,
    consents: Mapping[str, Consent],
    workspace: Workspace,
    ports: VoicePorts,
    places: Sequence[Path] = (),
) -> Learned:
    """Adds one print a person from the meeting's recording, for voices whose names a person gave or confirmed.

    `names` are who is meant, everybody with a sure name if empty; `consents` what was agreed to now, by full name. The
    recording is looked for in the workspace and in `places`. Raises InputError when there is nothing to learn from.
    """
    transcript = _transcript(meeting_id, ports)
    labels = _sure(transcript, workspace)
    wanted = [person_meant(name, workspace.config.roster) for name in names] or list(labels)
    if not wanted:
        raise InputError(
            f"Nobody said whose the voices of {meeting_id} are; nothing is learned from names that were guessed.",
            str(ports.archive.folder(meeting_id)),
            f"Name the voices first: meetbot speakers {meeting_id}",
        )
    task = _Task(meeting_id=meeting_id, transcript=transcript, labels=labels, ports=ports)
    with ports.store.locked():
        _ask(task, wanted, consents)
        prints: dict[str, VoicePrint] = {}
        if task.agreed:
            path = _recording(transcript.source, recording, (workspace.root, *places), ports)
            prints = {person.name: heard for person in task.agreed if (heard := _heard(task, person, path)) is not None}
        withdrawn = _store(task, prints)
    return Learned(prints=prints, withdrawn=withdrawn, issues=tuple(task.issues))


def clean_stretches(turns: Sequence[Turn], labels: Sequence[str]) -> tuple[tuple[float, float], ...]:
    """The seconds in which only these voices speak, the longest turns up to a minute in all, in order of time."""
    timed = [(t, t.start, t.end) for t in turns if t.start is not None and t.end is not None]
    others = [(start, end) for turn, start, end in timed if turn.speaker not in labels]
    own = [
        (start + _EDGE, end - _EDGE)
        for turn, start, end in timed
        if turn.speaker in labels and turn.time_source == "measured" and not turn.overlapped
    ]
    long = [(start, end) for start, end in own if end - start >= _SHORTEST_TURN]
    return tuple(sorted(_longest([(a, b) for a, b in long if not any(a < end and start < b for start, end in others)])))


def _longest(stretches: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    left = _WANTED_SECONDS
    for start, end in sorted(stretches, key=lambda stretch: (stretch[0] - stretch[1], stretch[0])):
        if left >= _SHORTEST_TURN:
            yield start, min(end, start + left)
            left -= end - start


def _transcript(meeting_id: str, ports: VoicePorts) -> Transcript:
    found = ports.archive.load(meeting_id, "transcript.json", Transcript)
    where = str(ports.archive.folder(meeting_id))
    if not isinstance(found, Transcript):
        what = f"There is no transcript of “{meeting_id}”."
        raise InputError(what, where, "Make one first: `meetbot transcribe RECORDING`.")
    if found.recogniser is None:
        raise InputError(
            f"The transcript of {meeting_id} was read from a file, {found.source.name}: it has no recording.",
            where,
            "Voices are learned from meetings that meetbot transcribed; or enrol a sample: `meetbot voices enrol`.",
        )
    return found


def _sure(transcript: Transcript, workspace: Workspace) -> dict[Person, list[str]]:
    """The voices of each person whose name a person gave."""
    found: dict[Person, list[str]] = {}
    for speaker in transcript.speakers:
        person = workspace.config.roster.person(speaker.name)
        if speaker.name_source == "corrected" and person is not None:
            found.setdefault(person, []).append(speaker.label)
    return found


def _ask(task: _Task, wanted: Sequence[Person], consents: Mapping[str, Consent]) -> None:
    """Finds what is kept of everybody who is sure and agreed; who isn't or didn't is an issue."""
    for person in dict.fromkeys(wanted):
        if person not in task.labels:
            task.failed(
                person,
                f"Nobody said which voice of this meeting is that of {person.name}; nothing is learned from guesses.",
                f"Name the voice first: meetbot speakers {task.meeting_id}",
            )
            continue
        try:
            task.agreed[person] = kept(person, task.ports.store.find(person.name), consents.get(person.name))
        except InputError as error:
            task.failed(person, error.what, f'{error.hint}\nmeetbot voices learn {task.meeting_id} "{person.name}"')


def _heard(task: _Task, person: Person, recording: Path) -> VoicePrint | None:
    stretches = clean_stretches(task.transcript.turns, task.labels[person])
    try:
        voice = task.ports.reader.stretches(recording, stretches)
    except InputError as error:
        task.failed(
            person,
            f"Nothing was learned of the voice of {person.name}: {error.what}",
            "Only turns of two seconds and more count, in which nobody else is heard.",
        )
        return None
    return print_of(voice, "meeting", task.meeting_id, ports=task.ports)


def _store(task: _Task, prints: Mapping[str, VoicePrint]) -> tuple[str, ...]:
    """Keeps the new prints, and withdraws this meeting's from people whose voice in it turned out to be another's."""
    now = task.ports.clock()
    for person, before in task.agreed.items():
        if person.name in prints:
            task.ports.store.keep(before.with_print(prints[person.name]).model_copy(update={"made_at": now}))
    sure = {person.name for person in task.labels}
    withdrawn = []
    for other in task.ports.store.everybody()[0] if sure else ():
        less = other.without_meeting(task.meeting_id)
        if other.name not in sure and less != other:
            task.ports.store.keep(less.model_copy(update={"made_at": now}))
            withdrawn.append(other.name)
    return tuple(withdrawn)


def _recording(source: SourceFile, given: Path | None, places: Sequence[Path], ports: VoicePorts) -> Path:
    """The recording that the transcript was made from, told by its content. Raises InputError."""
    if given is not None:
        if ports.archive.digest(given) != source.sha256:
            what = f"This is not the recording that the transcript was made from, {source.name}."
            raise InputError(what, str(given), "In another file the times would point to other people's words.")
        return given
    for path in _named(source.name, places):
        if ports.archive.digest(path) == source.sha256:
            return path
    raise InputError(
        f"The recording {source.name} is not found, or it changed since it was transcribed.",
        ", ".join(str(place) for place in dict.fromkeys(places)),
        "Say where it is: `--recording FILE`.",
    )


def _named(name: str, places: Sequence[Path]) -> Iterator[Path]:
    """Files of that name in these folders and in the folders inside them."""
    literal = "".join(f"[{c}]" if c in "*?[" else c for c in name)
    for place in dict.fromkeys(place.resolve() for place in places):
        for path in (place / name, *sorted(place.glob(f"*/{literal}"))):
            if path.is_file():
                yield path
