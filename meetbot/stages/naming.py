"""Who the voices are by what was said: people introduce themselves, and others call them by name.

A wrong name is far worse than none: evidence is weighed for each voice and person, what speaks for somebody else counts
against it, and only what is clear gives a name. The rest are guesses for a person to choose from.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from meetbot.model.base import Issue
from meetbot.model.company import Roster
from meetbot.model.transcript import NameGuess, NameSource, Speaker, Transcript, Turn
from meetbot.stages.naming_evidence import Evidence, evidence_of

_SURENESS = 0.85
"""So that two units of evidence are 0.82 sure, one is 0.57 and a clear introduction 0.86."""

_SPEAKS_OF_IT_MOST = 0.9
_CLEAR_SHARE = 0.7
"""Of all evidence that touches a voice and a person so much must speak for them: below it voices are mixed up."""
_WORTH_A_GUESS = 0.25
_MOST_GUESSES = 3
_SHORT_TURN_WORDS = 12
"""Who calls Laura by name isn't Laura: 'Buenos días, Laura.' was given to the wrong voice. In a longer turn most of the
words are hers, and only the end is somebody else's."""


def named(
    transcript: Transcript, roster: Roster, *, threshold: float, shared: Collection[str] = frozenset()
) -> Transcript:
    """The transcript with names for the voices that what was said makes clear, and guesses for the others.

    Only voices without a name are named, only after people of the roster, one voice for a person; labels under which
    several people may speak (`shared`, a meeting room's) never are. An enrolled voice
    that introduces itself as somebody else has no name any more: one of both is wrong.
    """
    if not roster.people or not transcript.speakers:
        return transcript
    evidence = tuple(evidence_of(transcript, roster))
    kept, issues = _contradicted(transcript.speakers, evidence, threshold)
    taken = {speaker.name for speaker in kept if speaker.name is not None}
    open_labels = (s for s in kept if s.name is None and s.name_source == "none" and not s.guesses)
    nameless = {s.label for s in open_labels if s.label not in shared}
    weighed = _Weighed(evidence, nameless)
    speakers = tuple(
        _settled(s, weighed.guesses(s.label, taken), roster, threshold) if s.label in nameless else s for s in kept
    )
    turns = _without_others(transcript, evidence, threshold)
    return transcript.model_copy(update={"speakers": speakers, "turns": turns, "issues": (*transcript.issues, *issues)})


def _settled(speaker: Speaker, guesses: Sequence[NameGuess], roster: Roster, threshold: float) -> Speaker:
    person = roster.person(guesses[0].name) if guesses and guesses[0].confidence >= threshold else None
    if person is None:
        return speaker.model_copy(update={"guesses": tuple(guesses)})
    return Speaker(
        label=speaker.label,
        name=person.name,
        department=person.department,
        name_source=guesses[0].source,
        confidence=guesses[0].confidence,
    )


class _Weighed:
    """Evidence summed up for each voice and person; only the voices of these labels compete for people."""

    def __init__(self, evidence: Iterable[Evidence], labels: set[str]) -> None:
        self._for: dict[tuple[str, str], list[Evidence]] = {}
        self._against: dict[tuple[str, str], list[Evidence]] = {}
        for found in evidence:
            if found.label in labels:
                kept = self._for if found.speaks_for else self._against
                kept.setdefault((found.label, found.person), []).append(found)

    def guesses(self, label: str, taken: set[str]) -> tuple[NameGuess, ...]:
        """Whom the voice may be, the surest first; nobody whose voice is known already."""
        people = sorted({person for voice, person in self._for if voice == label} - taken)
        found = sorted((self._guess(label, person) for person in people), key=lambda guess: -guess.confidence)
        return tuple(guess for guess in found if guess.confidence >= _WORTH_A_GUESS)[:_MOST_GUESSES]

    def _guess(self, label: str, person: str) -> NameGuess:
        found = self._for[label, person]
        own = sum(e.units for e in found)
        rivals = sum(
            sum(e.units for e in items)
            for (voice, other), items in self._for.items()
            if (voice == label) != (other == person)
        )
        confidence = _sure(own - rivals - self._doubt(label, person))
        share = own / (own + rivals)
        introduced = sum(e.units for e in found if e.kind == "introduction")
        return NameGuess(
            name=person,
            source="introduction" if 2 * introduced >= own else "addressed",
            confidence=confidence if share >= _CLEAR_SHARE else round(confidence * share, 3),
            turns=tuple(dict.fromkeys(e.turn for e in found)),
        )

    def _doubt(self, label: str, person: str) -> float:
        against = self._against.get((label, person), ())
        calls = sum(e.units for e in against if e.kind == "calls")
        return calls + min(_SPEAKS_OF_IT_MOST, sum(e.units for e in against if e.kind == "speaks of"))


def _sure(units: float) -> float:
    """The confidence that so many units of evidence give, in [0, 1)."""
    return round(1 - math.exp(-_SURENESS * max(0.0, units)), 3)


_OUTCOMES: Mapping[NameSource, str] = {
    "enrolment": "it stays without a name",
    "track": "that turn stays without a speaker, the track keeps its name",
}


# --- introductions against names that are there -----------------------------------------------------------------------


def _contradicted(
    speakers: Sequence[Speaker], evidence: Sequence[Evidence], threshold: float
) -> tuple[list[Speaker], list[Issue]]:
    """The speakers, enrolled voices without a name where they say clearly that they are somebody else."""
    kept: list[Speaker] = []
    issues: list[Issue] = []
    for speaker in speakers:
        other = _introduced_as_another(speaker, evidence, threshold)
        if other is None:
            kept.append(speaker)
            continue
        enrolled = speaker.name_source == "enrolment"
        kept.append(_open_again(speaker, other) if enrolled else speaker)
        issues.append(_contradiction(speaker, other, _OUTCOMES.get(speaker.name_source, "it keeps that name")))
    return kept, issues


def _introduced_as_another(speaker: Speaker, evidence: Sequence[Evidence], threshold: float) -> Evidence | None:
    if speaker.name is None or speaker.name_source == "corrected":
        return None
    said = [e for e in evidence if e.label == speaker.label and e.kind == "introduction"]
    # a microphone may catch somebody else beside its owner; a voice is one person
    if speaker.name_source != "track" and any(e.person == speaker.name for e in said):
        return None
    return next((e for e in said if e.person != speaker.name and _sure(e.units) >= threshold), None)


def _without_others(transcript: Transcript, evidence: Sequence[Evidence], threshold: float) -> tuple[Turn, ...]:
    """The turns; those of a named track or an enrolled voice that their words say are another person's are nobody's."""
    names = {s.label: (s.name_source, s.name) for s in transcript.speakers if s.name is not None}
    words = {turn.id: len(turn.text.split()) for turn in transcript.turns}
    others = {
        e.turn
        for e in evidence
        for source, name in [names.get(e.label, ("none", None))]
        if (source == "track" and e.kind == "introduction" and e.person != name and _sure(e.units) >= threshold)
        or (source == "enrolment" and e.kind == "calls" and e.person == name and words[e.turn] <= _SHORT_TURN_WORDS)
    }
    return tuple(t.model_copy(update={"speaker": None}) if t.id in others else t for t in transcript.turns)


def _open_again(speaker: Speaker, other: Evidence) -> Speaker:
    said = NameGuess(name=other.person, source="introduction", confidence=_sure(other.units), turns=(other.turn,))
    heard = NameGuess(name=speaker.name or "", source="enrolment", confidence=speaker.confidence or 0.0)
    return Speaker(label=speaker.label, guesses=(said, heard))


def _contradiction(speaker: Speaker, other: Evidence, outcome: str) -> Issue:
    return Issue(
        severity="warning",
        stage="attribute",
        where=f"{speaker.label}, turn {other.turn}",
        message=f"A voice that is named {speaker.name} introduces itself as {other.person}; {outcome}.",
        hint="Say who it is with `meetbot speakers`.",
    )
