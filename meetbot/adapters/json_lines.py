"""Where in a JSON text a value stands, so that an error can name the line."""

import re
from collections.abc import Sequence

_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|\n|[^\s{}\[\],:"]+')


class _Cursor:
    """Where a walk through valid JSON is: the path of keys and indices of the current value."""

    def __init__(self) -> None:
        self.path: list[int | str] = []
        self._key_next = False

    def meet(self, piece: str) -> None:
        """Takes a key, a scalar or an opening bracket into account before it is looked at."""
        if self._key_next and piece[0] == '"':
            self.path[-1] = piece[1:-1]
            self._key_next = False

    def leave(self, piece: str) -> None:
        """Goes into or out of an object or list, or on to the next member."""
        if piece == "{":
            self.path.append("")
            self._key_next = True
        elif piece == "[":
            self.path.append(0)
            self._key_next = False
        elif piece in "]}":
            self.path = self.path[:-1]
            self._key_next = False
        elif piece == ",":
            last = self.path[-1]
            self._key_next = isinstance(last, str)
            if isinstance(last, int):
                self.path[-1] = last + 1


def line_of(text: str, location: Sequence[int | str]) -> int:
    """The line (from 1) of the deepest part of that path which exists in the valid JSON text; 1 when none does.

    Parts that the text doesn't have (pydantic names the member of a union) end the search.
    """
    depth, found, line = 0, 1, 1
    cursor = _Cursor()
    for match in _PIECE.finditer(text):
        piece = match.group()
        line += piece == "\n"
        if piece not in "]},:\n":
            cursor.meet(piece)
            here = len(cursor.path)
            if here > depth and list(location[:here]) == cursor.path:
                depth, found = here, line
        cursor.leave(piece)
    return found
