"""Sentences with blanks: figures, names and dates are taken out before a model sees them, and put back by code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from meetbot.model.agenda import Agenda
from meetbot.words import Words

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_DIGITS = re.compile(r"\d(?:[\d.,:/%]*\d%?)?")
BLANK = re.compile(r"\{([fn]\d+)\}")
"""A blank as the model sees it: `{f3}` holds a figure or a date, `{n4}` only words."""


class MarkedWords(Words):
    """The same phrases, with marks around each value that is filled in.

    So whatever comes from figures, the CRM, the ledger or the configuration is known as such, without guessing.
    """

    def __init__(self, words: Words) -> None:
        super().__init__(words.locale, {})
        self._words = words

    def __call__(self, key: str, **values: object) -> str:
        """The phrase of that key; a value that holds marks itself is one value all the same."""
        marked = {name: f"{_OPEN}{unmarked(str(value))}{_CLOSE}" for name, value in values.items()}
        return self._words(key, **marked)

    def keys(self) -> frozenset[str]:
        """All keys."""
        return self._words.keys()


def unmarked(text: str) -> str:
    """The text as readers see it."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def unmarked_agenda(agenda: Agenda) -> Agenda:
    """The same agenda without marks in its sentences."""
    items = [
        item.model_copy(
            update={
                "title": unmarked(item.title),
                "reason": unmarked(item.reason),
                "question": unmarked(item.question),
                "lines": tuple(map(unmarked, item.lines)),
                "keywords": tuple(map(unmarked, item.keywords)),
            }
        )
        for item in agenda.items
    ]
    return agenda.model_copy(update={"items": tuple(items)})


@dataclass(frozen=True, kw_only=True)
class Template:
    """One sentence: `text` with blanks, and the `values` that belong into them."""

    text: str
    values: Mapping[str, str]

    @property
    def blanks(self) -> list[str]:
        """The blanks in their order."""
        return BLANK.findall(self.text)

    def filled(self, text: str | None = None) -> str:
        """That wording of it (default: its own) with the values in their blanks."""
        return BLANK.sub(lambda found: self.values[found.group(1)], self.text if text is None else text)


def template_of(marked: str, *, first: int) -> Template:
    """The sentence with numbered blanks from `first` on: for each marked value, and for each number beside them."""
    values: dict[str, str] = {}

    def blank(value: str) -> str:
        if not value:
            return ""
        kind = "f" if any(character.isdigit() for character in value) else "n"
        name = f"{kind}{first + len(values)}"
        values[name] = value
        return "{" + name + "}"

    parts = []
    for index, part in enumerate(_MARKED.split(marked)):
        parts.append(blank(part) if index % 2 else _DIGITS.sub(lambda found: blank(found.group()), unmarked(part)))
    return Template(text="".join(parts), values=values)
