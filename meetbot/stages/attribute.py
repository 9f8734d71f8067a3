"""Words and voices become turns: who said what, from a recording's recognition or from an imported transcript."""

from collections.abc import Sequence
from dataclasses import replace

from meetbot.model.base import Issue, Severity
from meetbot.model.company import Roster
from meetbot.model.transcript import (
    ImportedTranscript,
    Recognition,
    Segment,
    SourceFile,
    Speaker,
    Transcript,
)
from meetbot.stages.participants import match_person, shown_name
from meetbot.stages.pieces import Piece, pieces_of, with_voices
from meetbot.stages.turns import turns_of


def attribute(recognition: Recognition, roster: Roster) -> Transcript:
    """The transcript of a recording: every word in one turn, each turn one voice; names only from the roster."""
    segments = tuple(s for s in recognition.segments if s.text.strip())
    pieces = [piece for segment in segments for piece in pieces_of(segment, until=segment.end)]
    turns = turns_of(with_voices(pieces, recognition.diarization))
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
    pieces: list[Piece] = []
    for segment, following in zip(segments, [*segments[1:], None], strict=False):
        label = labels.get(segment.speaker or "")
        found = pieces_of(segment, until=_end(segment, following), source=imported.time_source)
        pieces += (replace(piece, speaker=label) for piece in found)
    ends = [time for s in segments for time in (s.start, s.end) if time is not None]
    return Transcript(
        source=source,
        language=imported.language or language,
        duration=max(ends, default=None),
        speakers=speakers,
        turns=turns_of(pieces),
        segments=segments,
        issues=(*imported.issues, *issues),
    )


def silent_attendees(transcript: Transcript, roster: Roster) -> tuple[str, ...] | None:
    """The expected attendees who did not speak; None when it can't be known, because a voice has no name."""
    names = {s.label: s.name for s in transcript.speakers}
    spoke = {names.get(turn.speaker) if turn.speaker is not None else None for turn in transcript.turns}
    silent = tuple(p.name for p in roster.attendees() if p.name not in spoke)
    return None if silent and (None in spoke or not spoke) else silent


def _end(segment: Segment, following: Segment | None) -> float | None:
    """When the cue ends; where the file has only starts, when the next one begins."""
    if segment.end is not None or segment.start is None or following is None or following.start is None:
        return segment.end
    return following.start if following.start >= segment.start else None


def _voice(label: str, voice: Speaker | None, roster: Roster) -> Speaker:
    """The voice as the roster knows it; a name that the roster lacks is no name."""
    person = roster.person(voice.name) if voice is not None else None
    if voice is None or person is None:
        return Speaker(label=label)
    return voice.model_copy(update={"name": person.name, "department": person.department})


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
