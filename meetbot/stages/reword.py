"""Optional: a language model words the agenda's reasons and questions; figures and names never pass through it."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from meetbot import __version__
from meetbot.config import LlmConfig
from meetbot.errors import ContextOverflowError, LlmError, LlmReplyError
from meetbot.model.agenda import Agenda, AgendaItem
from meetbot.model.base import EngineInfo, Issue, Severity
from meetbot.ports import ChatModel, ChatReply, ChatRequest, Checkpoint
from meetbot.prompts import PromptLibrary, RewordSystem, RewordUser, SentenceLine
from meetbot.stages.folding import fold
from meetbot.stages.llm_account import SAFETY_TOKENS, account
from meetbot.stages.reword_check import UnfaithfulError, faithful, likeness, longest
from meetbot.stages.reword_text import MarkedWords, Template, template_of, unmarked_agenda
from meetbot.words import Words

__all__ = ["MarkedWords", "Rewriter"]

Part = Literal["reason", "question"]
_PARTS: tuple[Part, ...] = ("reason", "question")
_JSON_TOKENS = 24
"""For the id, keys and quotes around one sentence of the reply."""


class _Kept(BaseModel):
    """One answered question: the block that is kept, so that a killed run asks nothing twice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wordings: dict[str, list[str]]
    model: str
    prompt_tokens: int
    completion_tokens: int
    seconds: float


class _Worded(BaseModel):
    """One sentence as the model words it: nothing here has been checked."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class _Sentence:
    """One reason or question of the agenda. `id` is what the model returns: `P3.reason`."""

    item: str
    part: Part
    template: Template

    @property
    def id(self) -> str:
        return f"{self.item}.{self.part}"


@dataclass(frozen=True, kw_only=True)
class _Check:
    """What every wording of one agenda is held against."""

    words: Words
    names: frozenset[str]
    known: frozenset[str]
    sentences: Sequence[_Sentence]

    def faithful(self, sentence: _Sentence, found: Sequence[str]) -> str:
        """The one wording that came, filled in. Raises UnfaithfulError."""
        if len(found) > 1:
            raise UnfaithfulError("it came more than once")
        own = likeness(found[0], sentence.template.text)
        if any(likeness(found[0], other.template.text) > own for other in self.sentences):
            raise UnfaithfulError("it words another point's sentence")
        return faithful(
            sentence.template,
            found[0],
            is_question=sentence.part == "question",
            language=self.words.language,
            known=self.known,
            names=self.names,
        )


class Rewriter:
    """Asks a ports.ChatModel to word an agenda's sentences, and uses only what says the same."""

    def __init__(self, chat: ChatModel, prompts: PromptLibrary, *, config: LlmConfig, words: Words) -> None:
        self._chat = chat
        self._prompts = prompts
        self._config = config
        self._words = words

    def settings(self) -> Mapping[str, str]:
        """What decides the wording beside the agenda."""
        return {
            "version": __version__,
            "model": self._chat.name,
            "base_url": self._config.base_url,
            "max_reply_tokens": str(self._config.max_reply_tokens),
            **self._prompts.hashes(RewordSystem, RewordUser),
        }

    def reword(self, marked: Agenda, *, checkpoint: Checkpoint) -> Agenda:
        """The agenda, worded where a model's words held; `marked` was planned with `MarkedWords`.

        It is complete whatever the model does: a sentence that is not faithful stays as the rules wrote it, and an
        issue says so.
        """
        agenda = unmarked_agenda(marked)
        sentences = list(_sentences(marked))
        answers, issues = self._ask_all(sentences, checkpoint)
        texts: dict[str, str] = {}
        check = _Check(words=self._words, names=_names(agenda), known=_vocabulary(self._words), sentences=sentences)
        for sentence in sentences:
            found = [text for answer in answers for text in answer.wordings.get(sentence.id, [])]
            try:
                text = check.faithful(sentence, found) if found else ""
            except UnfaithfulError as error:
                issues.append(_refused(sentence, error))
                continue
            if text and text != sentence.template.filled():
                texts[sentence.id] = text
        items = tuple(_worded(item, texts) for item in agenda.items)
        return agenda.model_copy(
            update={"items": items, "issues": (*agenda.issues, *issues), "engine": self._info(answers)}
        )

    def _ask_all(self, sentences: Sequence[_Sentence], checkpoint: Checkpoint) -> tuple[list[_Kept], list[Issue]]:
        answers: list[_Kept] = []
        issues: list[Issue] = []
        for batch in self._batches(sentences):
            try:
                answers.append(self._ask(batch, checkpoint))
            except (LlmReplyError, ContextOverflowError) as error:
                issues.append(_unanswered(batch, error))
            except LlmError as error:
                # The server is gone or refuses: it is not asked again in this run.
                asked = {sentence.id for answer in answers for sentence in sentences if sentence.id in answer.wordings}
                issues.append(_unanswered([s for s in sentences if s.id not in asked], error))
                break
        return answers, issues

    def _ask(self, batch: Sequence[_Sentence], checkpoint: Checkpoint) -> _Kept:
        request = self._request(batch)
        key = f"reword-{_digest(request, self._chat.name)}"
        if (text := checkpoint.fetch(key)) is not None:
            return _Kept.model_validate_json(text)
        answer = _answer(self._chat.complete(request))
        checkpoint.keep(key, answer.model_dump_json())
        return answer

    def _request(self, batch: Sequence[_Sentence]) -> ChatRequest:
        lines = tuple(SentenceLine(id=sentence.id, text=sentence.template.text) for sentence in batch)
        return ChatRequest(
            purpose="reword",
            system=self._prompts.render(RewordSystem(language=self._words.language)),
            user=self._prompts.render(RewordUser(sentences=lines)),
            schema=_schema(batch),
            max_tokens=self._config.max_reply_tokens,
        )

    def _batches(self, sentences: Sequence[_Sentence]) -> Iterator[list[_Sentence]]:
        """As few questions as the context and the longest reply allow: one, for most agendas."""
        batch: list[_Sentence] = []
        for sentence in sentences:
            if batch and not self._fits([*batch, sentence]):
                yield batch
                batch = []
            batch.append(sentence)
        if batch:
            yield batch

    def _fits(self, batch: Sequence[_Sentence]) -> bool:
        count = self._chat.count_tokens
        reply = sum(2 * count(sentence.template.text) + _JSON_TOKENS for sentence in batch)
        if reply > self._config.max_reply_tokens:
            return False
        request = self._request(batch)
        schema = json.dumps(request.schema, ensure_ascii=False)
        asked = sum(count(text) for text in (request.system, request.user, schema))
        return asked + request.max_tokens + SAFETY_TOKENS <= self._chat.context_tokens

    def _info(self, answers: Sequence[_Kept]) -> EngineInfo:
        return account(answers, model=self._chat.name, prompts=self._prompts.hashes(RewordSystem, RewordUser))


def _sentences(marked: Agenda) -> Iterator[_Sentence]:
    """Every reason and question; blanks are numbered over all of them, so that none can move to another point."""
    first = 1
    for item in marked.items:
        for part in _PARTS:
            text: str = getattr(item, part)
            if text:
                template = template_of(text, first=first)
                first += len(template.values)
                yield _Sentence(item=item.id, part=part, template=template)


def _worded(item: AgendaItem, texts: Mapping[str, str]) -> AgendaItem:
    found: dict[str, Any] = {part: texts[f"{item.id}.{part}"] for part in _PARTS if f"{item.id}.{part}" in texts}
    return item.model_copy(update={**found, "reworded": tuple(found)}) if found else item


def _answer(reply: ChatReply) -> _Kept:
    wordings: dict[str, list[str]] = {}
    listed = reply.data.get("sentences") if isinstance(reply.data, dict) else None
    for value in listed if isinstance(listed, list) else []:
        try:
            worded = _Worded.model_validate(value)
        except ValidationError:
            continue
        wordings.setdefault(worded.id, []).append(worded.text)
    return _Kept(
        wordings=wordings,
        model=reply.model,
        prompt_tokens=reply.prompt_tokens,
        completion_tokens=reply.completion_tokens,
        seconds=reply.seconds,
    )


def _schema(batch: Sequence[_Sentence]) -> dict[str, Any]:
    """Every key is required: OpenAI's strict mode wants it so."""
    properties = {
        "id": {"type": "string", "enum": [sentence.id for sentence in batch]},
        "text": {"type": "string", "maxLength": max(longest(sentence.template) for sentence in batch)},
    }
    sentence = {"type": "object", "properties": properties, "required": ["id", "text"], "additionalProperties": False}
    listed = {"type": "array", "items": sentence, "minItems": len(batch), "maxItems": len(batch)}
    return {
        "type": "object",
        "properties": {"sentences": listed},
        "required": ["sentences"],
        "additionalProperties": False,
    }


def _names(agenda: Agenda) -> frozenset[str]:
    """The words of all names that the workspace knows, folded: of people, departments, the company, owners."""
    roster, meeting = agenda.roster, agenda.meeting
    texts = [meeting.company, *(department.name for department in roster.departments)]
    for person in roster.people:
        texts += [person.name, *person.aliases]
    texts += [c.owner or "" for c in (*agenda.commitments, *agenda.recently_done)]
    texts += [o.owner or "" for o in (agenda.sla.by_owner if agenda.sla is not None else ())]
    texts += [o.owner or "" for o in (agenda.follow_up.by_owner if agenda.follow_up is not None else ())]
    return frozenset(word for text in texts for word in re.findall(r"[^\W\d_]+", fold(text)))


def _vocabulary(words: Words) -> frozenset[str]:
    """The words of the documents' own phrases, folded: what may begin a sentence and is nobody's name."""
    phrases = (words(key) for key in sorted(words.keys()))
    return frozenset(word for phrase in phrases for word in re.findall(r"[^\W\d_]+", fold(phrase)))


def _digest(request: ChatRequest, model: str) -> str:
    parts = [model, request.system, request.user, json.dumps(request.schema, sort_keys=True), request.max_tokens]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _refused(sentence: _Sentence, error: UnfaithfulError) -> Issue:
    severity: Severity = "warning" if error.changes_data else "info"
    message = f"The model's wording of the {sentence.part} is not used: {error.problem}. The rules' own stands there."
    return Issue(severity=severity, stage="reword", where=f"agenda.json, {sentence.item}", message=message)


def _unanswered(batch: Sequence[_Sentence], error: LlmError) -> Issue:
    points = dict.fromkeys(sentence.item for sentence in batch)
    return Issue(
        severity="warning",
        stage="reword",
        where=f"agenda.json, {', '.join(points)}",
        message=f"The model did not reword these points, and the rules' own words stand there: {error.what}",
        hint=error.hint or "`meetbot agenda --force` asks again.",
    )
