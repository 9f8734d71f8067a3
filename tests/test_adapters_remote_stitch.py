from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from meetbot.adapters.remote_stitch import HeardPart, stitched
from meetbot.model.transcript import Segment, Word

OVERLAP = 3.0


def segment(start: float, text: str, *, step: float = 0.4, timed: bool = True, probability: float = 0.9) -> Segment:
    """A segment whose words last `step` seconds each."""
    tokens = text.split()
    words = tuple(
        Word(start=start + step * n, end=start + step * (n + 1), text=f" {token}", probability=probability)
        for n, token in enumerate(tokens)
    )
    end = start + step * len(tokens)
    return Segment(id=0, start=start, end=end, text=text, words=words if timed else ())


def text(*parts: HeardPart) -> str:
    """What the parts say together."""
    return " ".join(found.text for found in stitched(parts))


def part(start: float, end: float, *segments: Segment) -> HeardPart:
    """What was heard in a part."""
    return HeardPart(start=start, end=end, segments=segments)


def test_words_that_both_heard_stand_once() -> None:
    """Around a cut at 10 s both parts have the same words."""
    left = part(0, 10, segment(8, "lo mando el viernes sin falta"))
    right = part(10, 20, segment(8.8, "el viernes sin falta a las nueve"))
    assert text(left, right) == "lo mando el viernes sin falta a las nueve"


def test_garbled_edges_are_taken_from_the_other_side() -> None:
    """A word that an edge cut in two was heard whole by the neighbour."""
    left = part(0, 10, segment(8, "mando el reporte el vier"))
    right = part(10, 20, segment(8.0, "bando el reporte el viernes"))
    assert text(left, right) == "mando el reporte el viernes"


def test_where_nothing_agrees_time_decides() -> None:
    """Two hearings of one word at the cut stay one: the surer."""
    right = part(10, 20, segment(9.82, "mercadeo hoy va", probability=0.7))
    assert text(part(0, 10, segment(9.25, "de mercado ya", probability=0.4)), right) == "de mercadeo hoy va"
    assert text(part(0, 10, segment(9.25, "de mercado ya", probability=0.9)), right) == "de mercado hoy va"


def test_same_word_at_another_time_is_another_word() -> None:
    """“Sí” three seconds later is said again."""
    left = part(0, 10, segment(7.5, "sí"))
    right = part(10, 20, segment(10.9, "sí"))
    assert text(left, right) == "sí sí"


def test_segments_without_word_times_are_joined_too() -> None:
    """Their words share out the segment's time, and stay without times."""
    left = part(0, 10, segment(8, "lo mando el viernes sin falta", timed=False))
    right = part(10, 20, segment(8.8, "el viernes sin falta a las nueve", timed=False))
    found = stitched([left, right])
    assert " ".join(s.text for s in found) == "lo mando el viernes sin falta a las nueve"
    assert all(not s.words for s in found)
    assert all((s.start or 0) < (s.end or 0) for s in found)


def test_a_lost_part_between_costs_no_words() -> None:
    """Where the neighbour failed, what was heard beyond the own end is kept."""
    left = part(0, 10, segment(8, "lo mando el viernes sin falta"))
    right = part(20, 30, segment(18, "y a las nueve"))
    assert text(left, right) == "lo mando el viernes sin falta y a las nueve"


def test_part_without_words_cuts_nothing() -> None:
    """Silence beside speech leaves the speech as it is."""
    left = part(0, 10, segment(8, "lo mando el viernes"))
    assert text(left, part(10, 20), part(20, 30, segment(21, "sí"))) == "lo mando el viernes sí"
    assert stitched([]) == ()


@settings(max_examples=30)
@given(st.data())
def test_no_word_is_lost_or_doubled(data: st.DataObject) -> None:
    """However the parts are cut and however their times wander, the words are those that were said, in order."""
    vocabulary = ["sí", "no", "el", "lead", "norte", "va", "jueves", "ya"]
    said = data.draw(st.lists(st.sampled_from(vocabulary), min_size=40, max_size=80))
    pauses = data.draw(st.lists(st.sampled_from([0.0, 0.05, 0.3]), min_size=len(said), max_size=len(said)))
    starts, now = [], 0.0
    for pause in pauses:
        starts.append(now + pause)
        now += pause + 0.35
    cuts = [0.0, *(start - 0.01 for start in starts[15::15]), now]
    parts = []
    for begin, end in pairwise(cuts):
        drift = data.draw(st.sampled_from([-0.08, 0.0, 0.05, 0.08]))
        words = tuple(
            Word(start=round(start + drift, 3), end=round(start + drift + 0.35, 3), text=f" {word}", probability=0.9)
            for start, word in zip(starts, said, strict=True)
            if start >= begin - OVERLAP and start + 0.35 <= end + OVERLAP
        )
        whole = "".join(word.text for word in words).strip()
        only = Segment(id=0, start=words[0].start, end=words[-1].end, text=whole, words=words)
        parts.append(HeardPart(start=begin, end=end, segments=(only,)))
    assert text(*parts).split() == said
