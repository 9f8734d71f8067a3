"""The model's second look: it judges one line in its context a question, and checks one sentence of the minutes.

A small model that judges a line is several times better than the same model asked to extract, and can't invent one.
Answers are single words; their probabilities, where the server gives them, are calibrated over the meeting.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from meetbot.config import LlmConfig
from meetbot.model.candidates import Candidate, CandidateKind, Extraction
from meetbot.model.transcript import Transcript
from meetbot.ports import ChatModel, Checkpoint, ChoiceRequest, Progress
from meetbot.prompts import CheckSystem, CheckUser, JudgeSystem, JudgeUser, PromptLibrary, TurnLine
from meetbot.stages.calibration import shifted
from meetbot.stages.llm_account import SAFETY_TOKENS
from meetbot.stages.llm_ask import Asker, Choice
from meetbot.stages.llm_line import Line
from meetbot.stages.llm_lines import Around, lines_about
from meetbot.stages.voting import agreeing, score_of, strengthened, worth

LINE_IS = ("task", "decision", "idea", "past", "other")
CLAIM_IS = ("yes", "open", "person", "time", "done")
JUDGED: Mapping[CandidateKind, Mapping[str, float]] = {
    "action": {"task": 1.0, "decision": 0.5},
    "decision": {"decision": 1.0, "task": 0.5},
    "target": {"decision": 1.0, "task": 0.5},
}
"""What each answer says for each kind. Tasks and decisions are easily taken for one another, so either counts half."""
_LIKELY = 0.5
_AROUND_JUDGED = Around(before=4, after=4)
_AROUND_CHECKED = Around(before=2, after=3)
_UNDECIDED = (0.2, 0.9)
"""The scores between which a check may change whether an item is stated as a fact; `auto` asks only about these."""
_CLAIMS: Mapping[str, str] = {
    "made": "DECISION",
    "deferred": "DECISION PUT OFF",
    "reversed": "DECISION TAKEN BACK",
}
_WRONG: Mapping[str, str] = {
    "open": "nobody took it or agreed to it",
    "person": "somebody else does it",
    "time": "another day or figure was said",
    "done": "denied, taken back, or done already",
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

    @property
    def model(self) -> str:
        """The model's name as configured."""
        return self._chat.name

    def prompts(self) -> dict[str, str]:
        """Each of its prompts with its digest."""
        return self._prompts.hashes(JudgeSystem, JudgeUser, CheckSystem, CheckUser)

    def settings(self) -> Mapping[str, str]:
        """What decides the answers beside the meeting."""
        return {
            "model": self.model,
            "base_url": self._config.base_url,
            "context_tokens": str(self._chat.context_tokens),
            "second_look": self._config.second_look,
            **self.prompts(),
        }

    def asker(self, checkpoint: Checkpoint, *, known_to_answer: bool) -> Asker:
        """Asks this model. Where it is known to answer, a server that stops only leaves questions unanswered."""
        return Asker(chat=self._chat, checkpoint=checkpoint, line=Line(answered=known_to_answer))

    def judged(
        self, rules: Extraction, model: Extraction | None, transcript: Transcript, asker: Asker, progress: Progress
    ) -> Judged:
        """Which of the rules' candidates the model takes for what the rules take them for.

        What it found by itself in its windows (`model`) needs no second question, unless all are wanted.
        """
        wanted = [n for n, one in enumerate(rules.candidates) if one.kind in JUDGED and one.turn_ids]
        known = agreeing(rules, model) if model is not None else frozenset[int]()
        asked = wanted if self._config.second_look == "on" else [n for n in wanted if n not in known]
        questions = {n: partial(self._line_question, rules.candidates[n], transcript) for n in asked}
        answers = _answers(questions, asker, "Judging single lines", progress)
        seen = tuple(
            rules.candidates[n].model_copy(update={"engine": "llm", "score": round(chance, 2), "found_by": ()})
            for n, chance in sorted(_calibrated(rules.candidates, answers).items())
            if chance >= _LIKELY
        )
        # A note is voted on where windows were read; a line without an answer is not.
        silent = set(asked) - set(answers)
        if model is None or not model.windows:
            silent |= set(range(len(rules.candidates))) - set(wanted)
        return Judged(seen=seen, not_asked=frozenset(silent))

    def checked(self, extraction: Extraction, transcript: Transcript, asker: Asker, progress: Progress) -> Extraction:
        """The extraction with the model's check of what is undecided, in its candidates' scores and reasons."""
        low, high = _UNDECIDED if self._config.second_look == "auto" else (0.0, 1.0)
        candidates = list(extraction.candidates)
        asked = [
            n
            for n, one in enumerate(candidates)
            if one.kind in JUDGED and one.turn_ids and low <= score_of(one) <= high
        ]
        questions = {n: partial(self._claim_question, candidates[n], transcript) for n in asked}
        answers = _answers(questions, asker, "Checking what was found", progress)
        right = _right(candidates, answers)
        weight = worth([score_of(candidates[n]) for n in right], list(right.values()))
        for n, passed in right.items():
            factor = weight.yes if passed else weight.no
            candidates[n] = _weighed(candidates[n], answers[n], passed=passed, factor=factor)
        return extraction.model_copy(update={"candidates": tuple(candidates)})

    def _line_question(self, candidate: Candidate, transcript: Transcript) -> ChoiceRequest:
        marked = frozenset(candidate.turn_ids[:1])
        return self._fitting(
            ChoiceRequest(purpose="judge", system=self._prompts.render(JudgeSystem()), user="", options=LINE_IS),
            _AROUND_JUDGED,
            partial(lines_about, candidate, transcript, only_lead=True),
            lambda lines: self._prompts.render(JudgeUser(lines=lines, marked=marked)),
        )

    def _claim_question(self, candidate: Candidate, transcript: Transcript) -> ChoiceRequest:
        marked, claim = frozenset(candidate.turn_ids), claim_of(candidate)
        return self._fitting(
            ChoiceRequest(purpose="check", system=self._prompts.render(CheckSystem()), user="", options=CLAIM_IS),
            _AROUND_CHECKED,
            partial(lines_about, candidate, transcript, only_lead=False),
            lambda lines: self._prompts.render(CheckUser(lines=lines, marked=marked, claim=claim)),
        )

    def _fitting(
        self,
        request: ChoiceRequest,
        around: Around,
        lines: Callable[[Around], tuple[TurnLine, ...]],
        rendered: Callable[[tuple[TurnLine, ...]], str],
    ) -> ChoiceRequest:
        """The question with as many turns around as the model's context holds."""
        room = self._chat.context_tokens - self._chat.count_tokens(request.system) - SAFETY_TOKENS
        user = rendered(lines(around))
        while self._chat.count_tokens(user) > room and (fewer := around.smaller()) is not None:
            around = fewer
            user = rendered(lines(around))
        return replace(request, user=user)


def claim_of(candidate: Candidate) -> str:
    """The candidate as one sentence to check."""
    if candidate.kind == "action":
        due = f", {candidate.due_text}" if candidate.due_text else ""
        return f"TASK of {candidate.owner or 'somebody'}{due}: {candidate.text}"
    kind = "AGREED TARGET" if candidate.kind == "target" else _CLAIMS[candidate.status]
    return f"{kind}: {candidate.text}"


def _answers(
    questions: Mapping[int, Callable[[], ChoiceRequest]], asker: Asker, what: str, progress: Progress
) -> dict[int, Choice]:
    """The answers by the questions' numbers; those without one are left out."""
    answers: dict[int, Choice] = {}
    for done, (number, question) in enumerate(questions.items()):
        progress(what, done / len(questions))
        if (answer := asker.ask(question())) is not None:
            answers[number] = answer
    progress(what, 1.0)
    return answers


def _calibrated(candidates: Sequence[Candidate], answers: Mapping[int, Choice]) -> dict[int, float]:
    """How likely each candidate is one of its kind, as many of a kind as the rules expect."""
    chances: dict[int, float] = {}
    for kind, says in JUDGED.items():
        of_kind = {n: answer for n, answer in answers.items() if candidates[n].kind == kind}
        raw = {n: sum(share * answer.chance(x) for x, share in says.items()) for n, answer in of_kind.items()}
        chances |= _calibrated_to(raw, of_kind, candidates)
    return chances


def _right(candidates: Sequence[Candidate], answers: Mapping[int, Choice]) -> dict[int, bool]:
    """Whether each candidate stood the check, as many of them as their scores let expect."""
    raw = {n: answer.chance("yes") for n, answer in answers.items()}
    return {n: chance >= _LIKELY for n, chance in _calibrated_to(raw, answers, candidates).items()}


def _calibrated_to(
    raw: Mapping[int, float], answers: Mapping[int, Choice], candidates: Sequence[Candidate]
) -> Mapping[int, float]:
    """The chances, with the sum that the scores let expect; words without probabilities count as they are."""
    likely = {n: chance for n, chance in raw.items() if answers[n].probabilities is not None}
    return {**raw, **shifted(likely, sum(score_of(candidates[n]) for n in likely))}


def _weighed(candidate: Candidate, answer: Choice, *, passed: bool, factor: float) -> Candidate:
    doubt = max(_WRONG, key=lambda option: (answer.chance(option), option))
    reason = "second look: the lines show it" if passed else f"second look: {_WRONG[doubt]}"
    score = strengthened(score_of(candidate), factor)
    return candidate.model_copy(update={"score": score, "reasons": (*candidate.reasons, reason)})
