"""The chat that Zoom saves: context for the minutes, never speech, and only what everybody could read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from meetbot.adapters.transcripts.content import Content, lines_of
from meetbot.adapters.transcripts.heads import clean_name, clean_text, folded
from meetbot.model.base import Issue
from meetbot.model.transcript import ChatMessage

_FRONT = 500
_STAMP = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}[ T]|\d{1,2}/\d{1,2}/\d{2,4},? )?"
    r"(?P<clock>(?P<h>\d{1,2}):(?P<m>\d{2}):(?P<s>\d{2})"
    r"(?:[ \u00a0\u202f]?(?P<half>[AaPp])\.?[ \u00a0]?[Mm]\.?)?)[ \t]+"
)
_SENDER = re.compile(r"(?:From|De|Von|Da)[ \t]+(?=\S)")
_TO = re.compile(r"[ \t]+(?:to|To|a|à|An|an|para|Para)[ \t]+")
_EVERYONE = re.compile(
    r"(?:everyone|everybody|all|todos|todas|todos los participantes|todo el mundo|todas las personas|tous|tout le monde"
    r"|alle|tutti)(?: (?:in|en) .*| los participantes)?"
)
_PRIVATE = re.compile(
    r"(?i)\((?:direct message|privately|private|en privado|mensaje directo|privado|mensagem direta|direktnachricht)\)"
)
_CLOUD = re.compile(r"(?P<h>\d{2}):(?P<m>\d{2}):(?P<s>\d{2})\t(?P<name>[^\t\n]{1,120}?):\t")
_CLOUD_NAME = re.compile(r"GMT\d{8}-\d{6}")
"""How Zoom's cloud names files; there the times of a chat count from the recording's start."""

_REACTION = re.compile(
    r"(?i)(?:reacted to |reaccion[óo] (?:a|al mensaje) |removed an? .{1,40} reaction from |(?:quit|elimin)ó (?:la|una) "
    r"reacción )"
)
_REPLY = re.compile(
    r"(?i)(?:replying to|en respuesta a|respondiendo a|respuesta a)\s*[\"“«][^\n]{0,400}?[\"”»](?:\s*:)?\s*"
)
_EDITED = re.compile(r"(?i)\s*\((?:edited|editado)\)\s*$")
_COLONS = 20
"""Colons at which a name may end; it bounds the cost of a line that has nothing else."""

_HALF_DAY = 12 * 3600.0
_DAY = 2 * _HALF_DAY


@dataclass(frozen=True, kw_only=True)
class Chat:
    """The public messages of a chat, and the time of day of each in seconds."""

    messages: tuple[ChatMessage, ...]
    of_day: tuple[float, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Line:
    """The head of a message. `to` is None where the layout names no recipient, and `open` says that it never does."""

    number: int
    sender: str
    to: str | None
    clock: str
    text: str
    at: float | None = None
    of_day: float = 0.0
    open: bool = False


@dataclass(kw_only=True)
class _Message:
    line: _Line
    texts: list[str] = field(default_factory=list)


def is_chat(content: Content) -> bool:
    """Whether the first line that says something is the head of a message.

    The layout of Zoom's cloud could be a table of anything; there the file's name must say `chat`.
    """
    line = next((line for line in content.text.split("\n", 20)[:20] if line.strip()), "")
    if _CLOUD.match(line[:_FRONT]):
        return "chat" in content.path.name.lower() or _of_cloud(content)
    return _message_head(1, line, cloud=False) is not None


def read_chat(content: Content) -> Chat:
    """The messages to everyone in the order of the file; how many others there were is told, not what they say.

    `at` is set only in files of Zoom's cloud, whose times count from the recording's start.
    """
    messages = list(_messages(content, cloud=_of_cloud(content)))
    # the old layout names a recipient only where it marks the message as private
    addressed = any(m.line.to is not None and not _is_private(m.line) for m in messages)
    public = [m for m in messages if not _hidden(m.line, addressed=addressed)]
    kept = [(m.line, text) for m in public if (text := _said(m.texts))]
    issues = []
    if private := len(messages) - len(public):
        issues.append(content.issue(1, f"{_counted(private, 'private message')} of the chat left out.", severe=False))
    if silent := len(public) - len(kept):
        issues.append(content.issue(1, f"{_counted(silent, 'reaction')} in the chat left out.", severe=False))
    return Chat(
        messages=tuple(ChatMessage(sender=line.sender, text=text, at=line.at, clock=line.clock) for line, text in kept),
        of_day=tuple(line.of_day for line, _ in kept),
        issues=tuple(issues),
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def placed(chat: Chat, *, began: float) -> Chat:
    """The chat with `at`, counted from a recording that began at that time of day; the night may lie between."""
    messages = [
        message if message.at is not None else _at(message, (time - began + _DAY / 2) % _DAY - _DAY / 2)
        for message, time in zip(chat.messages, chat.of_day, strict=True)
    ]
    return replace(chat, messages=tuple(messages))


def _of_cloud(content: Content) -> bool:
    return _CLOUD_NAME.match(content.path.name) is not None


def _messages(content: Content, *, cloud: bool) -> Iterator[_Message]:
    current: _Message | None = None
    for number, line in enumerate(lines_of(content), 1):
        head = _message_head(number, line, cloud=cloud)
        if head is None:
            if current is not None:
                current.texts.append(line)
            continue
        if current is not None:
            yield current
        current = _Message(line=head, texts=[head.text])
    if current is not None:
        yield current


def _message_head(number: int, line: str, *, cloud: bool) -> _Line | None:
    """The head of a message; a line that is indented belongs to the message before."""
    front = line[:_FRONT]
    if tabbed := _CLOUD.match(front):
        time, name = _seconds(tabbed), clean_name(tabbed["name"])
        at = time if cloud else None
        return _Line(
            number=number,
            sender=name,
            to=None,
            clock=front[:8],
            text=line[tabbed.end() :],
            at=at,
            of_day=time,
            open=True,
        )
    stamp = _STAMP.match(front)
    sender = _SENDER.match(front, stamp.end()) if stamp else None
    if stamp is None or sender is None:
        return None
    found = _named(front[sender.end() :])
    if found is None:
        return None
    name, to, at = found
    of_day = _seconds(stamp)
    if stamp["half"]:
        of_day = of_day % _HALF_DAY + (_HALF_DAY if stamp["half"] in "pP" else 0)
    text = line[sender.end() + at :]
    return _Line(number=number, sender=clean_name(name), to=to, clock=stamp["clock"].strip(), text=text, of_day=of_day)


def _named(rest: str) -> tuple[str, str | None, int] | None:
    """Sender, recipient, and where the text begins, in `Ana to Everyone: hola` or `Ana : hola`.

    Names have colons and prepositions too. The first colon before which somebody is addressed counts, so that a private
    message is never public for what it says.
    """
    colons = [m.start() for m in re.finditer(r":(?=\s|$)", rest)][:_COLONS]
    for colon in colons:
        pairs = [(rest[: to.start()], rest[to.end() : colon].strip()) for to in _TO.finditer(rest, 0, colon)]
        named = [(name, to) for name, to in pairs if to]
        for name, to in named:
            if _to_everyone(to):
                return name, to, colon + 1
        for name, to in named:
            if ":" not in name or _PRIVATE.search(to):
                return name, to, colon + 1
    return (rest[: colons[0]], None, colons[0] + 1) if colons else None


def _to_everyone(recipient: str | None) -> bool:
    return recipient is not None and bool(_EVERYONE.fullmatch(folded(_PRIVATE.sub("", recipient))))


def _is_private(line: _Line) -> bool:
    return line.to is not None and bool(_PRIVATE.search(line.to))


def _hidden(line: _Line, *, addressed: bool) -> bool:
    """Whether not everybody could read it. In files that name recipients, one without any may be private."""
    if line.open:
        return False
    if line.to is None:
        return addressed
    return _is_private(line) or not _to_everyone(line.to)


def _said(texts: Sequence[str]) -> str:
    """The message in one line without quotes of what it answers; nothing when it is a reaction."""
    text = clean_text(_REPLY.sub("", "\n".join(texts).strip(), count=1))
    text = _EDITED.sub("", text)
    return "" if _REACTION.match(text) else text


def _seconds(match: re.Match[str]) -> float:
    return int(match["h"]) * 3600.0 + int(match["m"]) * 60 + int(match["s"])


def _at(message: ChatMessage, at: float) -> ChatMessage:
    """The message with that time; what was written before the recording has none."""
    return message.model_copy(update={"at": at}) if at >= 0 else message
