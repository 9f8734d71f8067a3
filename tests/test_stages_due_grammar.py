"""The grammar of due dates: what spares most sentences from it spares none that holds a due date."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any

import pytest

from meetbot.stages.due_grammar import RULES, Rule
from meetbot.stages.due_words import told_in

_parser, _op = import_module("re._parser"), import_module("re._constants")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.said[-60:])
def test_every_rule_needs_a_telling_part(rule: Rule) -> None:
    """Whatever a rule matches holds a digit or a part of TELLING in its words: a new rule may need a new part."""
    assert any(all(map(_tells(rule), parts)) for parts in _needed(_parser.parse(rule.pattern.pattern), _tells(rule)))


def _tells(rule: Rule) -> Callable[[str], bool]:
    """Whether a part of a pattern holds one of those by which the rule is told."""
    return lambda part: not rule.telling.isdisjoint(told_in(part))


def _needed(tokens: Sequence[tuple[Any, Any]], tells: Callable[[str], bool]) -> Iterator[frozenset[str]]:
    """Sets of parts, of each of which a match holds at least one."""
    run: list[tuple[Any, Any]] = []
    for op, value in [*tokens, (None, None)]:
        if op is _op.LITERAL:
            run.append((op, value))
            continue
        if run:
            yield frozenset({"".join(chr(letter) for _, letter in run)})
        # the parser takes out what all ways begin with: "hora|hour" is "ho" and then "ra|ur"
        ways = (None, [[*run, *way] for way in value[1]]) if op is _op.BRANCH else value
        run = []
        yield from _needed_of(op, ways, tells)


def _needed_of(op: object, value: Any, tells: Callable[[str], bool]) -> Iterator[frozenset[str]]:
    if op is _op.SUBPATTERN:
        yield from _needed(value[3], tells)
    elif op is _op.BRANCH:
        ways = [_best(way, tells) for way in value[1]]
        if all(ways):
            yield frozenset().union(*ways)
    elif op is _op.MAX_REPEAT and value[0] > 0:
        yield from _needed(value[2], tells)
    elif op is _op.ASSERT and value[0] == 1:
        yield from _needed(value[1], tells)
    elif op is _op.IN and all(_is_digit(*one) for one in value):
        yield frozenset({"0"})


def _best(way: Sequence[tuple[Any, Any]], tells: Callable[[str], bool]) -> frozenset[str]:
    sets = [*_needed(way, tells)]
    return next((parts for parts in sets if all(map(tells, parts))), sets[0] if sets else frozenset())


def _is_digit(op: object, value: Any) -> bool:
    if op is _op.CATEGORY:
        return value is _op.CATEGORY_DIGIT
    return chr(value if op is _op.LITERAL else value[0]).isdigit()
