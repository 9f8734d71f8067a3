"""What was decided: said as decided, proposed by one and accepted by another, put off, or taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from meetbot.model.candidates import DecisionStatus
from meetbot.stages.rules import cues
from meetbot.stages.rules.decision_cues import DEFERS, EARLIER, REJECTS, REVERSES
from meetbot.stages.rules.declared import (
    agrees,
    concludes_briefly,
    declared_score,
    declares_value,
    disagrees,
    objected,
    settles_barely,
    states,
    substance,
    tells_a_figure,
)
from meetbot.stages.rules.phrases import spoken_of
from meetbot.stages.rules.proposals import PROPOSES, proposal_strength, that_it_be
from meetbot.stages.rules.speech import Sentence, Utterance, content_stems

REACH = 4
"""Turns over which an agreement may still answer a proposal. All measured on the three tuning meetings."""
_AT_ONCE = 2
_SAME_EXCHANGE = 3
_BETWEEN = 25
"""Words that may stand between a proposal and its acceptance: about two short turns."""
_ALIKE = 2
"""Shared content words beyond which two sentences far apart speak of the same."""
_YES = 3
"""Words of a turn that answers a question with yes and nothing else."""
_DECLARED_FIRST = 0.7
_LATE = 25
"""Characters into a proposal after which words that put off only say when to look at it again."""
_PLAIN, _SOFT = 0.5, 0.4
"""Strength from which a proposal is agreed to by a mere "sí"; a softer one needs plainer words."""


@dataclass(kw_only=True)
class Decision:
    """A decision in the making; `said` are its sentences by turn, the most telling at `lead`.

    `opening` is the sentence before it that declares it settled ("Queda decidido."); `thing` what is put off.
    """

    lead: int
    sentence: Sentence
    status: DecisionStatus
    score: float
    stems: set[str]
    said: dict[int, Sentence] = field(default_factory=dict)
    opening: Sentence | None = None
    thing: str = ""

    def cite(self, utterance: Utterance, sentence: Sentence | None = None) -> None:
        """Adds a turn that speaks of it, by that sentence or its first."""
        self.said.setdefault(utterance.index, sentence or utterance.sentences[0])

    def lead_by(self, utterance: Utterance, sentence: Sentence) -> None:
        """From now on this sentence says best what was decided."""
        self.lead, self.sentence, self.opening = utterance.index, sentence, None
        self.cite(utterance, sentence)

    def surer(self, by: float) -> None:
        """Raises the score, at most to 1."""
        self.score = min(1.0, self.score + by)

    def gap(self, utterance: Utterance) -> int:
        """Turns since it was last spoken of."""
        return utterance.index - max(self.said)


@dataclass(frozen=True)
class _Proposal:
    by: Utterance
    sentence: Sentence
    strength: float
    stems: frozenset[str]


class DecisionTracker:
    """Follows proposals over the turns until they are agreed to, put off or dropped."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []
        self._open: list[_Proposal] = []
        self._heard: list[Utterance] = []

    def read(
        self, utterance: Utterance, following: Sequence[Utterance], *, recap: Sequence[bool], promises: Sequence[bool]
    ) -> None:
        """Takes in the next turn; `following` are the turns after it, to hear an objection to what it declares.

        `recap` and `promises` tell of each sentence whether it reads back, and whether somebody takes or asks for work.
        """
        self._open = [p for p in self._open if utterance.index - p.by.index <= REACH]
        told: list[bool] = []
        declared = False
        for sentence, in_recap, works in zip(utterance.sentences, recap, promises, strict=True):
            if declared and not works and sentence.question_span is None and states(sentence.words):
                self._content(utterance, sentence, following)
                declared = False
                continue
            declared = not in_recap and (
                settles_barely(sentence, promises=works) or self._concludes(utterance, sentence, works=works)
            )
            if declared:
                told.append(self._settled(utterance, sentence))
            else:
                told.append(self._sentence(utterance, sentence, following, in_recap=in_recap, works=works))
        if utterance.sentences and not any(told):
            self._agreement(utterance)
        self._heard.append(utterance)

    def _sentence(
        self, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance], *, in_recap: bool, works: bool
    ) -> bool:
        """Whether the sentence settles, puts off or takes back something; a proposal is kept for its answer."""
        if cues.QUOTED.search(sentence.folded) or cues.HYPOTHETICAL.search(sentence.folded):
            return False
        if self._reversal(utterance, sentence, following) or self._deferral(utterance, sentence, following):
            return True
        if score := declared_score(sentence):
            return self._declared(utterance, sentence, following, score=score, in_recap=in_recap)
        if (strength := proposal_strength(sentence)) and not (works and that_it_be(sentence)):
            self._propose(utterance, sentence, strength)
        return False

    def _propose(self, utterance: Utterance, sentence: Sentence, strength: float) -> None:
        self._open.append(_Proposal(utterance, sentence, strength, content_stems(sentence.folded)))

    # --- settled ---

    def _concludes(self, utterance: Utterance, sentence: Sentence, *, works: bool) -> bool:
        """Whether a few concluding words take up a proposal that somebody else made or answered."""
        if works or not concludes_briefly(sentence) or disagrees(utterance):
            return False
        stems = content_stems(sentence.folded)
        return any(
            p.stems & stems or (not stems and p.by.voice != utterance.voice)
            for p in self._open
            if p.by.index < utterance.index
        )

    def _settled(self, utterance: Utterance, sentence: Sentence) -> bool:
        """Whether the bare words ("acordado") settle something: the last proposal, or what was just agreed to."""
        known = self._known(set(), utterance)
        pending = next((p for p in reversed(self._open) if p.stems), None)
        if pending is not None and (known is None or pending.by.index > known.lead):
            self._open.clear()
            decision = self._add(pending.by, pending.sentence, "made", pending.strength + 0.3)
            decision.cite(utterance, sentence)
            return True
        if known is not None and known.status == "made":
            known.cite(utterance, sentence)
            known.surer(0.1)
        return known is not None

    def _content(self, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance]) -> None:
        """The sentence after "queda decidido." says what: it leads the decision that those words settled."""
        stems = set(content_stems(sentence.folded))
        if objected(utterance, following):
            return
        settled = (d for d in reversed(self.decisions) if d.gap(utterance) == 0 and d.status == "made")
        decision = next(settled, None) or self._known(stems, utterance)
        if decision is None:
            decision = self._add(utterance, sentence, "made", _DECLARED_FIRST)
        before = utterance.sentences[sentence.position - 1]
        decision.lead_by(utterance, sentence)
        decision.opening = before
        decision.stems |= stems

    # --- declared ---

    def _declared(
        self, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance], *, score: float, in_recap: bool
    ) -> bool:
        if objected(utterance, following):
            self._propose(utterance, sentence, _PLAIN)
            return False
        stems = substance(sentence)
        known = self._known(stems, utterance, recap=in_recap)
        if known is None and in_recap:
            return True
        if known is not None:
            self._again(known, utterance, sentence, stems)
            return True
        backing = [p for p in self._open if p.stems & stems or utterance.index - p.by.index <= _AT_ONCE][-2:]
        if not backing and (not stems or tells_a_figure(sentence)):
            return bool(stems) is False
        agreed = bool(following) and agrees(following[0], utterance)
        support = (0.15 if agreed or backing else 0) - (0.1 if not stems else 0)
        decision = self._add(utterance, sentence, "made", score + support)
        for proposal in backing:
            decision.cite(proposal.by, proposal.sentence)
            decision.stems |= proposal.stems
        if agreed:
            decision.cite(following[0])
        self._open.clear()
        return True

    def _known(self, stems: set[str], utterance: Utterance, *, recap: bool = False) -> Decision | None:
        """The decision of which the words speak again: in the same exchange, a read-back, or by several words."""
        for decision in reversed(self.decisions):
            shared = decision.stems & stems
            close = decision.gap(utterance) <= _SAME_EXCHANGE
            if (close and (shared or not stems)) or len(shared) > _ALIKE or (recap and shared):
                return decision
        return None

    @staticmethod
    def _again(known: Decision, utterance: Utterance, sentence: Sentence, stems: set[str]) -> None:
        close = known.gap(utterance) <= _SAME_EXCHANGE
        known.cite(utterance, sentence)
        if stems and close and known.status == "made":
            known.lead_by(utterance, sentence)
        known.surer(0.1)
        known.stems |= stems

    def _add(self, utterance: Utterance, sentence: Sentence, status: DecisionStatus, score: float) -> Decision:
        decision = Decision(
            lead=utterance.index,
            sentence=sentence,
            status=status,
            score=min(1.0, score),
            stems=set(content_stems(sentence.folded)),
        )
        decision.cite(utterance, sentence)
        self.decisions.append(decision)
        return decision

    # --- proposed and accepted ---

    def _agreement(self, utterance: Utterance) -> None:
        if disagrees(utterance):
            self._open = [p for p in self._open if p.by.voice == utterance.voice]
            return
        opening = " ".join(s.folded for s in utterance.sentences[:2])
        strong = cues.STRONG_ACCEPT.search(opening) is not None
        explicit = cues.EXPLICIT_ACCEPT.search(opening) is not None
        plain = cues.ACCEPT.match(utterance.sentences[0].folded) is not None
        stems = content_stems(opening)
        for proposal in reversed(self._open):
            repeats = (plain or strong) and bool(stems & proposal.stems)
            answered = plain and utterance.word_count <= _YES and proposal.sentence.question_span is not None
            answers = proposal.by.voice != utterance.voice and self._follows(proposal, utterance)
            enough = (
                explicit
                or repeats
                or answered
                or (strong and proposal.strength >= _SOFT)
                or (plain and proposal.strength >= _PLAIN)
            )
            if answers and enough:
                self._agreed(proposal, utterance, strong=strong)
                return

    def _agreed(self, proposal: _Proposal, utterance: Utterance, *, strong: bool) -> None:
        known = self._known(set(proposal.stems), utterance)
        self._open.clear()
        if known is not None:
            known.cite(utterance)
            known.surer(0.1)
            return
        other = proposal.by.department is not None and utterance.department not in {None, proposal.by.department}
        score = proposal.strength + (0.2 if strong else 0.1) + (0.1 if other else 0)
        self._add(proposal.by, proposal.sentence, "made", score).cite(utterance)

    def _follows(self, proposal: _Proposal, utterance: Utterance) -> bool:
        """Whether the turn can be heard as the answer: nothing but short words stands between."""
        between = [u for u in self._heard if proposal.by.index < u.index < utterance.index]
        return sum(u.word_count for u in between) <= _BETWEEN

    # --- put off, taken back ---

    def _deferral(self, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance]) -> bool:
        match = DEFERS.search(sentence.folded)
        agreed = bool(following) and agrees(following[0], utterance)
        if match is None or (sentence.asks_at(match.start()) and not sentence.asks_agreement and not agreed):
            return False
        only_when = PROPOSES.search(sentence.folded) is not None and match.start() > _LATE
        if only_when or declares_value(sentence, match.start()) or objected(utterance, following):
            return False
        close = [d for d in self.decisions if d.status == "deferred" and d.gap(utterance) <= _SAME_EXCHANGE]
        if close:
            close[-1].cite(utterance, sentence)
            if close[-1].lead == utterance.index:
                close[-1].lead_by(utterance, sentence)
                self._name(close[-1], utterance, sentence)
            return True
        topic = self._topic(utterance, sentence)
        if topic is None and not content_stems(sentence.folded):
            return False
        decision = self._add(utterance, sentence, "deferred", 0.75 if agreed else 0.6)
        for spoken in (topic, (following[0], following[0].sentences[0]) if agreed else None):
            if spoken is not None:
                decision.cite(*spoken)
        self._name(decision, utterance, sentence)
        self._open.clear()
        return True

    def _name(self, decision: Decision, utterance: Utterance, sentence: Sentence) -> None:
        """Says what is put off, where the sentence itself only has a pronoun for it."""
        match = DEFERS.search(sentence.folded)
        decision.thing = ""
        own = content_stems(sentence.folded[: match.start()]) if match else frozenset()
        found = None if own else spoken_of([*self._heard[-_SAME_EXCHANGE:], utterance], sentence)
        if found is not None:
            decision.thing = found.phrase
            decision.said.setdefault(found.turn, found.sentence)

    def _topic(self, utterance: Utterance, sentence: Sentence) -> tuple[Utterance, Sentence] | None:
        """What is being put off: the last telling sentence before it."""
        before = [(utterance, s) for s in utterance.sentences if s.position < sentence.position]
        earlier = [(past, told) for past in self._heard[-_SAME_EXCHANGE:] for told in past.sentences]
        telling = [(u, s) for u, s in (*earlier, *before) if len(content_stems(s.folded)) > 1]
        return telling[-1] if telling else None

    def _reversal(self, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance]) -> bool:
        match = REVERSES.search(sentence.folded)
        if match is None or (sentence.asks_at(match.start()) and not sentence.asks_agreement):
            return False
        if self._takes_back_older(utterance, sentence, following):
            return True
        stems = content_stems(utterance.folded)
        decision = next((d for d in reversed(self.decisions) if _is_meant(d, utterance, stems)), None)
        if decision is None:
            return False
        rejected = objected(utterance, following) or any(REJECTS.search(u.folded) for u in following)
        if not rejected:
            decision.status = "reversed"
            decision.lead_by(utterance, sentence)
        return True

    def _takes_back_older(self, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance]) -> bool:
        """Whether an agreement of an earlier meeting is taken back, and nobody minds."""
        agreed = [u for u in following[:2] if agrees(u, utterance)]
        earlier = [u for u in (*self._heard[-_AT_ONCE:], utterance) if EARLIER.search(u.folded)]
        if not earlier or not agreed or objected(utterance, following):
            return False
        known = next((d for d in self.decisions if d.status == "reversed" and d.gap(utterance) <= 0), None)
        if known is not None:
            known.cite(utterance, sentence)
            return True
        decision = self._add(utterance, sentence, "reversed", 0.65)
        decision.stems |= content_stems(utterance.folded)
        decision.cite(earlier[-1])
        decision.cite(agreed[0])
        self._open.clear()
        return True


def _is_meant(decision: Decision, utterance: Utterance, stems: frozenset[str]) -> bool:
    """Whether words that take something back speak of this decision: by content, or because it was just made."""
    if decision.status == "deferred":
        return False
    shared = len(decision.stems & stems)
    at_once = decision.gap(utterance) <= _AT_ONCE
    return shared > 1 or (at_once and (shared > 0 or len(stems) <= 1))
