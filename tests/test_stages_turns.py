from dataclasses import replace

from meetbot.stages.pieces import Piece
from meetbot.stages.turns import turns_of


def piece(text: str, start: float, speaker: str | None = "A") -> Piece:
    """A word of 0.4 s."""
    return Piece(text=text, start=start, end=start + 0.4, time_source="measured", segment=0, speaker=speaker)


def test_turns_overlapped_only_where_two_were_heard_at_once() -> None:
    """One word with two voices marks its turn and no other."""
    words = [piece("bueno", 0), replace(piece("pues", 0.4), overlapped=True), piece("ajá", 0.8, "B")]
    found = turns_of(words)
    assert [(turn.text, turn.overlapped) for turn in found] == [("bueno pues", True), ("ajá", False)]


def test_turns_backchannel_between_sentences_keeps_every_word_with_its_speaker() -> None:
    """Somebody's “ajá” is a turn of its own, and the other goes on in the next one."""
    found = turns_of([piece("primero", 0), piece("ajá.", 0.5, "B"), piece("segundo", 1.0)])
    assert [(turn.speaker, turn.text) for turn in found] == [("A", "primero"), ("B", "ajá."), ("A", "segundo")]


def test_turns_untimed_last_piece_ends_where_the_last_time_is_known() -> None:
    """A turn ends with the last piece that has a time."""
    untimed = Piece(text="fin", start=None, end=None, time_source="none", segment=0, speaker="A")
    assert turns_of([piece("hasta", 0), untimed])[0].end == 0.4
