import numpy as np
import pytest

from meetbot.adapters.clustering import (
    assign,
    intervals,
    label,
    voices,
)
from meetbot.adapters.merging import Labels, Vectors


def meeting(*spoken: int, windows: int = 6, likeness: float = 0.9) -> tuple[Vectors, Labels, Labels]:
    """Windows, their stretch of speech and their voice; each stretch is one of `spoken`, voices are at right angles.

    `likeness` is the similarity of a window to its voice.
    """
    chance = np.random.default_rng(3)
    vectors, region, truth = [], [], []
    for number, voice in enumerate(spoken):
        for _ in range(windows):
            noise = chance.normal(size=64)
            noise /= np.linalg.norm(noise)
            vector = likeness * np.eye(64)[voice] + np.sqrt(1 - likeness**2) * noise
            vectors.append(vector / np.linalg.norm(vector))
            region.append(number)
            truth.append(voice)
    return np.array(vectors), np.array(region), np.array(truth)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6])
def test_voices_number_is_found(count: int) -> None:
    """As many centroids as people spoke, also when more or fewer were expected."""
    vectors, region, truth = meeting(*list(range(count)) * 5)
    for expected in (2, 9):
        centroids = voices(vectors, region, count=None, expected=expected)
        assert len(centroids) == count
        nearest = (vectors @ centroids.T).argmax(axis=1)
        assert all(len(set(nearest[truth == voice])) == 1 for voice in range(count))


def test_voices_number_that_is_given_is_kept() -> None:
    """A number from the configuration is not questioned, unless there are fewer windows."""
    vectors, region, _ = meeting(0, 1, 0, 1)
    assert len(voices(vectors, region, count=3, expected=9)) == 3
    assert len(voices(vectors[:2], region[:2], count=3, expected=9)) == 2


def test_voices_one_window_is_one_voice() -> None:
    """The shortest recording has one voice."""
    vectors, region, _ = meeting(0, windows=1)
    assert len(voices(vectors, region, count=None, expected=5)) == 1


def test_voices_long_recording_is_thinned() -> None:
    """Thousands of windows cost no more than hundreds, and give the same voices."""
    vectors, region, _ = meeting(*[0, 1, 2] * 30, windows=10)
    centroids = voices(vectors, region, count=None, expected=4)
    assert sorted(centroids[:, :3].argmax(axis=1)) == [0, 1, 2]


def test_voices_same_input_same_centroids() -> None:
    """No randomness: two runs agree to the bit."""
    vectors, region, _ = meeting(*[0, 1, 2] * 4, likeness=0.7)
    first, second = (voices(vectors, region, count=None, expected=4) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_assign_single_outlier_is_smoothed() -> None:
    """One window that resembles another voice amid a stretch of speech is no change of voice."""
    vectors, region, _ = meeting(0, windows=9)
    vectors[4] = 0.6 * np.eye(64)[1] + 0.5 * np.eye(64)[0]
    labels = assign(vectors, np.eye(64)[:2], region, weights=np.ones(9))
    assert labels.tolist() == [0] * 9


def test_assign_change_amid_a_stretch_is_found() -> None:
    """Two people who speak without a pause between them are told apart."""
    vectors, _, truth = meeting(0, 1)
    labels = assign(vectors, np.eye(64)[:2], np.zeros(12, dtype=np.int64), weights=np.ones(12))
    assert labels.tolist() == truth.tolist()


def test_assign_one_voice_and_no_window() -> None:
    """One voice has everything; nothing has no voice."""
    vectors, region, _ = meeting(0)
    assert assign(vectors, np.eye(64)[:1], region, weights=np.ones(6)).tolist() == [0] * 6
    assert assign(vectors[:0], np.eye(64)[:2], region[:0], weights=np.ones(0)).tolist() == []


def test_intervals_cut_half_way_and_join_over_breaths() -> None:
    """A change lies half-way between windows; a short pause stays inside, a long one parts."""
    regions = np.array([[0.0, 4.0], [4.5, 6.0], [8.0, 9.0]])
    centres = np.array([0.8, 1.2, 3.2, 5.2, 8.5])
    found = intervals(np.array([0, 0, 1, 1, 1]), centres, np.array([0, 0, 0, 1, 2]), regions)
    assert [(i.start, i.end, i.speaker) for i in found] == [
        (0.0, 2.2, "SPEAKER_00"),
        (2.2, 6.0, "SPEAKER_01"),
        (8.0, 9.0, "SPEAKER_01"),
    ]


def test_label_counts_from_zero() -> None:
    """Labels sort in the order of the voices."""
    assert [label(0), label(11)] == ["SPEAKER_00", "SPEAKER_11"]
