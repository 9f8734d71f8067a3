"""What a transcription server answers, read with distrust: windows as whisper's own text code expects them.

Servers agree on the outline only. OpenAI gives words apart from the segments and without their marks; Speaches gives
them with marks and probabilities, in either place; whisper.cpp inside each segment; vLLM and Groq segments alone;
OpenAI's newer models a text alone. Evidence that a server lacks counts as no doubt.
"""

import json
import math
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from meetbot.adapters.remote_parts import Piece
from meetbot.adapters.whisper_text import Window
from meetbot.model.transcript import Word

LARGEST_REPLY = 8_000_000
"""Bytes; three minutes of speech with all that servers add are under 200 thousand."""

_MOST_CHARACTERS_A_SECOND = 60.0
"""Nobody speaks faster; the fastest auctioneers reach 40. Text beyond is no transcript of that sound."""

_SLACK_SECONDS = 1.0
"""How far a time may lie outside the sound: windows of whisper end on full seconds."""

_WHOLE = 0.9
"""The share of a text's letters that segments with sensible times must hold; words apart from it lack only marks."""

_CODES = {
    "spanish": "es", "castilian": "es", "english": "en", "portuguese": "pt", "french": "fr", "german": "de",
    "italian": "it", "catalan": "ca", "valencian": "ca", "galician": "gl", "basque": "eu",
}  # fmt: skip


class UnreadableReplyError(Exception):
    """The server answered, but not with a transcript of what was sent; the text says what it was."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One answer: its windows in the recording's time, the language that it names, whether the server gave times.

    `doubted` tells that probabilities of words came along.
    """

    windows: tuple[Window, ...]
    language: str | None
    timed: bool
    doubted: bool


def read_reply(body: bytes, piece: Piece) -> Heard:
    """The windows of an answer to that piece. Raises UnreadableReplyError."""
    reply = _object(body)
    segments = [s for s in _list(reply.get("segments")) if isinstance(s, Mapping) and _text(s.get("text"))]
    inside = " ".join(_text(segment.get("text")) for segment in segments)
    text = max(_text(reply.get("text")), inside, key=lambda found: len(_plain(found)))
    words = list(_words(reply.get("words"), piece))
    windows = list(_windows(segments, words, piece)) or ([_of_words(words)] if words else [])
    timed = _whole(windows, text)
    if not timed and text:
        windows = [_untimed(text, piece)]
    if sum(len(window.text) for window in windows) > _MOST_CHARACTERS_A_SECOND * max(1.0, piece.end - piece.start):
        raise UnreadableReplyError("a text far longer than anybody speaks in that time")
    return Heard(
        windows=tuple(sorted(windows, key=lambda window: (window.start, window.end))),
        language=language_code(reply.get("language")),
        timed=timed or not text,
        doubted=any(word.probability is not None for window in windows for word in window.words),
    )


def _whole(windows: Sequence[Window], text: str) -> bool:
    """Whether the timed windows hold about all of the text: a text without times is better than one with holes."""
    return sum(len(_plain(window.text)) for window in windows) >= _WHOLE * len(_plain(text))


def language_code(named: Any) -> str | None:
    """The ISO 639-1 code of a language that a server names by its code or in English; None for anything else."""
    name = named.strip().lower() if isinstance(named, str) else ""
    code = _CODES.get(name, name.split("-")[0].split("_")[0])
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _object(body: bytes) -> Mapping[str, Any]:
    """The answer as a JSON object with a text in it, or a plain text where the server only knows that."""
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError) as error:
        kind = "a web page" if body.lstrip()[:1] == b"<" else "something that is no JSON"
        raise UnreadableReplyError(kind) from error
    if not isinstance(reply, Mapping):
        raise UnreadableReplyError("JSON, but no transcript")
    if not isinstance(reply.get("text"), str) and not isinstance(reply.get("segments"), list):
        told = reply.get("error")
        said = f": {_text(told.get('message') if isinstance(told, Mapping) else told)[:200]}" if told else ""
        raise UnreadableReplyError(f"JSON, but no transcript{said}")
    return reply


def _windows(segments: Sequence[Mapping[str, Any]], words: list[Word], piece: Piece) -> Iterator[Window]:
    """One window for each segment, with its own words or those of the whole answer that lie in it."""
    for segment in segments:
        text, times = _text(segment.get("text")), _interval(segment, piece)
        if times is None:
            continue
        start, end = times
        own = list(_words(segment.get("words"), piece)) or [w for w in words if start <= (w.start + w.end) / 2 < end]
        yield Window(
            start=start,
            end=end,
            text=text,
            words=_marked(text, own),
            avg_logprob=_evidence(segment, "avg_logprob", -20.0, 0.0, absent=0.0),
            no_speech_prob=_evidence(segment, "no_speech_prob", 0.0, 1.0, absent=0.0),
            compression_ratio=_evidence(segment, "compression_ratio", 0.01, 1000.0, absent=_compression(text)),
        )


def _interval(timed: Mapping[str, Any], piece: Piece) -> tuple[float, float] | None:
    start, end = _number(timed.get("start")), _number(timed.get("end"))
    length = piece.end - piece.start
    if start is None or end is None or not -_SLACK_SECONDS <= start <= end or start > length + _SLACK_SECONDS:
        return None
    begin, stop = min(max(start, 0.0), length), min(end, length)
    return round(piece.start + begin, 3), round(piece.start + max(begin, stop), 3)


def _words(found: Any, piece: Piece) -> Iterator[Word]:
    """The words that have sensible times; times that run backwards end the list, for the rest can't be trusted."""
    latest = -math.inf
    for entry in _list(found):
        times = _interval(entry, piece) if isinstance(entry, Mapping) else None
        text = entry.get("word", entry.get("text")) if isinstance(entry, Mapping) else None
        if times is None or not isinstance(text, str) or not text.strip():
            continue
        if times[0] < latest - _SLACK_SECONDS:
            return
        latest = max(latest, times[0])
        probability = _number(entry.get("probability", entry.get("score")))
        known = probability is not None and 0.0 <= probability <= 1.0
        yield Word(
            start=times[0],
            end=times[1],
            text=text,
            probability=round(probability, 3) if probability and known else None,
        )


def _marked(text: str, words: list[Word]) -> tuple[Word, ...]:
    """Each word of the text with the time of the word that the server gave for it; none where it gave none.

    The server's words may lack marks and spaces, be split elsewhere, or not all be there: those between two known
    ones share the time between them.
    """
    if not words:
        return ()
    tokens = text.split()
    plain, given = [_plain(token) for token in tokens], [_plain(word.text) for word in words]
    times: list[Word | None] = [None] * len(tokens)
    for block in SequenceMatcher(None, plain, given, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            times[block.a + offset] = words[block.b + offset]
    first, last = words[0].start, max(word.end for word in words)
    placed: list[Word] = []
    for number, token in enumerate(tokens):
        known = times[number]
        if known is None:
            gap_start = placed[-1].end if placed else first
            ahead = next((i for i in range(number, len(tokens)) if times[i] is not None), len(tokens))
            following = times[ahead] if ahead < len(tokens) else None
            gap_end = max(gap_start, following.start if following else last)
            share = (gap_end - gap_start) / (ahead - number)
            known = Word(start=round(gap_start, 3), end=round(gap_start + share, 3), text=token)
        placed.append(known.model_copy(update={"text": f" {token}"}))
    return tuple(placed)


def _of_words(words: Sequence[Word]) -> Window:
    """One window for words that came without segments."""
    spaced = tuple(word.model_copy(update={"text": f" {word.text.strip()}"}) for word in words)
    text = "".join(word.text for word in spaced).strip()
    return Window(
        start=words[0].start,
        end=max(word.end for word in words),
        text=text,
        words=spaced,
        avg_logprob=0.0,
        no_speech_prob=0.0,
        compression_ratio=_compression(text),
    )


def _untimed(text: str, piece: Piece) -> Window:
    """One window for a text without any times: it lies where somebody speaks."""
    return Window(
        start=round(min((start for start, _ in piece.speech), default=piece.start), 3),
        end=round(max((end for _, end in piece.speech), default=piece.end), 3),
        text=text,
        words=(),
        avg_logprob=0.0,
        no_speech_prob=0.0,
        compression_ratio=_compression(text),
    )


def _compression(text: str) -> float:
    """How often the text repeats itself, as whisper measures it."""
    raw = text.encode("utf-8", "surrogatepass")
    return len(raw) / len(zlib.compress(raw))


def _evidence(segment: Mapping[str, Any], key: str, least: float, most: float, *, absent: float) -> float:
    """A figure within its bounds. vLLM writes -1 where it has none, which is none of a real figure's first values."""
    value = _number(segment.get(key))
    placeholder = value == -1.0 and _number(segment.get("compression_ratio")) == -1.0
    return absent if value is None or placeholder or not least <= value <= most else value


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _text(value: Any) -> str:
    """The text on one line, without the control characters that no transcript has."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in value).split())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _plain(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())
