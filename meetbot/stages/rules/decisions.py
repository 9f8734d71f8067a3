"""What was decided: said as decided, concluded, or proposed by one and accepted by others."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Reading
from meetbot.stages.rules.answers import answer, asked_about, asks_against, asks_all, asks_one, is_pure, objected
from meetbot.stages.rules.conclusions import (
    concludes_in_brief,
    draws_plainly,
    ends_something,
    follows_so,
    forbids,
    keeps,
    only_time,
    own_matter,
    says_how,
)
from meetbot.stages.rules.decision_changes import deferral, reversal, takes_back_earlier
from meetbot.stages.rules.decision_log import SAME_EXCHANGE, SETTLED, Decision, DecisionLog
from meetbot.stages.rules.declared import declared_signal, declares_figure_told, settles_barely, states, substance
from meetbot.stages.rules.matter import last_heard, matter, without_times
from meetbot.stages.rules.proposals import asks_by_tag, asks_in_brief, offers, opines, proposal_signal, that_it_be
from meetbot.stages.rules.rulings import accepted_after, bounds, first_person, rules, told_of_somebody
from meetbot.stages.rules.settling import decrees, drawn_it, parts, settles_by_pointing, settles_only, turns_away
from meetbot.stages.rules.signals import Signal
from meetbot.stages.rules.speech import Sentence, Utterance
from meetbot.stages.rules.subject import name_words, subject

_BETWEEN = 30
"""Words that may stand between a proposal and its acceptance: about two short turns."""
_RECENT = 12
"""Turns whose words a short conclusion may take up."""
_ASKED = 2
"""Turns in which a question may stand that a few words answer."""
_DIALOGUE = 2
"""Voices beyond which a matter was discussed."""
_HEAD = 12
"""Characters at the head of a statement in which its subject stands: what holds of a person is told."""
_BARE = 2
"""Words of content up to which a decision needs its matter named."""
_TELLING = 2
"""Words of content from which "el precio de la más chica, y punto" says what it settles."""
_STATED: frozenset[Signal] = frozenset(("so_it_is", "ruling", "done_so"))
"""Signs that a sentence only states how things are to be: what it states then counts."""
_PUTS = 3
"""Sentences before "¿estamos?" that it asks about."""


@dataclass(frozen=True)
class Spoken:
    """A turn as the tracker takes it; `working` are the sentences in which somebody takes or asks for work."""

    utterance: Utterance
    readings: tuple[Reading, ...]
    working: frozenset[Sentence]
    following: Sequence[Utterance]


class DecisionTracker:
    """Follows what is put forward over the turns until it is agreed to, put off or dropped."""

    def __init__(self, *, chair: str | None = None, seniors: frozenset[str] = frozenset()) -> None:
        self._log = DecisionLog()
        self._chair, self._seniors = chair, seniors
        self._names: frozenset[str] = frozenset()
        self._recent: frozenset[str] = frozenset()

    @property
    def decisions(self) -> list[Decision]:
        """All that may have been decided, however unlikely, in order of first mention."""
        return self._log.decisions

    def finish(self) -> list[Decision]:
        """All of them, each led by the turn that says most of it and with its matter named."""
        for decision in self.decisions:
            decision.choose()
            if decision.status == "deferred":
                continue
            text = frozenset().union(*(matter(s.folded) & without_times(s) for s in decision.sentences))
            if len(text - self._names) <= _BARE and (
                named := subject(self._log.heard, decision.lead, text, self._names)
            ):
                decision.thing = named.phrase
                decision.said.setdefault(named.turn, named.sentence)
        return self.decisions

    def read(self, spoken: Spoken) -> None:
        """Takes in the next turn."""
        utterance = spoken.utterance
        if not utterance.sentences:
            self._log.heard.append(utterance)
            return
        self._names |= name_words([named for reading in spoken.readings for named in reading.names])
        self._recent = last_heard(self._log.heard, _RECENT)
        answered = self._answer(spoken)
        settled: Decision | None = None
        for reading in spoken.readings:
            sentence = reading.sentence
            if settled is not None and sentence.question_span is None and self._goes_on(spoken, settled, sentence):
                settled = None
                continue
            settled = self._sentence(spoken, reading, answered)
        self._entitle(utterance)
        self._log.heard.append(utterance)

    def _entitle(self, utterance: Utterance) -> None:
        """Notes of what was settled or asked about in this turn that somebody said it who may decide."""
        for decision in self.decisions:
            if decision.told == utterance.index:
                self._discussed(decision, utterance)
                if self._chair is None:
                    decision.because("unled")
                if utterance.voice == self._chair:
                    decision.because("chaired")
                if utterance.name in self._seniors:
                    decision.because("senior")

    def _discussed(self, decision: Decision, utterance: Utterance) -> None:
        """Notes that others had spoken of the matter before."""
        voices = {u.voice for u in self._log.heard[-_RECENT:] if matter(u.folded) & decision.stems}
        if len(voices | {utterance.voice}) > _DIALOGUE:
            decision.because("discussed")

    def _goes_on(self, spoken: Spoken, settled: Decision, sentence: Sentence) -> bool:
        """Whether the sentence after "hagámoslo así." says what: it leads what those words settled."""
        if sentence in spoken.working or not states(sentence.words) or not matter(sentence.folded):
            return False
        if turns_away(sentence):
            return False
        self._log.again(settled, spoken.utterance, (sentence,), ("declared",))
        return True

    def _sentence(self, spoken: Spoken, reading: Reading, answered: Decision | None) -> Decision | None:
        """Takes in one sentence; the decision that its words settle without saying what, for the next one."""
        utterance, sentence = spoken.utterance, reading.sentence
        if cues.QUOTED.search(sentence.folded) or cues.HYPOTHETICAL.search(sentence.folded):
            return None
        if asks_all(sentence) or (sentence.position and asks_one(sentence, reading.names)):
            self._ask(spoken, sentence, everybody=asks_all(sentence))
            return None
        if reversal(self._log, utterance, sentence, spoken.following):
            return None
        if deferral(self._log, utterance, sentence, spoken.following):
            return None
        works = sentence in spoken.working
        points = settles_barely(sentence, promises=works) or (not works and settles_by_pointing(sentence))
        if points and not reading.recap:
            return self._settle(utterance, sentence, answered, says=not works or not first_person(sentence))
        signals = [] if parts(utterance) else self._settling(spoken, reading)
        if signals:
            self._declare(spoken, sentence, signals, recap=reading.recap)
        elif put := self._putting(sentence, works=works):
            self._put(spoken, (sentence,), put)
        return None

    def _putting(self, sentence: Sentence, *, works: bool) -> Signal | None:
        """How the sentence puts something forward, if it does."""
        put = proposal_signal(sentence)
        if put is not None:
            return None if works and that_it_be(sentence) else put
        if works:
            return None
        if asks_by_tag(sentence):
            return "asked_all"
        if asks_in_brief(sentence, last_heard(self._log.heard, 1)):
            return "asked_bare"
        asked = " ".join(turn.folded for turn in self._log.heard[-_ASKED:])
        return "offered" if offers(sentence, asked) else None

    # --- settled ---

    def _settling(self, spoken: Spoken, reading: Reading) -> list[Signal]:
        """The signs that the sentence itself says what is settled."""
        sentence, names = reading.sentence, reading.names
        if declared := declared_signal(sentence):
            return [declared]
        if ends_something(sentence):
            return ["abolished"]
        utterance = spoken.utterance
        taken_up = bool(matter(sentence.folded) & self._recent)
        if concludes_in_brief(sentence, names) and taken_up:
            drawn: Signal = "concluded" if draws_plainly(sentence) else "concluded_weakly"
            return [drawn, *(("time_only",) if only_time(sentence, names) else ())]
        pending = next(iter(self._log.open(utterance)), None)
        if drawn_it(sentence) and pending is not None and pending.gap(utterance) <= _ASKED:
            self._settle(utterance, sentence, pending)
            return []
        told_of = any(name.start < _HEAD for name in names)
        idle = sentence not in spoken.working
        bare = idle and not told_of and proposal_signal(sentence) is None
        signs: tuple[tuple[bool, Signal], ...] = (
            (taken_up and follows_so(sentence), "so_it_is"),
            (keeps(sentence), "kept"),
            (forbids(sentence), "forbidden"),
            (idle and says_how(sentence), "done_so"),
            (bare and rules(sentence) and self._accepted(spoken), "ruling"),
        )
        found = next((signal for holds, signal in signs if holds), None)
        if found is None:
            return []
        limits: tuple[Signal, ...] = ("bounds",) if found in _STATED and bounds(sentence) else ()
        return [found, *limits]

    def _accepted(self, spoken: Spoken) -> bool:
        """Whether somebody who may decide speaks, and another agrees."""
        utterance = spoken.utterance
        entitled = utterance.voice == self._chair or utterance.name in self._seniors
        return entitled and accepted_after(utterance, spoken.following)

    def _declare(self, spoken: Spoken, sentence: Sentence, signals: list[Signal], *, recap: bool) -> None:
        utterance, following = spoken.utterance, spoken.following
        stems = frozenset(substance(sentence))
        known = self._log.known(stems, utterance, recap=recap)
        if recap:
            signals.append("read_back")
        if sentence in spoken.working:
            signals.append("work")
        if objected(utterance, following):
            signals.append("objected")
        if declares_figure_told(sentence):
            signals.append("figure_told")
        if "abolished" in signals and takes_back_earlier(self._log, utterance, sentence):
            return
        if known is None and not recap:
            known = next(
                (d for d in self.decisions if d.lead == utterance.index and d.settling and d.status == "made"), None
            )
        if known is not None:
            self._log.again(known, utterance, (sentence,), signals)
            return
        self._log.add(utterance, (sentence,), signals)

    def _settle(
        self, utterance: Utterance, sentence: Sentence, answered: Decision | None, *, says: bool = True
    ) -> Decision | None:
        """The decision that bare words ("hecho, pues") settle: what was answered, else the last put forward."""
        how: tuple[Signal, ...] = ("settled_by", "decreed") if decrees(sentence) else ("settled_by",)
        here = next((d for d in reversed(self.decisions) if d.told == utterance.index and d.settling), None)
        if here is not None:
            here.because(*how)
            return None
        stems = matter(sentence.folded)
        told = _statements_before(utterance, sentence)
        if says and len(own_matter(sentence)) >= _TELLING and not settles_only(sentence):
            told.append(sentence)
        known = answered or self._log.known(stems, utterance) or next(iter(self._log.open(utterance)), None)
        if known is not None and known.status != "made":
            return None
        said = frozenset().union(*(matter(s.folded) for s in told))
        if told and (known is None or said & known.stems):
            if known is None:
                known = self._log.add(utterance, told, ())
            else:
                self._log.again(known, utterance, told, ("settled_by",))
        if known is None:
            return None
        known.cite(utterance, sentence)
        if known.signals.pop("refused", "none") != "none":
            known.because("doubted")
        known.because(*how)
        known.told = utterance.index
        if utterance.voice != known.voice:
            known.because("second_voice" if known.agreed_by - {utterance.voice} else "agreed_plainly")
        return known

    # --- put forward and answered ---

    def _put(self, spoken: Spoken, sentences: Sequence[Sentence], *signals: Signal) -> Decision:
        utterance = spoken.utterance
        stems = frozenset().union(*(matter(s.folded) for s in sentences))
        found: list[Signal] = list(signals)
        if any(s in spoken.working for s in sentences):
            found.append("work")
        if any(opines(s) for s in sentences):
            found.append("opined")
        known = self._log.known(stems, utterance)
        if known is None and "offered" in signals:
            known = next((d for d in self.decisions if d.lead == utterance.index and "offered" in d.signals), None)
        if known is not None and (known.voice == utterance.voice or known.gap(utterance) <= SAME_EXCHANGE):
            self._log.again(known, utterance, sentences, found)
            return known
        return self._log.add(utterance, sentences, found)

    def _ask(self, spoken: Spoken, question: Sentence, *, everybody: bool) -> None:
        """Takes "¿estamos?" to ask about what this turn put forward, or else about what is open."""
        utterance = spoken.utterance
        signal: Signal = "asked_all" if everybody else "asked_one"
        here = [d for d in self._log.open(utterance) if utterance.index in d.said]
        if here:
            decision = here[0]
        elif everybody and matter(asked_about(question)):
            decision = self._put(spoken, (question,))
        else:
            told = [s for s in _statements_before(utterance, question) if s not in spoken.working]
            if told and frozenset().union(*(matter(s.folded) for s in told)):
                decision = self._put(spoken, told)
            elif (pending := self._log.open(utterance)) and pending[0].gap(utterance) <= SAME_EXCHANGE:
                decision = pending[0]
            else:
                return
        decision.because(signal)
        decision.against = decision.against or asks_against(question)
        decision.asked = question.folded if everybody else ""
        decision.cite(utterance, question)

    def _answer(self, spoken: Spoken) -> Decision | None:
        """The open decision that the turn agrees to or refuses by its opening words."""
        utterance = spoken.utterance
        stems = matter(" ".join(s.folded for s in utterance.sentences[:2]))
        for decision in self._log.open(utterance):
            if decision.voice == utterance.voice or not self._follows(decision):
                continue
            reply = answer(utterance, to_against=decision.against, asked=decision.asked)
            shares = bool(stems & decision.stems)
            if reply == "refused":
                near = decision.gap(utterance) <= 1 or shares
                decision.because("refused" if near and decision.score < SETTLED else "doubted")
                return None
            if reply is None and shares and utterance.word_count <= len(stems) + SAME_EXCHANGE:
                decision.because("echoed")
                decision.cite(utterance)
                return decision
            if reply is None or (reply == "agreed_plainly" and not (is_pure(utterance) or shares)):
                return None
            self._agree(decision, spoken, reply, shares=shares)
            return decision
        return None

    @staticmethod
    def _agree(decision: Decision, spoken: Spoken, reply: Signal, *, shares: bool) -> None:
        utterance = spoken.utterance
        if decision.agreed_by - {utterance.voice}:
            decision.because("second_voice")
        decision.because(reply)
        if shares:
            decision.because("echoed")
        if spoken.working:
            decision.because("taken_as_work")
        decision.agreed_by.add(utterance.voice)
        decision.cite(utterance)

    def _follows(self, decision: Decision) -> bool:
        """Whether the turn can be heard as the answer: nothing but short words stands between."""
        between = itertools.takewhile(lambda u: u.index > decision.told, reversed(self._log.heard))
        return sum(u.word_count for u in between) <= _BETWEEN


def _statements_before(utterance: Utterance, sentence: Sentence) -> list[Sentence]:
    """The statements with content that stand right before that sentence in its turn."""
    before = utterance.sentences[max(0, sentence.position - _PUTS) : sentence.position]
    stated = [s for s in before if s.question_span is None and not told_of_somebody(s)]
    return stated if any(len(matter(s.folded)) > 1 for s in stated) else []
