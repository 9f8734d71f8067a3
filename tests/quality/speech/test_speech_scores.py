"""The scorers of the speech quality run, against examples worked out by hand and against brute force."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scores import (
    AtOnce,
    at_once,
    cheapest,
    diarization_errors,
    differences,
    joint_errors,
    paired,
    speaker_accuracy,
    word_errors,
    words,
)

VOCABULARY = st.lists(st.sampled_from("abcd"), max_size=6)
TIMES = st.integers(0, 20)
INTERVALS = st.lists(
    st.tuples(TIMES, TIMES, st.sampled_from("xyz")).map(lambda i: (min(i[0], i[1]) / 2, max(i[0], i[1]) / 2, i[2])),
    max_size=6,
)


def test_words_case_marks_and_accents_are_not_errors() -> None:
    """Case, marks and accents make no other word, ñ does; numbers stay as written."""
    assert words("¿Cuántos LEADS, Íñigo? 20 %") == ["cuantos", "leads", "iñigo", "20"]


def test_words_accents_can_be_kept() -> None:
    """With accents, `esta` is not `está`, however the accent is encoded."""
    assert words("Esta", accents=True) != words("Está", accents=True)
    assert words("Esta\u0301", accents=True) == words("Está", accents=True)


def test_word_errors_by_hand() -> None:
    """One substituted, one missed, one invented word among seven."""
    found = word_errors(words("el plan va muy bien este mes"), words("El plazo va bien este mes, gracias"))
    assert (found.substituted, found.missed, found.invented, found.said) == (1, 1, 1, 7)
    assert found.rate == pytest.approx(3 / 7)


def test_word_errors_of_silence() -> None:
    """Nothing said and nothing heard is no error; something heard in silence is an infinite rate."""
    assert word_errors([], []).rate == 0
    assert word_errors([], ["gracias"]).rate == float("inf")


@settings(max_examples=50)
@given(VOCABULARY, VOCABULARY)
def test_word_errors_are_a_distance(reference: list[str], found: list[str]) -> None:
    """No error means the same words; exchanging both sides exchanges missed and invented."""
    one, other = word_errors(reference, found), word_errors(found, reference)
    assert (one.errors == 0) == (reference == found)
    assert one.errors == other.errors
    assert one.missed - one.invented == len(reference) - len(found)


def test_differences_show_what_was_heard_instead() -> None:
    """Each differing stretch once, with both sides."""
    assert differences(words("y vamos con el embudo"), words("vamos con un buda")) == [
        ("y", ""),
        ("el embudo", "un buda"),
    ]


def test_diarization_errors_by_hand() -> None:
    """Ten seconds each of two people; two seconds unheard, one too late, three with the wrong label."""
    reference = [(0.0, 10.0, "Ana"), (10.0, 20.0, "Beto")]
    found = [(2.0, 10.0, "S0"), (10.0, 13.0, "S0"), (13.0, 21.0, "S1")]
    errors = diarization_errors(reference, found, collar=0)
    assert errors.spoken == pytest.approx(20)
    assert errors.missed == pytest.approx(2)
    assert errors.false_alarm == pytest.approx(1)
    assert errors.confusion == pytest.approx(3)
    assert errors.rate == pytest.approx(6 / 20)
    assert errors.voices == {"Ana": "S0", "Beto": "S1"}


def test_diarization_errors_collar_forgives_boundaries() -> None:
    """What differs within a quarter second of a boundary is no error, and its seconds are not counted."""
    errors = diarization_errors([(0.0, 10.0, "Ana")], [(0.2, 10.25, "S0")], collar=0.25)
    assert errors.rate == 0
    assert errors.spoken == pytest.approx(9.5)


def test_diarization_errors_overlap_counts_twice() -> None:
    """Two people at once of whom one is heard: the other's seconds are missed."""
    reference = [(0.0, 10.0, "Ana"), (8.0, 12.0, "Beto")]
    errors = diarization_errors(reference, [(0.0, 10.0, "S0"), (10.0, 12.0, "S1")], collar=0)
    assert errors.spoken == pytest.approx(14)
    assert errors.missed == pytest.approx(2)
    assert errors.false_alarm == errors.confusion == 0


def test_diarization_errors_one_voice_for_two_is_confusion() -> None:
    """Two people under one label: the one who speaks less is confused."""
    reference = [(0.0, 6.0, "Ana"), (6.0, 10.0, "Beto")]
    errors = diarization_errors(reference, [(0.0, 10.0, "S0")], collar=0)
    assert errors.confusion == pytest.approx(4)
    assert errors.rate == pytest.approx(0.4)


def test_diarization_errors_pairing_is_the_best_not_the_first() -> None:
    """Greedy pairing gives S0 to Ana and gets 6 seconds right; the best gives it to Beto and gets 10 right."""
    reference = [(0.0, 11.0, "Ana"), (11.0, 16.0, "Beto")]
    found = [(0.0, 6.0, "S0"), (6.0, 11.0, "S1"), (11.0, 16.0, "S0")]
    assert diarization_errors(reference, found, collar=0).confusion == pytest.approx(6)


@settings(max_examples=60)
@given(INTERVALS, INTERVALS)
def test_diarization_errors_as_brute_force_on_a_grid(
    reference: list[tuple[float, float, str]], found: list[tuple[float, float, str]]
) -> None:
    """The same seconds as counting half seconds under every pairing."""
    ticks = [tick / 2 + 0.25 for tick in range(20)]

    def active(intervals: list[tuple[float, float, str]], tick: float) -> set[str]:
        return {who for start, end, who in intervals if start <= tick < end}

    def wrong(names: tuple[str, ...]) -> float:
        pairing = dict(zip(("x", "y", "z"), names, strict=True))
        total = 0.0
        for tick in ticks:
            said, heard = active(reference, tick), active(found, tick)
            total += max(len(said), len(heard)) - sum(pairing[who] in heard for who in said)
        return total / 2

    errors = diarization_errors(reference, found, collar=0)
    assert errors.missed + errors.false_alarm + errors.confusion == pytest.approx(
        min(wrong(names) for names in permutations(("x", "y", "z")))
    )
    assert errors.spoken == pytest.approx(sum(len(active(reference, tick)) for tick in ticks) / 2)


def test_joint_errors_by_hand() -> None:
    """Right words with the wrong speaker cost twice: missed there, invented here."""
    reference = {"Ana": words("uno dos tres"), "Beto": words("cuatro cinco")}
    found = {"S1": words("uno dos"), "S0": words("tres cuatro cinco")}
    errors = joint_errors(reference, found)
    assert (errors.missed, errors.invented, errors.substituted) == (1, 1, 0)
    assert errors.rate == pytest.approx(2 / 5)


@pytest.mark.parametrize("count", [2, 4, 6])
def test_joint_errors_do_not_depend_on_labels(count: int) -> None:
    """The right text under any names is without error, for two, four and six speakers."""
    reference = {f"p{i}": [f"palabra{i}"] * (i + 1) for i in range(count)}
    found = {f"S{count - i}": spoken for i, spoken in enumerate(reference.values())}
    assert joint_errors(reference, found).errors == 0


def test_joint_errors_of_a_voice_too_many_and_one_too_few() -> None:
    """A voice that nobody is paired with costs all its words; so does a speaker whom no voice has."""
    assert joint_errors({"Ana": ["a", "b", "c"]}, {"S0": ["a", "b"], "S1": ["c"]}).errors == 2
    assert joint_errors({"Ana": ["a", "b"], "Beto": ["c"]}, {"S0": ["a", "b", "c"]}).errors == 2
    assert joint_errors({"Ana": ["a", "b"]}, {}).errors == 2


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from("ABC"), VOCABULARY), st.dictionaries(st.sampled_from("XYZ"), VOCABULARY))
def test_joint_errors_as_brute_force(reference: dict[str, list[str]], found: dict[str, list[str]]) -> None:
    """The fewest errors over every pairing."""
    size = max(len(reference), len(found))
    said = [*reference.values(), *[[]] * (size - len(reference))]
    heard = [*found.values(), *[[]] * (size - len(found))]
    fewest = min(
        sum(word_errors(a, b).errors for a, b in zip(said, order, strict=True)) for order in permutations(heard)
    )
    assert joint_errors(reference, found).errors == fewest


def test_speaker_accuracy_by_hand() -> None:
    """Of five words four are heard, one of them wrongly; three of the four are with the right voice."""
    reference = [("buenos", "Ana"), ("dias", "Ana"), ("hola", "Beto"), ("ana", "Beto"), ("bien", "Beto")]
    found = [("buenos", "S0"), ("dias", "S0"), ("ola", "S1"), ("ana", "S0")]
    accuracy = speaker_accuracy(reference, found)
    assert (accuracy.right, accuracy.heard) == (3, 4)
    assert accuracy.voices == {"Ana": "S0", "Beto": "S1"}


def test_speaker_accuracy_words_without_voice_are_wrong() -> None:
    """A word that no voice has is not right, and nothing heard is a share of 0."""
    assert speaker_accuracy([("a", "Ana"), ("b", "Ana")], [("a", None), ("b", "S0")]).right == 1
    assert speaker_accuracy([("a", "Ana")], []).share == 0


def test_paired_leaves_out_strangers() -> None:
    """A speaker who is never together with a free label has no entry."""
    assert paired({("Ana", "S0"): 3.0, ("Beto", "S0"): 1.0}) == {"Ana": "S0"}
    assert paired({}) == {}


@settings(max_examples=60)
@given(
    st.integers(1, 5).flatmap(
        lambda size: st.lists(st.lists(st.integers(-9, 9), min_size=size, max_size=size), min_size=size, max_size=size)
    )
)
def test_cheapest_as_brute_force(costs: list[list[int]]) -> None:
    """A one-to-one pairing whose cost is the lowest of all."""
    found = cheapest(costs)
    assert sorted(found) == list(range(len(costs)))
    lowest = min(sum(costs[r][c] for r, c in enumerate(order)) for order in permutations(range(len(costs))))
    assert sum(costs[r][c] for r, c in enumerate(found)) == lowest


def test_at_once_counts_the_seconds_of_two() -> None:
    """Of two seconds in which both speak one was found, and one more where only one speaks; the voices don't matter."""
    said = [(0.0, 10.0, "Ana"), (8.0, 20.0, "Luis")]
    found = [(0.0, 9.0, "S1"), (8.0, 20.0, "S0"), (14.0, 15.0, "S1")]
    assert at_once(said, found) == AtOnce(said=2.0, found=2.0, both=1.0)
    assert at_once(said[:1], [(0.0, 5.0, "S1"), (3.0, 6.0, "S1")]) == AtOnce(said=0.0, found=0.0, both=0.0)
