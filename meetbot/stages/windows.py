"""Cuts a transcript into windows that fit a model's context: each turn in exactly one of them, nothing cut silently."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from meetbot.errors import ContextOverflowError
from meetbot.model.transcript import Transcript, Turn

CountTokens = Callable[[str], int]

_OWN_LABEL = re.compile(r"SPEAKER_(\d+)")
_SMALLEST_PIECE = 80
"""Characters: a piece shorter than that says too little to be read alone, so it is never cut further."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """Turns that are read together. `before` and `after` are shown as context and belong to other windows.

    `pieces` is empty, or holds the text of the window's only turn in parts that are read one after the other because
    the turn is too long for one request; joined, they are the turn's text.
    """

    index: int
    turns: tuple[Turn, ...]
    before: tuple[Turn, ...] = ()
    after: tuple[Turn, ...] = ()
    pieces: tuple[str, ...] = ()

    @property
    def turn_ids(self) -> tuple[str, ...]:
        """The ids of the turns that this window is to be read for."""
        return tuple(turn.id for turn in self.turns)

    @property
    def context_ids(self) -> tuple[str, ...]:
        """The ids of the turns that are only shown."""
        return tuple(turn.id for turn in (*self.before, *self.after))


def cut(
    transcript: Transcript,
    *,
    budget_tokens: int,
    count_tokens: CountTokens,
    max_turns: int,
    context_turns: int = 2,
) -> tuple[Window, ...]:
    """Windows of at most `max_turns` turns and `budget_tokens` tokens, in order; context only where it fits.

    Raises ContextOverflowError when the budget can't hold even a short stretch of one turn.
    """
    costs = [_cost(turn, transcript, count_tokens) for turn in transcript.turns]
    windows = []
    for index, (start, stop) in enumerate(_spans(costs, budget_tokens, max_turns)):
        window = Window(index=index, turns=transcript.turns[start:stop])
        spent = sum(costs[start:stop])
        if spent > budget_tokens:
            turn = window.turns[0]
            overhead = spent - count_tokens(turn.text)
            pieces = _fitting_pieces(turn, budget_tokens - overhead, count_tokens)
            windows.append(replace(window, pieces=pieces))
        else:
            free = budget_tokens - spent
            before, after = _context(costs, start, stop, context_turns, free)
            windows.append(replace(window, before=transcript.turns[before:start], after=transcript.turns[stop:after]))
    return tuple(windows)


def halve(window: Window) -> tuple[Window, ...]:
    """The same turns in two smaller windows, or one turn's text in more pieces; empty when it can't be made smaller."""
    turns = window.turns
    if len(turns) > 1:
        middle = len(turns) // 2
        first = replace(window, turns=turns[:middle], before=window.before[-1:], after=turns[middle : middle + 1])
        second = replace(window, turns=turns[middle:], before=turns[middle - 1 : middle], after=window.after[:1])
        return first, second
    if window.before or window.after:
        return (replace(window, before=(), after=()),)
    whole = window.pieces or (turns[0].text,)
    smaller = tuple(part for piece in whole for part in _two_parts(piece))
    return (replace(window, pieces=smaller),) if len(smaller) > len(whole) else ()


def speaker_shown(turn: Turn, transcript: Transcript) -> str:
    """The name by which a prompt shows who speaks: what it shows may come back in a wording, so no label of ours."""
    speaker = transcript.speaker(turn.speaker)
    return (speaker.name or _voice(speaker.label, transcript.language)) if speaker else "?"


def _voice(label: str, language: str) -> str:
    own = _OWN_LABEL.fullmatch(label)
    return f"{'Voz' if language == 'es' else 'Voice'} {int(own[1]) + 1}" if own else label


def _cost(turn: Turn, transcript: Transcript, count_tokens: CountTokens) -> int:
    return count_tokens(f"[{turn.id}] {speaker_shown(turn, transcript)}: \n") + count_tokens(turn.text)


def _spans(costs: Sequence[int], budget: int, max_turns: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start, spent = 0, 0
    for index, cost in enumerate(costs):
        if index > start and (spent + cost > budget or index - start >= max_turns):
            spans.append((start, index))
            start, spent = index, 0
        spent += cost
    return [*spans, (start, len(costs))] if costs else []


def _context(costs: Sequence[int], start: int, stop: int, most: int, free: int) -> tuple[int, int]:
    """Where the context begins and ends: alternately one turn before and one after, while they fit."""
    before, after = start, stop
    for _ in range(most):
        if before > 0 and costs[before - 1] <= free:
            before -= 1
            free -= costs[before]
        if after < len(costs) and costs[after] <= free:
            free -= costs[after]
            after += 1
    return before, after


def _fitting_pieces(turn: Turn, budget: int, count_tokens: CountTokens) -> tuple[str, ...]:
    pieces: tuple[str, ...] = (turn.text,)
    while any(count_tokens(piece) > budget for piece in pieces):
        smaller = tuple(
            part for piece in pieces for part in (_two_parts(piece) if count_tokens(piece) > budget else (piece,))
        )
        if len(smaller) == len(pieces):
            raise ContextOverflowError(
                f"The model's context is too small for turn {turn.id}.",
                f"[llm], context_tokens: {max(budget, 0)} tokens are left for the transcript beside the instructions",
                "Set context_tokens to what the model reads, or lower max_reply_tokens.",
            )
        pieces = smaller
    return pieces


def _two_parts(text: str) -> tuple[str, ...]:
    """The text in two, at the sentence end nearest the middle, else at a space, else (one endless word) anywhere."""
    if len(text) < 2 * _SMALLEST_PIECE:
        return (text,)
    middle = len(text) // 2
    for pattern in (r"(?<=[.!?…;])\s+", r"\s+"):
        ends = [match.end() for match in re.finditer(pattern, text)]
        inside = [end for end in ends if _SMALLEST_PIECE // 2 <= end <= len(text) - _SMALLEST_PIECE // 2]
        if inside:
            at = min(inside, key=lambda end: (abs(end - middle), end))
            return text[:at], text[at:]
    return text[:middle], text[middle:]
