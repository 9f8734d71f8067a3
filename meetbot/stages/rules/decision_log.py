"""The decisions in the making of one meeting, and what was heard so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from meetbot.model.candidates import DecisionStatus
from meetbot.stages.rules.conclusions import own_matter
from meetbot.stages.rules.matter import matter, without_times
from meetbot.stages.rules.signals import Signal, probability
from meetbot.stages.rules.speech import Sentence, Utterance

REACH = 5
"""Turns over which an agreement may still answer a proposal."""
SAME_EXCHANGE = 3
ALIKE = 2
"""Shared content words beyond which two sentences far apart speak of the same."""
SETTLED = 0.4
"""Probability from which words that take something back speak of a decision, and not of a proposal."""
_TELLING = 2
_PUT: frozenset[Signal] = frozenset(("proposed", "suggested", "ruled", "asked_all"))
_PLAINLY_PUT: frozenset[Signal] = frozenset(("proposed", "ruled", "asked_all"))
_ACCEPTED: frozenset[Signal] = frozenset(("agreed", "agreed_strongly", "settled_by"))
_SETTLING: frozenset[Signal] = frozenset(
    (
        "declared",
        "ruled",
        "norm",
        "abolished",
        "kept",
        "done_so",
        "ruling",
        "concluded",
        "concluded_weakly",
        "so_it_is",
        "forbidden",
        "put_off",
        "taken_back",
    )
)


@dataclass(kw_only=True)
class Decision:
    """Something that may have been decided; `said` are its sentences by turn, the most telling ones at `lead`.

    `sentences` are those of the lead turn, in order; `thing` is what a pronoun in them stands for. `voice` put it
    forward. `told` is the last turn that said what, `asked` are the words that asked for agreement; `against` tells
    that the others were asked who is against, `closed` that nothing more can be agreed.
    """

    lead: int
    sentences: tuple[Sentence, ...]
    voice: str
    department: str | None
    status: DecisionStatus = "made"
    signals: dict[Signal, None] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)
    said: dict[int, Sentence] = field(default_factory=dict)
    thing: str = ""
    told: int = 0
    against: bool = False
    asked: str = ""
    closed: bool = False
    settling: bool = False
    agreed_by: set[str] = field(default_factory=set)
    tellings: dict[int, dict[Sentence, bool]] = field(default_factory=dict)

    @property
    def sentence(self) -> Sentence:
        """The most telling sentence: the one with most content, the later of two."""
        return max(self.sentences, key=lambda s: (len(matter(s.folded)), s.start))

    @property
    def score(self) -> float:
        """The estimated probability that careful minutes would list it."""
        return probability(self.signs)

    @property
    def signs(self) -> tuple[Signal, ...]:
        """The signs for and against it, with what its words lack."""
        thin: tuple[Signal, ...] = ("thin",) if len(self.stems) < _TELLING else ()
        refused = {"refused", "work", "taken_as_work"} & set(self.signals)
        said = set(self.signals)
        agreed = (_PUT & said and _ACCEPTED & said) or (_PLAINLY_PUT & said and "agreed_plainly" in said)
        accepted = agreed and not refused and not thin
        return (*self.signals, *thin, *(("accepted",) if accepted else ()))

    @property
    def last(self) -> int:
        """The turn in which it was last spoken of."""
        return max(self.said)

    def because(self, *signals: Signal) -> None:
        """Notes signs for or against it, each once."""
        for signal in signals:
            self.signals.setdefault(signal, None)

    def cite(self, utterance: Utterance, sentence: Sentence | None = None) -> None:
        """Adds a turn that speaks of it, by that sentence or its first."""
        self.said.setdefault(utterance.index, sentence or utterance.sentences[0])

    def tell(self, utterance: Utterance, sentences: Sequence[Sentence], *, settles: bool) -> None:
        """Notes sentences that say what, and whether they settle it."""
        told = self.tellings.setdefault(utterance.index, {})
        for sentence in sentences:
            told[sentence] = told.get(sentence, False) or settles

    def choose(self) -> None:
        """Lets the turn lead that says most of what was decided, one that settles before one that proposes."""
        if self.status != "made" or not self.tellings:
            return
        lead = max(self.tellings, key=self._worth)
        told = self.tellings[lead]
        best = max(told, key=lambda s: (_content(s) + _SETTLES * told[s], s.start))
        close = [s for s in told if abs(s.position - best.position) <= 1 and len(s.text) + len(best.text) <= _MAX_TEXT]
        self.lead, self.sentences = lead, tuple(sorted({best, *close}, key=lambda s: s.position))

    def _worth(self, turn: int) -> tuple[float, int]:
        told = self.tellings[turn]
        return max(_content(s) + _SETTLES * settles for s, settles in told.items()), turn

    def lead_by(self, utterance: Utterance, sentences: Sequence[Sentence]) -> None:
        """From now on these sentences say best what was decided."""
        if self.lead == utterance.index:
            joined = {*self.sentences, *sentences}
            self.sentences = tuple(sorted(joined, key=lambda s: s.position))
        else:
            self.lead, self.sentences = utterance.index, tuple(sentences)
        self.thing = ""
        self.cite(utterance, sentences[-1])

    def gap(self, utterance: Utterance) -> int:
        """Turns since it was last spoken of."""
        return utterance.index - self.last


_SETTLES = 1.5
"""Words of content that it is worth for a sentence to settle and not only to propose."""
_ENOUGH = 5
_MAX_TEXT = 160
"""Characters of two neighbouring sentences that are worded together."""


def _content(sentence: Sentence) -> int:
    """How much the sentence says beside times, up to what a full statement has."""
    return min(_ENOUGH, len(without_times(sentence) & own_matter(sentence)))


class DecisionLog:
    """All that may have been decided, in order, and the turns before the present one."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []
        self.heard: list[Utterance] = []

    def open(self, utterance: Utterance) -> list[Decision]:
        """What can still be agreed to, the last first."""
        since = utterance.index - REACH
        found = [d for d in self.decisions if d.told >= since and d.status == "made" and not d.closed]
        return sorted(found, key=lambda d: -d.told)

    def known(self, stems: frozenset[str], utterance: Utterance, *, recap: bool = False) -> Decision | None:
        """The decision of which the words speak again: in the same exchange, a read-back, or by several words."""
        for decision in reversed(self.decisions):
            if decision.closed or decision.status == "deferred":
                continue
            shared = decision.stems & stems
            again = len(shared) > ALIKE or (recap and shared)
            if again and decision.score >= SETTLED:
                return decision
            if (shared or not stems) and decision.gap(utterance) <= SAME_EXCHANGE:
                return decision
        return None

    def add(
        self,
        utterance: Utterance,
        sentences: Sequence[Sentence],
        signals: Iterable[Signal],
        status: DecisionStatus = "made",
    ) -> Decision:
        """Begins a new one."""
        decision = Decision(
            lead=utterance.index,
            sentences=tuple(sentences),
            voice=utterance.voice,
            department=utterance.department,
            status=status,
            stems=set().union(*(matter(s.folded) for s in sentences)),
        )
        decision.because(*signals)
        decision.settling = bool(_SETTLING & set(decision.signals))
        decision.tell(utterance, sentences, settles=decision.settling)
        decision.cite(utterance, decision.sentence)
        decision.told = utterance.index
        self.decisions.append(decision)
        return decision

    def again(
        self, decision: Decision, utterance: Utterance, sentences: Sequence[Sentence], signals: Sequence[Signal]
    ) -> None:
        """Adds what was said of one that is known; words that settle lead it when they say what."""
        stems = frozenset().union(*(own_matter(s) for s in sentences))
        settles = bool((_SETTLING - {"ruling"} | {"settled_by"}) & set(signals))
        decision.tell(utterance, sentences, settles=settles)
        tells = len(stems) >= min(_TELLING, max(1, len(decision.stems)))
        if (
            decision.status == "made"
            and tells
            and (settles or not decision.settling)
            and decision.gap(utterance) <= REACH
        ):
            decision.lead_by(utterance, sentences)
        else:
            decision.cite(utterance, sentences[-1])
        decision.settling = decision.settling or settles
        decision.told = utterance.index
        if decision.voice != utterance.voice:
            decision.because("backed")
        if decision.signals.pop("refused", "none") != "none":
            decision.because("doubted")
        decision.because(*signals)
        decision.stems |= stems
