"""What speaks for a decision having been put off or taken back, and not simply made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

from meetbot.model.candidates import Candidate
from meetbot.stages.folding import fold
from meetbot.stages.rules import cues
from meetbot.stages.rules.decision_cues import EARLIER
from meetbot.stages.rules.rarity import Rarity
from meetbot.stages.rules.reader.features import MATTER, tokens_of
from meetbot.stages.rules.speech import Sentence, Utterance, content_stems, quoted_in, stem
from meetbot.stages.rules.status_words import kinds_in
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import FUNCTION_WORDS

_LEMMA, _SHORT = 6, 5
"""Letters of an infinitive that are kept, and those of a word from which its ending is taken off."""
_LENGTHS = (4, 8, 14, 22)
_SHARED = (2, 4, 6, 9)
"""Worth of what is shared with a decision told before."""
_SAME_MATTER = 3.0
"""Worth of what a turn shares with the decision's, from which it speaks of the same."""
_REMEMBERED = 60
"""Turns before a decision in which an earlier agreement on it may be spoken of."""
_LIKELY = 0.4
"""Probability from which a decision told before is one that can be put off or taken back."""


@dataclass(frozen=True, kw_only=True)
class ToldDecision:
    """A decision with the meeting's turns; `turns` are numbers, the leading one first.

    `before` is the content of the likely decisions of earlier turns, `names` are folded words that name people.
    """

    candidate: Candidate
    turns: tuple[int, ...]
    before: Sequence[frozenset[str]]
    heard: Sequence[Utterance]
    names: frozenset[str]
    rarity: Rarity

    @property
    def lead(self) -> Utterance:
        """The turn that shows it best."""
        return self.heard[self.turns[0]]

    @cached_property
    def quoted(self) -> tuple[Sentence, ...]:
        """The sentences of that turn which it quotes; all of them where it quotes none."""
        return quoted_in(self.lead, self.candidate.quote) or self.lead.sentences


def told_decisions(
    candidates: Sequence[Candidate], heard: Sequence[Utterance], names: frozenset[str], rarity: Rarity
) -> dict[int, ToldDecision]:
    """The decisions among the candidates, by their number."""
    numbers = {turn.turn_id: turn.index for turn in heard}
    turns = [tuple(numbers[turn_id] for turn_id in one.turn_ids) for one in candidates]
    likely = [
        (turns[n][0], rarity.only(content_stems(fold(one.quote or ""))))
        for n, one in enumerate(candidates)
        if one.kind == "decision" and (one.score or 0.0) >= _LIKELY
    ]
    return {
        n: ToldDecision(
            candidate=one,
            turns=turns[n],
            before=[stems for lead, stems in likely if lead < turns[n][0] - 1],
            heard=heard,
            names=names,
            rarity=rarity,
        )
        for n, one in enumerate(candidates)
        if one.kind == "decision"
    }


def signs(told: ToldDecision) -> Iterator[str]:
    """The signs that bear on its status."""
    if told.candidate.status != "made":
        yield f"rules: {told.candidate.status}"
    yield from (f"says {word}" for sentence in told.quoted for word in _words(sentence, told.names))
    yield from (f"quote {kind}" for sentence in told.quoted for kind in _kinds(sentence))
    yield from (f"turn {kind}" for sentence in told.lead.sentences for kind in _kinds(sentence))
    length = sum(len(sentence.words) for sentence in told.quoted)
    yield from (f"words {least}" for least in _LENGTHS if length >= least)
    yield from _next(told)
    yield from _known(told)


def declares(told: ToldDecision) -> bool:
    """Whether its words declare it, and none of them puts it off or takes it back."""
    kinds = {kind for sentence in told.quoted for kind in _kinds(sentence)}
    return "cue declares" in kinds and not kinds & {"cue puts off", "cue takes back"}


def _words(sentence: Sentence, names: frozenset[str]) -> list[str]:
    """Its words that carry none of the matter, verbs by their infinitive."""
    return [_lemma(word) for word, part in tokens_of((sentence,), names) if part != MATTER]


def _lemma(word: str) -> str:
    if forms := readings(word):
        return forms[0].infinitive[:_LEMMA]
    return word if word in FUNCTION_WORDS or len(word) < _SHORT else stem(word)


@lru_cache(maxsize=4_000)
def _kinds(sentence: Sentence) -> tuple[str, ...]:
    """The kinds of words in the sentence, alone and by twos."""
    found = kinds_in(sentence.folded)
    found += ["day"] if sentence.dues else []
    found += ["asks"] if sentence.question_span else []
    plain = [kind for kind in found if not kind.startswith("cue ")]
    return (*found, *(f"{one} + {other}" for one, other in combinations(plain, 2)))


def _next(told: ToldDecision) -> Iterator[str]:
    """Who speaks next, and whether they agree."""
    following = told.heard[told.turns[0] + 1 : told.turns[0] + 2]
    for turn in following:
        if cues.ACCEPT.match(turn.folded):
            yield "next agrees"
        if turn.voice == told.lead.voice:
            yield "goes on"


def _known(told: ToldDecision) -> Iterator[str]:
    """Whether the matter was settled or spoken of as agreed before."""
    rarity, lead = told.rarity, told.turns[0]
    own = rarity.content[lead]
    shared = max((rarity.worth(own & stems) for stems in told.before), default=0.0)
    yield from (f"shares {least} with one before" for least in _SHARED if shared >= least)
    earlier = range(max(0, lead - _REMEMBERED), lead)
    of_it = (at for at in earlier if rarity.worth(own & rarity.content[at]) >= _SAME_MATTER)
    if any(EARLIER.search(told.heard[at].folded) for at in of_it):
        yield "agreed earlier"
