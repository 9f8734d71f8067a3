"""Reads a model's reply: finds the JSON in it and says how it departs from the schema. Estimates tokens."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from meetbot.adapters.chat_errors import unreadable

_SIZE_KEYWORDS = frozenset({"minLength", "maxLength", "minItems", "maxItems", "pattern", "minimum", "maximum"})

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a server answered. `finish` is its reason to stop; tokens are None where it does not count them.

    `first` are the log-probabilities of what the reply's first token could have been, empty where it gives none.
    """

    text: str
    finish: str | None
    model: str
    prompt_tokens: int | None
    completion_tokens: int
    refusal: str | None
    first: Sequence[tuple[str, float]] = field(default=())


def answer_of(completion: Any, endpoint: str) -> Answer:
    """The parts that count, whatever the server left out. Raises LlmReplyError when it is no chat completion."""
    choices = getattr(completion, "choices", None)
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = getattr(choice, "message", None)
    if message is None:
        raise unreadable(endpoint)
    usage = getattr(completion, "usage", None)
    content = getattr(message, "content", None)
    return Answer(
        text=content if isinstance(content, str) else "",
        finish=getattr(choice, "finish_reason", None),
        model=getattr(completion, "model", None) or "",
        prompt_tokens=getattr(usage, "prompt_tokens", None),
        completion_tokens=getattr(usage, "completion_tokens", None) or 0,
        refusal=getattr(message, "refusal", None),
        first=_first_token(choice),
    )


def _first_token(choice: Any) -> tuple[tuple[str, float], ...]:
    content = getattr(getattr(choice, "logprobs", None), "content", None)
    entry = content[0] if isinstance(content, list) and content else None
    listed = getattr(entry, "top_logprobs", None)
    pairs = [(getattr(e, "token", None), getattr(e, "logprob", None)) for e in listed or ()]
    return tuple((t, float(p)) for t, p in pairs if isinstance(t, str) and isinstance(p, int | float))


def choice_of(answer: Answer, options: Sequence[str]) -> tuple[str, dict[str, float] | None] | None:
    """The chosen word, with the probabilities of all where the server gave them. None when it is none of them.

    A token counts for the one option that begins with it, with or without space, quote or capital.
    """
    chances = dict.fromkeys(options, 0.0)
    for token, logprob in answer.first:
        if (option := _begun(token, options)) is not None:
            chances[option] += math.exp(min(0.0, logprob))
    total = sum(chances.values())
    if total >= _ENOUGH:
        shares = {option: chance / total for option, chance in chances.items()}
        return max(options, key=lambda option: shares[option]), shares
    said = _begun(answer.text, options)
    return None if said is None else (said, None)


def _begun(token: str, options: Sequence[str]) -> str | None:
    """The only option that begins with that token."""
    start = token.strip(" \t\n\"'`*().:▁Ġ").casefold()
    fitting = [option for option in options if start and option.casefold().startswith(start)]
    return fitting[0] if len(fitting) == 1 else None


_ENOUGH = 0.2
"""Of all that the first token could have been, what must be options: else the model was about to say something else."""


def parse_reply(text: str) -> Any:
    """The JSON value in that text: alone, in a ``` fence, or with prose around it. Raises ValueError.

    What a reasoning model thinks aloud is skipped; of several values the last whole object counts.
    """
    spoken = re.sub(r"(?s)^.*</think>|<think>.*?</think>", "", text).strip().removeprefix("\ufeff")
    fences = re.findall(r"(?s)```[\w-]*\s*\n?(.*?)```", spoken)
    for candidate in (spoken, *reversed(fences)):
        try:
            return json.loads(candidate.strip())
        except json.JSONDecodeError:
            continue
    return _last_object(spoken)


def _last_object(text: str) -> Any:
    decoder = json.JSONDecoder()
    found: list[Any] = []
    at = text.find("{")
    while at != -1:
        try:
            value, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            end = at + 1
        else:
            found.append(value)
        at = text.find("{", end)
    if not found:
        raise ValueError("no JSON object")
    return found[-1]


def bare_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema without limits of length and size."""
    return {key: _bare(key, value) for key, value in schema.items() if key not in _SIZE_KEYWORDS}


def _bare(key: str, value: Any) -> Any:
    if key == "properties":
        return {name: bare_schema(inner) for name, inner in value.items()}
    if isinstance(value, Mapping):
        return bare_schema(value)
    if isinstance(value, list):
        return [bare_schema(inner) if isinstance(inner, Mapping) else inner for inner in value]
    return value


def mismatch(data: Any, schema: Mapping[str, Any], path: str = "reply") -> str:
    """How the value's shape departs from the schema, or an empty string.

    Types, required keys and unknown keys are checked. Enums and sizes are left to the caller, who can drop one bad
    value without losing the whole reply.
    """
    if options := schema.get("anyOf"):
        problems = [mismatch(data, option, path) for option in options]
        return "" if not all(problems) else problems[0]
    wanted = schema.get("type")
    names = [wanted] if isinstance(wanted, str) else list(wanted or ())
    if names and not any(_is(data, name) for name in names):
        return f"{path} should be {' or '.join(names)}"
    if isinstance(data, dict):
        return _object_mismatch(data, schema, path)
    if isinstance(data, list):
        items = schema.get("items", {})
        return next((p for i, value in enumerate(data) if (p := mismatch(value, items, f"{path}[{i}]"))), "")
    return ""


def _is(data: Any, name: str) -> bool:
    # In Python a bool is an int; in JSON it is not.
    return isinstance(data, _TYPES[name]) and (name == "boolean" or not isinstance(data, bool))


def _object_mismatch(data: dict[str, Any], schema: Mapping[str, Any], path: str) -> str:
    properties: Mapping[str, Any] = schema.get("properties", {})
    for key in schema.get("required", ()):
        if key not in data:
            return f"{path} lacks `{key}`"
    for key, value in data.items():
        if key in properties and (problem := mismatch(value, properties[key], f"{path}.{key}")):
            return problem
        if key not in properties and schema.get("additionalProperties") is False:
            return f"{path} has an unknown key `{key[:40]}`"
    return ""


_PIECES = re.compile(r"[^\W\d_]+|\d|_|[^\w\s]|\s(?=\d)")

_BYTES_PER_TOKEN = 2.5
_BYTES_PER_TOKEN_CAPITALS = 2.0


def estimate_tokens(text: str) -> int:
    """A safe upper estimate of the tokens in that text: letters by their bytes, digits and signs one by one.

    Against Qwen2.5's tokenizer it lies 2 to 60 % above on Spanish and English speech, lists of ids, figures and JSON.
    """
    total = 0
    for piece in _PIECES.findall(text):
        size = len(piece.encode("utf-8", "replace"))
        per_token = _BYTES_PER_TOKEN_CAPITALS if len(piece) > 1 and piece.isupper() else _BYTES_PER_TOKEN
        total += size if size > len(piece) and not piece.isalpha() else -int(-size // per_token)
    # Line breaks and indentation are tokens of their own.
    return total + text.count("\n")
