"""The model's second look: it judges one line in its context a question, and checks one sentence of the minutes.

A small model that judges a line is several times better than the same model asked to extract, and can't invent one.
Answers are single letters. Their probabilities, where the server gives them, are calibrated over the meeting.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from meetbot.config import LlmConfig
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.candidates import Candidate, CandidateKind, Extraction
from meetbot.model.transcript import Transcript
from meetbot.ports import ChatModel, ChoiceRequest, Progress
from meetbot.prompts import CheckSystem, CheckUser, JudgeSystem, JudgeUser, PromptLibrary, TurnLine
from meetbot.stages.llm_account import SAFETY_TOKENS, account
from meetbot.stages.llm_ask import Asker, Letter
from meetbot.stages.llm_lines import Around, lines_about
from meetbot.stages.voting import strengthened, worth

LETTERS = ("A", "B", "C", "D", "E")
JUDGED: Mapping[CandidateKind, Mapping[str, float]] = {
    "action": {"A": 1.0, "B": 0.5},
    "decision": {"B": 1.0, "A": 0.5},
    "target": {"B": 1.0, "A": 0.5},
}
"""What each answer says for each kind. Tasks and decisions are easily taken for one another, so either counts half."""
_AROUND_JUDGED = Around(before=4, after=4)
_AROUND_CHECKED = Around(before=2, after=3)
_CHECKED_FROM = 0.25
"""What is less likely is listed last or not at all; asking about it changes nothing."""
_CLAIMS: Mapping[tuple[str, str], str] = {
    ("decision", "made"): "DECISION",
    ("decision", "deferred"): "DECISION PUT OFF",
    ("decision", "reversed"): "DECISION TAKEN BACK",
    ("target", "made"): "AGREED TARGET",
}
_WRONG: Mapping[str, str] = {
    "B": "not settled",
    "C": "somebody else's",
    "D": "another time or figure",
    "E": "the contrary, or done already",
}


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the line questions gave: the rules' candidates that the model sees too, and those it has no vote on."""

    seen: tuple[Candidate, ...]
    not_asked: frozenset[int]


class SecondLook:
    """Asks a model about single candidates. Nothing here finds anything: it only weighs what was found."""

    def __init__(self, chat: ChatModel, prompts: PromptLibrary, *, config: LlmConfig) -> None:
        self._chat = chat
        self._prompts = prompts
        self._config = config

    def settings(self) -> Mapping[str, str]:
        """What decides the answers beside the meeting."""
        return self._prompts.hashes(JudgeSystem, JudgeUser, CheckSystem, CheckUser)

    def account(self, asker: Asker) -> EngineInfo:
        """What the questions cost."""
        return account(asker.answers, model=self._chat.name, prompts=dict(self.settings()))

    def judged(self, rules: Extraction, transcript: Transcript, asker: Asker, progress: Progress) -> Judged:
        """Which of the rules' candidates the model takes for what the rules take them for."""
        asked = [index for index, one in enumerate(rules.candidates) if one.kind in JUDGED and one.turn_ids]
        answers: dict[int, Letter] = {}
        for number, index in enumerate(asked):
            progress("Judging single lines", number / len(asked))
            if (answer := asker.ask(self._line_question(rules.candidates[index], transcript))) is not None:
                answers[index] = answer
        progress("Judging single lines", 1.0)
        chances = _calibrated(rules.candidates, answers)
        seen = tuple(
            rules.candidates[index].model_copy(update={"engine": "llm", "score": round(chance, 2), "found_by": ()})
            for index, chance in sorted(chances.items())
            if chance >= 0.5  # noqa: PLR2004 - more likely than not
        )
        return Judged(seen=seen, not_asked=frozenset(range(len(rules.candidates))) - set(answers))

    def checked(self, extraction: Extraction, transcript: Transcript, asker: Asker, progress: Progress) -> Extraction:
        """The extraction with the model's check of each likely candidate in its score and reasons."""
        asked = [
            index
            for index, one in enumerate(extraction.candidates)
            if one.kind in JUDGED and one.turn_ids and (one.score or 0.0) >= _CHECKED_FROM
        ]
        answers: dict[int, Letter] = {}
        for number, index in enumerate(asked):
            progress("Checking what was found", number / len(asked))
            if (answer := asker.ask(self._claim_question(extraction.candidates[index], transcript))) is not None:
                answers[index] = answer
        progress("Checking what was found", 1.0)
        right = _right(extraction.candidates, answers)
        weight = worth([extraction.candidates[index].score or 0.0 for index in right], list(right.values()))
        candidates = list(extraction.candidates)
        for index, passed in right.items():
            factor = weight.yes if passed else weight.no
            candidates[index] = _weighed(candidates[index], answers[index], passed=passed, factor=factor)
        return extraction.model_copy(update={"candidates": tuple(candidates)})

    def _line_question(self, candidate: Candidate, transcript: Transcript) -> ChoiceRequest:
        marked = frozenset(candidate.turn_ids[:1])
        system = self._prompts.render(JudgeSystem())
        return self._fitting(
            "judge",
            system,
            _AROUND_JUDGED,
            partial(lines_about, candidate, transcript, only_lead=True),
            lambda lines: self._prompts.render(JudgeUser(lines=lines, marked=marked)),
        )

    def _claim_question(self, candidate: Candidate, transcript: Transcript) -> ChoiceRequest:
        marked, claim = frozenset(candidate.turn_ids), claim_of(candidate)
        system = self._prompts.render(CheckSystem())
        return self._fitting(
            "check",
            system,
            _AROUND_CHECKED,
            partial(lines_about, candidate, transcript, only_lead=False),
            lambda lines: self._prompts.render(CheckUser(lines=lines, marked=marked, claim=claim)),
        )

    def _fitting(
        self,
        purpose: str,
        system: str,
        around: Around,
        lines: Callable[[Around], tuple[TurnLine, ...]],
        rendered: Callable[[tuple[TurnLine, ...]], str],
    ) -> ChoiceRequest:
        """The question with as many turns around as the model's context holds."""
        room = self._chat.context_tokens - self._chat.count_tokens(system) - SAFETY_TOKENS
        user = rendered(lines(around))
        while self._chat.count_tokens(user) > room and (fewer := around.smaller()) is not None:
            around = fewer
            user = rendered(lines(around))
        return ChoiceRequest(purpose=purpose, system=system, user=user, letters=LETTERS)


def claim_of(candidate: Candidate) -> str:
    """The candidate as one sentence to check."""
    if candidate.kind == "action":
        due = f", {candidate.due_text}" if candidate.due_text else ""
        return f"TASK of {candidate.owner or 'somebody'}{due}: {candidate.text}"
    return f"{_CLAIMS.get((candidate.kind, candidate.status), 'DECISION')}: {candidate.text}"


def unanswered(asker: Asker) -> tuple[Issue, ...]:
    """One issue for all questions that found no answer: what was found stands, less sure than it could be."""
    if not asker.errors:
        return ()
    error = asker.errors[0]
    return (
        Issue(
            severity="error",
            stage="extract",
            where="language model, second look",
            message=f"Questions about single items that got no answer: {len(asker.errors)}. {error.what}",
            hint=error.hint or "Run the command again: only what is missing is asked.",
        ),
    )


def _calibrated(candidates: Sequence[Candidate], answers: Mapping[int, Letter]) -> dict[int, float]:
    """How likely each candidate is one of its kind, by the model's order and as many in all as the rules expect.

    Uncalibrated, small models give nearly every line the same letter; their order of the lines is what they know.
    """
    chances: dict[int, float] = {}
    for kind, says in JUDGED.items():
        of_kind = [index for index in answers if candidates[index].kind == kind]
        raw = {i: sum(share * answers[i].chance(letter) for letter, share in says.items()) for i in of_kind}
        if any(answers[i].probabilities is None for i in of_kind):
            chances |= raw
            continue
        expected = sum(_probability(candidates[i]) for i in of_kind)
        chances |= _shifted(raw, expected)
    return chances


def _shifted(raw: Mapping[int, float], expected: float) -> dict[int, float]:
    """The same order with that sum, by one shift of all log-odds."""
    low, high = -30.0, 30.0
    odds = {index: _logit(chance) for index, chance in raw.items()}
    for _ in range(60):
        middle = (low + high) / 2
        if sum(_sigmoid(value + middle) for value in odds.values()) < expected:
            low = middle
        else:
            high = middle
    return {index: _sigmoid(value + low) for index, value in odds.items()}


def _logit(chance: float) -> float:
    limited = min(1 - 1e-6, max(1e-6, chance))
    return math.log(limited / (1 - limited))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def _probability(candidate: Candidate) -> float:
    return 0.6 if candidate.score is None else candidate.score


def _right(candidates: Sequence[Candidate], answers: Mapping[int, Letter]) -> dict[int, bool]:
    """Whether each candidate stood the check, as many of them as their scores let expect."""
    raw = {index: answer.chance("A") for index, answer in answers.items()}
    if any(answer.probabilities is None for answer in answers.values()):
        return {index: chance >= 0.5 for index, chance in raw.items()}  # noqa: PLR2004 - more likely than not
    shifted = _shifted(raw, sum(candidates[index].score or 0.0 for index in answers))
    return {index: chance >= 0.5 for index, chance in shifted.items()}  # noqa: PLR2004 - as above


def _weighed(candidate: Candidate, answer: Letter, *, passed: bool, factor: float) -> Candidate:
    doubt = max(_WRONG, key=lambda letter: (answer.chance(letter), letter))
    reason = "the second look agrees" if passed else f"the second look doubts it: {_WRONG[doubt]}"
    score = strengthened(candidate.score or 0.0, factor)
    return candidate.model_copy(update={"score": score, "reasons": (*candidate.reasons, reason)})
