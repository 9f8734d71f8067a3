"""Voices that people enrolled: what is known of them, and whose a meeting's voices are."""

from collections.abc import Mapping
from pathlib import Path

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np
from numpy.typing import NDArray

from meetbot.adapters.audio_decode import RATE
from meetbot.adapters.voice_samples import heard
from meetbot.adapters.voice_store import VoiceFolder
from meetbot.adapters.voiceprints import Encoder, Floats, unit
from meetbot.errors import InputError
from meetbot.model.base import Issue
from meetbot.model.company import Person, Roster
from meetbot.model.voiceprint import FOLDER, VoicePrint, VoicePrints

# Measured on 400 random meetings a line, of two to five out of 14 voices (5 real, 9 synthetic, several of them one
# voice at two pitches), six microphones, up to 15 % of a voice another's; enrolled with one print of 10 s. The values
# were chosen on other meetings of the same voices: expect less of new ones. Share of the known voices that are named,
# and of all voices that are named wrongly:
#   all known:   same microphone 95 %, 0.0 %; another one 54 %, 0.0 %; learned from two meetings in the room 96 %, 0.0 %
#   some guests: same microphone 94 %, 2.3 %; another one 38 %, 0.6 %; learned from two meetings in the room 93 %, 2.5 %
# Of 133 wrong names in all, 118 were between synthetic voices, 13 between real ones, 2 between the kinds.
# A limit of 0.7 instead of 0.65 would take a quarter of the wrong names away, for 3 in 100 of the right ones where the
# microphone is the same and 11 where prints come from several; where few are enrolled it would take right ones only.
_MATCHED, _MATCHED_ELSEWHERE = 0.65, 0.4
_CENTRED, _CENTRED_ELSEWHERE = 0.4, 0.45
_PLAIN = 0.55
_MARGIN = 0.25
# A print and a voice as near as this without any correction come from one microphone.
_SAME_MICROPHONE = 0.85
# Pairs less alike, or less clear, than this say nothing about the way from one microphone to the other.
_PAIR, _PAIR_MARGIN = 0.3, 0.2
_ROUNDS = 5
# Clusters that resemble each other like this are one voice cut in two; different voices stayed below 0.5.
_SAME_VOICE = 0.6
_FEWEST_FOR_A_MEAN = 3


def enrolled(roster: Roster, *, root: Path, encoder: Encoder) -> tuple[dict[str, Floats], list[Issue]]:
    """The prints of each attendee who agreed, (n, d) by full name; what could not be used is an issue.

    Prints are those that `meetbot voices` stored and that this encoder made, and one of the sample that meetbot.toml
    names, if it names the day of the consent.
    """
    stored, issues = _stored(roster, root=root, encoder=encoder)
    known: dict[str, Floats] = {}
    for person in roster.attendees():
        rows = [np.array(p.vector, dtype=np.float32) for p in stored.get(person.name, ())]
        sample = _sample(person, root=root, encoder=encoder)
        if isinstance(sample, Issue):
            issues.append(sample)
        elif sample is not None:
            rows.append(sample)
        if rows:
            known[person.name] = unit(np.stack(rows))
    return known, issues


def recognised(centroids: Floats, known: Mapping[str, Floats]) -> dict[int, tuple[str, float]]:
    """For each voice that clearly belongs to one enrolled person: the name and the similarity.

    `known` has one print a person, (d,), or several, (n, d). The similarity is no probability and is not held against
    `name_confidence`: what is clear is named, what is not has no name and no guess, so that nobody takes one for the
    other. Clear is: near enough, clearly nearer than any other
    enrolled person, and no other voice is about as near to that person. One voice that was cut in two has the name
    twice; the caller joins them.
    """
    if not known:
        return {}
    names = list(known)
    similar, surplus = similarity(centroids, unit(np.stack([np.atleast_2d(known[n]).mean(axis=0) for n in names])))
    clear = _clear(surplus, _alike(centroids), least=0.0, margin=_MARGIN)
    return {
        voice: (names[person], round(min(1.0, max(0.0, float(similar[voice, person]))), 3))
        for voice, person in clear.items()
    }


def similarity(centroids: Floats, prints: Floats) -> tuple[Floats, Floats]:
    """(voices, people) how similar, at most 1, and by how much that is more than it must be.

    A voice differs from its print by the microphone and the room, which all voices of a recording share. What they
    share is estimated in two ways: from the pairs that agree best, and, where all voices may be among the prints, from
    the mean of either side, which then are the same people. One voice alone has nothing to estimate it from.
    """
    if len(centroids) == 1:
        plain = np.asarray((centroids @ prints.T - 0.74) / 0.2, dtype=np.float32)  # others have up to 0.8 in common
        return plain, plain - _PLAIN
    matched = _matched(centroids, prints)
    if len(prints) < max(_FEWEST_FOR_A_MEAN, len(centroids)):
        return matched, matched - _MATCHED
    centred = unit(centroids - centroids.mean(axis=0)) @ unit(prints - prints.mean(axis=0)).T
    if float((centroids @ prints.T).max()) >= _SAME_MICROPHONE:
        return matched, np.minimum(centred - _CENTRED, matched - _MATCHED)
    return centred, np.minimum(centred - _CENTRED_ELSEWHERE, matched - _MATCHED_ELSEWHERE)


def _matched(centroids: Floats, prints: Floats) -> Floats:
    """(voices, people) similarity about the recording's mean, with the prints moved by what the clear pairs differ by.

    The way from the prints' microphone to the recording's is found in turns with the pairs, beginning with none and
    with the way between the means; that with the better pairs counts.
    """
    mean, alike = centroids.mean(axis=0), _alike(centroids)
    ways = [np.zeros_like(mean), mean - prints.mean(axis=0)][: 1 + (len(prints) >= _FEWEST_FOR_A_MEAN)]
    best, best_scores = -1.0, np.zeros((len(centroids), len(prints)), dtype=np.float32)
    for start in ways:
        scores = unit(centroids - mean) @ unit(prints + start - mean).T
        for _ in range(_ROUNDS):
            pairs = _clear(scores, alike, least=_PAIR, margin=_PAIR_MARGIN)
            differ = sum((centroids[voice] - prints[person] for voice, person in pairs.items()), np.zeros_like(mean))
            scores = unit(centroids - mean) @ unit(prints + differ / (len(pairs) + 1) - mean).T
        pairs = _clear(scores, alike, least=_PAIR, margin=_PAIR_MARGIN)
        if (total := float(sum(scores[pair] for pair in pairs.items()))) > best:
            best, best_scores = total, scores
    return best_scores


def _clear(scores: Floats, alike: NDArray[np.bool_], *, least: float, margin: float) -> dict[int, int]:
    """The person of each voice that is near enough, and nearer by the margin than other people and other voices are."""
    found = {}
    for voice, row in enumerate(scores):
        person = int(row.argmax())
        others = [*np.delete(row, person), *scores[~alike[voice], person]]
        if row[person] >= least and row[person] - max(others, default=-1.0) >= margin:
            found[voice] = person
    return found


def _alike(centroids: Floats) -> NDArray[np.bool_]:
    """(voices, voices) whether two clusters are so near that they are one voice; each is like itself."""
    centred = unit(centroids - centroids.mean(axis=0))
    return np.asarray((centred @ centred.T >= _SAME_VOICE) | np.eye(len(centroids), dtype=np.bool_))


def _stored(roster: Roster, *, root: Path, encoder: Encoder) -> tuple[dict[str, tuple[VoicePrint, ...]], list[Issue]]:
    """The stored prints that this encoder made, by full name, and why the others are not used."""
    everybody, problems = VoiceFolder(root).everybody()
    issues = [*problems]
    size = _size(encoder) if everybody else 0
    usable: dict[str, tuple[VoicePrint, ...]] = {}
    for prints in everybody:
        if roster.person(prints.name) is None:
            issues.append(_nobody(prints))
            continue
        usable[prints.name] = tuple(p for p in prints.prints if p.encoder == encoder.sha256 and len(p.vector) == size)
        if len(usable[prints.name]) < len(prints.prints):
            issues.append(_another_encoder(prints, left=len(usable[prints.name])))
    return usable, issues


def _size(encoder: Encoder) -> int:
    """How many numbers its vectors have; a file that was changed by hand may say another number."""
    window = np.zeros(round(encoder.window_seconds * RATE), dtype=np.float32)
    return int(encoder(window, [(0, encoder.frames)]).shape[1])


def _sample(person: Person, *, root: Path, encoder: Encoder) -> Floats | Issue | None:
    """The print of that person's sample in meetbot.toml, or why there is none; None where there is no sample."""
    if not person.voice:
        return None
    if person.voice_consent is None:
        return _no_consent(person)
    path = (root / person.voice).resolve()
    if not path.is_relative_to(root.resolve()):
        return _unused(person, "It lies outside the workspace.")
    try:
        return heard(path, encoder).vector
    except InputError as error:
        return _unused(person, error.what)


def _unused(person: Person, why: str) -> Issue:
    return Issue(
        severity="warning",
        stage="diarize",
        where=f"{person.voice} (voice of {person.name})",
        message=f"This voice sample is not used: {why}",
        hint="Put about 10 s of this person speaking alone there, or remove `voice` from meetbot.toml.",
    )


def _no_consent(person: Person) -> Issue:
    return Issue(
        severity="warning",
        stage="diarize",
        where=f"{person.voice} (voice of {person.name})",
        message=f"This voice sample is not used: meetbot.toml does not say when {person.name} agreed to it.",
        hint="If that was so, add the day below `voice` in [[people]], for example: voice_consent = 2026-01-31",
    )


def _nobody(prints: VoicePrints) -> Issue:
    return Issue(
        severity="warning",
        stage="diarize",
        where=FOLDER,
        message=f"The stored voice of {prints.name} is not used: nobody in meetbot.toml has that name.",
        hint=f'Correct the name there, or delete the voice: meetbot voices forget "{prints.name}"',
    )


def _another_encoder(prints: VoicePrints, *, left: int) -> Issue:
    return Issue(
        severity="warning" if not left else "info",
        stage="diarize",
        where=FOLDER,
        message=f"{len(prints.prints) - left} stored prints of the voice of {prints.name} were made by another speaker "
        "encoder and are not compared.",
        hint=f'Enrol the voice again: meetbot voices enrol "{prints.name}" SAMPLE',
    )
