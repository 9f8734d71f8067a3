"""The LLM engine: asks a language model, window by window, which turns settle something."""

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, ValidationError

from meetbot import __version__
from meetbot.config import LlmConfig
from meetbot.errors import ContextOverflowError, LlmError, LlmRefusedError, LlmReplyError, LlmUnreachableError
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.candidates import Candidate, Extraction, WindowRecord
from meetbot.model.company import Roster
from meetbot.model.transcript import Transcript, Turn
from meetbot.ports import Brief, ChatModel, ChatReply, ChatRequest, Checkpoint, Progress
from meetbot.prompts import ExtractSystem, ExtractUser, PersonLine, PromptLibrary, TurnLine
from meetbot.stages.llm_account import SAFETY_TOKENS, account
from meetbot.stages.llm_line import Line
from meetbot.stages.llm_reply import MAX_TURNS_CITED, candidate_of, most_items, proposed_items, reply_schema
from meetbot.stages.windows import Window, cut, halve, speaker_shown

_CONTEXT_TURNS = 2
"""Turns shown on either side of a window, so that a question and its answer are not torn apart."""
_PEOPLE = 60
"""People who fit the list; more would crowd out the transcript. Those who speak come first."""


class _Part(BaseModel):
    """What came of one window: the block that is kept, so that a killed run asks nothing twice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    candidates: tuple[Candidate, ...]
    issues: tuple[Issue, ...] = ()
    model: str = ""
    attempts: int = 1
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A window with what came of it: a part, or the error that prevented it."""

    window: Window
    part: _Part | None
    error: LlmError | None = None


class LlmEngine:
    """A ports.Extractor over any ports.ChatModel."""

    def __init__(self, chat: ChatModel, prompts: PromptLibrary, *, config: LlmConfig) -> None:
        self._chat = chat
        self._prompts = prompts
        self._config = config

    def settings(self) -> Mapping[str, str]:
        """What decides the result beside transcript and brief."""
        return {
            "engine": "llm",
            "version": __version__,
            "model": self._chat.name,
            "base_url": self._config.base_url,
            "context_tokens": str(self._chat.context_tokens),
            "max_reply_tokens": str(self._config.max_reply_tokens),
            "window_turns": str(self._config.window_turns),
            **self._prompts.hashes(ExtractSystem, ExtractUser),
        }

    def extract(
        self, transcript: Transcript, brief: Brief, *, checkpoint: Checkpoint, progress: Progress
    ) -> Extraction:
        """Candidates from every turn; a window that failed is in the ledger and an issue.

        Raises the model's own LlmError when the first question finds no server or is refused, or when no window could
        be read.
        """
        reader = _Reader(
            chat=self._chat, prompts=self._prompts, config=self._config, transcript=transcript, roster=brief.roster
        )
        reads = list(self._reads(reader, transcript, checkpoint, progress))
        if reads and not any(read.part for read in reads):
            raise next(read.error for read in reads if read.error)
        return Extraction(
            engine=self._info([read.part for read in reads if read.part]),
            candidates=tuple(candidate for read in reads if read.part for candidate in read.part.candidates),
            windows=tuple(_record(index, read) for index, read in enumerate(reads)),
            issues=tuple(issue for read in reads for issue in _issues(read)),
        )

    def _reads(
        self, reader: "_Reader", transcript: Transcript, checkpoint: Checkpoint, progress: Progress
    ) -> Iterator[_Read]:
        """Each window, read or failed, in order. A window that is too long is replaced by its halves."""
        waiting, line = deque(reader.windows()), Line()
        done = 0
        while waiting:
            window = waiting.popleft()
            progress("Reading the turns", done / len(transcript.turns))
            read = _read(window, reader, checkpoint, line)
            if isinstance(read.error, ContextOverflowError) and (smaller := halve(window)):
                waiting.extendleft(reversed(smaller))
                continue
            done += len(window.turns)
            yield read
        progress("Reading the turns", 1.0)

    def _info(self, parts: Sequence[_Part]) -> EngineInfo:
        return account(parts, model=self._chat.name, prompts=self._prompts.hashes(ExtractSystem, ExtractUser))


def _read(window: Window, reader: "_Reader", checkpoint: Checkpoint, line: Line) -> _Read:
    if (kept := reader.kept(window, checkpoint)) is not None:
        return _Read(window=window, part=kept)
    if line.broken is not None:
        return _Read(window=window, part=None, error=line.broken)
    try:
        part = reader.ask(window, checkpoint)
    except (LlmUnreachableError, LlmRefusedError) as error:
        line.fails(error)
        return _Read(window=window, part=None, error=error)
    except (ContextOverflowError, LlmReplyError) as error:
        line.works()
        return _Read(window=window, part=None, error=error)
    line.works()
    return _Read(window=window, part=part)


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """Asks about one window."""

    chat: ChatModel
    prompts: PromptLibrary
    config: LlmConfig
    transcript: Transcript
    roster: Roster

    def windows(self) -> tuple[Window, ...]:
        """The transcript, cut to what fits beside instructions, schema and reply."""
        empty = Window(index=0, turns=())
        most = self.config.window_turns + 2 * _CONTEXT_TURNS
        longest = tuple(turn.id for turn in self.transcript.turns[-most:])
        schema = json.dumps(reply_schema(longest, self._people(), max_items=self._most_items()), ensure_ascii=False)
        spent = sum(self.chat.count_tokens(text) for text in (self._system(), self._user(empty), schema))
        return cut(
            self.transcript,
            budget_tokens=self.chat.context_tokens - self.config.max_reply_tokens - spent - SAFETY_TOKENS,
            count_tokens=self.chat.count_tokens,
            max_turns=self.config.window_turns,
            context_turns=_CONTEXT_TURNS,
        )

    def kept(self, window: Window, checkpoint: Checkpoint) -> _Part | None:
        """What an earlier run found in exactly this window with these questions; what can't be read is asked again."""
        text = checkpoint.fetch(self._key(window))
        try:
            return None if text is None else _Part.model_validate_json(text)
        except ValidationError:
            return None

    def ask(self, window: Window, checkpoint: Checkpoint) -> _Part:
        """What the model finds in that window; kept before it is returned. Raises LlmError."""
        part = _joined([self._part(window, self.chat.complete(request)) for request in self._requests(window)])
        checkpoint.keep(self._key(window), part.model_dump_json())
        return part

    def _key(self, window: Window) -> str:
        return f"window-{_digest(self._requests(window), self.chat.name)}"

    def _requests(self, window: Window) -> list[ChatRequest]:
        return [self._request(shown) for shown in _shown(window)]

    def _part(self, window: Window, reply: ChatReply) -> _Part:
        candidates, issues = [], []
        for number, proposed in enumerate(proposed_items(reply.data), 1):
            candidate, problems = candidate_of(proposed, window)
            where = f"window {window.turn_ids[0]} to {window.turn_ids[-1]}, item {number}"
            candidates += [candidate] if candidate else []
            issues += [Issue(severity="info", stage="extract", where=where, message=p) for p in problems]
        return _Part(
            candidates=tuple(candidates),
            issues=tuple(issues),
            model=reply.model,
            attempts=reply.attempts,
            prompt_tokens=reply.prompt_tokens,
            completion_tokens=reply.completion_tokens,
            seconds=reply.seconds,
        )

    def _request(self, window: Window) -> ChatRequest:
        return ChatRequest(
            purpose="extract",
            system=self._system(),
            user=self._user(window),
            schema=reply_schema(_shown_ids(window), self._people(), max_items=self._most_items()),
            max_tokens=self.config.max_reply_tokens,
        )

    def _most_items(self) -> int:
        return most_items(self.config.window_turns)

    def _system(self) -> str:
        return self.prompts.render(ExtractSystem(max_items=self._most_items(), max_turns_cited=MAX_TURNS_CITED))

    def _user(self, window: Window) -> str:
        return self.prompts.render(
            ExtractUser(
                people=tuple(self._person(name) for name in self._people()),
                before=self._lines(window.before),
                turns=self._lines(window.turns),
                after=self._lines(window.after),
            )
        )

    def _lines(self, turns: Sequence[Turn]) -> tuple[TurnLine, ...]:
        return tuple(TurnLine(id=t.id, speaker=speaker_shown(t, self.transcript), text=t.text) for t in turns)

    def _people(self) -> tuple[str, ...]:
        spoke = [speaker.name for speaker in self.transcript.speakers if speaker.name]
        known = [person.name for person in self.roster.people]
        return tuple(dict.fromkeys([*spoke, *known]))[:_PEOPLE]

    def _person(self, name: str) -> PersonLine:
        person = self.roster.person(name)
        known_as = [*person.aliases, *([person.title] if person.title else [])] if person else []
        return PersonLine(name=name, known_as=", ".join(known_as))


def _shown_ids(window: Window) -> tuple[str, ...]:
    return tuple(turn.id for turn in (*window.before, *window.turns, *window.after))


def _shown(window: Window) -> list[Window]:
    """The window as it is asked about: as it is, or once for each piece of its only turn."""
    turn = window.turns[0]
    pieces = [replace(window, turns=(turn.model_copy(update={"text": piece}),)) for piece in window.pieces]
    return pieces or [window]


def _digest(requests: Sequence[ChatRequest], model: str) -> str:
    parts = [[r.system, r.user, json.dumps(r.schema, sort_keys=True), r.max_tokens] for r in requests]
    return hashlib.sha256(json.dumps([model, parts]).encode()).hexdigest()[:32]


def _joined(parts: Sequence[_Part]) -> _Part:
    return _Part(
        candidates=tuple(candidate for part in parts for candidate in part.candidates),
        issues=tuple(issue for part in parts for issue in part.issues),
        model=parts[0].model,
        attempts=sum(part.attempts for part in parts),
        prompt_tokens=sum(part.prompt_tokens for part in parts),
        completion_tokens=sum(part.completion_tokens for part in parts),
        seconds=round(sum(part.seconds for part in parts), 3),
    )


def _record(index: int, read: _Read) -> WindowRecord:
    part = read.part
    return WindowRecord(
        index=index,
        turn_ids=read.window.turn_ids,
        context_ids=read.window.context_ids,
        status="read" if part else "failed",
        attempts=part.attempts if part else 1,
        prompt_tokens=part.prompt_tokens if part else None,
        completion_tokens=part.completion_tokens if part else None,
        error=read.error.what if read.error else None,
    )


def _issues(read: _Read) -> tuple[Issue, ...]:
    if read.part is not None:
        return read.part.issues
    error = read.error
    return (
        Issue(
            severity="error",
            stage="extract",
            where=f"turns {read.window.turn_ids[0]} to {read.window.turn_ids[-1]}",
            message=f"This part of the meeting was not read: {error.what if error else ''}",
            hint=(error.hint if error else "") or "Run the command again: only what is missing is asked.",
        ),
    )
