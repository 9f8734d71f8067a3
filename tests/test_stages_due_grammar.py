"""The grammar of due dates: what spares most sentences from it spares none that holds a due date."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

import pytest

from meetbot.stages.due_grammar import RULES, Rule
from meetbot.stages.due_words import TELLING

_parser, _op = import_module("re._parser"), import_module("re._constants")


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if not rule.alone], ids=lambda rule: rule.pattern.pattern[-60:]
)
def test_every_rule_needs_a_telling_part(rule: Rule) -> None:
    """Whatever a rule matches holds a digit or one of TELLING: a new rule may need a new part there."""
    assert any(map(_is_telling, _needed(_parser.parse(rule.pattern.pattern))))


def _is_telling(parts: frozenset[str]) -> bool:
    """Whether each of the parts holds a telling one."""
    return all(any(map(str.isdigit, part)) or any(telling in part for telling in TELLING) for part in parts)


def _needed(tokens: Sequence[tuple[Any, Any]]) -> Iterator[frozenset[str]]:
    """Sets of parts, of each of which a match holds at least one."""
    run = ""
    for op, value in [*tokens, (None, None)]:
        if op is _op.LITERAL:
            run += chr(value)
            continue
        if run:
            yield frozenset({run})
        run = ""
        yield from _needed_of(op, value)


def _needed_of(op: object, value: Any) -> Iterator[frozenset[str]]:
    if op is _op.SUBPATTERN:
        yield from _needed(value[3])
    elif op is _op.BRANCH:
        ways = [_best(way) for way in value[1]]
        if all(ways):
            yield frozenset().union(*ways)
    elif op is _op.MAX_REPEAT and value[0] > 0:
        yield from _needed(value[2])
    elif op is _op.ASSERT and value[0] == 1:
        yield from _needed(value[1])
    elif op is _op.IN and all(_is_digit(*one) for one in value):
        yield frozenset({"0"})


def _best(way: Sequence[tuple[Any, Any]]) -> frozenset[str]:
    sets = [*_needed(way)]
    return next((parts for parts in sets if _is_telling(parts)), sets[0] if sets else frozenset())


def _is_digit(op: object, value: Any) -> bool:
    if op is _op.CATEGORY:
        return value is _op.CATEGORY_DIGIT
    return chr(value if op is _op.LITERAL else value[0]).isdigit()
