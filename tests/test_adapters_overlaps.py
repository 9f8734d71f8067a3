from pathlib import Path

import numpy as np
import pytest

from meetbot.adapters import audio
from meetbot.adapters.audio import Block
from meetbot.adapters.audio_decode import RATE, FloatArray
from meetbot.adapters.overlaps import OverlapFinder, _starts, with_second_voices
from meetbot.model.transcript import VoiceInterval

VOICES = Path(__file__).resolve().parents[1] / "samples" / "voices"


def interval(start: float, end: float, speaker: str) -> VoiceInterval:
    """Somebody speaks."""
    return VoiceInterval(start=start, end=end, speaker=speaker)


def spoken(sound: FloatArray, *, first: int = 0) -> Block:
    """A block in which somebody speaks all the time."""
    return Block(first=first, samples=sound, speech=((0, len(sound)),))


@pytest.fixture(scope="module")
def voices() -> list[FloatArray]:
    """Three people of the samples, each alone for 8 s."""
    files = sorted(path for path in VOICES.iterdir() if path.suffix == ".ogg")
    return [np.concatenate(list(audio.samples(path)))[: 8 * RATE] for path in files[:3]]


def test_hear_two_at_once(voices: list[FloatArray]) -> None:
    """Where a second voice is mixed into a speech, that stretch is found, in seconds of the recording."""
    one, other, third = voices
    sound = np.concatenate([one, other, third])
    sound[4 * RATE : 7 * RATE] += third[RATE : 4 * RATE]
    found = OverlapFinder().overlaps(spoken(sound, first=30 * RATE))
    inside = sum(max(0.0, min(end, 37) - max(start, 34)) for start, end in found)
    assert inside > 1.5
    assert sum(end - start for start, end in found) < inside + 0.5


def test_hear_one_after_the_other_is_no_overlap(voices: list[FloatArray]) -> None:
    """People who take turns are never marked, nor is a block in which nobody speaks."""
    finder = OverlapFinder()
    assert finder.overlaps(spoken(np.concatenate(voices))) == []
    assert finder.overlaps(spoken(np.zeros(RATE, np.float32))) == []
    assert finder.overlaps(Block(first=0, samples=voices[0] + voices[1], speech=())) == []


@pytest.mark.parametrize(
    ("seconds", "starts"),
    [(4, [0]), (10, [0]), (11, [0, 1]), (17.5, [0, 7.5]), (25, [0, 7.5, 15]), (26, [0, 5, 11, 16])],
)
def test_windows_cover_the_block_and_end_with_it(seconds: float, starts: list[float]) -> None:
    """Evenly apart, at most a step; none is filled up with silence but that of a block which is shorter."""
    found = [start / RATE for start in _starts(round(seconds * RATE), 10 * RATE)]
    assert found == pytest.approx(starts, abs=0.5)


def test_second_voice_is_who_speaks_nearest() -> None:
    """The voice that falls in is the nearest other one; the intervals stay in order of time."""
    turns = [interval(0, 10, "A"), interval(10.2, 20, "B"), interval(21, 30, "C")]
    found = with_second_voices(turns, [(8, 9.5), (18, 19)])
    assert found == (
        interval(0, 10, "A"),
        interval(8, 9.5, "B"),
        interval(10.2, 20, "B"),
        interval(18, 19, "C"),
        interval(21, 30, "C"),
    )


def test_second_voice_of_an_edge_is_both_of_its_turns() -> None:
    """An overlap across a change of speaker belongs to both: the other one gets what it lacks."""
    found = with_second_voices([interval(0, 10, "A"), interval(10, 20, "B")], [(9, 10.5)])
    assert found[1] == interval(9, 10.5, "B")


@pytest.mark.parametrize(
    ("turns", "overlap"),
    [
        ([], (1, 2)),
        ([interval(0, 10, "A")], (4, 5)),
        ([interval(0, 10, "A"), interval(60, 70, "B")], (4, 5)),
        ([interval(0, 10, "A"), interval(12, 20, "B")], (30, 31)),
    ],
)
def test_second_voice_is_never_a_guess(turns: list[VoiceInterval], overlap: tuple[float, float]) -> None:
    """With nobody else near, or nobody there at all, nothing is added."""
    assert with_second_voices(turns, [overlap]) == tuple(turns)
