"""By which of its words a voice is best known again: the clearest turns of each."""

from collections.abc import Mapping

from meetbot.model.transcript import Segment, Transcript, Turn

_FEWEST_WORDS, _MOST_WORDS = 6, 40
_LIKELY = 0.9
"""What is supposed of the words' probability where the recogniser gives none."""


def clearest(transcript: Transcript, label: str, *, count: int = 3) -> tuple[Turn, ...]:
    """The turns by which this voice is best recognised, in order of time: heard alone, surely, and of some length."""
    segments = {segment.id: segment for segment in transcript.segments}
    turns = [turn for turn in transcript.turns if turn.speaker == label]
    best = sorted(turns, key=lambda turn: (_clearness(turn, segments), turn.id), reverse=True)[:count]
    return tuple(sorted(best, key=lambda turn: turn.id))


def _clearness(turn: Turn, segments: Mapping[int, Segment]) -> tuple[bool, bool, float, int]:
    words = len(turn.text.split())
    sure = [w.probability for i in turn.segments for w in segments[i].words if w.probability is not None]
    probability = sum(sure) / len(sure) if sure else _LIKELY
    return not turn.overlapped, words >= _FEWEST_WORDS, round(probability, 1), min(words, _MOST_WORDS)
