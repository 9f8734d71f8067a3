"""Utterances as the rules read them: sentences and words with their offsets in the turn, folded beside verbatim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from meetbot.stages.due_dates import DueMention, find_due
from meetbot.stages.folding import fold
from meetbot.stages.rules.vocabulary import vocabulary

_SENTENCE_END = re.compile(r"(?<=[.?!…])[\"»”)]*\s+(?=\S)|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:sr|sra|dr|dra|lic|ing|mr|mrs|ms|etc|ej|a\.m|p\.m|vs|no|núm|"
    r"ud)\.)$",
    re.IGNORECASE,
)
_ABBREVIATED = 8
"""Characters before a break that tell whether it ends an abbreviation."""
_LONGEST = 2000
"""Characters of a sentence: two minutes' speech without a full stop, beyond which it is read in pieces."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?", re.UNICODE)
_TAG = re.compile(
    r",?\s*¿?\s*(?<!\w)(?:no|va|ok|okay|vale|si|verdad|cierto|eh|sale|te parece|les parece|le parece|os parece|dale|"
    r"right|yeah|deal|estan de acuerdo|estamos de acuerdo|de acuerdo|everyone okay with that|is that okay|"
    r"sounds good)\s*\?+\s*$"
)

SHIFTS = re.compile(
    r"(?<!\w)(?:otra cosa|otro tema|otro punto|por cierto|siguiente(?: tema| punto)?|cambiando de tema|por otro lado|"
    r"pasando a|pasamos a|sigamos|ahora,|lo otro|y otra|another thing|next (?:topic|item|up)|moving on|"
    r"by the way)(?!\w)"
)


class Word(NamedTuple):
    """One word of a sentence; offsets are within the sentence."""

    raw: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """One sentence of a turn. `start` is its offset in the turn's text; `text` stands there verbatim."""

    text: str
    start: int
    position: int
    language: str = "es"

    @cached_property
    def folded(self) -> str:
        """The text without case and accents, of the same length."""
        return fold(self.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words in order."""
        folded = self.folded
        return tuple(
            Word(m.group(), folded[m.start() : m.end()], m.start(), m.end()) for m in _WORD.finditer(self.text)
        )

    @cached_property
    def dues(self) -> tuple[DueMention, ...]:
        """The words about a time to come."""
        return find_due(self.text, language=self.language)

    @cached_property
    def _tag(self) -> re.Match[str] | None:
        return _TAG.search(self.folded) if "?" in self.folded else None

    @cached_property
    def asks_agreement(self) -> bool:
        """Whether it ends in a tag (`¿les parece?`), which leaves what stands before a statement."""
        return self._tag is not None

    @cached_property
    def question_span(self) -> tuple[int, int] | None:
        """Where the question stands, tags left out; None when the sentence asks nothing."""
        tag = self._tag
        body = self.folded[: tag.start()] if tag and tag.start() > 0 else self.folded
        end = body.rfind("?")
        if tag is None and end < 0 and "¿" in body:
            end = len(body)
        if end < 0:
            return None
        start = body.rfind("¿", 0, end)
        return (max(start, 0), end)

    def asks_at(self, offset: int) -> bool:
        """Whether the word at that offset is part of a question."""
        span = self.question_span
        return span is not None and span[0] <= offset <= span[1]


@dataclass(frozen=True)
class Utterance:
    """One turn. `name` is the person's full name, or None for an unnamed voice; `silenced` turns yield nothing."""

    index: int
    turn_id: str
    label: str | None
    name: str | None
    department: str | None
    text: str
    sentences: tuple[Sentence, ...]

    @property
    def voice(self) -> str:
        """Tells speakers apart, named or not."""
        return self.name or self.label or ""

    @cached_property
    def folded(self) -> str:
        """The whole turn without case and accents."""
        return fold(self.text)

    @cached_property
    def shift(self) -> Sentence | None:
        """The last sentence that turns to something new."""
        return next((s for s in reversed(self.sentences) if SHIFTS.search(s.folded)), None)

    @cached_property
    def word_count(self) -> int:
        """How many words were said."""
        return sum(len(sentence.words) for sentence in self.sentences)


def quoted_in(utterance: Utterance, quote: str | None) -> tuple[Sentence, ...]:
    """The sentences of the turn that the quote takes words from; none where it isn't of that turn."""
    start = utterance.text.find(quote) if quote else -1
    if not quote or start < 0:
        return ()
    end = start + len(quote)
    return tuple(one for one in utterance.sentences if one.start < end and one.start + len(one.text) > start)


def split_sentences(text: str, *, language: str = "es") -> tuple[Sentence, ...]:
    """The sentences of a turn; each stands verbatim at its offset. What never ends is cut between two words."""
    sentences: list[Sentence] = []
    for start, end in _spans(text):
        stripped = text[start:end].strip()
        if stripped and _WORD.search(stripped):
            offset = text.index(stripped, start)
            sentences.append(Sentence(stripped, offset, len(sentences), language))
    return tuple(sentences)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end, after in _ends(text):
        while end - start > _LONGEST:
            space = text.rfind(" ", start + 1, start + _LONGEST)
            cut = space if space > 0 else start + _LONGEST
            yield start, cut
            start = cut
        yield start, end
        start = after


def _ends(text: str) -> list[tuple[int, int]]:
    breaks = [
        (match.start(), match.end())
        for match in _SENTENCE_END.finditer(text)
        if not _ABBREVIATION.search(text, max(0, match.start() - _ABBREVIATED), match.start())
    ]
    return [*breaks, (len(text), len(text))]


_STOP = vocabulary(
    "este esta estos estas eso esos esas esto aquel aquella para pero porque como cuando donde quien cual cuales",
    "sobre entre desde hasta hacia segun sino aunque mientras tambien tampoco entonces luego pues bueno vale",
    "claro listo dale nada algo todo toda todos todas cada otro otra otros otras mismo misma cosa cosas tema",
    "punto parte vez veces muy mas menos mucho mucha muchos muchas poco poca tanto tanta solo nomas casi bien",
    "mejor peor aqui alla ahora ahorita hoy manana ayer siempre nunca ya ser estar haber hacer tener poder deber",
    "querer decir creer pensar saber seria esta estan estaba tiene tienen tenemos tengo puede puedes pueden",
    "podemos podria podriamos quiero quieres vamos vaya voy van fue era eran son soy eres somos hay habia habria",
    "haya hace hacen hago haga hacemos sido nosotros ustedes usted ellos ellas nuestro nuestra nuestros nuestras",
    "suyo suya mio mia tuyo tuya favor porfa gracias oigan oye mira miren verdad digo dice dicen dijo deja dejo",
    "vemos veamos viene semana lunes martes miercoles jueves viernes sabado domingo that this these those with",
    "from have will would could should shall what when where which while about there their them they then than",
    "your yours ours been being were does doing done just like really okay yeah sure well into over also some",
    "more most much many only very thing things going gonna need want make sure take know think maybe actually",
    "still right good great next week monday tuesday wednesday thursday friday thanks please someone anyone",
    "everyone let's i'll we'll you'll it's that's don't can't",
)
_SHORT_STEM = 5


def stem(word: str) -> str:
    """The folded word without its inflection, crudely: enough to see that two lines speak of the same."""
    folded = word.removesuffix("'s")
    if len(folded) > _SHORT_STEM:
        return folded[:_SHORT_STEM]
    return folded.removesuffix("s") if len(folded) > 3 else folded  # noqa: PLR2004 - "es", "as" are no plurals


@lru_cache(maxsize=20_000)
def content_stems(folded: str) -> frozenset[str]:
    """The stems of the words that carry meaning, figures included."""
    words = _WORD.findall(folded)
    return frozenset([stem(w) for w in words if w not in _STOP and (len(w) > 3 or w.isdigit())])  # noqa: PLR2004 - "los", "the" carry none
