"""Voices that people enrolled: what is known of them, and whose a meeting's voices are."""

from collections.abc import Mapping
from pathlib import Path

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np
from numpy.typing import NDArray

from meetbot.adapters.voice_samples import heard
from meetbot.adapters.voice_store import VoiceFolder
from meetbot.adapters.voiceprints import Encoder, Floats, unit
from meetbot.errors import InputError
from meetbot.model.base import Issue
from meetbot.model.company import Person, Roster
from meetbot.model.voiceprint import FOLDER, VoicePrint, VoicePrints

# Measured on seven synthetic voices, two of them the same one at another pitch, in 400 random meetings of two to five.
# Everybody enrolled, same microphone: 95 % of the voices named, none wrongly; samples from another room: 66 %, none
# wrongly. Samples of some, guests among the voices: 85 % named, 3 % of the voices wrongly (guests who sound alike).
_THRESHOLD_ALL_KNOWN = 0.5
_THRESHOLD = 0.55
_MARGIN = 0.25
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

    Clear is: near enough, clearly nearer than any other enrolled person, and no other voice is about as near to that
    person. One voice that was cut in two has the name twice; the caller joins them.
    """
    if not known:
        return {}
    names = list(known)
    scores, threshold = similarity(centroids, unit(np.stack([np.atleast_2d(known[n]).mean(axis=0) for n in names])))
    alike = _alike(centroids)
    found: dict[int, tuple[str, float]] = {}
    for voice, row in enumerate(scores):
        person = int(row.argmax())
        others = [*np.delete(row, person), *scores[~alike[voice], person]]
        if row[person] >= threshold and row[person] - max(others, default=-1.0) >= _MARGIN:
            found[voice] = (names[person], round(min(1.0, float(row[person])), 3))
    return found


def similarity(centroids: Floats, samples: Floats) -> tuple[Floats, float]:
    """(voices, people) similarity, at most 1, without what all voices of one microphone share; and where it counts.

    When all voices may be among the samples, each side loses its own mean: that is microphone and room, and the same
    people on both sides. Else both lose the recording's mean. One voice alone has no mean to lose.
    """
    if len(centroids) == 1:
        return _stretched(centroids @ samples.T), _THRESHOLD
    recording = centroids.mean(axis=0)
    if len(samples) >= max(_FEWEST_FOR_A_MEAN, len(centroids)):
        return unit(centroids - recording) @ unit(samples - samples.mean(axis=0)).T, _THRESHOLD_ALL_KNOWN
    return unit(centroids - recording) @ unit(samples - recording).T, _THRESHOLD


def _alike(centroids: Floats) -> NDArray[np.bool_]:
    """(voices, voices) whether two clusters are so near that they are one voice; each is like itself."""
    centred = unit(centroids - centroids.mean(axis=0))
    return np.asarray((centred @ centred.T >= _SAME_VOICE) | np.eye(len(centroids), dtype=np.bool_))


def _stretched(plain: Floats) -> Floats:
    """Plain similarity on the scale of the others: 0.85 counts; different voices have up to 0.8 in common."""
    return np.asarray((plain - 0.74) / 0.2, dtype=np.float32)


def _stored(roster: Roster, *, root: Path, encoder: Encoder) -> tuple[dict[str, tuple[VoicePrint, ...]], list[Issue]]:
    """The stored prints that this encoder made, by full name, and why the others are not used."""
    everybody, problems = VoiceFolder(root).everybody()
    issues = [*problems]
    usable: dict[str, tuple[VoicePrint, ...]] = {}
    for prints in everybody:
        if roster.person(prints.name) is None:
            issues.append(_nobody(prints))
            continue
        usable[prints.name] = tuple(p for p in prints.prints if p.encoder == encoder.sha256)
        if len(usable[prints.name]) < len(prints.prints):
            issues.append(_another_encoder(prints, left=len(usable[prints.name])))
    return usable, issues


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
