"""Which sound tracks a recording has: one mix, one channel a person, or a folder with a file a person."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from meetbot.adapters import audio, channels, track_names
from meetbot.config import TranscriptionConfig
from meetbot.errors import InputError, RecordingError
from meetbot.ports import Track

ZOOMS_FOLDER = "Audio Record"

SOUND = (
    *(".m4a", ".mp3", ".wav", ".ogg", ".oga", ".opus", ".flac", ".aac", ".wma", ".aif", ".aiff", ".amr", ".mka"),
    *(".mp4", ".m4v", ".mov", ".mkv", ".webm", ".3gp", ".avi"),
)
"""Endings of files that are taken for sound in a folder; a single file may have any ending."""

SAME_LENGTH = 2.0
"""Seconds by which tracks of one recorder differ in length; it writes them together, whatever their time stamps say."""


class RecordingTracks:
    """The `TrackFinder` port over files and folders."""

    def __init__(self, config: TranscriptionConfig) -> None:
        self._config = config

    def tracks(self, source: Path) -> tuple[Track, ...]:
        """The tracks of a file or of a folder of files, at least one. Raises RecordingError, InputError."""
        if not source.is_dir():
            return self._channels(source)
        files = sound_files(source)
        if len(files) == 1:
            return self._channels(files[0])
        offsets = _offsets(files)
        tracks = zip(files, track_names.names(files), offsets, strict=True)
        return tuple(
            Track(path=path, label=name or f"SPEAKER_{number:02d}", name=name, offset=offset)
            for number, (path, name, offset) in enumerate(tracks)
        )

    def _channels(self, path: Path) -> tuple[Track, ...]:
        """One track for each channel that holds its own speaker, or the mix of all."""
        count = audio.probe(path).channels
        if count == 1 or self._config.tracks == "mix":
            return (Track(path=path),)
        heard = channels.listened(path)
        used = [channel for channel, empty in enumerate(heard.empty) if not empty]
        if len(used) < 2 or not (self._config.tracks == "split" or heard.separate):  # noqa: PLR2004 - nothing to split
            return (Track(path=path),)
        return tuple(
            Track(path=path, channel=channel, label=f"SPEAKER_{number:02d}") for number, channel in enumerate(used)
        )

    def files(self, source: Path) -> tuple[Path, ...]:
        """The files that the recording consists of: itself, or those in the folder. Raises InputError for none."""
        return tuple(sound_files(source)) if source.is_dir() else (source,)

    def levels(self, tracks: Sequence[Track]) -> tuple[tuple[float, ...], ...]:
        """How loud each track is in each tenth of a second of the meeting, in dB against its own speech."""
        return channels.levels(tracks)


def sound_files(folder: Path) -> list[Path]:
    """The files of a folder that are one track each, in order of name. Raises InputError when there is none.

    Zoom's folder of a meeting has them in one of its own; the mix and the video beside single tracks are left out.
    """
    inner = folder / ZOOMS_FOLDER
    try:
        found = _sound(inner) if inner.is_dir() else []
        found = found or _sound(folder)
    except OSError as error:
        raise InputError(
            f"The folder can't be read: {error.strerror or error}.", str(folder), "Check the folder's permissions."
        ) from error
    if not found:
        raise InputError(
            "The folder holds no recording.",
            str(folder),
            "A folder of tracks has one sound file a person, named after them, all of the same meeting:\n"
            "Ana Ruiz.m4a, Luis Gómez.m4a, or what Zoom writes into “Audio Record”.",
        )
    single = [path for path in found if not track_names.is_whole_meeting(path)]
    return single or found[:1]


def _sound(folder: Path) -> list[Path]:
    files = (path for path in folder.iterdir() if path.suffix.lower() in SOUND and not path.name.startswith("."))
    return sorted((path for path in files if path.is_file()), key=lambda path: path.name)


def _offsets(files: Sequence[Path]) -> list[float]:
    """At how many seconds of the meeting each file begins, as far as the files say so; else all with the meeting."""
    lengths = [_length(path) for path in files]
    known = [length for length in lengths if length is not None]
    if len(known) == len(files) and max(known) - min(known) <= SAME_LENGTH:
        return [0.0] * len(files)
    begun = [_began(path) for path in files]
    starts = [start for start in begun if start is not None]
    if len(starts) < len(files) or max(starts) - min(starts) > max(known, default=0.0):
        return [0.0] * len(files)
    return [round(start - min(starts), 3) for start in starts]


def _length(path: Path) -> float | None:
    """Seconds; None where the file doesn't say, or can't be heard: that is told where the tracks are heard."""
    with suppress(RecordingError):
        return audio.probe(path).duration
    return None


def _began(path: Path) -> float | None:
    """When the file began, in seconds of a clock that the files of one recorder share, or None."""
    try:
        found = audio.tags(path)
        if "time_reference" in found:  # Broadcast WAV: samples since midnight
            return int(found["time_reference"]) / audio.probe(path).sample_rate
        if "creation_time" in found:
            return datetime.fromisoformat(found["creation_time"]).timestamp()
    except (RecordingError, ValueError, OverflowError, ZeroDivisionError):
        return None
    return None
