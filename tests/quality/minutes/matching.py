"""Pairs what was found with what was labelled, one to one, so that the sum of likenesses is as high as it can be."""

from collections.abc import Callable, Sequence
from typing import TypeVar

F = TypeVar("F")
L = TypeVar("L")


def best_pairs(found: Sequence[F], labels: Sequence[L], likeness: Callable[[F, L], float]) -> dict[int, int]:
    """Index of each paired found item to its label's; a pair needs a likeness above 0. The order decides ties."""
    size = max(len(found), len(labels))
    worth = [[0.0] * size for _ in range(size)]
    for row, item in enumerate(found):
        for column, label in enumerate(labels):
            worth[row][column] = likeness(item, label)
    return {row: column for row, column in enumerate(_dearest(worth)) if worth[row][column] > 0}


def _dearest(worth: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row in the assignment of a square table that is worth most: the Hungarian method."""
    size = len(worth)
    rows, columns = [0.0] * (size + 1), [0.0] * (size + 1)
    owner = [0] * (size + 1)
    for row in range(1, size + 1):
        owner[0] = row
        last = _augmented(worth, rows, columns, owner)
        while last[0]:
            column, came_from = last
            owner[column] = owner[came_from[column]]
            last = (came_from[column], came_from)
    chosen = [0] * size
    for column in range(1, size + 1):
        chosen[owner[column] - 1] = column - 1
    return chosen


def _augmented(
    worth: Sequence[Sequence[float]], rows: list[float], columns: list[float], owner: Sequence[int]
) -> tuple[int, list[int]]:
    """The free column that a path of least cost reaches from the row of column 0, and the way there."""
    size = len(worth)
    least, came_from, seen = [float("inf")] * (size + 1), [0] * (size + 1), [False] * (size + 1)
    column = 0
    while owner[column]:
        seen[column] = True
        row, step, following = owner[column], float("inf"), 0
        for other in range(1, size + 1):
            if seen[other]:
                continue
            cost = -worth[row - 1][other - 1] - rows[row] - columns[other]
            if cost < least[other]:
                least[other], came_from[other] = cost, column
            if least[other] < step:
                step, following = least[other], other
        for other in range(size + 1):
            if seen[other]:
                rows[owner[other]] += step
                columns[other] -= step
            else:
                least[other] -= step
        column = following
    return column, came_from
