"""From a recording, a folder of tracks or a transcript file to the stored transcript, with ports that remember."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from commandline import SETTINGS
from fakes import no_progress

from meetbot import config, words
from meetbot.adapters.archive import FolderArchive
from meetbot.adapters.tracks import RecordingTracks
from meetbot.config import TranscriptionConfig, Workspace
from meetbot.errors import InputError, RecordingError, StoppedError
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.company import Person, Roster
from meetbot.model.transcript import (
    ChatMessage,
    ImportedTranscript,
    Recognition,
    Segment,
    SourceFile,
    SpeakerNames,
    Transcript,
    VoiceInterval,
    Voices,
)
from meetbot.pipeline.given_names import voices_hash
from meetbot.pipeline.needed import MinutesPorts, start_run
from meetbot.pipeline.recording import recording_of
from meetbot.pipeline.schedule import date_in_name, meeting_on
from meetbot.pipeline.transcript import Source, make_transcript
from meetbot.ports import Checkpoint, Diarization, Progress, Track

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
MEETING = "2026-11-23-alineacion"


class FakeTracks:
    """Tracks by the source's name; every file of a folder is one under its stem."""

    def __init__(self) -> None:
        self.split: dict[str, tuple[Track, ...]] = {}

    def tracks(self, source: Path) -> tuple[Track, ...]:
        """The prepared ones, else a track a file."""
        if source.name in self.split:
            return self.split[source.name]
        if not source.is_dir():
            return (Track(path=source),)
        return tuple(Track(path=path, label=path.stem, name=path.stem) for path in self.files(source))

    def files(self, source: Path) -> tuple[Path, ...]:
        """The .wav files."""
        return tuple(sorted(source.glob("*.wav"))) if source.is_dir() else (source,)

    def levels(self, tracks: Sequence[Track]) -> tuple[tuple[float, ...], ...]:
        """Nobody leaks."""
        return tuple(() for _ in tracks)


class FakeTranscriber:
    """Hears what a file holds as text, one segment a line of `seconds words`; `calls` is its history.

    A file that holds `broken` can't be heard; `stop_at` names a file at which the user stops the run.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, int | None]] = []
        self.hints: tuple[str, ...] = ()
        self.stop_at = ""

    def settings(self) -> Mapping[str, str]:
        """Nothing to set."""
        return {"engine": "fake"}

    def transcribe(
        self,
        recording: Path,
        *,
        hints: Sequence[str],
        checkpoint: Checkpoint,
        progress: Progress,
        channel: int | None = None,
    ) -> Recognition:
        """What the file holds; a block that was kept is not heard again."""
        progress("transcribing", 1.0)
        self.hints = tuple(hints)
        kept = checkpoint.fetch("block 0")
        if kept is None:
            if recording.name == self.stop_at:
                raise StoppedError("Stopped.")
            self.calls.append((recording.name, channel))
            kept = recording.read_text(encoding="utf-8")
            if kept == "broken":
                raise RecordingError("Nothing in it could be decoded.", str(recording), "Copy it again.")
            checkpoint.keep("block 0", kept)
        lines = kept.splitlines()
        own = lines if channel is None else lines[channel : channel + 1]
        segments = [
            Segment(id=n, start=float(start), end=float(start) + 2, text=text)
            for n, (start, _, text) in enumerate(line.partition(" ") for line in own)
        ]
        return Recognition(
            source=SourceFile(name=recording.name, sha256=FolderArchive(Path()).digest(recording), format="wav/pcm"),
            language="es",
            duration=60,
            segments=tuple(segments),
            recogniser=EngineInfo(name="fake"),
        )


class FakeDiarizer:
    """Gives the prepared voices by channel, or raises the error."""

    def __init__(self, voices: Mapping[int | None, Sequence[VoiceInterval]]) -> None:
        self.voices = voices
        self.names: dict[str, tuple[str, float]] = {}
        self.error: RecordingError | None = None

    def settings(self) -> Mapping[str, str]:
        """Nothing to set."""
        return {"encoder": "fake"}

    def diarize(
        self,
        recording: Path,  # noqa: ARG002 - the port's
        *,
        roster: Roster,  # noqa: ARG002 - the port's
        progress: Progress,  # noqa: ARG002 - the port's
        track: Track | None = None,
    ) -> Diarization:
        """The voices of that channel."""
        if self.error is not None:
            raise self.error
        found = self.voices.get(track.channel if track else None, ())
        labels = {interval.speaker for interval in found}
        return Diarization(intervals=tuple(found), names={k: v for k, v in self.names.items() if k in labels})


class FakeReader:
    """Reads one prepared transcript; chat files are those beside whose name has `chat` in it."""

    def __init__(self) -> None:
        self.imported = ImportedTranscript(format="vtt", segments=(Segment(id=0, start=1, end=2, text="hola"),))
        self.near: tuple[Path, ...] = ()
        self.seen: list[Path] = []

    def read(self, path: Path, *, beside: Sequence[Path] = ()) -> ImportedTranscript:  # noqa: ARG002 - the port's
        """The prepared one."""
        self.seen = list(beside)
        return self.imported

    def beside(self, path: Path) -> tuple[Path, ...]:  # noqa: ARG002 - the port's
        """The prepared ones."""
        return self.near

    def chat(self, files: Sequence[Path]) -> tuple[tuple[ChatMessage, ...], tuple[Issue, ...]]:
        """A message for each file."""
        return tuple(ChatMessage(sender="Ana", text=path.name) for path in files if "chat" in path.name), ()


class Desk:
    """A workspace with ports that remember, and the command that is tried."""

    def __init__(self, folder: Path) -> None:
        (folder / "meetbot.toml").write_text(SETTINGS, encoding="utf-8")
        self.folder = folder
        self.workspace: Workspace = config.load(folder)
        self.archive = FolderArchive(folder)
        self.tracks, self.transcriber, self.reader = FakeTracks(), FakeTranscriber(), FakeReader()
        self.diarizer: FakeDiarizer | None = None

    def ports(self) -> MinutesPorts:
        """Everything that a transcript needs."""
        return MinutesPorts(
            archive=self.archive,
            ledger=cast("Any", None),
            reader=self.reader,
            tracks=self.tracks,
            transcriber=self.transcriber,
            diarizer=self.diarizer,
            extractor=cast("Any", None),
            fallback=None,
            words=words.load("es-MX", workspace=self.folder),
            clock=lambda: NOW,
            timer=lambda: 0.0,
        )

    def __call__(self, source: Path, *, text: bool = False, given: tuple[Path, ...] = ()) -> Transcript:
        """The transcript of that source for the meeting of its day."""
        day = date_in_name(source.name) or NOW.date()
        meeting = meeting_on(day, self.workspace.config, meeting_id=MEETING)
        return make_transcript(
            Source(path=source, is_transcript=text, given=given),
            meeting=meeting,
            workspace=self.workspace,
            ports=self.ports(),
            run=start_run(meeting, self.ports()),
            progress=no_progress,
        )

    def file(self, name: str, text: str) -> Path:
        """A file of the workspace."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def people(self) -> Path:
        """A folder with the tracks of two people of the roster."""
        self.file("pistas/Laura Méndez.wav", "1 Buenos días.\n9 Gracias, Diego.")
        return self.file("pistas/Diego Ramírez.wav", "5 Yo mando la lista.").parent


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A workspace with two people."""
    return Desk(tmp_path)


def said(transcript: Transcript) -> list[tuple[str | None, str]]:
    """Who said what, by the people's names."""
    names = {speaker.label: speaker.name or speaker.label for speaker in transcript.speakers}
    return [(names.get(turn.speaker or ""), turn.text) for turn in transcript.turns]


def test_folder_of_tracks_names_who_spoke(desk: Desk) -> None:
    """A file a person: turns by time, names from the files, no diarizer; the source is the folder."""
    desk.diarizer = FakeDiarizer({})
    found = desk(desk.people())

    assert said(found) == [
        ("Laura Méndez", "Buenos días."),
        ("Diego Ramírez", "Yo mando la lista."),
        ("Laura Méndez", "Gracias, Diego."),
    ]
    assert {speaker.name_source for speaker in found.speakers} == {"track"}
    assert (found.source.name, found.source.format) == ("pistas", "tracks")
    assert desk.archive.load(MEETING, "voices.json", Voices) is not None


def test_folder_is_known_again_and_resumed(desk: Desk) -> None:
    """A stopped run goes on with the track it was at; a finished one hears nothing again, unless a track changed."""
    folder = desk.people()
    desk.transcriber.stop_at = "Laura Méndez.wav"
    with pytest.raises(StoppedError):
        desk(folder)
    desk.transcriber.stop_at = ""
    desk(folder)
    assert [name for name, _ in desk.transcriber.calls] == ["Diego Ramírez.wav", "Laura Méndez.wav"]
    desk(folder)
    assert len(desk.transcriber.calls) == 2
    (folder / "notas.txt").write_text("nada", encoding="utf-8")
    desk(folder)
    (folder / "Laura Méndez.wav").write_text("1 Otra cosa.", encoding="utf-8")
    with pytest.raises(InputError, match="tracks in this folder have changed") as refused:
        desk(folder)
    assert refused.value.hint.index("--replace") < refused.value.hint.index("--meeting")


def test_file_of_the_same_name_that_changed_is_told_so(desk: Desk) -> None:
    """It is not another file of that name: `--replace` is what the user wants first."""
    path = desk.file("junta.wav", "1 Hola a todos.")
    desk(path)
    desk.file("junta.wav", "1 Hola de nuevo.")
    with pytest.raises(InputError, match="This file has changed"):
        desk(path)


def test_folder_with_a_broken_track_keeps_the_others(desk: Desk) -> None:
    """A track that can't be heard is an error beside the words of the others; without any other it ends the run."""
    folder = desk.people()
    (folder / "Diego Ramírez.wav").write_text("broken", encoding="utf-8")
    found = desk(folder)

    assert said(found) == [("Laura Méndez", "Buenos días."), ("Laura Méndez", "Gracias, Diego.")]
    (issue,) = [issue for issue in found.issues if issue.severity == "error"]
    assert "missing" in issue.message
    assert "Diego Ramírez.wav" in issue.where
    (folder / "Laura Méndez.wav").unlink()
    (desk.archive.folder(MEETING) / "transcript.json").unlink()
    with pytest.raises(RecordingError):
        desk(folder.rename(folder.with_name("solo")))


def test_folder_with_one_recording_is_a_recording(desk: Desk) -> None:
    """A folder that holds one mix is listened to as one."""
    path = desk.file("junta/audio.wav", "1 Hola a todos.")
    desk.tracks.split["junta"] = (Track(path=path),)
    desk.diarizer = FakeDiarizer({None: [VoiceInterval(start=0, end=4, speaker="SPEAKER_00")]})
    assert said(desk(path.parent)) == [("SPEAKER_00", "Hola a todos.")]


def two_sides(desk: Desk) -> Path:
    """A call: our side and theirs on two channels."""
    path = desk.file("llamada.wav", "1 Buenos días, habla Laura.\n5 Hola, aquí estamos.")
    desk.tracks.split[path.name] = tuple(Track(path=path, channel=n, label=f"SPEAKER_0{n}") for n in (0, 1))
    return path


def test_two_channels_are_two_voices(desk: Desk) -> None:
    """Without a diarizer each side is a voice; the recording is the file."""
    found = desk(two_sides(desk))
    assert [turn.speaker for turn in found.turns] == ["SPEAKER_00", "SPEAKER_01"]
    assert desk.transcriber.calls == [("llamada.wav", 0), ("llamada.wav", 1)]
    assert found.source.name == "llamada.wav"


def test_two_channels_are_listened_to_for_more_voices(desk: Desk) -> None:
    """Behind one side may sit several people: voices are sought in each, and enrolled ones are named."""
    desk.diarizer = FakeDiarizer(
        {
            0: [VoiceInterval(start=0, end=4, speaker="SPEAKER_00")],
            1: [VoiceInterval(start=4, end=8, speaker="SPEAKER_01")],
        }
    )
    desk.diarizer.names = {"SPEAKER_01": ("Diego Ramírez", 0.9)}
    found = desk(two_sides(desk))

    assert said(found)[1] == ("Diego Ramírez", "Hola, aquí estamos.")
    assert [speaker.label for speaker in found.speakers] == ["SPEAKER_00", "SPEAKER_01"]


def test_a_side_in_which_no_voice_is_found_stays_one(desk: Desk) -> None:
    """A side too short for the diarizer keeps a voice of its own."""
    desk.diarizer = FakeDiarizer({0: [VoiceInterval(start=0, end=4, speaker="SPEAKER_00")]})
    found = desk(two_sides(desk))
    assert [turn.speaker for turn in found.turns] == ["SPEAKER_00", "SPEAKER_01"]


def test_a_diarizer_that_fails_costs_no_words(desk: Desk) -> None:
    """The sides stay the voices, and the failure is told."""
    desk.diarizer = FakeDiarizer({})
    desk.diarizer.error = RecordingError("Can't.", "llamada.wav", "Again.")
    found = desk(two_sides(desk))
    assert [turn.speaker for turn in found.turns] == ["SPEAKER_00", "SPEAKER_01"]
    assert any(issue.stage == "diarize" and issue.severity == "error" for issue in found.issues)
    single = desk.file("sola.wav", "1 Hola.")
    (desk.archive.folder(MEETING) / "transcript.json").unlink()
    assert any(issue.stage == "diarize" for issue in desk(single).issues)


def test_hints_are_names_company_words_and_jargon(desk: Desk) -> None:
    """The recogniser is told people first, then the company and the figures' names."""
    desk(desk.file("a.wav", "1 Hola."))
    hints = desk.transcriber.hints
    assert hints[:3] == ("Laura Méndez", "Diego Ramírez", "Dieguito")
    assert {"Mercadeo", "Empaques de Prueba", "MQL", "CAC", "SLA"} <= set(hints)
    assert len(hints) == len(set(hints))


def test_chat_beside_a_recording_is_in_the_transcript(desk: Desk) -> None:
    """Chat that lies beside, or that the user names, is context; a change of it makes the transcript anew."""
    recording = desk.file("a.wav", "1 Hola.")
    desk.reader.near = (desk.file("chat.txt", "x"),)
    named = desk.file("otro-chat.txt", "y")
    assert [line.text for line in desk(recording, given=(named,)).chat] == ["otro-chat.txt", "chat.txt"]
    assert [line.text for line in desk(recording).chat] == ["chat.txt"]
    assert len(desk.transcriber.calls) == 1


def test_voices_in_a_file_beside_a_recording_are_not_passed_over_in_silence(desk: Desk) -> None:
    """An RTTM with a recording is told to be of no use there."""
    found = desk(desk.file("a.wav", "1 Hola."), given=(desk.file("a.rttm", "SPEAKER"),))
    assert any("a.rttm" in issue.where for issue in found.issues)


def test_import_gets_the_files_beside_it(desk: Desk) -> None:
    """The reader is given both what was found and what was named, once each."""
    chat = desk.file("chat.txt", "x")
    desk.reader.near = (chat,)
    desk(desk.file("a.vtt", "WEBVTT"), text=True, given=(chat,))
    assert desk.reader.seen == [chat]


@pytest.mark.parametrize(
    ("started", "told"),
    [
        (datetime(2026, 11, 24, 2, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 25, 2, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 26, 2, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 9, 0), True),  # noqa: DTZ001 - the local clock, as such files have it
        (None, False),
    ],
)
def test_import_of_another_day_is_told(desk: Desk, started: datetime | None, told: bool) -> None:
    """The day in the name wins; a file that means another day, beyond what time zones explain, is told."""
    desk.reader.imported = desk.reader.imported.model_copy(update={"started_at": started})
    found = desk(desk.file("2026-11-23.vtt", "WEBVTT"), text=True)
    assert any("began on" in issue.message for issue in found.issues) == told


def test_given_names_hold_for_their_voices_only(desk: Desk) -> None:
    """Names that a person gave name the voices that they were given for; for others they are refused with a word."""
    recording = two_sides(desk)
    desk(recording)
    stored = desk.archive.load(MEETING, "voices.json", Voices)
    assert isinstance(stored, Voices)
    names = SpeakerNames(names={"SPEAKER_01": "Diego Ramírez"}, voices=voices_hash(stored.intervals, "-"))
    desk.archive.write(MEETING, "speakers.json", names.encoded())
    assert said(desk(recording))[1] == ("Diego Ramírez", "Hola, aquí estamos.")
    desk.archive.write(MEETING, "speakers.json", names.model_copy(update={"voices": "0" * 64}).encoded())
    found = desk(recording)
    assert found.speakers[1].name is None
    assert any("speakers" in issue.hint for issue in found.issues)


def test_settings_of_naming_are_inputs(desk: Desk) -> None:
    """Another threshold makes the transcript anew, and hears nothing again."""
    recording = desk.file("a.wav", "1 Hola.")
    desk(recording)
    settings = desk.workspace.config.transcription.model_copy(update={"name_confidence": 0.95})
    changed = desk.workspace.config.model_copy(update={"transcription": settings})
    desk.workspace = desk.workspace.model_copy(update={"config": changed})
    desk(recording)
    log = (desk.archive.folder(MEETING) / "run.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["stage"] for line in log] == ["transcribe", "attribute", "attribute"]


def test_a_new_person_is_named_without_hearing_again(desk: Desk) -> None:
    """A name more in the list changes who spoke, not the words that may have been quoted already."""
    recording = desk.file("a.wav", "1 Hola.")
    desk(recording)
    people = (*desk.workspace.config.people, Person(name="Ana Gil", department="comercial"))
    desk.workspace = desk.workspace.model_copy(
        update={"config": desk.workspace.config.model_copy(update={"people": people})}
    )
    desk(recording)
    assert len(desk.transcriber.calls) == 1
    settings = desk.workspace.config.transcription.model_copy(update={"vocabulary": ("Tlacuilo",)})
    changed = desk.workspace.config.model_copy(update={"transcription": settings})
    desk.workspace = desk.workspace.model_copy(update={"config": changed})
    desk(recording)
    assert len(desk.transcriber.calls) == 2


def test_zooms_folder_and_the_one_inside_are_one_recording(tmp_path: Path) -> None:
    """`2026-11-23 09.00.00 …` and its `Audio Record` hold the same tracks: neither is another file."""
    desk = Desk(tmp_path)
    inner = desk.file("2026-11-23 09.00.00 Junta/Audio Record/Laura Méndez.wav", "1 Hola.").parent
    outer = replace(desk.ports(), tracks=RecordingTracks(TranscriptionConfig()))
    assert recording_of(inner.parent, outer).digest == recording_of(inner, outer).digest
