"""Voices that people enrolled: read from short recordings in the workspace, and recognised among a meeting's voices."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np

from meetbot.adapters import audio
from meetbot.adapters.voiceprints import Encoder, Floats, unit, voiceprints
from meetbot.errors import RecordingError
from meetbot.model.base import Issue
from meetbot.model.company import Person, Roster

SHORTEST_SECONDS = 4.0
"""Less speech than this is no enrolment; 10 s are asked for (100 % right on the same channel, ten voices)."""

_LONGEST_SECONDS = 60.0

THRESHOLD = 0.5
MARGIN = 0.15

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

    Several voices may be one person's: the caller joins them.
    """
    if not known:
        return {}
    names = list(known)
    scores = similarity(centroids, np.stack([known[name] for name in names]))
    found: dict[int, tuple[str, float]] = {}
    for voice, row in enumerate(scores):
        order = np.argsort(-row, kind="stable")
        second = row[order[1]] if len(order) > 1 else -1.0
        if row[order[0]] >= THRESHOLD and row[order[0]] - second >= MARGIN:
            found[voice] = (names[order[0]], round(float(row[order[0]]), 3))
    return found


def similarity(centroids: Floats, samples: Floats) -> Floats:
    """(voices, people) similarity in [-1, 1] after what all voices of one microphone have in common is taken away.

    Each side loses its own mean, which is the microphone and the room; with fewer than three voices or samples a mean
    says more about the people than about the room, so both sides lose the recording's. One voice alone has no mean.
    """
    if len(centroids) == 1:
        return np.asarray(_stretched(centroids @ samples.T), dtype=np.float32)
    recording = centroids.mean(axis=0)
    many = min(len(centroids), len(samples)) >= _FEWEST_FOR_A_MEAN
    common = samples.mean(axis=0) if many else recording
    return np.asarray(unit(centroids - recording) @ unit(samples - common).T, dtype=np.float32)


def _stretched(plain: Floats) -> Floats:
    """Plain similarity on the scale of the others: different voices have 0.5 to 0.8 in common, which becomes 0."""
    return np.asarray((plain - 0.8) / 0.2, dtype=np.float32)


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
