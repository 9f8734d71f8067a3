"""What was heard in a recording and who spoke when: one file, or a folder with a sound track a person."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from meetbot import __version__
from meetbot.config import Workspace
from meetbot.config.catalogue import catalogue_of
from meetbot.errors import MeetbotError, RecordingError
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.company import Roster
from meetbot.model.transcript import Recognition, SourceFile, Speaker, VoiceInterval, Voices
from meetbot.model.voiceprint import FOLDER
from meetbot.pipeline.needed import MinutesPorts, issue_of, roster_hash
from meetbot.pipeline.stage import StageRun, content_hash, inputs, value_hash
from meetbot.ports import Archive, Checkpoint, Progress, Track
from meetbot.stages.repair_words import JARGON
from meetbot.stages.tracks import merged

TRACKS = "2"
"""Raised when the same tracks would become another recognition."""

_ACRONYM = re.compile(r"\b[A-Z]{2,5}\b")


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A recording as the user gave it: a file, or a folder of tracks, and the hash of its sound."""

    source: Path
    digest: str

    @property
    def name(self) -> str:
        """The name of the file or folder, also where it was given as `.`."""
        return self.source.name or self.source.resolve().name


def recording_of(source: Path, ports: MinutesPorts) -> Recording:
    """The recording with its hash. Raises InputError when it can't be read or the folder holds no sound."""
    if not source.is_dir():
        return Recording(source=source, digest=ports.archive.digest(source))
    files = ports.tracks.files(source)
    # by name alone: the folder of a meeting and the one inside it that holds the tracks are one recording
    hashes = sorted([path.name, ports.archive.digest(path)] for path in files)
    return Recording(source=source, digest=value_hash(hashes))


@dataclass(frozen=True, kw_only=True)
class Listening:
    """One run's listening to one recording."""

    recording: Recording
    workspace: Workspace
    ports: MinutesPorts
    run: StageRun
    progress: Progress

    def recognition(self) -> Recognition:
        """What was heard, from an earlier run if nothing changed.

        Names that were told to the recogniser are no input: who names a voice must not wait for a second hearing whose
        words differ from those that were quoted. Company words are the user's own wish to be heard better.
        """
        settings = dict(self.ports.transcriber.settings())
        how = {"tracks": self.workspace.config.transcription.tracks, "version": TRACKS}
        return self.run.document(
            "transcribe",
            "recognition.json",
            Recognition,
            inputs(
                recording=self.recording.digest,
                settings=value_hash(settings),
                vocabulary=value_hash(self.workspace.config.transcription.vocabulary),
                tracks=value_hash(how),
            ),
            self._heard,
            complete=lambda heard: not heard.missing,
        )

    def voices(self, recognition: Recognition) -> Voices:
        """Who spoke when; with a track a person the tracks say so."""
        if recognition.voices:
            return self._voices_of_tracks(recognition)
        diarizer = self.ports.diarizer
        if diarizer is None or not recognition.segments:
            return Voices(diarizer=EngineInfo(name="none", version=__version__))
        settings = dict(diarizer.settings())
        return self.run.document(
            "diarize",
            "voices.json",
            Voices,
            inputs(recording=self.recording.digest, settings=value_hash(settings), **self._known_voices()),
            lambda _checkpoint: self._diarized(self._only_file(), settings),
            complete=lambda voices: not any(issue.severity == "error" for issue in voices.issues),
        )

    # --- hearing ------------------------------------------------------------------------------------------------------

    def _heard(self, checkpoint: Checkpoint) -> Recognition:
        tracks = self.ports.tracks.tracks(self.recording.source)
        if len(tracks) == 1 and tracks[0].label is None and not self.recording.source.is_dir():
            return self._track(tracks[0], checkpoint, self.progress)
        parts: list[tuple[Track, Recognition]] = []
        failed: list[RecordingError] = []
        for number, track in enumerate(tracks, 1):
            kept = _within(checkpoint, f"{track.path.relative_to(self._folder).as_posix()}#{track.channel}")
            try:
                heard = self._track(track, kept, _numbered(self.progress, number, len(tracks)))
            except RecordingError as error:
                failed.append(error)
            else:
                parts.append((track, heard))
        if not parts:
            raise failed[0]
        levels = self.ports.tracks.levels([track for track, _ in parts]) if parts[0][0].label is not None else ()
        found = merged(parts, levels=levels)
        issues = (*found.issues, *(_lost(error) for error in failed))
        source = found.source
        if self.recording.source.is_dir():
            source = SourceFile(name=self.recording.name, sha256=self.recording.digest, format="tracks")
        return found.model_copy(update={"source": source, "issues": issues})

    @property
    def _folder(self) -> Path:
        source = self.recording.source
        return source if source.is_dir() else source.parent

    def _track(self, track: Track, checkpoint: Checkpoint, progress: Progress) -> Recognition:
        return self.ports.transcriber.transcribe(
            track.path, hints=self._hints(), checkpoint=checkpoint, progress=progress, channel=track.channel
        )

    def _hints(self) -> tuple[str, ...]:
        """Names and words that are likely to be said, the likeliest first: the recogniser is told only so many."""
        config = self.workspace.config
        people = (name for person in config.people for name in (person.name, *person.aliases))
        departments = (department.name for department in config.departments)
        vocabulary = config.transcription.vocabulary
        figures = (
            acronym
            for definition in catalogue_of(config).definitions
            for name in definition.name.values()
            for acronym in _ACRONYM.findall(name)
        )
        words = (*people, *departments, config.company.name, *vocabulary, *figures, *JARGON)
        return tuple(dict.fromkeys(words))

    # --- telling voices apart -----------------------------------------------------------------------------------------

    def _voices_of_tracks(self, recognition: Recognition) -> Voices:
        """The tracks' own voices; those of tracks that nobody's name is on are told apart, for they may be several."""
        diarizer = self.ports.diarizer
        settings = dict(diarizer.settings()) if diarizer is not None else {}
        return self.run.document(
            "diarize",
            "voices.json",
            Voices,
            inputs(
                recognition=content_hash(recognition), settings=value_hash([TRACKS, settings]), **self._known_voices()
            ),
            lambda _checkpoint: self._in_tracks(recognition),
            complete=lambda voices: not any(issue.severity == "error" for issue in voices.issues),
        )

    def _in_tracks(self, recognition: Recognition) -> Voices:
        tracks = self.ports.tracks.tracks(self.recording.source) if self.ports.diarizer else ()
        unnamed = {track.label for track in tracks if track.name is None}
        spoken = {segment.speaker for segment in recognition.segments}
        intervals = [interval for interval in recognition.diarization if interval.speaker not in unnamed]
        speakers = [voice for voice in recognition.voices if voice.label not in unnamed]
        taken = {voice.label for voice in speakers}
        free = (label for n in count(len(speakers)) if (label := f"SPEAKER_{n:02d}") not in taken)
        issues: list[Issue] = []
        for track in (track for track in tracks if track.label in unnamed & spoken):
            found = self._in_track(track)
            if not found.intervals:
                own = [interval for interval in recognition.diarization if interval.speaker == track.label]
                found = found.model_copy(update={"intervals": own, "speakers": (Speaker(label=str(track.label)),)})
            issues += found.issues
            labels = {label: next(free) for label in _labels(found.intervals)}
            intervals += (i.model_copy(update={"speaker": labels[i.speaker]}) for i in found.intervals)
            speakers += (s.model_copy(update={"label": labels[s.label]}) for s in found.speakers)
        engine = EngineInfo(name="tracks", version=__version__)
        if not unnamed or any(issue.severity == "error" for issue in issues):
            return Voices(
                intervals=recognition.diarization, speakers=recognition.voices, diarizer=engine, issues=tuple(issues)
            )
        ordered = tuple(sorted(intervals, key=lambda i: (i.start, i.end, i.speaker)))
        return Voices(intervals=ordered, speakers=tuple(speakers), diarizer=engine, issues=tuple(issues))

    def _in_track(self, track: Track) -> Voices:
        """Who speaks in one track, on the meeting's clock."""
        found = self._diarized(track.path, {}, track=track)
        moved = (
            i.model_copy(update={"start": i.start + track.offset, "end": i.end + track.offset}) for i in found.intervals
        )
        return found.model_copy(update={"intervals": tuple(moved)}) if track.offset else found

    def _known_voices(self) -> dict[str, str]:
        """The hashes of whose voices are known."""
        roster = roster_hash(self.workspace.config.roster, without=frozenset({"email", "title", "aliases"}))
        return {"roster": roster, "voices": _voice_hash(self.ports.archive, self.workspace)}

    def _diarized(self, path: Path, settings: Mapping[str, str], *, track: Track | None = None) -> Voices:
        diarizer, roster = self.ports.diarizer, self.workspace.config.roster
        engine = EngineInfo(name="onnx-speakers", model=settings.get("encoder"), version=__version__)
        if diarizer is None:
            return Voices(diarizer=engine)
        try:
            found = diarizer.diarize(path, roster=roster, progress=self.progress, track=track)
        except MeetbotError as error:
            # the words are worth more than the names: a diarizer that fails must never cost the transcript
            return Voices(diarizer=engine, issues=(issue_of("error", "diarize", path.name, error),))
        speakers = tuple(_speaker(label, found.names, roster) for label in _labels(found.intervals))
        return Voices(intervals=found.intervals, speakers=speakers, diarizer=engine, issues=found.issues)

    def _only_file(self) -> Path:
        source = self.recording.source
        return self.ports.tracks.files(source)[0] if source.is_dir() else source


def _within(checkpoint: Checkpoint, part: str) -> Checkpoint:
    """The checkpoint of one track: blocks of another one are never taken for its own."""
    return Checkpoint(
        fetch=lambda key: checkpoint.fetch(f"{part}: {key}"),
        keep=lambda key, text: checkpoint.keep(f"{part}: {key}", text),
    )


def _numbered(progress: Progress, number: int, count: int) -> Progress:
    return lambda what, share: progress(f"track {number} of {count}: {what}", share)


def _lost(error: RecordingError) -> Issue:
    """A track that can't be heard costs its own words, not everybody's."""
    issue = issue_of("error", "transcribe", "track", error)
    return issue.model_copy(update={"message": f"{issue.message} What was said in this track is missing."})


def _labels(intervals: Sequence[VoiceInterval]) -> list[str]:
    return sorted({interval.speaker for interval in intervals})


def _speaker(label: str, names: Mapping[str, tuple[str, float]], roster: Roster) -> Speaker:
    if label not in names:
        return Speaker(label=label)
    name, confidence = names[label]
    person = roster.person(name)
    return Speaker(
        label=label,
        name=name,
        department=person.department if person else None,
        name_source="enrolment",
        confidence=confidence,
    )


def _voice_hash(archive: Archive, workspace: Workspace) -> str:
    samples = sorted(person.voice for person in workspace.config.people if person.voice)
    present = [workspace.root / sample for sample in samples if (workspace.root / sample).is_file()]
    # prints are private to who enrolled them; in a shared workspace another user may have no right to read them
    stored = sorted(p for p in (workspace.root / FOLDER).glob("*.json") if p.is_file() and os.access(p, os.R_OK))
    return value_hash([samples, [archive.digest(path) for path in (*present, *stored)]])
