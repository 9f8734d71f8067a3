"""Voices that people enrolled: read from short recordings in the workspace, and recognised among a meeting's voices."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np
from numpy.typing import NDArray

from meetbot.adapters import audio
from meetbot.adapters.voiceprints import Encoder, Floats, unit, voiceprints
from meetbot.errors import RecordingError
from meetbot.model.base import Issue
from meetbot.model.company import Person, Roster

SHORTEST_SECONDS = 4.0
"""Less speech than this is no enrolment; 10 s are asked for (100 % right on the same channel, ten voices)."""

_LONGEST_SECONDS = 60.0

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
    """The voiceprint of each attendee who gave a sample, by full name; what could not be used is an issue."""
    known: dict[str, Floats] = {}
    issues: list[Issue] = []
    for person in roster.attendees():
        if not person.voice:
            continue
        sample = _sample(person.voice, root=root, encoder=encoder)
        if isinstance(sample, str):
            issues.append(_unused(person, sample))
        else:
            known[person.name] = sample
    return known, issues


def recognised(centroids: Floats, known: Mapping[str, Floats]) -> dict[int, tuple[str, float]]:
    """For each voice that clearly belongs to one enrolled person: the name and the similarity.

    Clear is: near enough, clearly nearer than any other enrolled person, and no other voice is about as near to that
    person. One voice that was cut in two has the name twice; the caller joins them.
    """
    if not known:
        return {}
    names = list(known)
    scores, threshold = similarity(centroids, np.stack([known[name] for name in names]))
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


def _sample(voice: str, *, root: Path, encoder: Encoder) -> Floats | str:
    """The voiceprint of that person's sample, or why there is none."""
    path = (root / voice).resolve()
    if not path.is_relative_to(root.resolve()):
        return "it lies outside the workspace."
    try:
        prints = voiceprints(_beginning(path), encoder)
    except RecordingError as error:
        return error.what
    heard = float((prints.regions[:, 1] - prints.regions[:, 0]).sum())
    if heard < SHORTEST_SECONDS or not prints.full.any():
        return f"only {heard:.0f} s of speech are in it; {SHORTEST_SECONDS:.0f} s are needed."
    return unit(prints.vectors[prints.full].mean(axis=0))


def _unused(person: Person, why: str) -> Issue:
    return Issue(
        severity="warning",
        stage="diarize",
        where=f"{person.voice} (voice of {person.name})",
        message=f"This voice sample is not used: {why}",
        hint="Put about 10 s of this person speaking alone there, or remove `voice` from meetbot.toml.",
    )


def _beginning(path: Path) -> Iterator[audio.Block]:
    """The first minute: a sample is short, and a whole meeting given as one must not cost its full length."""
    for block in audio.blocks(path, seconds=_LONGEST_SECONDS):
        yield block
        return
