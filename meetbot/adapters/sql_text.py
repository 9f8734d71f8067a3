"""What a statement says apart from its literals and comments: its parameters, and that it only reads."""

import re
from collections.abc import Callable

from meetbot.errors import DataError
from meetbot.model.sql import TOKEN, code

_SELECT = re.compile(r"[\s(]*(select|with)\b", re.IGNORECASE)
_ESCAPING_LITERAL = re.compile(r"(?<!\w)(?:[ebxn]|u&)$", re.IGNORECASE)
_WRITES = re.compile(
    r"(?<!\.)\b(?:insert|update|delete|merge|truncate|copy|create|drop|alter|grant|revoke|into)\b", re.IGNORECASE
)
"""Statements that write may follow a WITH list or stand in it; no SELECT has a use for these words."""
_STRAY = (("'", "a quote that is not closed"), ('"', "a quote that is not closed"), ("/*", "a comment without an end"))


def named_parameters(sql: str) -> frozenset[str]:
    """The parameters that a statement names: `:start`, but neither `'12:30'` nor `x::date`."""
    return frozenset(found["name"] for found in TOKEN.finditer(sql) if found["parameter"])


def one_select(sql: str) -> str:
    """The statement without comments and without a semicolon at its end. Raises DataError unless it is one SELECT."""
    bare = TOKEN.sub(lambda found: " " if found["comment"] else found[0], sql).strip().removesuffix(";").rstrip()
    if problem := _problem(bare):
        raise DataError(f"This is not one SELECT statement: {problem}.", "the KPI's SQL", shown(sql))
    return bare


def rewritten(sql: str, parameter: Callable[[str], str], rest: Callable[[str], str] = str) -> str:
    """The statement with each parameter replaced by `parameter(name)` and everything else by `rest(text)`."""
    parts, end = [], 0
    for found in TOKEN.finditer(sql):
        if found["parameter"]:
            parts += [rest(sql[end : found.start()]), parameter(found["name"])]
            end = found.end()
    return "".join([*parts, rest(sql[end:])])


def shown(sql: str) -> str:
    """The statement on one line, for a message."""
    return " ".join(sql.split())


def _problem(bare: str) -> str:
    """Why it is not one SELECT; empty when it is. Strict, so that engines that read literals differently agree."""
    if not _SELECT.match(bare):
        return "it does not begin with SELECT or WITH"
    for part in code(bare):
        if ";" in part:
            return "there is a semicolon inside"
        if "$" in part:
            return "parameters are written :name, and $ means different things to different databases"
        for mark, problem in _STRAY:
            if mark in part:
                return problem
    for found in TOKEN.finditer(bare):
        if found["literal"] and _ESCAPING_LITERAL.search(bare[max(0, found.start() - 3) : found.start()]):
            return "only plain quotes are understood by every database, not E'…' and the like"
    writes = _WRITES.search(TOKEN.sub("?", bare))
    return f"{writes[0].upper()} does more than read (a column with that name is written in quotes)" if writes else ""
