import json
from collections.abc import Callable
from typing import Any

import pytest
from fakes import FakeChatModel, MemoryCheckpoint, no_progress
from hypothesis import given, settings
from hypothesis import strategies as st
from second_looks import (
    BRIEF,
    DIEGO,
    FOUND,
    LAURA,
    SPEECH,
    TASK,
    WISH,
    FixedEngine,
    second_look,
    transcript_of,
)

from meetbot.adapters.chat_reply import estimate_tokens
from meetbot.config import LlmConfig
from meetbot.errors import LlmReplyError, LlmUnreachableError
from meetbot.model.candidates import Candidate, Extraction
from meetbot.model.transcript import Transcript
from meetbot.ports import ChatReply, ChatRequest, ChoiceReply, ChoiceRequest
from meetbot.prompts import PromptLibrary
from meetbot.stages.llm_engine import LlmEngine
from meetbot.stages.two_voters import TwoVoters

TRANSCRIPT = transcript_of(*SPEECH)


def extract(voters: TwoVoters, transcript: Transcript = TRANSCRIPT, kept: MemoryCheckpoint | None = None) -> Extraction:
    """What both find there."""
    checkpoint = (kept or MemoryCheckpoint()).port
    return voters.extract(transcript, BRIEF, checkpoint=checkpoint, progress=no_progress)


def test_extract_both_read_and_vote() -> None:
    """What both found carries both names; each engine was asked once, with its own account kept."""
    rules, model = FixedEngine(TASK, WISH), FixedEngine(TASK, name="llm")
    found = extract(TwoVoters(rules, model))
    assert [one.found_by for one in found.candidates] == [("rules", "llm"), ("rules",)]
    assert [engine.name for engine in found.engines] == ["rules", "llm"]
    assert (rules.asked, model.asked) == (1, 1)


def test_extract_without_windows_the_model_votes_by_single_lines() -> None:
    """With no windows to read, the model judges and checks what the rules found; the ledger is the rules'."""
    chat = FakeChatModel(words=["task", "decision", "proposal", "yes", "yes", "open"])
    found = extract(TwoVoters(FixedEngine(*FOUND), None, second_look(chat)))
    assert [one.found_by for one in found.candidates] == [
        ("rules", "llm"),
        ("rules", "llm"),
        ("rules",),
        ("rules",),
    ]
    assert found.candidates[3].reasons == ("the language model has not read this",)
    assert [window.turn_ids for window in found.windows] == [tuple(turn.id for turn in TRANSCRIPT.turns)]
    assert found.engine.model == "fake-model"


def test_extract_only_rules_and_nothing_to_ask() -> None:
    """A model that neither reads windows nor looks twice leaves what the rules found."""
    assert extract(TwoVoters(FixedEngine(TASK), None)).engines == ()


def test_extract_costs_of_windows_and_questions_are_added() -> None:
    """Tokens of all questions stand in the engine's account, and the prompts of all."""
    chat = FakeChatModel(words=["decision", "proposal", "yes", "yes", "open"])
    found = extract(TwoVoters(FixedEngine(*FOUND), FixedEngine(TASK, name="llm"), second_look(chat)))
    asked = sum(chat.count_tokens(request.system + request.user) for request in chat.choices)
    assert found.engine.prompt_tokens == 100 + asked == found.engines[1].prompt_tokens
    assert found.engine.completion_tokens == len(chat.choices)
    assert "judge.system.md.jinja" in found.engine.prompts
    assert found.engines[0].prompt_tokens is None


def test_extract_questions_without_an_answer_make_it_incomplete_and_are_asked_again() -> None:
    """The error is told and counted; the next run asks only what is missing and is whole."""
    chat = FakeChatModel(words=["task", LlmReplyError("nonsense"), "proposal", "yes", "yes", "open"])
    voters, kept = TwoVoters(FixedEngine(*FOUND), None, second_look(chat)), MemoryCheckpoint()
    first = extract(voters, kept=kept)
    (issue,) = first.issues
    assert (first.unanswered, issue.severity) == (1, "error")
    assert "nonsense" in issue.message
    asked = len(chat.choices)
    chat.words.extend(["decision", "yes", "yes", "yes"])
    second = extract(voters, kept=kept)
    assert (second.unanswered, second.issues) == (0, ())
    assert len(chat.choices) < asked + 4


def test_extract_server_that_dies_after_its_windows_loses_only_the_second_look() -> None:
    """What the windows gave is kept, with what the rules found; the rest is told."""
    chat = FakeChatModel(words=[LlmUnreachableError("gone", hint="start it")] * 2)
    found = extract(TwoVoters(FixedEngine(*FOUND), FixedEngine(TASK, name="llm"), second_look(chat)))
    assert len(found.candidates) == len(FOUND)
    assert found.unanswered == 5
    assert found.issues[0].hint == "start it"


def test_extract_no_server_at_all_is_raised() -> None:
    """With single questions only, a server that never answers is the caller's decision."""
    chat = FakeChatModel(words=[LlmUnreachableError("gone")])
    with pytest.raises(LlmUnreachableError):
        extract(TwoVoters(FixedEngine(*FOUND), None, second_look(chat)))


def test_settings_name_what_decides_the_result() -> None:
    """Rules, windows and second look are all in them: a change of any makes a stored extraction stale."""
    look = second_look(FakeChatModel())
    both = TwoVoters(FixedEngine(), FixedEngine(name="llm"), look).settings()
    assert both["engine"] == "llm"
    assert both["rules.engine"] == "rules"
    assert both["second_look.second_look"] == "auto"
    assert TwoVoters(FixedEngine(), None, look).settings()["engine"] == "rules+llm"
    assert TwoVoters(FixedEngine(), None, second_look(FakeChatModel(), second_look="on")).settings() != both


class LongReader(FakeChatModel):
    """Counts tokens as the real client estimates them; each window's first turn is a task; `fails` loses windows."""

    def __init__(self, context_tokens: int, *, fails: Callable[[ChatRequest], bool] = lambda _request: False) -> None:
        super().__init__(context_tokens=context_tokens)
        self.fails = fails
        self.most = 0

    def count_tokens(self, text: str) -> int:
        """As the client for real servers does: an upper estimate that needs no tokenizer."""
        return estimate_tokens(text)

    def complete(self, request: ChatRequest) -> ChatReply:
        """One task, in the first turn of the window."""
        prompt = self.count_tokens(request.system) + self.count_tokens(request.user)
        self.most = max(self.most, prompt + self.count_tokens(json.dumps(request.schema)) + request.max_tokens)
        first = request.user.partition("TURNS\n[")[2].partition("]")[0]
        item = {"turns": [first], "kind": "action", "text": "Mandar la lista", "owner": None, "due_text": None}
        self.replies.append(LlmReplyError("cut off") if self.fails(request) else {"items": [item]})
        return super().complete(request)

    def choose(self, request: ChoiceRequest) -> ChoiceReply:
        """The first option."""
        self.words.append(request.options[0])
        return super().choose(request)


def long_meeting(tokens: int) -> Transcript:
    """A meeting of at least that many tokens, with turns of very different length."""
    said: list[tuple[str, str]] = []
    total = 0
    while total < tokens:
        number = len(said)
        sentence = f"Eh, bueno, de la campaña {number} quedaron doce mil pesos sin gastar y el cliente no contesta. "
        said.append(((LAURA, DIEGO)[number % 2], sentence * (1 + (number * 7) % 23)))
        total += estimate_tokens(said[-1][1])
    return transcript_of(*said)


def voters_over(chat: FakeChatModel, **config: Any) -> TwoVoters:
    """Windows and second look as a workspace with that model has them, beside rules that find one task."""
    llm = LlmConfig(model="m", **config)
    return TwoVoters(FixedEngine(TASK), LlmEngine(chat, PromptLibrary(None), config=llm), second_look(chat, **config))


def test_extract_a_meeting_of_60_000_tokens_is_read_whole() -> None:
    """The ledger proves it: every turn in exactly one window, and no request longer than the model's context."""
    transcript, chat = long_meeting(60_000), LongReader(8192)
    found = extract(voters_over(chat), transcript)
    read = [turn for window in found.windows for turn in window.turn_ids]
    assert read == [turn.id for turn in transcript.turns]
    assert {window.status for window in found.windows} == {"read"}
    shown = "".join(request.user for request in chat.requests)
    assert all(f"[{turn.id}]" in shown for turn in transcript.turns)
    assert chat.most <= 8192
    assert sum(chat.count_tokens(request.user) for request in chat.requests) > 60_000


def test_extract_of_a_long_meeting_loses_only_the_window_that_failed() -> None:
    """One bad reply in the middle: that window is named, everything else is read, and the next run asks it alone."""
    transcript = long_meeting(6_000)
    middle = transcript.turns[len(transcript.turns) // 2].id
    chat = LongReader(8192, fails=lambda request: f"\n[{middle}]" in request.user.partition("TURNS")[2])
    voters, kept = voters_over(chat), MemoryCheckpoint()
    found = extract(voters, transcript, kept)
    failed = [window for window in found.windows if window.status == "failed"]
    assert [middle in window.turn_ids for window in failed] == [True]
    assert [issue.severity for issue in found.issues] == ["error"]
    assert [turn for window in found.windows for turn in window.turn_ids] == [turn.id for turn in transcript.turns]
    asked = len(chat.requests)
    chat.fails = lambda _request: False
    again = extract(voters, transcript, kept)
    assert len(chat.requests) == asked + 1
    assert {window.status for window in again.windows} == {"read"}


TALK = st.lists(
    st.tuples(
        st.sampled_from([LAURA, DIEGO]), st.sampled_from(["Va.", "Yo mando la lista el jueves. " * 9, "¿Y? " * 90])
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=8)
@given(talk=TALK, window=st.integers(1, 12), context=st.integers(3200, 9000), seed=st.integers(2, 9))
def test_extract_whatever_fails_every_turn_is_in_the_ledger_once(
    talk: list[tuple[str, str]], window: int, context: int, seed: int
) -> None:
    """Windows fail or not: read and failed ones together are the meeting, and each failed one is an issue."""
    transcript = transcript_of(*talk)
    numbers = iter(range(1000))
    chat = LongReader(context, fails=lambda _request: next(numbers) % seed == 1)
    found = extract(voters_over(chat, window_turns=window, max_reply_tokens=500), transcript)
    assert [turn for one in found.windows for turn in one.turn_ids] == [turn.id for turn in transcript.turns]
    failed = [one for one in found.windows if one.status == "failed"]
    assert len(failed) == sum(issue.severity == "error" for issue in found.issues)
    assert all(isinstance(one, Candidate) and one.found_by for one in found.candidates)
