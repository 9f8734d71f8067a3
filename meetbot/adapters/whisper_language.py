"""Which language a recording, or each stretch of it, is in: from what the model hears and the workspace's own one."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from meetbot.adapters.audio import Block
from meetbot.adapters.audio_decode import RATE, FloatArray

# isort: split
import numpy as np

STRETCHES, STRETCH_SECONDS = 3, 15
"""One short clip deceives (12 of 60 Spanish clips were heard as Polish, Italian, Hindi or Arabic); a stretch of 15 s
costs 0.4 s of processor time, one of 30 s 1.4 s."""

LEAST_SECONDS = 3
"""Less speech than this tells nothing."""

MARGIN = 0.3
"""By how much another language must be more probable than the workspace's own to be taken for the recording's."""

CERTAIN = 0.9
"""From this on the first stretch settles that the recording is in the workspace's language; three stretches of a spoken
Spanish meeting gave 0.99 each."""


MIXED = "mixed"
"""The setting for meetings in which some speak Spanish and some English."""

LANGUAGES = ("es", "en")
"""What MIXED chooses between: where only two are possible, a short stretch is not heard as a third."""

MIXED_SECONDS = 3.0
"""The longest stretch whose language is decided at once: a turn in the other language may follow without a pause. With
4 s the last word of a Spanish sentence fell to the English turn after it; a stretch costs 0.1 s of processor time."""

SURE_SECONDS = 2.5
"""A shorter stretch counts for less, in proportion."""

MOST_EVIDENCE = 4.0
"""Odds beyond 55 to 1 count no more: a single stretch that is very sure may be wrong."""

ENOUGH_OF_BOTH = 0.3
"""Where both languages together are less probable than this, the stretch counts for less: it may be a third one, or
noise. An English sentence with a foreign accent had 0.38."""

SWITCH_COST = 1.75
"""What a change of language costs, in the units of `MOST_EVIDENCE`. There and back costs 3.5: one stretch of 2.2 s that
is surely English stands alone among Spanish ones, “hacemos el follow-up del pipeline” (Spanish 0.98) does not."""


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


def spoken(shares: Sequence[Mapping[str, float]], seconds: Sequence[float], *, hint: str) -> list[str]:
    """The language of each stretch of one block: the course with the most evidence, where changes cost some.

    `shares` say how probable each language is in a stretch, `seconds` how long it is; `hint` wins a tie.
    """
    first = hint if hint in LANGUAGES else LANGUAGES[0]
    courses: dict[str, Course] = dict.fromkeys((first, *LANGUAGES), (0.0, ()))
    for share, length in zip(shares, seconds, strict=True):
        courses = {
            language: _onward(courses, language, _evidence(share, language) * min(1.0, length / SURE_SECONDS))
            for language in courses
        }
    return list(max(courses.values(), key=lambda course: course[0])[1])


Course = tuple[float, tuple[str, ...]]
"""(what speaks for it, the languages so far)."""


def _onward(courses: Mapping[str, Course], language: str, evidence: float) -> Course:
    """The best course that goes on in that language."""

    def worth(before: str) -> float:
        value, taken = courses[before]
        return value - (SWITCH_COST if taken and before != language else 0.0)

    came = max((language, *courses), key=worth)
    return worth(came) + evidence, (*courses[came][1], language)


def _evidence(share: Mapping[str, float], language: str) -> float:
    """What a stretch says for that language, half of the logarithm of its odds; less where it may be a third one."""
    least = 1e-6
    this, all_of_them = share.get(language, 0.0), sum(share.get(known, 0.0) for known in LANGUAGES)
    odds = math.log((this + least) / (all_of_them - this + least))
    return max(-MOST_EVIDENCE, min(MOST_EVIDENCE, odds)) * min(1.0, all_of_them / ENOUGH_OF_BOTH) / 2
