"""Words and voices become turns: who said what, from a recording's recognition or from an imported transcript.

A voice's name comes from the surest source that has one: what a person wrote (`names`), the platform's or the track's
name, an enrolled voice, and last what was said (`stages.naming`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from meetbot.model.base import Issue, Severity
from meetbot.model.company import Roster
from meetbot.model.transcript import (
    ImportedTranscript,
    NameSource,
    Recognition,
    Segment,
    SourceFile,
    Speaker,
    Transcript,
    VoiceInterval,
)
from meetbot.stages.naming import named
from meetbot.stages.participants import is_address, is_device, match_person, shown_labels, shown_name
from meetbot.stages.pieces import Piece, pieces_of, with_voices
from meetbot.stages.repair import repaired
from meetbot.stages.turns import turns_of

NO_NAMES: Mapping[str, str | None] = MappingProxyType({})
CONFIDENT = 0.8
"""The default of `transcription.name_confidence`."""


def attribute(
    recognition: Recognition,
    roster: Roster,
    *,
    names: Mapping[str, str | None] = NO_NAMES,
    repair: bool = True,
    vocabulary: Sequence[str] = (),
    threshold: float = CONFIDENT,
) -> Transcript:
    """The transcript of a recording: every word in one turn, each turn one voice; names only from the roster.

    `names` are what a person wrote for labels, null for somebody who stays unnamed. With `repair` names that were
    misheard are written as the roster and `vocabulary` have them. What was said names a voice from `threshold` on.
    """
    segments = tuple(s for s in recognition.segments if s.text.strip())
    said, repairs = repaired(segments, roster, vocabulary) if repair else (segments, ())
    pieces = _voiced([piece for segment in said for piece in _labelled(segment)], recognition.diarization)
    known = {voice.label: voice for voice in recognition.voices}
    voices = _voices(_in_order(pieces), known, roster, names)
    transcript = Transcript(
        source=recognition.source,
        language=recognition.language,
        duration=recognition.duration,
        speakers=voices.speakers,
        turns=turns_of(_under(voices.under, pieces)),
        segments=segments,
        recogniser=recognition.recogniser,
        repairs=repairs,
        suppressed=recognition.suppressed,
        issues=(*recognition.issues, *voices.issues),
    )
    return named(transcript, roster, threshold=threshold, shared=voices.shared)


def attribute_import(
    imported: ImportedTranscript,
    *,
    source: SourceFile,
    roster: Roster,
    language: str,
    names: Mapping[str, str | None] = NO_NAMES,
    threshold: float = CONFIDENT,
) -> Transcript:
    """The transcript of an imported file: cues of one speaker joined to turns, platform names mapped to the roster.

    Cues without a name have the voice that the file's intervals (RTTM) show there. `names` and `threshold` are as in
    `attribute`.
    """
    segments = tuple(s for s in imported.segments if s.text.strip())
    intervals = _numbered(imported.intervals, roster)
    heard = (segment.speaker for segment in segments if segment.speaker is not None)
    shown = shown_labels(heard, taken={interval.speaker for interval in intervals})
    pieces: list[Piece] = []
    for segment, following in zip(segments, [*segments[1:], None], strict=False):
        found = pieces_of(segment, until=_end(segment, following), source=segment.time_source or imported.time_source)
        pieces += (replace(piece, speaker=shown.get(segment.speaker or "")) for piece in found)
    pieces = _voiced(pieces, intervals)
    addresses = {label: name for name, label in shown.items() if label is not None and is_address(name)}
    voices = _participants(_in_order(pieces), roster, names, addresses)
    times = (imported.duration, *(time for s in segments for time in (s.start, s.end)))
    transcript = Transcript(
        source=source,
        language=imported.language or language,
        duration=max((time for time in times if time is not None), default=None),
        speakers=voices.speakers,
        turns=turns_of(_under(voices.under, pieces)),
        segments=segments,
        suppressed=imported.suppressed,
        chat=imported.chat,
        issues=(*imported.issues, *voices.issues),
    )
    return named(transcript, roster, threshold=threshold, shared=voices.shared)


def silent_attendees(transcript: Transcript, roster: Roster) -> tuple[str, ...] | None:
    """The expected attendees who did not speak; None when it can't be known, because a voice has no name."""
    names = {s.label: s.name for s in transcript.speakers}
    spoke = {names.get(turn.speaker) if turn.speaker is not None else None for turn in transcript.turns}
    silent = tuple(p.name for p in roster.attendees() if p.name not in spoke)
    return None if silent and (None in spoke or not spoke) else silent


def _labelled(segment: Segment) -> Iterable[Piece]:
    """The segment's pieces under the label that it came with: a track's or none."""
    return (replace(piece, speaker=segment.speaker) for piece in pieces_of(segment, until=segment.end))


def _voiced(pieces: Sequence[Piece], intervals: Sequence[VoiceInterval]) -> list[Piece]:
    """The pieces, those without a label under the voice that was heard there."""
    placed = iter(with_voices([piece for piece in pieces if piece.speaker is None], intervals))
    return [piece if piece.speaker is not None else next(placed) for piece in pieces]


def _in_order(pieces: Sequence[Piece]) -> list[str]:
    return list(dict.fromkeys(piece.speaker for piece in pieces if piece.speaker is not None))


def _under(labels: Mapping[str, str], pieces: Sequence[Piece]) -> Iterable[Piece]:
    return (replace(p, speaker=labels[p.speaker]) if p.speaker is not None else p for p in pieces)


def _end(segment: Segment, following: Segment | None) -> float | None:
    """When the cue ends; where the file has only starts, when the next one begins."""
    if segment.end is not None or segment.start is None or following is None or following.start is None:
        return segment.end
    return following.start if following.start >= segment.start else None


def _numbered(intervals: Sequence[VoiceInterval], roster: Roster) -> list[VoiceInterval]:
    """The intervals with the labels of our own voices, numbered as they are first heard: readers see `Voz 2`.

    A label that is the name of one of the people (`Laura_Méndez`) stays: whoever made the file wrote it.
    """
    ordered = sorted(intervals, key=lambda i: (i.start, i.end, i.speaker))
    labels = list(dict.fromkeys(i.speaker for i in ordered))
    people = {label for label in labels if match_person(label, roster).kind == "one"}
    nameless = [label for label in labels if label not in people]
    shown = {label: label for label in people} | {label: f"SPEAKER_{n:02d}" for n, label in enumerate(nameless)}
    return [i.model_copy(update={"speaker": shown[i.speaker]}) for i in ordered]


# --- whose the voices are ---------------------------------------------------------------------------------------------

_SUREST: tuple[NameSource, ...] = ("corrected", "platform", "track", "enrolment", "introduction", "addressed", "none")


@dataclass(frozen=True, kw_only=True)
class _Named:
    """One label: whose it is, and what could not be settled. `shared`: several people may speak under it."""

    speaker: Speaker
    issues: tuple[Issue, ...] = ()
    shared: bool = False


@dataclass(frozen=True, kw_only=True)
class _Voices:
    """The speakers of a transcript, the label under which each label's words stand, and what could not be settled."""

    speakers: tuple[Speaker, ...]
    under: Mapping[str, str]
    shared: frozenset[str]
    issues: tuple[Issue, ...]


def _voices(
    labels: Sequence[str], known: Mapping[str, Speaker], roster: Roster, names: Mapping[str, str | None]
) -> _Voices:
    """The voices of a recording."""

    def found(label: str) -> _Named:
        voice = known.get(label, Speaker(label=label))
        if voice.name is not None and voice.name_source == "track":
            return _of_track(_participant(label, voice.name, roster, source="track"), voice)
        person = roster.person(voice.name)
        update = {"name": person.name, "department": person.department} if person else {}
        return _Named(speaker=voice.model_copy(update=update) if person else _nobody(voice))

    return _settled(labels, found, roster, names)


def _participants(
    labels: Sequence[str], roster: Roster, names: Mapping[str, str | None], addresses: Mapping[str, str]
) -> _Voices:
    """The speakers of a platform's file; `addresses` has the mail address where a label stands for one."""

    def found(label: str) -> _Named:
        return _participant(label, addresses.get(label, label), roster, source="platform")

    return _settled(labels, found, roster, names)


def _settled(
    labels: Sequence[str], found: Callable[[str], _Named], roster: Roster, names: Mapping[str, str | None]
) -> _Voices:
    """Each voice by the surest source; two labels of one person (telephone and computer) are one, under the first."""
    speakers: dict[str, Speaker] = {}
    under: dict[str, str] = {}
    of_person: dict[str, str] = {}
    shared: set[str] = set()
    issues: list[Issue] = []
    for label in labels:
        one = _corrected(label, names[label], roster) if label in names else found(label)
        name = one.speaker.name
        under[label] = label if name is None else of_person.setdefault(name, label)
        first = speakers.get(under[label])
        if first is None or _SUREST.index(one.speaker.name_source) < _SUREST.index(first.name_source):
            speakers[under[label]] = one.speaker.model_copy(update={"label": under[label]})
        shared |= {label} if one.shared else set()
        issues += one.issues
    return _Voices(speakers=tuple(speakers.values()), under=under, shared=frozenset(shared), issues=tuple(issues))


def _nobody(voice: Speaker) -> Speaker:
    """The voice without a name that the roster doesn't have."""
    return Speaker(label=voice.label, guesses=voice.guesses)


def _corrected(label: str, name: str | None, roster: Roster) -> _Named:
    """What a person said of the voice; somebody of no name stays so, and nothing else is tried."""
    if name is None:
        return _Named(speaker=Speaker(label=label, name_source="corrected"))
    match = match_person(name, roster)
    person = match.people[0] if match.kind == "one" else None
    speaker = Speaker(
        label=label,
        name=person.name if person else shown_name(name),
        department=person.department if person else None,
        name_source="corrected",
        confidence=1.0,
    )
    return _Named(speaker=speaker, issues=() if person else (_unknown(label, speaker.name or label),))


def _participant(label: str, written: str, roster: Roster, *, source: NameSource) -> _Named:
    """Whom the name means that a platform or a track's file has."""
    match = match_person(written, roster)
    if match.kind == "one":
        person = match.people[0]
        named_one = Speaker(
            label=label,
            name=person.name,
            department=person.department,
            name_source=source,
            confidence=match.confidence,
        )
        return _Named(speaker=named_one)
    if match.kind == "several":
        people = " or ".join(p.name for p in match.people)
        message = f"The name “{written}” may mean {people}; it stays without a name."
        hint = "Say who it is with `meetbot speakers`, or give that person an alias that the others don't have."
        return _Named(speaker=Speaker(label=label), issues=(_issue("warning", label, message, hint),))
    if match.kind == "shared":
        message = f"“{written}” may be several people at one microphone or account; it stays without a name."
        hint = "If one person spoke there, say so with `meetbot speakers`."
        return _Named(speaker=Speaker(label=label), issues=(_issue("info", label, message, hint),), shared=True)
    if match.kind == "placeholder" or is_device(written):
        return _Named(speaker=Speaker(label=label))
    name = shown_name(written)
    return _Named(speaker=Speaker(label=label, name=name, name_source=source), issues=(_unknown(label, name),))


def _of_track(found: _Named, voice: Speaker) -> _Named:
    """The same, never surer than the name of a track's file can be."""
    sure = found.speaker.confidence
    if sure is None or voice.confidence is None:
        return found
    return replace(found, speaker=found.speaker.model_copy(update={"confidence": round(sure * voice.confidence, 3)}))


def _unknown(label: str, name: str) -> Issue:
    hint = "`meetbot speakers` asks once who it is and which department, and remembers it under [[people]]."
    return _issue("info", label, f"“{name}” is not in the list of people; no department is known.", hint)


def _issue(severity: Severity, where: str, message: str, hint: str) -> Issue:
    return Issue(severity=severity, stage="attribute", where=where, message=message, hint=hint)
