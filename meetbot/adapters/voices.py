"""Who spoke when in a recording, and which voices belong to people who enrolled theirs: the Diarizer on ONNX models."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from meetbot.adapters import threads  # before numpy, on which it has an effect

# isort: split
import numpy as np
from numpy.typing import NDArray

from meetbot.adapters import audio, clustering, enrolment, placing
from meetbot.adapters.audio_decode import RATE
from meetbot.adapters.encoder_file import encoder_file
from meetbot.adapters.overlaps import OverlapFinder, with_second_voices
from meetbot.adapters.overlaps import sha256 as overlaps_network
from meetbot.adapters.voiceprints import Encoder, Floats, Voiceprints, joined, unit, voiceprints
from meetbot.config import TranscriptionConfig
from meetbot.errors import StoppedError
from meetbot.model.base import Issue
from meetbot.model.company import Roster
from meetbot.ports import Diarization, Progress, Track

VERSION = "5"
"""Raised when the same recording would be divided differently, so that stored results are made anew."""


_Part = tuple[float, float, Voiceprints, list[tuple[float, float]]]
"""Where a block begins, its seconds, and what was heard in it."""


class OnnxDiarizer:
    """Tells voices apart on the CPU, without network. `root` is the workspace, in which enrolled voices lie."""

    def __init__(self, config: TranscriptionConfig, *, root: Path) -> None:
        self._config = config
        self._root = root

    def settings(self) -> Mapping[str, str]:
        """What decides the result beside the recording and the roster."""
        with encoder_file(self._config, root=self._root) as path:
            encoder = hashlib.sha256(path.read_bytes()).hexdigest()
        return {
            "diarizer": VERSION,
            "overlaps": overlaps_network(),
            "encoder": encoder,
            "speaker_count": str(self._config.speaker_count or "found"),
        }

    def diarize(
        self, recording: Path, *, roster: Roster, progress: Progress, track: Track | None = None
    ) -> Diarization:
        """Intervals of voices, named where an enrolled voice agrees clearly. Raises RecordingError.

        With `track` only its channel is heard, in which some of the meeting's people speak: how many isn't known.
        """
        with encoder_file(self._config, root=self._root) as path:
            encoder = Encoder(path)
        duration = audio.probe(recording).duration or 0.0
        # cut as for transcribing, where the speech in them was sought
        blocks = audio.blocks(recording, channel=track.channel if track else None)

        def told(seconds: float) -> None:
            progress("Telling voices apart", min(1.0, seconds / duration) if duration else 0.0)

        prints, overlaps = _heard(blocks, encoder, told)
        if not len(prints.vectors):
            return Diarization(intervals=(), names={})
        known, issues = enrolment.enrolled(roster, root=self._root, encoder=encoder)
        count = self._config.speaker_count if track is None else None
        centroids = clustering.voices(
            *_telling(prints),
            count=count,
            expected=len(roster.attendees()) or None,
            names=lambda found: {k: name for k, (name, _) in enrolment.recognised(unit(found), known).items()},
        )
        centroids, recognised = _joined(centroids, enrolment.recognised(centroids, known))
        labels, names = placing.placed(prints, centroids, recognised, known, adding=count is None)
        return _diarization(prints, labels, names, overlaps=overlaps, issues=issues)


def _heard(
    blocks: Iterator[audio.Block], encoder: Encoder, told: Callable[[float], None]
) -> tuple[Voiceprints, list[tuple[float, float]]]:
    """The voiceprints of all blocks and where two speak at once; `told` gets the seconds that are done.

    Several blocks are heard at a time.
    """
    finder = OverlapFinder()
    parts: list[_Part] = []

    def hear(block: audio.Block, stopped: Callable[[], bool]) -> _Part:
        if stopped():
            raise StoppedError("Telling voices apart was stopped.")
        seconds = len(block.samples) / RATE
        return block.start, seconds, voiceprints([block], encoder), finder.overlaps(block)

    with closing(threads.in_parallel(blocks, hear, workers=threads.cores(), tick=lambda: None)) as done:
        for part in done:
            parts.append(part)
            told(sum(seconds for _, seconds, *_ in parts))
    parts.sort(key=lambda part: part[0])
    nobody = voiceprints((), encoder)
    return joined([nobody, *(prints for *_, prints, _ in parts)]), [
        found for *_, overlaps in parts for found in overlaps
    ]


def _telling(prints: Voiceprints) -> tuple[Floats, NDArray[np.int64]]:
    """Vectors and regions of the windows of full length; of all windows when there is none."""
    full = prints.full if prints.full.any() else np.ones(len(prints.vectors), dtype=np.bool_)
    return prints.vectors[full], prints.region[full]


def _joined(centroids: Floats, names: Mapping[int, tuple[str, float]]) -> tuple[Floats, dict[int, tuple[str, float]]]:
    """Clusters of one person as one voice, the named ones first; the surer of two similarities counts."""
    people = dict.fromkeys(name for name, _ in names.values())
    groups = [[k for k, (name, _) in names.items() if name == person] for person in people]
    groups += [[k] for k in range(len(centroids)) if k not in names]
    joined = unit(np.stack([centroids[group].mean(axis=0) for group in groups]))
    return joined, {i: max((names[k] for k in groups[i]), key=lambda n: n[1]) for i in range(len(people))}


def _diarization(
    prints: Voiceprints,
    labels: NDArray[np.int64],
    names: placing.Names,
    *,
    overlaps: Sequence[tuple[float, float]],
    issues: Sequence[Issue],
) -> Diarization:
    order = {label: number for number, label in enumerate(dict.fromkeys(labels.tolist()))}
    ordered = np.array([order[label] for label in labels.tolist()], dtype=np.int64)
    found = clustering.intervals(ordered, prints.centres, prints.region, prints.regions)
    named = {clustering.label(order[k]): name for k, name in sorted(names.items()) if k in order}
    return Diarization(intervals=with_second_voices(found, overlaps), names=named, issues=tuple(issues))
