"""Recordings of any format as mono float32 at 16 kHz, read as a stream and cut into blocks at silences.

A recording of three hours takes 1.8 GB when it is decoded at once, and its features 10 GB; as a stream under 200 MB.
Positions follow the recording's own clock: where packets are missing, silence stands, so that a word's time is the
time at which a player shows it.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from meetbot.adapters import audio_errors, wave_sizes
from meetbot.adapters.audio_decode import RATE, Damage, FloatArray, mono
from meetbot.adapters.audio_decode import channels as decoded_channels
from meetbot.errors import RecordingError
from meetbot.model.base import Issue, Severity

# isort: split
import numpy as np

BLOCK_SECONDS = 120.0
"""The usual length of a block: what a worker does at a time, and what a killed run loses. It holds a dozen clips, of
which those of one length are decoded together; shorter blocks keep two workers busy on a recording of four minutes."""

ROOM = 0.15
"""How far from its even share a block may end, as a part of it: what lies between is searched for speech twice."""

MISSING_SECONDS = 2.0
"""Seconds that may lack at the end before the recording counts as cut off; tracks of one file differ by under 1 s."""


@dataclass(frozen=True, kw_only=True)
class AudioInfo:
    """What a container says about its sound: `duration` in seconds, None where it doesn't say."""

    duration: float | None
    container: str
    codec: str
    channels: int
    sample_rate: int
    tracks: int = 1

    @property
    def format(self) -> str:
        """Container and codec in one word: `mp3/mp3float`, `m4a/aac`."""
        return f"{self.container}/{self.codec}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Block:
    """A stretch of the recording: samples from `first` (a sample's number), and where in it somebody speaks.

    `speech` holds (start, end) in samples from the block's own start.
    """

    first: int
    samples: FloatArray
    speech: tuple[tuple[int, int], ...]

    @property
    def start(self) -> float:
        """Seconds from the recording's start."""
        return self.first / RATE

    @property
    def end(self) -> float:
        """Seconds from the recording's start."""
        return (self.first + len(self.samples)) / RATE


@dataclass(kw_only=True)
class Findings:
    """What became known while a recording was decoded; complete when its iterator is exhausted."""

    duration: float = 0.0
    issues: list[Issue] = field(default_factory=list)


def probe(path: Path) -> AudioInfo:
    """What the recording is, without decoding it. Raises RecordingError for whatever can't be heard."""
    with _opened(path) as (container, stream):
        return _info(path, container, stream)


def samples(path: Path, *, channel: int | None = None, findings: Findings | None = None) -> Iterator[FloatArray]:
    """The recording, or that channel of it (from 0), as consecutive pieces of about 10 s at 16 kHz.

    Raises RecordingError, also for a channel that is not there; lesser damage goes to `findings`.
    """
    found = Findings() if findings is None else findings
    with _opened(path) as (container, stream):
        info = _info(path, container, stream)
        if channel is not None and not 0 <= channel < info.channels:
            raise audio_errors.no_channel(path, channel, info.channels)
        damage, count = Damage(), 0
        for piece in mono(container, stream, damage, channel=channel):
            count += len(piece)
            yield piece
    if not count or damage.count > 10 * damage.decoded:
        raise audio_errors.nothing_decoded(path, damage.count)
    found.duration = count / RATE
    found.issues += _doubts(path, info, damage, found.duration)


def channels(path: Path) -> Iterator[FloatArray]:
    """The recording as consecutive pieces of about 10 s at 16 kHz, shape (channels, samples). Raises RecordingError."""
    with _opened(path) as (container, stream):
        yield from decoded_channels(container, stream, Damage())


def tags(path: Path) -> dict[str, str]:
    """What the container and its sound track say in words (`creation_time`, …), names in lower case."""
    with _opened(path) as (container, stream):
        return {str(name).lower(): str(value) for name, value in {**container.metadata, **stream.metadata}.items()}


def blocks(
    path: Path, *, seconds: float = BLOCK_SECONDS, channel: int | None = None, findings: Findings | None = None
) -> Iterator[Block]:
    """The whole recording in blocks of about `seconds`, cut in silences; every sample is in exactly one block.

    The cuts depend on the file alone, so that a later run finds the same blocks.
    """
    key = _identity(path, seconds, channel)
    with _KNOWING:
        known = _KNOWN.get(key)
    cuts: list[_Cut] = []
    pieces = samples(path, channel=channel, findings=findings)
    for block in _cut(pieces, probe(path).duration, seconds) if known is None else _cut_again(pieces, known):
        cuts.append((block.first, len(block.samples), block.speech))
        yield block
    with _KNOWING:
        _KNOWN[key] = tuple(cuts)
        while len(_KNOWN) > MOST_KNOWN:
            _KNOWN.pop(next(iter(_KNOWN)))


_Cut = tuple[int, int, tuple[tuple[int, int], ...]]
"""A block without its sound: its first sample, how many it has, its speech."""

_KNOWING = Lock()
_KNOWN: dict[tuple[object, ...], tuple[_Cut, ...]] = {}
"""The cuts of recordings that were read to their end, by file and way of cutting: who tells voices apart reads the same
blocks as who transcribes, and need not look for the speech again, which takes 1.5 s of processor for 501 s."""

MOST_KNOWN = 8


def _identity(path: Path, seconds: float, channel: int | None) -> tuple[object, ...]:
    """What decides the cuts; another file in the same place has another time or size."""
    try:
        found = path.stat()
    except OSError:
        return (path.absolute(), seconds, channel)
    return (path.absolute(), found.st_dev, found.st_ino, found.st_size, found.st_ctime_ns, seconds, channel)


def _cut(pieces: Iterator[FloatArray], duration: float | None, seconds: float) -> Iterator[Block]:
    """Blocks that each take an even share of what is left: one more than was meant would let a worker of two wait."""
    left = block_count(duration, seconds) if duration else 0
    first = count = 0
    earliest, latest = _reach(duration, seconds, first, left)
    waiting: list[FloatArray] = []
    for piece in pieces:
        waiting.append(piece)
        count += len(piece)
        while count > latest:
            buffer = np.concatenate(waiting)
            speech = _speech(buffer[:latest])
            cut = _quiet_place(buffer[:latest], speech, earliest)
            yield Block(first=first, samples=buffer[:cut], speech=_within(speech, cut))
            first, left, waiting, count = first + cut, left - 1, [buffer[cut:]], count - cut
            earliest, latest = _reach(duration, seconds, first, left)
    if count:
        rest = np.concatenate(waiting)
        yield Block(first=first, samples=rest, speech=_speech(rest))


def _reach(duration: float | None, seconds: float, first: int, left: int) -> tuple[int, int]:
    """Between which samples of the buffer the block that begins at `first` ends.

    That is a third of a block in which to find a silence: meetings pause more often than that.
    """
    rest = (duration or 0.0) - first / RATE
    # a recording that is longer than it says goes on in blocks of the usual length
    target = rest / left if left > 0 and rest > seconds / 4 else seconds
    return int(target * (1 - ROOM) * RATE), int(target * (1 + ROOM) * RATE)


def _cut_again(pieces: Iterator[FloatArray], cuts: Sequence[_Cut]) -> Iterator[Block]:
    """The blocks as they were cut before."""
    buffer = np.zeros(0, dtype=np.float32)
    for first, count, speech in cuts:
        while len(buffer) < count and (piece := next(pieces, None)) is not None:
            buffer = np.concatenate([buffer, piece])
        yield Block(first=first, samples=buffer[:count], speech=speech)
        buffer = buffer[count:]
    for _ in pieces:  # what is said about the whole recording is known at its end
        pass


def clock(seconds: float) -> str:
    """Seconds as h:mm:ss or mm:ss, as a player shows them."""
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60:02}:{rest % 60:02}"


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Any, Any]]:
    """The container and its best sound track; every failure of the decoder is raised as RecordingError."""
    head = audio_errors.first_bytes(path)
    audio_errors.refuse_other_kinds(path, head)
    import av

    # An open file instead of its name: names with a colon or a percent sign mean something else to the demuxers, and a
    # playlist must not make them open other files or addresses.
    options = {"protocol_whitelist": "none"}
    try:
        with path.open("rb") as source, av.open(source, metadata_errors="ignore", options=options) as container:
            stream = container.streams.best("audio")
            if stream is None:
                raise audio_errors.no_sound(path)
            yield container, stream
    except RecordingError:
        raise
    except (av.error.DecoderNotFoundError, av.codec.codec.UnknownCodecError) as error:
        raise audio_errors.no_decoder(path, str(error)) from error
    except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
        raise audio_errors.unreadable(path, head, error) from error


def _info(path: Path, container: Any, stream: Any) -> AudioInfo:
    names = container.format.name.split(",")
    suffix = path.suffix.lower().lstrip(".")
    context = stream.codec_context
    if context is None:
        raise audio_errors.no_decoder(path, "unknown codec")
    return AudioInfo(
        duration=_duration(container, stream),
        container=suffix if suffix in names else names[0],
        codec=context.name,
        channels=context.layout.nb_channels,
        sample_rate=context.sample_rate,
        tracks=len(container.streams.audio),
    )


def _duration(container: Any, stream: Any) -> float | None:
    """The sound track's own length; the container's is the longest track's, so it comes second."""
    import av

    if stream.duration and stream.time_base:
        seconds = float(stream.duration * stream.time_base)
    elif container.duration:
        seconds = container.duration / av.time_base
    else:
        return None
    return seconds if 0 < seconds < math.inf else None


def _doubts(path: Path, info: AudioInfo, damage: Damage, duration: float) -> Iterator[Issue]:
    """What the user should know about a recording that could be decoded, but perhaps not whole."""

    def issue(
        message: str, where: str = "", hint: str = audio_errors.AGAIN, *, severity: Severity = "warning"
    ) -> Issue:
        return Issue(severity=severity, stage="transcribe", where=path.name + where, message=message, hint=hint)

    if damage.count:
        pieces = "1 piece" if damage.count == 1 else f"{damage.count} pieces"
        place = "" if damage.first is None else f", {clock(damage.first)}"
        yield issue(f"The recording is damaged: {pieces} of it could not be decoded.", place)
    if damage.filled > MISSING_SECONDS:
        yield issue(
            f"{damage.filled:.0f} s inside the recording hold no sound data (a pause of the recorder, or damage); "
            "they count as silence.",
        )
    length = _promised(path, info, duration)
    if length is not None and length - duration > MISSING_SECONDS:
        yield issue(
            f"The recording seems to be cut off: it should last {clock(length)}, "
            f"but only {clock(duration)} could be decoded.",
            f", {clock(duration)}",
            severity="error",
        )
    if info.tracks > 1:
        hint = "If a voice is missing, mix the tracks into one and run again."
        yield issue(f"The recording has {info.tracks} sound tracks; only the main one was heard.", hint=hint)


def _promised(path: Path, info: AudioInfo, decoded: float) -> float | None:
    """How many seconds the file says it has; of a WAV that ends early the decoder only tells what is there."""
    share = wave_sizes.share_there(path)
    return decoded / share if share is not None and 0 < share < 1 else info.duration


def block_count(duration: float, seconds: float) -> int:
    """How many blocks of about `seconds` a recording is read in: an even number, so that two workers end together."""
    return 1 if duration <= seconds else 2 * math.ceil(duration / seconds / 2)


def _speech(audio: FloatArray) -> tuple[tuple[int, int], ...]:
    """Where somebody speaks, in samples: the voice detector's intervals, joined over pauses under 0.3 s."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(min_silence_duration_ms=300, speech_pad_ms=100)
    return tuple((int(found["start"]), int(found["end"])) for found in get_speech_timestamps(audio, options))


def _within(speech: tuple[tuple[int, int], ...], end: int) -> tuple[tuple[int, int], ...]:
    return tuple((start, min(stop, end)) for start, stop in speech if start < end)


def _quiet_place(audio: FloatArray, speech: tuple[tuple[int, int], ...], earliest: int) -> int:
    """Where to cut from `earliest` on: amid the longest pause, else at the quietest tenth of a second."""
    edges = [0, *(edge for interval in speech for edge in interval), len(audio)]
    pauses = [(max(a, earliest), b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > earliest]
    length, place = max(((b - a, (a + b) // 2) for a, b in pauses), default=(0, 0), key=lambda pause: pause[0])
    if length >= RATE // 10:
        return place
    frame = RATE // 10
    tail = audio[earliest : earliest + (len(audio) - earliest) // frame * frame].reshape(-1, frame)
    return earliest + int((tail**2).mean(axis=1).argmin()) * frame + frame // 2
