"""SQL of the catalogue as text: where literals, quoted names, comments and parameters lie, whatever the engine."""

import re
from collections.abc import Collection, Iterator
from typing import TypeVar

_Name = TypeVar("_Name", bound=str)

TOKEN = re.compile(
    r"""(?P<literal>'(?:[^']|'')*')
      | (?P<quoted>"(?:[^"]|"")*")
      | (?P<comment>--[^\n]*|/\*.*?\*/)
      | (?P<parameter>(?<![:\w]):(?P<name>[a-z_][a-z0-9_]*))""",
    re.DOTALL | re.VERBOSE,
)
"""What is not plain code: `:start` is a parameter, but neither `'12:30'` nor `x::date`."""


def named_tables(sql: str, known: Collection[_Name]) -> tuple[_Name, ...]:
    """Those of the known tables that the statement mentions, in the order in which they are known."""
    words = set(re.findall(r"\w+", " ".join(code(sql)).lower()))
    return tuple(name for name in known if name in words)


def code(sql: str) -> Iterator[str]:
    """The pieces between literals, quoted names and comments; quoted names without their quotes."""
    end = 0
    for found in TOKEN.finditer(sql):
        if found["parameter"]:
            continue
        yield sql[end : found.start()]
        if found["quoted"]:
            yield re.sub(r"\W", " ", found["quoted"])
        end = found.end()
    yield sql[end:]
