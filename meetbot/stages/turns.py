"""Pieces of text that have one speaker each become turns."""

from collections.abc import Iterable, Sequence

from meetbot.model.transcript import Turn
from meetbot.stages.pieces import BREATH_SECONDS, Piece, pause

LONG_PAUSE_SECONDS = 2.0
"""A silence after which the same speaker begins a new turn."""

_LONG_TURN_WORDS = 60
_LONGEST_TURN_WORDS = 120
# Without voices a new sentence may be somebody else's, so turns are kept shorter.
_LONG_UNKNOWN_TURN_WORDS = 20


def turns_of(pieces: Iterable[Piece]) -> tuple[Turn, ...]:
    """The pieces of one speaker in a row as turns, numbered in order of time."""
    groups: list[list[Piece]] = []
    words = 0
    for piece in pieces:
        if groups and not _turn_ends(groups[-1][-1], piece, words=words):
            groups[-1].append(piece)
        else:
            groups.append([piece])
            words = 0
        words += len(piece.text.split())
    return tuple(_turn(number, group) for number, group in enumerate(groups, 1))


def _turn_ends(piece: Piece, following: Piece, *, words: int) -> bool:
    """Whether a new turn begins between the two, the turn so far having that many words."""
    if piece.speaker != following.speaker or words >= _LONGEST_TURN_WORDS:
        return True
    silence = pause(piece, following)
    if silence > LONG_PAUSE_SECONDS:
        return True
    if not piece.ends_sentence:
        return False
    if piece.speaker is None:
        return words >= _LONG_UNKNOWN_TURN_WORDS or silence > BREATH_SECONDS
    return words >= _LONG_TURN_WORDS


def _turn(number: int, pieces: Sequence[Piece]) -> Turn:
    first = pieces[0]
    return Turn(
        id=f"t{number:04d}",
        speaker=first.speaker,
        start=first.start,
        end=next((p.end for p in reversed(pieces) if p.end is not None), None),
        time_source=first.time_source,
        text="".join(p.text if p.glued or p is first else f" {p.text}" for p in pieces),
        segments=tuple(dict.fromkeys(p.segment for p in pieces)),
        source_line=first.source_line,
        overlapped=any(p.overlapped for p in pieces),
    )
