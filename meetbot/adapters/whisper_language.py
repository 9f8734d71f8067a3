"""Which language a recording is in, from several stretches of speech and the workspace's own language."""

import math
from collections.abc import Iterable, Iterator, Mapping

from meetbot.adapters.audio import Block
from meetbot.adapters.audio_decode import RATE, FloatArray

# isort: split
import numpy as np

STRETCHES, STRETCH_SECONDS = 3, 30
"""One short clip deceives (12 of 60 Spanish clips were heard as Polish, Italian, Hindi or Arabic); three windows of
30 s cost 1.4 s of processor time each."""

LEAST_SECONDS = 3
"""Less speech than this tells nothing."""

MARGIN = 0.3
"""By how much another language must be more probable than the workspace's own to be taken for the recording's."""

CERTAIN = 0.9
"""From this on the first stretch settles that the recording is in the workspace's language; three stretches of a spoken
Spanish meeting gave 0.99 each."""


def enough_speech(blocks: Iterator[Block]) -> list[Block]:
    """The first blocks, up to six, until they hold as much speech as is looked at."""
    taken: list[Block] = []
    spoken = 0
    for block in blocks:
        taken.append(block)
        spoken += sum(end - start for start, end in block.speech)
        if spoken >= STRETCHES * STRETCH_SECONDS * RATE or len(taken) == 2 * STRETCHES:
            break
    return taken


def stretches(blocks: Iterable[Block]) -> list[FloatArray]:
    """Stretches of pure speech, spread evenly over the blocks; none when too little is said."""
    pieces = [block.samples[start:end] for block in blocks for start, end in block.speech]
    speech = np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.float32)
    if len(speech) < LEAST_SECONDS * RATE:
        return []
    length = STRETCH_SECONDS * RATE
    count = min(STRETCHES, math.ceil(len(speech) / length))
    room = max(0, len(speech) - length)
    starts = [room * number // max(1, count - 1) for number in range(count)]
    return [speech[start : start + length] for start in starts]


def choose(shares: Iterable[Mapping[str, float]], *, hint: str) -> str:
    """The language that is most probable over all stretches; the hint unless another one clearly leads.

    `shares` are only drawn as long as there is doubt: each costs a run of the model's encoder.
    """
    seen: list[Mapping[str, float]] = []
    for share in shares:
        seen.append(share)
        if len(seen) == 1 and share.get(hint, 0.0) >= CERTAIN:
            return hint
    means = {
        language: sum(share.get(language, 0.0) for share in seen) / len(seen)
        for language in sorted({language for share in seen for language in share})
    }
    best = max(means, key=lambda language: means[language], default=hint)
    return best if means.get(best, 0.0) > means.get(hint, 0.0) + MARGIN else hint
