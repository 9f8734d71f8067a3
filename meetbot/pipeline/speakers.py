"""Whose the voices of a meeting are: what is known of each, and what a person says of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from meetbot import __version__
from meetbot.config import Workspace
from meetbot.errors import InputError
from meetbot.model.base import Issue
from meetbot.model.company import Meeting, Person, Roster
from meetbot.model.minutes import Minutes
from meetbot.model.transcript import Speaker, SpeakerNames, Transcript, Turn, Voices
from meetbot.pipeline.given_names import FILE, given_names, voices_hash
from meetbot.pipeline.known_people import listed_person
from meetbot.pipeline.needed import MinutesPorts, start_run
from meetbot.pipeline.publish import write_transcript
from meetbot.pipeline.schedule import date_in_name, meeting_on
from meetbot.pipeline.stage import kept_issues
from meetbot.pipeline.transcript import Source, files_beside, named_again, refuse_lost_voices
from meetbot.ports import Archive
from meetbot.stages.participants import name_key, shown_name
from meetbot.stages.snippets import clearest
from meetbot.words import Words

_OWN_LABEL = re.compile(r"SPEAKER_(\d+)")


@dataclass(frozen=True, kw_only=True)
class Voice:
    """One voice as a person is asked about it.

    `shown` is the label as readers of documents see it, `seconds` null where turns have no times, `given` whether a
    person said who it is or that it stays unnamed. `one_with` is the label of the voice that it was joined to.
    """

    label: str
    shown: str
    speaker: Speaker
    seconds: float | None
    turns: int
    snippets: tuple[Turn, ...]
    given: bool
    one_with: str | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingVoices:
    """A meeting's voices in the order in which they are first heard, and the transcript that they speak in."""

    meeting_id: str
    transcript: Transcript
    voices: tuple[Voice, ...]

    @property
    def unnamed(self) -> tuple[Voice, ...]:
        """Those whom nobody named, or left unnamed on purpose."""
        return tuple(voice for voice in self.voices if voice.speaker.name is None and not voice.given)


@dataclass(frozen=True, kw_only=True)
class Renamed:
    """What became of the names. `transcript` is null when the source wasn't found to attribute it again."""

    path: Path
    transcript: Transcript | None
    issues: tuple[Issue, ...]


# --- showing ----------------------------------------------------------------------------------------------------------


def transcribed_meeting(archive: Archive, given: str | None) -> str:
    """The meeting that is meant by an id or its folder, else the last one that has a transcript. Raises InputError."""
    known = [m for m in archive.meeting_ids() if archive.read(m, "transcript.json") is not None]
    if given is None and known:
        return known[-1]
    meeting_id = Path(given).name if given is not None else ""
    if meeting_id in known:
        return meeting_id
    if not known:
        hint = "Make one first: `meetbot transcribe RECORDING` or `meetbot minutes RECORDING|TRANSCRIPT`."
        raise InputError("No meeting here has a transcript yet.", "meetings/", hint)
    listed = ", ".join(known[-5:])
    raise InputError(f"There is no transcript of “{shown_name(given or '')}”.", "meetings/", f"Meetings: {listed}.")


def voices_of(meeting_id: str, *, archive: Archive, words: Words) -> MeetingVoices:
    """What is known of each voice of the meeting. Raises InputError for a meeting without a transcript."""
    transcript = archive.load(meeting_id, "transcript.json", Transcript)
    if not isinstance(transcript, Transcript):
        raise InputError(f"There is no transcript of “{meeting_id}”.", "meetings/")
    stored = archive.load(meeting_id, FILE, SpeakerNames)
    names = stored.names if isinstance(stored, SpeakerNames) else {}
    voices = [_voice(speaker, transcript, given=speaker.label in names, words=words) for speaker in transcript.speakers]
    voices += _joined(names, voices, words)
    return MeetingVoices(meeting_id=meeting_id, transcript=transcript, voices=tuple(voices))


def _voice(speaker: Speaker, transcript: Transcript, *, given: bool, words: Words) -> Voice:
    turns = [turn for turn in transcript.turns if turn.speaker == speaker.label]
    times = [turn.end - turn.start for turn in turns if turn.start is not None and turn.end is not None]
    return Voice(
        label=speaker.label,
        shown=shown_label(speaker.label, words),
        speaker=speaker,
        # A text transcript does not say when its last turn ends.
        seconds=round(sum(times), 1) if times and len(turns) - len(times) <= 1 else None,
        turns=len(turns),
        snippets=clearest(transcript, speaker.label),
        given=given,
    )


def _joined(names: Mapping[str, str | None], voices: Sequence[Voice], words: Words) -> Iterator[Voice]:
    """The voices that were joined to another of the same person: they can be parted again."""
    of_person = {voice.speaker.name: voice for voice in voices if voice.speaker.name is not None}
    listed = {voice.label for voice in voices}
    for label, name in names.items():
        if label not in listed and name in of_person:
            first = of_person[name]
            yield Voice(
                label=label,
                shown=shown_label(label, words),
                speaker=first.speaker,
                seconds=0.0,
                turns=0,
                snippets=(),
                given=True,
                one_with=first.shown,
            )


def shown_label(label: str, words: Words) -> str:
    """The label as documents show it: `Voz 2` for one of our own, else what the platform wrote."""
    own = _OWN_LABEL.fullmatch(label)
    return words("minutes.speaker.voice", n=int(own[1]) + 1) if own else label


# --- naming -----------------------------------------------------------------------------------------------------------


def voice_meant(text: str, found: MeetingVoices) -> Voice:
    """The voice of that label, as shown or as stored, or of that number. Raises InputError that lists the voices."""
    wanted = shown_name(text)
    exact = [v for v in found.voices if wanted in {v.label, v.shown}]
    alike = [v for v in found.voices if name_key(wanted) in {name_key(v.label), name_key(v.shown)}]
    number = [v for v in found.voices if wanted.isdecimal() and v.label == f"SPEAKER_{int(wanted) - 1:02d}"]
    english = [v for v in found.voices if (m := re.fullmatch(r"(?i)(?:voice|voz) (\d{1,4})", wanted)) and _is(v, m[1])]
    for candidates in (exact, alike, english, number):
        if len(candidates) == 1:
            return candidates[0]
    listed = ", ".join(voice.shown for voice in found.voices) or "none"
    raise InputError(f"There is no voice “{wanted}” in {found.meeting_id}.", text, f"Voices: {listed}.")


def _is(voice: Voice, number: str) -> bool:
    own = _OWN_LABEL.fullmatch(voice.label)
    return own is not None and int(own[1]) + 1 == int(number)


def named_person(text: str, roster: Roster) -> Person:
    """The one person of the list whom the name means. Raises InputError that says how to add somebody new."""
    departments = "|".join([*(d.id for d in roster.departments), "external"])
    new = f'Somebody new: add `--person "{shown_name(text)}={departments}"`, with one of these.'
    return listed_person(text, roster, new=new)


def give_names(
    found: MeetingVoices,
    changes: Mapping[str, str | None],
    cleared: Sequence[str] = (),
    *,
    source: Source | None,
    workspace: Workspace,
    ports: MinutesPorts,
) -> Renamed:
    """Stores the names by label and makes the transcript's files again, if its source is at hand.

    A label of `cleared` is forgotten, so that meetbot may name it by itself again. Raises InputError.
    """
    archive, meeting_id = ports.archive, found.meeting_id
    with archive.locked(meeting_id):
        voices = _bound_to(found.transcript, source, meeting_id, ports)
        kept = given_names(archive, meeting_id, voices=voices)
        names = {**kept.names, **changes}
        stored = SpeakerNames(
            names={label: name for label, name in names.items() if label not in cleared},
            voices=voices,
            made_at=ports.clock(),
            meetbot_version=__version__,
        )
        path = archive.write(meeting_id, FILE, stored.encoded())
        transcript = _again(found, source, workspace=workspace, ports=ports)
    return Renamed(path=path, transcript=transcript, issues=(*kept.issues, *kept_issues(archive)))


def _bound_to(transcript: Transcript, source: Source | None, meeting_id: str, ports: MinutesPorts) -> str:
    if transcript.recogniser is not None:
        voices = ports.archive.load(meeting_id, "voices.json", Voices)
        return voices_hash(voices.intervals if isinstance(voices, Voices) else (), transcript.source.sha256)
    if source is None:
        raise InputError(
            f"The file {transcript.source.name}, which this transcript was read from, is not found or has changed.",
            str(ports.archive.folder(meeting_id)),
            "Say where it is: `--recording FILE`.",
        )
    refuse_lost_voices(source, meeting_id)
    imported = ports.reader.read(source.path, beside=files_beside(source, ports))
    return voices_hash(imported.intervals, transcript.source.sha256)


def _again(
    found: MeetingVoices, source: Source | None, *, workspace: Workspace, ports: MinutesPorts
) -> Transcript | None:
    if source is None:
        return None
    meeting = meeting_of(found.meeting_id, workspace=workspace, ports=ports)
    run = start_run(meeting, ports)
    transcript = named_again(source, meeting=meeting, workspace=workspace, ports=ports, run=run)
    if transcript is not None:
        write_transcript(transcript, ports.words, run)
    return transcript


def meeting_of(meeting_id: str, *, workspace: Workspace, ports: MinutesPorts) -> Meeting:
    """The meeting of that folder: as its minutes have it, else of the date in the folder's name, else of today."""
    minutes = ports.archive.load(meeting_id, "minutes.json", Minutes)
    if isinstance(minutes, Minutes):
        return minutes.meeting
    day = date_in_name(meeting_id) or ports.clock().date()
    return meeting_on(day, workspace.config, meeting_id=meeting_id)
