"""What was heard in one segment, as runs of words that may be a name, and the segment written anew."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from meetbot.model.transcript import NameRepair, Segment, Word
from meetbot.stages.repair_sound import letters, sounds
from meetbot.stages.repair_words import article, ordinary, sounds_english

DOUBTED, BELIEVED = 0.6, 0.9
"""Below the first probability a word is doubtful, from the second on it is believed. Measured with whisper-base on the
sample meeting: its misheard names and company words had 0.29 to 0.91, half of all words over 0.9."""


_CORE = re.compile(r"^(?P<before>[^\w]*)(?P<core>.*?)(?P<after>(?:['’]s)?[^\w]*)$", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Token:
    """One heard word: its bare text, the marks around it, which of the segment's words it is made of."""

    before: str
    core: str
    after: str
    first: int
    last: int
    probability: float | None
    opens: bool

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital."""
        return self.core[:1].isupper()


@dataclass(frozen=True, kw_only=True)
class Change:
    """The tokens from `first` up to `end` are written otherwise."""

    first: int
    end: int
    written: str


class Line:
    """One segment's tokens and what they show about it."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.tokens = tuple(tokens_of(segment))
        self.spanish = not sounds_english([token.core for token in self.tokens])
        inner = [token for token in self.tokens if not token.opens and token.core]
        # Where most words are capitals, a capital tells nothing.
        self.titled = sum(token.capital for token in inner) > max(3, len(inner) * 0.8)

    def run(self, first: int, length: int) -> "Run | None":
        """So many tokens from there on, or None where a mark divides them."""
        tokens = self.tokens[first : first + length]
        if len(tokens) < length or not all(token.core for token in tokens):
            return None
        if length > 1 and any(character.isdigit() for token in tokens for character in token.core):
            return None
        if any(a.after or b.before for a, b in pairwise(tokens)):
            return None
        before = self.tokens[first - 1].core if first and not self.tokens[first - 1].after else ""
        capital = tokens[0].capital and not tokens[0].opens and not self.titled
        return Run(tokens=tokens, marked=capital, article=article(before), spanish=self.spanish)

    def repair(self, change: Change) -> NameRepair:
        """What is told of a change."""
        tokens = self.tokens[change.first : change.end]
        heard = " ".join(token.core for token in tokens)
        words = self.segment.words
        start = words[tokens[0].first].start if words else self.segment.start
        return NameRepair(segment=self.segment.id, heard=heard, written=change.written, start=start)

    def written(self, changes: Sequence[Change]) -> Segment:
        """The segment with the changes in its text and its words."""
        at = {change.first: change for change in changes}
        texts: list[str] = []
        words: list[Word] = []
        number = 0
        while number < len(self.tokens):
            change = at.get(number)
            end = number + 1 if change is None else change.end
            tokens = self.tokens[number:end]
            if change is None:
                texts.append(tokens[0].before + tokens[0].core + tokens[0].after)
                words += self._own(tokens)
            else:
                tokens = (*tokens[:-1], self._ended(tokens[-1], end))
                texts.append(tokens[0].before + change.written + tokens[-1].after)
                words += self._rewritten(tokens, change.written)
            number = end
        return self.segment.model_copy(update={"text": " ".join(texts), "words": tuple(words)})

    def _ended(self, token: Token, end: int) -> Token:
        """The token without the last stop of an abbreviation (“S.L.A. este mes”), which ends no sentence."""
        goes_on = end < len(self.tokens) and self.tokens[end].core[:1].islower()
        return replace(token, after="") if "." in token.core and token.after == "." and goes_on else token

    def _own(self, tokens: Sequence[Token]) -> tuple[Word, ...]:
        return self.segment.words[tokens[0].first : tokens[-1].last] if self.segment.words else ()

    def _rewritten(self, tokens: Sequence[Token], written: str) -> Iterator[Word]:
        """One word for each token where their number stays, else one that spans them all."""
        if not self.segment.words:
            return
        parts = written.split()
        groups = [tokens] if len(parts) != len(tokens) else [(token,) for token in tokens]
        for group, text in zip(groups, parts if len(groups) == len(parts) else [written], strict=True):
            own = self._own(group)
            space = " " if own[0].text[:1].isspace() else ""
            probabilities = [word.probability for word in own if word.probability is not None]
            yield Word(
                start=own[0].start,
                end=own[-1].end,
                text=f"{space}{group[0].before}{text}{group[-1].after}",
                probability=min(probabilities, default=None),
            )


@dataclass(frozen=True, kw_only=True)
class Run:
    """Some words in a row. `marked`: a capital inside a sentence; `article`: after “el”, “una”, “the”, “mi”."""

    tokens: tuple[Token, ...]
    marked: bool
    article: bool
    spanish: bool

    @cached_property
    def text(self) -> str:
        """Its words, without the marks around them."""
        return " ".join(token.core for token in self.tokens)

    @cached_property
    def letters(self) -> str:
        """Its letters alone."""
        return letters(self.text)

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """Its sounds, read as Spanish and as English."""
        return sounds(self.text)

    @cached_property
    def everyday(self) -> bool:
        """Whether every word of it is one of everyday speech; a capital inside a sentence asks for more."""
        return all(
            ordinary(token.core if self.marked else token.core.lower(), spanish=self.spanish) for token in self.tokens
        )

    @cached_property
    def has_everyday(self) -> bool:
        """Whether any word of it is one, so that two words and not one may have been said."""
        return any(ordinary(token.core.lower(), spanish=self.spanish) for token in self.tokens)

    @property
    def doubted(self) -> bool:
        """Whether the recogniser was not sure of it."""
        return self._probability is not None and self._probability < DOUBTED

    @property
    def believed(self) -> bool:
        """Whether the recogniser was sure of it."""
        return self._probability is not None and self._probability >= BELIEVED

    @cached_property
    def _probability(self) -> float | None:
        known = [token.probability for token in self.tokens if token.probability is not None]
        return min(known, default=None)


def tokens_of(segment: Segment) -> Iterator[Token]:
    """The words between spaces; pieces of words that the recogniser glued together are one."""
    opens = True
    for text, first, last in _spelled(segment):
        match = _CORE.match(text.strip())
        before, core, after = match.group("before", "core", "after") if match else ("", "", text)
        words = segment.words[first:last] if segment.words else ()
        probabilities = [word.probability for word in words if word.probability is not None]
        opens = opens or bool(set(before) & set("¿¡«“\"'-—"))
        probability = min(probabilities, default=None)
        yield Token(before=before, core=core, after=after, first=first, last=last, probability=probability, opens=opens)
        opens = bool(set(after) & set(".?!…:")) or (opens and not core)


def _spelled(segment: Segment) -> Iterator[tuple[str, int, int]]:
    """Each text between spaces with the numbers of its first word and of the word after its last."""
    if not segment.words:
        yield from ((text, number, number + 1) for number, text in enumerate(segment.text.split()))
        return
    spaced = any(word.text[:1].isspace() for word in segment.words[1:])
    first, text = 0, ""
    for number, word in enumerate(segment.words):
        if number and (not spaced or word.text[:1].isspace()):
            yield text, first, number
            first, text = number, ""
        text += word.text
    yield text, first, len(segment.words)
