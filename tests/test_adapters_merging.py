from collections.abc import Mapping

import numpy as np
import pytest

from meetbot.adapters.merging import Labels, Vectors, merged

DIMENSIONS = 64


def nobody(_centroids: Vectors) -> Mapping[int, str]:
    """No voice is known."""
    return {}


def spoken(*turns: tuple[int, int], alike: float = 0.0, likeness: float = 0.85) -> tuple[Vectors, Labels, Labels]:
    """Windows, their stretches and voices of turns (voice, windows); `alike` is what all voices have in common."""
    chance = np.random.default_rng(11)
    voices = np.sqrt(1 - alike) * np.eye(DIMENSIONS)[1:] + np.sqrt(alike) * np.eye(DIMENSIONS)[0]
    vectors, region, truth = [], [], []
    for number, (voice, windows) in enumerate(turns):
        for _ in range(windows):
            noise = chance.normal(size=DIMENSIONS)
            vector = likeness * voices[voice] + np.sqrt(1 - likeness**2) * noise / np.linalg.norm(noise)
            vectors.append(vector / np.linalg.norm(vector))
            region.append(number)
            truth.append(voice)
    return np.array(vectors), np.array(region), np.array(truth)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_merged_finds_the_number_of_voices(count: int) -> None:
    """As many as spoke, whoever was expected."""
    vectors, region, _ = spoken(*[(voice, 10) for voice in list(range(count)) * 4], alike=0.4)
    for expected in (None, count, count + 2):
        assert len(merged(vectors, region, expected=expected, names=nobody)) == count


def test_merged_keeps_one_who_speaks_once_and_little() -> None:
    """Somebody with 5 % of the time, all of it in one stretch, is a voice."""
    turns = [(voice, 12) for voice in (0, 1, 2) * 6]
    vectors, region, truth = spoken(*turns, (3, 12), alike=0.4)
    found = merged(vectors, region, expected=None, names=nobody)
    assert len(found) == 4
    nearest = (vectors @ found.T).argmax(axis=1)
    assert all(len(set(nearest[truth == voice])) == 1 for voice in range(4))


def test_merged_two_at_once_are_no_third_voice() -> None:
    """Windows in which one voice passes into another resemble neither; they make no voice of their own."""
    vectors, _, truth = spoken(*[(voice, 12) for voice in (0, 1) * 8], alike=0.4)
    for edge in np.flatnonzero(np.diff(truth)):
        for step, share in ((0, 0.67), (1, 0.33)):
            mixed = share * vectors[edge - 3] + (1 - share) * vectors[edge + 4]
            vectors[edge + step] = mixed / np.linalg.norm(mixed)
    found = merged(vectors, np.zeros(len(vectors), dtype=np.int64), expected=None, names=nobody)
    assert len(found) == 2


def test_merged_too_few_windows_are_no_voice() -> None:
    """A cough or a laugh resembles nobody, and is not somebody."""
    vectors, region, _ = spoken(*[(voice, 10) for voice in (0, 1) * 5], (2, 2))
    assert len(merged(vectors, region, expected=None, names=nobody)) == 2
    assert len(merged(vectors[:1], region[:1], expected=None, names=nobody)) == 1


def test_merged_enrolled_people_are_not_one_voice() -> None:
    """Two clusters that are too alike to tell stay apart when each is clearly another person's voice."""
    vectors, region, _ = spoken(*[(voice, 8) for voice in (0, 1) * 6], alike=0.985, likeness=0.9)
    assert len(merged(vectors, region, expected=None, names=nobody)) == 1

    def enrolled(centroids: Vectors) -> Mapping[int, str]:
        return {k: "Ana" if centroid[1] > centroid[2] else "Beto" for k, centroid in enumerate(centroids)}

    assert len(merged(vectors, region, expected=None, names=enrolled)) == 2


def test_merged_attendees_make_the_search_bolder_and_strangers_stricter() -> None:
    """A difference that is enough for an attendee is not enough for an unknown number, nor for two guests."""
    chance = np.random.default_rng(5)
    base, other = np.eye(DIMENSIONS)[:2]
    region = np.arange(240, dtype=np.int64) // 6

    def found(expected: int | None, distance: float) -> int:
        middles = [base + distance * other, base - distance * other]
        vectors = np.array([middles[i // 6 % 2] for i in range(240)]) + noise
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return len(merged(vectors, region, expected=expected, names=nobody))

    noise = 0.1 * chance.normal(size=(240, DIMENSIONS))
    steps = np.arange(0.1, 0.5, 0.01)
    first = {expected: next(d for d in steps if found(expected, d) == 2) for expected in (2, None, 0)}
    assert first[2] < first[None] < 0.5
    assert first[2] <= first[None] <= first[0]


def test_merged_long_recording_costs_no_more_and_agrees_to_the_bit() -> None:
    """Thousands of windows are thinned, and two runs give the same bytes."""
    vectors, region, _ = spoken(*[(voice, 30) for voice in (0, 1, 2) * 30], alike=0.4)
    first, second = (merged(vectors, region, expected=None, names=nobody) for _ in range(2))
    assert len(first) == 3
    assert first.tobytes() == second.tobytes()
