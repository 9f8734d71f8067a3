from collections.abc import Sequence

import pytest
from growth import growth

from meetbot.model.transcript import Segment, VoiceInterval, Word
from meetbot.stages.pieces import Piece, pieces_of, with_voices


def words(text: str, *, start: float = 0.0, each: float = 0.4) -> list[Piece]:
    """One piece a word, one after the other."""
    parts = text.split()
    spoken = tuple(
        Word(start=start + i * each, end=start + (i + 1) * each, text=f" {part}") for i, part in enumerate(parts)
    )
    segment = Segment(id=0, start=start, end=start + len(parts) * each, text=text, words=spoken)
    return list(pieces_of(segment, until=segment.end))


def voices(*heard: tuple[float, float, str]) -> list[VoiceInterval]:
    """Who speaks when."""
    return [VoiceInterval(start=start, end=end, speaker=label) for start, end, label in heard]


def speakers(pieces: Sequence[Piece]) -> list[str | None]:
    """Whose each piece is."""
    return [piece.speaker for piece in pieces]


def test_with_voices_words_of_one_sentence_part_at_the_change() -> None:
    """Somebody who finishes another's sentence has the words after the change."""
    found = with_voices(words("lo vemos el lunes que viene a las nueve"), voices((0, 1.5, "A"), (1.5, 3.6, "B")))
    assert speakers(found) == ["A"] * 4 + ["B"] * 5
    assert not any(piece.overlapped for piece in found)


def test_with_voices_backchannel_over_a_sentence_leaves_it_whole() -> None:
    """An “ajá” spoken over somebody's sentence takes no word from it; the words below it are marked."""
    found = with_voices(words("esto es lo que vimos ayer en la junta"), voices((0, 3.6, "A"), (1.2, 2.0, "B")))
    assert speakers(found) == ["A"] * 9
    assert [i for i, piece in enumerate(found) if piece.overlapped] == [3, 4]


def test_with_voices_two_at_once_longer_share_wins() -> None:
    """A word goes to the voice that is heard longer in it, also while another speaks on and on."""
    found = with_voices(words("sí"), voices((-20, 0.1, "A"), (0, 0.5, "B")))
    assert speakers(found) == ["B"]
    assert found[0].overlapped


def test_with_voices_touching_intervals_are_not_two_at_once() -> None:
    """A change of voice inside a word is no overlap, and neither is one voice in two intervals."""
    assert not with_voices(words("sí"), voices((0, 0.2, "A"), (0.2, 0.4, "B")))[0].overlapped
    assert not with_voices(words("sí"), voices((0, 0.3, "A"), (0.1, 0.4, "A")))[0].overlapped


def test_with_voices_without_intervals_or_times_nobody_speaks() -> None:
    """Nothing is guessed where nothing is known."""
    assert speakers(with_voices(words("hola a todos"), [])) == [None] * 3
    untimed = list(pieces_of(Segment(id=0, text="Hola a todos."), until=None))
    assert speakers(with_voices(untimed, voices((0, 1, "A")))) == [None]


def test_with_voices_a_moment_of_voice_is_none() -> None:
    """Times are sums of floats: a voice that ends where the word begins is not heard in it."""
    found = with_voices(words("sí", start=10.0), voices((0, 10.005, "A"), (12, 13, "B")))
    assert not found[0].overlapped
    assert speakers(found) == ["A"]


@pytest.mark.parametrize("text", ["etc. ", ".", "Va. "])
def test_pieces_of_a_huge_text_take_time_in_proportion(text: str) -> None:
    """Neither abbreviations nor dots in a row make the cutting into sentences quadratic."""

    def cut(signs: int) -> None:
        whole = f"{text * (signs // len(text))}a"
        pieces = list(pieces_of(Segment(id=0, text=whole), until=None))
        assert " ".join(piece.text for piece in pieces) == whole

    assert growth(cut, size=25_000, times=8) < 24


def test_with_voices_one_long_interval_costs_no_more_than_its_own_time() -> None:
    """A voice that runs through the whole meeting doesn't make every word look at every interval."""

    def assign(seconds: int) -> None:
        pieces = [p for n in range(seconds) for p in words("va", start=float(n))]
        heard = voices((0, seconds, "A"), *((float(n), n + 0.9, "B") for n in range(seconds)))
        assert set(speakers(with_voices(pieces, heard))) == {"A"}

    assert growth(assign, size=750, times=8) < 24
