"""Words and voices become turns: who said what, from a recording's recognition or from an imported transcript."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from meetbot.model.base import Issue, Severity
from meetbot.model.company import Roster
from meetbot.model.transcript import (
    ImportedTranscript,
    Recognition,
    Segment,
    SourceFile,
    Speaker,
    TimeSource,
    Transcript,
    Turn,
    VoiceInterval,
)
from meetbot.stages.participants import match_person, shown_name

LONG_PAUSE_SECONDS = 2.0
"""A silence after which the same speaker begins a new turn."""

_LONG_TURN_WORDS = 60
_LONGEST_TURN_WORDS = 120
# Without voices a new sentence may be somebody else's, so turns are kept shorter.
_LONG_UNKNOWN_TURN_WORDS = 20
_BREATH_SECONDS = 0.6
# A diarizer places a change of voice within about half a window; a shorter run inside a sentence is such an error.
_FLIP_SECONDS = 0.6
_NEAR_SECONDS = 1.0

_SENTENCE_END = re.compile(r"[.!?…][\"'»”’)\]]*$")
_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[\"'»”’)\]]*(?=\s)|$)\s*", re.DOTALL)
# Not ends of sentences, though a full stop follows.
_ABBREVIATION = re.compile(
    r"(?:^|\s)(?:sr|sra|srta|dr|dra|lic|ing|arq|prof|vs|etc|núm|no|aprox|av|mr|mrs|ms|p|ej|\w)\.$", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """The smallest stretch of text that has one speaker: a word with its time, or a sentence of an imported cue."""

    text: str
    start: float | None
    end: float | None
    time_source: TimeSource
    segment: int
    speaker: str | None = None
    source_line: int | None = None
    glued: bool = False

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence ends with this piece."""
        return bool(_SENTENCE_END.search(self.text)) and not _ABBREVIATION.search(self.text)


def attribute(recognition: Recognition, roster: Roster) -> Transcript:
    """The transcript of a recording: every word in one turn, each turn one voice; names only from the roster."""
    segments = tuple(s for s in recognition.segments if s.text.strip())
    pieces = [piece for segment in segments for piece in _pieces(segment, until=segment.end)]
    if recognition.diarization:
        pieces = _smoothed(_with_voices(pieces, recognition.diarization), recognition.diarization)
    turns = _turns(pieces)
    labels = dict.fromkeys(turn.speaker for turn in turns if turn.speaker is not None)
    known = {voice.label: voice for voice in recognition.voices}
    return Transcript(
        source=recognition.source,
        language=recognition.language,
        duration=recognition.duration,
        speakers=tuple(_voice(label, known.get(label), roster) for label in labels),
        turns=turns,
        segments=segments,
        recogniser=recognition.recogniser,
        issues=recognition.issues,
    )


def attribute_import(imported: ImportedTranscript, *, source: SourceFile, roster: Roster, language: str) -> Transcript:
    """The transcript of an imported file: cues of one speaker joined to turns, platform names mapped to the roster."""
    segments = tuple(s for s in imported.segments if s.text.strip())
    speakers, labels, issues = _participants(segments, roster)
    starts: list[float | None] = [s.start for s in segments]
    pieces: list[Piece] = []
    for segment, following in zip(segments, [*starts[1:], None], strict=True):
        label = labels.get(segment.speaker or "")
        until = segment.end if segment.end is not None else following
        pieces += (replace(p, speaker=label) for p in _pieces(segment, until=until, source=imported.time_source))
    ends = [time for s in segments for time in (s.start, s.end) if time is not None]
    return Transcript(
        source=source,
        language=imported.language or language,
        duration=max(ends, default=None),
        speakers=speakers,
        turns=_turns(pieces),
        segments=segments,
        issues=(*imported.issues, *issues),
    )


def silent_attendees(transcript: Transcript, roster: Roster) -> tuple[str, ...] | None:
    """The expected attendees who did not speak; None when it can't be known, because a voice has no name."""
    names = {s.label: s.name for s in transcript.speakers}
    spoke = {names.get(turn.speaker) if turn.speaker is not None else None for turn in transcript.turns}
    silent = tuple(p.name for p in roster.attendees() if p.name not in spoke)
    return None if silent and (None in spoke or not spoke) else silent


def _voice(label: str, voice: Speaker | None, roster: Roster) -> Speaker:
    """The voice as the roster knows it; a name that the roster lacks is no name."""
    person = roster.person(voice.name) if voice is not None else None
    if voice is None or person is None:
        return Speaker(label=label)
    return voice.model_copy(update={"name": person.name, "department": person.department})


# --- pieces -----------------------------------------------------------------------------------------------------------


def _pieces(segment: Segment, *, until: float | None, source: TimeSource = "measured") -> Iterator[Piece]:
    """The segment's words, or its sentences with times shared out by length when the source has no word times."""
    if segment.words:
        spaced = any(word.text[:1].isspace() for word in segment.words[1:])
        for number, word in enumerate(segment.words):
            if word.text.strip():
                yield Piece(
                    text=word.text.strip(),
                    start=word.start,
                    end=word.end,
                    time_source=source,
                    segment=segment.id,
                    source_line=segment.source_line,
                    glued=spaced and number > 0 and not word.text[:1].isspace(),
                )
        return
    sentences = _sentences(segment.text)
    length = sum(map(len, sentences))
    done = 0
    for number, sentence in enumerate(sentences):
        first, last = number == 0, number == len(sentences) - 1
        start = segment.start if first else _between(segment.start, until, done / length)
        done += len(sentence)
        yield Piece(
            text=sentence,
            start=start,
            end=segment.end if last else _between(segment.start, until, done / length),
            time_source="none" if start is None else source if first else "interpolated",
            segment=segment.id,
            source_line=segment.source_line,
        )


def _sentences(text: str) -> list[str]:
    """The text cut after each sentence, white space made single."""
    sentences: list[str] = []
    held = ""
    for part in (match.group().strip() for match in _SENTENCE.finditer(text)):
        held = f"{held} {part}".strip()
        held_words = " ".join(held.split())
        if not _ABBREVIATION.search(held_words):
            sentences.append(held_words)
            held = ""
    return [*sentences, " ".join(held.split())] if held else sentences


def _between(start: float | None, end: float | None, share: float) -> float | None:
    if start is None or end is None or end < start:
        return None
    return round(start + (end - start) * share, 3)


# --- voices -----------------------------------------------------------------------------------------------------------


def _with_voices(pieces: Sequence[Piece], intervals: Sequence[VoiceInterval]) -> list[Piece]:
    """Each piece with the voice that overlaps it longest; none where nobody was heard."""
    ordered = sorted(intervals, key=lambda i: (i.start, i.end, i.speaker))
    placed: list[Piece] = []
    first = 0
    longest = max(i.end - i.start for i in ordered)
    for piece in pieces:
        if piece.start is None or piece.end is None:
            placed.append(piece)
            continue
        while first < len(ordered) and ordered[first].start < piece.start - longest:
            first += 1
        shares: dict[str, float] = {}
        for interval in ordered[first:]:
            if interval.start >= piece.end:
                break
            shares[interval.speaker] = shares.get(interval.speaker, 0.0) + max(0.0, _overlap(piece, interval))
        best = max(shares, key=lambda label: shares[label], default=None)
        placed.append(replace(piece, speaker=best if best is not None and shares[best] > 0 else None))
    return placed


def _overlap(piece: Piece, interval: VoiceInterval) -> float:
    assert piece.start is not None  # noqa: S101
    assert piece.end is not None  # noqa: S101
    return min(piece.end, interval.end) - max(piece.start, interval.start)


def _smoothed(pieces: Sequence[Piece], intervals: Sequence[VoiceInterval]) -> list[Piece]:
    """The pieces without flips inside a sentence, and with a voice for words that fell into a gap of the voices."""
    smoothed: list[Piece] = []
    for sentence in _in_sentences(pieces):
        runs = _runs(sentence)
        settled = [run for run in runs if run[0].speaker is not None and _seconds(run) >= _FLIP_SECONDS]
        if not settled:
            smoothed += _filled(_by_majority(sentence), intervals)
            continue
        for number, run in enumerate(runs):
            if any(run is other for other in settled):
                smoothed += run
            else:
                nearest = min(settled, key=lambda other: abs(_index(runs, other) - number))
                smoothed += (replace(piece, speaker=nearest[0].speaker) for piece in run)
    return smoothed


def _in_sentences(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    held: list[Piece] = []
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        held.append(piece)
        if following is None or piece.ends_sentence or _pause(piece, following) > _BREATH_SECONDS:
            yield held
            held = []


def _runs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and runs[-1][-1].speaker == piece.speaker:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _index(runs: Sequence[list[Piece]], wanted: list[Piece]) -> int:
    return next(number for number, run in enumerate(runs) if run is wanted)


def _seconds(run: Sequence[Piece]) -> float:
    start, end = run[0].start, run[-1].end
    return 0.0 if start is None or end is None else end - start


def _by_majority(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence too short for two voices: all of it goes to the voice that has most of its time."""
    shares: dict[str, float] = {}
    for piece in sentence:
        if piece.speaker is not None:
            shares[piece.speaker] = shares.get(piece.speaker, 0.0) + _seconds([piece])
    best = max(shares, key=lambda label: shares[label], default=None)
    return [replace(piece, speaker=best) for piece in sentence]


def _filled(sentence: Sequence[Piece], intervals: Sequence[VoiceInterval]) -> list[Piece]:
    """A sentence in which no voice was heard goes to the voice beside it, if one is near enough."""
    start, end = sentence[0].start, sentence[-1].end
    if sentence[0].speaker is not None or start is None or end is None:
        return list(sentence)
    distance, label = min((max(i.start - end, start - i.end), i.speaker) for i in intervals)
    return [replace(piece, speaker=label if distance <= _NEAR_SECONDS else None) for piece in sentence]


# --- turns ------------------------------------------------------------------------------------------------------------


def _turns(pieces: Iterable[Piece]) -> tuple[Turn, ...]:
    groups: list[list[Piece]] = []
    words = 0
    for piece in pieces:
        if groups and not _turn_ends(groups[-1][-1], piece, words=words):
            groups[-1].append(piece)
        else:
            groups.append([piece])
            words = 0
        words += len(piece.text.split())
    return tuple(_turn(number, group) for number, group in enumerate(groups, 1))


def _turn_ends(piece: Piece, following: Piece, *, words: int) -> bool:
    """Whether a new turn begins between the two, the turn so far having that many words."""
    if piece.speaker != following.speaker or words >= _LONGEST_TURN_WORDS:
        return True
    pause = _pause(piece, following)
    if pause > LONG_PAUSE_SECONDS:
        return True
    if not piece.ends_sentence:
        return False
    if piece.speaker is None:
        return words >= _LONG_UNKNOWN_TURN_WORDS or pause > _BREATH_SECONDS
    return words >= _LONG_TURN_WORDS


def _pause(piece: Piece, following: Piece) -> float:
    return 0.0 if piece.end is None or following.start is None else following.start - piece.end


def _turn(number: int, pieces: Sequence[Piece]) -> Turn:
    first = pieces[0]
    return Turn(
        id=f"t{number:04d}",
        speaker=first.speaker,
        start=first.start,
        end=next((p.end for p in reversed(pieces) if p.end is not None), None),
        time_source=first.time_source,
        text="".join(p.text if p.glued or p is first else f" {p.text}" for p in pieces),
        segments=tuple(dict.fromkeys(p.segment for p in pieces)),
        source_line=first.source_line,
    )


# --- names of a platform ----------------------------------------------------------------------------------------------


def _participants(
    segments: Sequence[Segment], roster: Roster
) -> tuple[tuple[Speaker, ...], dict[str, str], tuple[Issue, ...]]:
    """The speakers, the label of each name that the file uses, and what could not be settled.

    Two names of one person (telephone and computer) become one speaker under the first of them.
    """
    speakers: dict[str, Speaker] = {}
    labels: dict[str, str] = {}
    of_person: dict[str, str] = {}
    issues: list[Issue] = []
    for raw in dict.fromkeys(s.speaker for s in segments if s.speaker is not None):
        label = shown_name(raw)
        if not label:
            continue
        speaker, found = _participant(label, roster)
        if speaker.department is not None or (speaker.name is not None and roster.person(speaker.name) is not None):
            label = of_person.setdefault(speaker.name or label, label)
        labels[raw] = label
        if label not in speakers:
            speakers[label] = speaker.model_copy(update={"label": label})
        issues += found
    return tuple(speakers.values()), labels, tuple(issues)


def _participant(label: str, roster: Roster) -> tuple[Speaker, list[Issue]]:
    match = match_person(label, roster)
    if match.kind == "one":
        person = match.people[0]
        named = Speaker(
            label=label,
            name=person.name,
            department=person.department,
            name_source="platform",
            confidence=match.confidence,
        )
        return named, []
    if match.kind == "several":
        names = " or ".join(p.name for p in match.people)
        message = f"The name “{label}” may mean {names}; it stays without a name."
        hint = "Give the right person an alias in meetbot.toml that the others don't have."
        return Speaker(label=label), [_issue("warning", label, message, hint)]
    if match.kind == "placeholder":
        return Speaker(label=label), []
    hint = f'Add [[people]] name = "{label}" to meetbot.toml, or the name as an alias of who it is.'
    unknown = _issue("info", label, f"“{label}” is not in the list of people; no department is known.", hint)
    return Speaker(label=label, name=label, name_source="platform"), [unknown]


def _issue(severity: Severity, where: str, message: str, hint: str) -> Issue:
    return Issue(severity=severity, stage="attribute", where=where, message=message, hint=hint)
