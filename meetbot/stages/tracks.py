"""Several sound tracks of one meeting become one recognition: on one clock, each track its own speaker."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, groupby, pairwise

from meetbot.model.base import Issue
from meetbot.model.transcript import Recognition, Segment, Speaker, Suppressed, VoiceInterval, Voices, Word
from meetbot.ports import Track
from meetbot.stages.crosstalk import Levels, Place, foreign, leaked
from meetbot.stages.pieces import pieces_of, with_voices

PAUSE_SECONDS = 0.5
"""A pause in which somebody on another track can answer; there a segment is cut, so that the answer comes after it."""

APART_SECONDS = 2.0
"""Tracks of one recorder are as long as each other but for this; others may not have begun together."""

FROM_TRACK = 0.95
"""How sure the name of a track's file is: recorders take it from the account, which somebody else may have used."""


def merged(parts: Sequence[tuple[Track, Recognition]], *, levels: Levels = ()) -> Recognition:
    """What was heard in all tracks, in order of time on the meeting's clock, each segment under its track's label.

    What a microphone caught of somebody who has a track of their own is suppressed there; what it caught of somebody
    who has none is that voice's, without a name. `levels` are by track how loud it is in each tenth of a second of the
    meeting, in dB against its own speech.
    """
    (only, first), *others = parts
    if not others and only.label is None:
        return _later(first, only.offset)
    tracks = [track for track, _ in parts]
    heard = [_later(recognition, track.offset) for track, recognition in parts]
    streams, suppressed = _own_words(tracks, [recognition.segments for recognition in heard], levels)
    segments = _in_order(streams)
    return first.model_copy(
        update={
            "language": _language(heard),
            "duration": max(recognition.duration for recognition in heard),
            "segments": segments,
            "diarization": tuple(_intervals(segments)),
            "voices": _voices(streams),
            "missing": tuple(sorted(stretch for recognition in heard for stretch in recognition.missing)),
            "suppressed": _by_time([*suppressed, *(one for recognition in heard for one in recognition.suppressed)]),
            "issues": (*_once(issue for each in heard for issue in each.issues), *_unequal(parts), *_strays(streams)),
        }
    )


def voiced(recognition: Recognition, voices: Voices) -> Recognition:
    """The recognition with the voices that were told apart; in a track that holds several each word under its own."""
    update = {"diarization": voices.intervals, "voices": voices.speakers}
    segments = recognition.segments
    if recognition.voices and recognition.voices != voices.speakers:
        inside = _inside(recognition, voices)
        parts = (part for segment in segments for part in _by_voice(segment, inside.get(segment.speaker or "", ())))
        segments = tuple(part.model_copy(update={"id": number}) for number, part in enumerate(parts))
    return recognition.model_copy(update={**update, "segments": segments})


def _inside(recognition: Recognition, voices: Voices) -> dict[str, list[VoiceInterval]]:
    """By track without a name the intervals of the voices in it: those that speak when it does."""
    unnamed = {voice.label for voice in recognition.voices if voice.name is None}
    named = {voice.label for voice in recognition.voices} - unnamed
    of_tracks = [interval for interval in recognition.diarization if interval.speaker in unnamed]
    shared: dict[str, dict[str, float]] = {}
    for voice in (interval for interval in voices.intervals if interval.speaker not in named):
        tracks = shared.setdefault(voice.speaker, dict.fromkeys(sorted(unnamed), 0.0))
        for interval in of_tracks:
            tracks[interval.speaker] += max(0.0, min(voice.end, interval.end) - max(voice.start, interval.start))
    inside: dict[str, list[VoiceInterval]] = {}
    for interval in voices.intervals:
        if interval.speaker in shared:
            times = shared[interval.speaker]
            inside.setdefault(max(times, key=lambda label: times[label]), []).append(interval)
    return inside


def _by_voice(segment: Segment, voices: Sequence[VoiceInterval]) -> Iterator[Segment]:
    """The segment in parts of one voice each; words near no voice go with the words before them."""
    if not voices:
        yield segment
        return
    words = [word for word in segment.words if word.text.strip()]
    pieces = with_voices(list(pieces_of(segment, until=segment.end)), voices)
    first = next((piece.speaker for piece in pieces if piece.speaker is not None), voices[0].speaker)
    labels = list(accumulate(pieces, lambda label, piece: piece.speaker or label, initial=first))[1:]
    if not words:
        yield segment.model_copy(update={"speaker": first})
        return
    for label, part in groupby(zip(words, labels, strict=True), lambda one: one[1]):
        yield _of(segment, [word for word, _ in part]).model_copy(update={"speaker": label})


def _later(recognition: Recognition, offset: float) -> Recognition:
    """The recognition on the meeting's clock."""
    if not offset:
        return recognition

    def moved(time: float | None) -> float | None:
        return None if time is None else round(time + offset, 3)

    def segment(one: Segment) -> Segment:
        words = tuple(w.model_copy(update={"start": moved(w.start), "end": moved(w.end)}) for w in one.words)
        return one.model_copy(update={"start": moved(one.start), "end": moved(one.end), "words": words})

    return recognition.model_copy(
        update={
            "duration": round(recognition.duration + offset, 3),
            "segments": tuple(segment(one) for one in recognition.segments),
            "diarization": tuple(
                i.model_copy(update={"start": moved(i.start), "end": moved(i.end)}) for i in recognition.diarization
            ),
            "suppressed": tuple(
                s.model_copy(update={"start": moved(s.start), "end": moved(s.end)}) for s in recognition.suppressed
            ),
            "missing": tuple((start + offset, end + offset) for start, end in recognition.missing),
        }
    )


@dataclass(frozen=True, kw_only=True)
class _Stream:
    """What one voice said in one track: the track's own person, or somebody (`stray`) who is heard there from afar."""

    track: Track
    label: str | None
    segments: Sequence[Segment]
    stray: bool = False


def _own_words(
    tracks: Sequence[Track], heard: Sequence[Sequence[Segment]], levels: Levels
) -> tuple[list[_Stream], list[Suppressed]]:
    """Each track's own words, then those of others who have no track, and what leaked from one track into another."""
    gone = leaked(heard, levels)
    # a track that nobody's name is on may be a room, in which people sit near and far: its voices are told apart later
    strays = [
        foreign(number, segments, gone[number], levels) if track.name else set()
        for number, (track, segments) in enumerate(zip(tracks, heard, strict=True))
    ]
    own = [
        _Stream(track=track, label=track.label, segments=_chosen(segments, without={*lost, *far}))
        for track, segments, lost, far in zip(tracks, heard, gone, strays, strict=True)
    ]
    far_away = [(track, segments, far) for track, segments, far in zip(tracks, heard, strays, strict=True) if far]
    others = [
        _Stream(track=track, label=label, segments=_chosen(segments, only=far), stray=True)
        for label, (track, segments, far) in zip(_free_labels(tracks), far_away, strict=False)
    ]
    suppressed = [
        _suppressed(segment, number, places, tracks)
        for segments, places in zip(heard, gone, strict=True)
        for number, segment in enumerate(segments)
        if any(place[0] == number for place in places)
    ]
    return [*own, *others], suppressed


def _free_labels(tracks: Sequence[Track]) -> Iterator[str]:
    """Labels of voices that no track has."""
    taken = {track.label for track in tracks}
    return (label for number in count(len(tracks)) if (label := f"SPEAKER_{number:02d}") not in taken)


def _chosen(
    segments: Sequence[Segment], *, only: Collection[Place] | None = None, without: Collection[Place] = ()
) -> list[Segment]:
    """The segments with those words, cut where others were between them."""

    def wanted(place: Place) -> bool:
        return place not in without if only is None else place in only

    return [part for number, segment in enumerate(segments) for part in _with(segment, number, wanted)]


def _with(segment: Segment, number: int, wanted: Callable[[Place], bool]) -> Iterator[Segment]:
    flags = [wanted((number, index)) for index in range(max(1, len(segment.words)))]
    if all(flags):
        yield segment
        return
    for kept, part in groupby(zip(flags, segment.words, strict=False), lambda one: one[0]):
        words = [word for _, word in part]
        if kept and any(word.text.strip() for word in words):
            yield _of(segment, words)


def _of(segment: Segment, words: Sequence[Word]) -> Segment:
    """The part of the segment that has those words."""
    update = {"words": tuple(words), "text": "".join(word.text for word in words).strip()}
    return segment.model_copy(update={**update, "start": words[0].start, "end": words[-1].end})


def _suppressed(
    segment: Segment, number: int, places: Mapping[tuple[int, int], int], tracks: Sequence[Track]
) -> Suppressed:
    """What was taken out of one segment, and in whose track most of it was said."""
    taken = {index: keeper for (own, index), keeper in places.items() if own == number}
    words = [word for index, word in enumerate(segment.words) if index in taken]
    keepers = sorted(taken.values())
    label = tracks[max(keepers, key=keepers.count)].label
    return Suppressed(
        start=words[0].start if words else segment.start or 0.0,
        end=words[-1].end if words else segment.end or 0.0,
        text="".join(word.text for word in words).strip() if words else segment.text,
        reason=f"leaked from the track of {label}",
    )


def _in_order(streams: Sequence[_Stream]) -> tuple[Segment, ...]:
    """The segments of all voices by time, cut where somebody else answers in a pause, under their labels."""
    found: list[tuple[float, int, Segment]] = []
    for number, stream in enumerate(streams):
        others = sorted(start for other in streams if other is not stream for start in _starts(other.segments))
        parts = (part for segment in stream.segments for part in _cut(segment, others))
        label = {"speaker": stream.label}
        found += ((part.start or 0.0, number, part.model_copy(update=label)) for part in parts)
    ordered = sorted(found, key=lambda one: one[:2])
    return tuple(segment.model_copy(update={"id": number}) for number, (_, _, segment) in enumerate(ordered))


def _starts(segments: Sequence[Segment]) -> Iterator[float]:
    """When something begins to be said, after a pause or at a segment's start."""
    for segment in segments:
        if segment.start is not None:
            yield segment.start
        yield from (b.start for a, b in pairwise(segment.words) if b.start - a.end >= PAUSE_SECONDS)


def _cut(segment: Segment, others: Sequence[float]) -> Iterator[Segment]:
    """The segment in parts, cut in each pause in which somebody else begins to speak."""
    if not segment.words:
        yield segment
        return
    held = [segment.words[0]]
    for word in segment.words[1:]:
        answered = bisect_left(others, held[-1].end) < bisect_left(others, word.start)
        if answered and word.start - held[-1].end >= PAUSE_SECONDS:
            yield _of(segment, held)
            held = []
        held.append(word)
    yield segment if len(held) == len(segment.words) else _of(segment, held)


def _intervals(segments: Sequence[Segment]) -> Iterator[VoiceInterval]:
    """When each track speaks; of two at once both."""
    for segment in segments:
        if segment.speaker is not None and segment.start is not None and segment.end is not None:
            yield VoiceInterval(start=segment.start, end=segment.end, speaker=segment.speaker)


def _voices(streams: Sequence[_Stream]) -> tuple[Speaker, ...]:
    """The voice of each track and of whoever has none; two files of one name are one person who came back."""
    voices: dict[str, Speaker] = {}
    for stream in streams:
        label, name = stream.label or "", None if stream.stray else stream.track.name
        voices.setdefault(
            label,
            Speaker(label=label, name=name, name_source="track", confidence=FROM_TRACK)
            if name
            else Speaker(label=label),
        )
    return tuple(voices.values())


def _strays(streams: Sequence[_Stream]) -> Iterator[Issue]:
    """A word on each voice that is heard in somebody else's track only."""
    for stream in (stream for stream in streams if stream.stray):
        first = min((segment.start or 0.0 for segment in stream.segments), default=0.0)
        yield Issue(
            severity="warning",
            stage="transcribe",
            where=f"{stream.track.path.name}, {int(first) // 60:02}:{int(first) % 60:02}",
            message=f"Somebody who has no track is heard from afar in the track of {stream.track.name}; what they "
            f"said stands under {stream.label}, a voice without a name.",
            hint="Is a track missing or empty? Put it into the folder and run again with `--replace`, or say who it is "
            "with `meetbot speakers`.",
        )


def _language(heard: Sequence[Recognition]) -> str:
    """The language in which most words were said."""
    words: dict[str, int] = {}
    for recognition in heard:
        count = sum(len(segment.text.split()) for segment in recognition.segments)
        words[recognition.language] = words.get(recognition.language, 0) + count
    return max(words, key=lambda language: words[language])


def _by_time(suppressed: Sequence[Suppressed]) -> tuple[Suppressed, ...]:
    return tuple(sorted(suppressed, key=lambda one: (one.start, one.end, one.text)))


def _once(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """The issues without repetitions: two channels of one file have the same damage."""
    return tuple(dict.fromkeys(issues))


def _unequal(parts: Sequence[tuple[Track, Recognition]]) -> tuple[Issue, ...]:
    """A word on tracks that may not have begun together."""
    lengths = [recognition.duration for _, recognition in parts]
    if max(lengths) - min(lengths) <= APART_SECONDS:
        return ()
    shortest = min(parts, key=lambda part: part[1].duration)[0].path.name
    if any(track.offset for track, _ in parts):
        where = ", ".join(f"{track.path.name} {track.offset:.0f} s" for track, _ in parts)
        message = f"The tracks began at different times, as their files say: {where}."
        return (Issue(severity="info", stage="transcribe", where=shortest, message=message),)
    return (
        Issue(
            severity="warning",
            stage="transcribe",
            where=shortest,
            message=f"The tracks are between {min(lengths):.0f} and {max(lengths):.0f} s long, and no file says when "
            "it began; they are taken to begin together.",
            hint="If somebody answers before being asked, put silence before that person's track and run again.",
        ),
    )
