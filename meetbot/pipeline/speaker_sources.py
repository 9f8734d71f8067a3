"""Where a meeting's recording lies and the files that its transcript was made with, told by their content."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from meetbot.errors import InputError
from meetbot.model.transcript import SourceFile
from meetbot.pipeline.needed import MinutesPorts
from meetbot.pipeline.recording import recording_of
from meetbot.pipeline.speakers import MeetingVoices, Voice
from meetbot.pipeline.transcript import Source, files_beside
from meetbot.stages.participants import name_key

CLIP_SECONDS = 8.0


class ClipWriter(Protocol):
    """Writes stretches of one recording as sound files."""

    def __call__(
        self, recording: Path, clips: Mapping[Path, tuple[float, float]], *, channel: int | None = None
    ) -> None:
        """Writes each stretch (seconds) to its path. Raises RecordingError, WorkspaceError."""
        ...


def source_of(
    found: MeetingVoices,
    given: Path | None,
    *,
    beside: Sequence[Path] = (),
    places: Sequence[Path],
    ports: MinutesPorts,
) -> Source | None:
    """The recording or file of the transcript with the files that it was made with, or None when it isn't found.

    They are told by their content, and looked for in the meeting's folder, in `places` and in the folders inside them.
    `beside` are files of chat or voices that the user names. Raises InputError for a `given` one that is another file.
    """
    folder = ports.archive.folder(found.meeting_id)
    path = given if given is not None else _found(found.transcript.source, (folder, *places), ports)
    if path is None:
        return None
    if given is not None and recording_of(given, ports).digest != found.transcript.source.sha256:
        hint = "Labels and times of another file would give one person's words to another."
        what = f"This is not what the transcript was made from, {found.transcript.source.name}."
        raise InputError(what, str(given), hint)
    is_transcript = found.transcript.recogniser is None
    source = Source(path=path, is_transcript=is_transcript, given=tuple(beside), heard_before=True)
    have = {ports.archive.digest(file) for file in files_beside(source, ports)}
    there = {file: _found(file, (path.parent, folder, *places), ports) for file in found.transcript.beside}
    lost = tuple(file for file, at in there.items() if file.sha256 not in have and at is None)
    more = tuple(at for file, at in there.items() if file.sha256 not in have and at is not None)
    return Source(path=path, is_transcript=is_transcript, given=(*source.given, *more), lost=lost, heard_before=True)


def _found(wanted: SourceFile, places: Sequence[Path], ports: MinutesPorts) -> Path | None:
    for path in _named(wanted.name, places):
        if path.is_dir() == (wanted.format == "tracks") and _is_it(path, wanted.sha256, ports):
            return path
    return None


def _named(name: str, places: Sequence[Path]) -> Iterator[Path]:
    """What bears that name in these folders and in the folders inside them."""
    for place in dict.fromkeys(place.resolve() for place in places):
        yield from (path for path in (place / name, *sorted(place.glob(f"*/{_literal(name)}"))) if path.exists())


def _is_it(path: Path, digest: str, ports: MinutesPorts) -> bool:
    try:
        return recording_of(path, ports).digest == digest
    except InputError:
        return False


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def write_voice_clips(
    found: MeetingVoices, folder: Path, recording: Path, *, ports: MinutesPorts, write: ClipWriter
) -> dict[str, Path]:
    """A few seconds of each voice as `voz-2.wav` in that folder, by label. Raises RecordingError, WorkspaceError."""
    tracks = {track.label: track for track in ports.tracks.tracks(recording)}
    clips: dict[str, Path] = {}
    wanted: dict[tuple[Path, int | None], dict[Path, tuple[float, float]]] = {}
    for number, voice in enumerate(found.voices, 1):
        stretch = _stretch(voice)
        if stretch is None:
            continue
        track = tracks.get(voice.label) or tracks.get(None) or next(iter(tracks.values()))
        name = "-".join(name_key(voice.shown).split())[:60] or f"voice-{number}"
        path = folder / f"{name}.wav"
        clips[voice.label] = path if path not in clips.values() else folder / f"{name}-{number}.wav"
        start, end = (max(0.0, seconds - track.offset) for seconds in stretch)
        wanted.setdefault((track.path, track.channel), {})[clips[voice.label]] = (start, end)
    for (path, channel), stretches in wanted.items():
        write(path, stretches, channel=channel)
    return clips


def _stretch(voice: Voice) -> tuple[float, float] | None:
    timed = [(t.end - t.start, t.start, t.end) for t in voice.snippets if t.start is not None and t.end is not None]
    if not timed:
        return None
    _, start, end = max(timed)
    return start, min(end, start + CLIP_SECONDS)
