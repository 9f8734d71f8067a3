import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetbot.adapters.chat import OpenAiChat
from meetbot.adapters.chat_dialect import Dialect
from meetbot.adapters.chat_errors import MAPPED, retry_after, to_meetbot
from meetbot.adapters.chat_reply import bare_schema, estimate_tokens, mismatch, parse_reply
from meetbot.config import LlmConfig
from meetbot.errors import (
    ContextOverflowError,
    LlmError,
    LlmRefusedError,
    LlmReplyError,
    LlmUnreachableError,
)
from meetbot.ports import ChatRequest, ChoiceRequest

KEY = "sk-invented-key-0123456789"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"items": {"type": "array", "maxItems": 4, "items": {"type": "string", "maxLength": 20}}},
    "required": ["items"],
    "additionalProperties": False,
}
REQUEST = ChatRequest(purpose="extract", system="Lees una reunión.", user="[t0001] Laura: Buenos días.", schema=SCHEMA)
GOOD = '{"items": ["uno"]}'

LLAMA_SERVER_OVERFLOW = {
    "error": {
        "code": 400,
        "message": "request (18030 tokens) exceeds the available context size (8192 tokens), try increasing it",
        "type": "exceed_context_size_error",
        "n_prompt_tokens": 18030,
        "n_ctx": 8192,
    }
}
LLAMA_CPP_OVERFLOW = {
    "error": {
        "message": "This model's maximum context length is 2048 tokens, however you requested 4100 tokens.",
        "type": "invalid_request_error",
        "param": "messages",
        "code": "context_length_exceeded",
    }
}
LLAMA_CPP_NO_SCHEMA = {
    "error": {
        "message": "[{'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), 'msg': \"Input should be "
        "'text' or 'json_object'\", 'input': 'json_schema'}]",
        "type": "internal_server_error",
        "param": None,
        "code": None,
    }
}
OPENAI_MAX_LENGTH = {
    "error": {
        "message": "Invalid schema for response_format 'extract': In context=('properties', 'items', 'items'), "
        "'maxLength' is not permitted.",
        "type": "invalid_request_error",
        "param": "response_format",
        "code": None,
    }
}
OPENAI_MAX_TOKENS = {
    "error": {
        "message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' "
        "instead.",
        "type": "invalid_request_error",
        "param": "max_tokens",
        "code": "unsupported_parameter",
    }
}
OPENAI_TEMPERATURE = {
    "error": {
        "message": "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) is "
        "supported.",
        "type": "invalid_request_error",
        "param": "temperature",
        "code": "unsupported_value",
    }
}
OPENAI_QUOTA = {
    "error": {
        "message": "You exceeded your current quota, please check your plan and billing details.",
        "type": "insufficient_quota",
        "param": None,
        "code": "insufficient_quota",
    }
}


def completion(
    content: str | None, *, finish: str = "stop", prompt_tokens: int | None = 40, refusal: str | None = None
) -> dict[str, Any]:
    """What a server answers, in the shape that llama-server and OpenAI share."""
    usage = {"prompt_tokens": prompt_tokens, "completion_tokens": 7, "total_tokens": (prompt_tokens or 0) + 7}
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "served-model",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": usage if prompt_tokens is not None else None,
    }


Step = dict[str, Any] | tuple[int, Any] | tuple[int, Any, dict[str, str]] | httpx.Response | Exception


class Wire:
    """Plays answers in order; the last one again and again. `bodies` and `keys` are what was sent."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """The next answer."""
        self.bodies.append(json.loads(request.content))
        self.keys.append(request.headers["authorization"])
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, Exception):
            raise step
        if isinstance(step, httpx.Response):
            return step
        if isinstance(step, tuple):
            return httpx.Response(step[0], json=step[1], headers=step[2] if len(step) > 2 else None)
        return httpx.Response(200, json=step)


def connect(
    wire: Callable[[httpx.Request], httpx.Response],
    *,
    sleeps: list[float] | None = None,
    log: list[dict[str, Any]] | None = None,
    key: str | None = KEY,
    **settings: Any,
) -> OpenAiChat:
    """A client whose wire is `wire` and whose waiting takes no time."""
    config = LlmConfig(**{"model": "asked-model", "base_url": "http://127.0.0.1:9/v1", **settings})
    return OpenAiChat(
        config,
        api_key=key,
        http_client=httpx.Client(transport=httpx.MockTransport(wire)),
        sleep=(sleeps if sleeps is not None else []).append,
        clock=lambda: 0.0,
        log=None if log is None else log.append,
    )


CHOICE = ChoiceRequest(
    purpose="judge", system="Lees una línea.", user=">> Laura: Yo lo hago.", options=("task", "past")
)


def first_token(chances: dict[str, float], *, said: str = "task", **more: Any) -> dict[str, Any]:
    """A completion of one token that tells how likely its alternatives were."""
    listed = [{"token": token, "logprob": math.log(p), "bytes": None} for token, p in chances.items()]
    answer = completion(said, finish="length", **more)
    answer["choices"][0]["logprobs"] = {"content": [{**listed[0], "top_logprobs": listed}], "refusal": None}
    return answer


def test_choose_reads_the_first_tokens_probabilities() -> None:
    """One token is asked for; spellings and beginnings of an option count for it, other tokens for none."""
    wire = Wire(first_token({"task": 0.4, " Task": 0.1, "pa": 0.25, "The": 0.2, "": 0.05}))
    reply = connect(wire).choose(CHOICE)
    assert reply.choice == "task"
    assert reply.probabilities == pytest.approx({"task": 0.5 / 0.75, "past": 0.25 / 0.75})
    assert (reply.model, reply.prompt_tokens, reply.completion_tokens, reply.attempts) == ("served-model", 40, 7, 1)
    body = wire.bodies[0]
    assert (body["max_tokens"], body["logprobs"], body["top_logprobs"], body["temperature"]) == (1, True, 20, 0)
    assert "response_format" not in body


def test_choose_token_that_begins_two_options_counts_for_neither() -> None:
    """“p” could become past or proposal: it says nothing."""
    request = replace(CHOICE, options=("past", "proposal"))
    reply = connect(Wire(first_token({"p": 0.5, "past": 0.3, "pro": 0.1}))).choose(request)
    assert reply.probabilities == pytest.approx({"past": 0.75, "proposal": 0.25})


def test_choose_without_probabilities_takes_the_word() -> None:
    """A server that tells no probabilities but answers with the word is taken at it."""
    reply = connect(Wire(completion(" Past."))).choose(CHOICE)
    assert (reply.choice, reply.probabilities) == ("past", None)


@pytest.mark.parametrize(
    "refused",
    [
        (400, {"error": {"message": "'logprobs' is not supported with this model.", "code": "unsupported_parameter"}}),
        (500, {"error": {"message": "logprobs is not supported for models created with logits_all=False"}}),
        completion("<think>", finish="length"),
        first_token({"The": 0.9, "task": 0.01}, said="The"),
        completion("", finish="length"),
    ],
    ids=["refused", "llama_cpp", "thinks", "talks", "empty"],
)
def test_choose_server_without_first_tokens_is_asked_for_json(refused: Any) -> None:
    """Where the first token doesn't answer, JSON with an enum does: at once where it was refused or odd twice."""
    told = completion('{"answer": "past"}')
    odd = isinstance(refused, dict)
    wire = Wire(refused, told, *([refused, told] if odd else []), told)
    chat = connect(wire)
    reply = chat.choose(CHOICE)
    assert (reply.choice, reply.probabilities, reply.attempts) == ("past", None, 2)
    sent = wire.bodies[1]["response_format"]["json_schema"]["schema"]
    assert sent["properties"]["answer"]["enum"] == ["task", "past"]
    if odd:
        chat.choose(CHOICE)
    chat.choose(CHOICE)
    assert len(wire.bodies) == (5 if odd else 3)
    assert "logprobs" not in wire.bodies[-1]


def test_choose_one_odd_first_token_is_no_habit() -> None:
    """Only two misses in a row switch first tokens off; one between answers does not."""
    odd, told, plain = completion("Hmm", finish="length"), completion('{"answer": "past"}'), first_token({"task": 0.9})
    chat = connect(Wire(odd, told, plain, odd, told, plain))
    found = [chat.choose(CHOICE) for _ in range(4)]
    assert [one.choice for one in found] == ["past", "task", "past", "task"]
    assert [one.probabilities is None for one in found] == [True, False, True, False]


def test_choose_answer_that_is_no_option_is_an_error() -> None:
    """A server that ignores the enum does not get its own word through."""
    wire = Wire(completion("", finish="length"), completion('{"answer": "quizás"}'))
    with pytest.raises(LlmReplyError, match="quizás"):
        connect(wire).choose(CHOICE)


def test_choose_waits_and_tries_again_like_any_question() -> None:
    """A busy server is asked once more, and a prompt that is too long is named as such."""
    busy = (503, {"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}})
    sleeps: list[float] = []
    assert connect(Wire(busy, first_token({"task": 0.9})), sleeps=sleeps).choose(CHOICE).attempts == 2
    assert len(sleeps) == 1
    with pytest.raises(ContextOverflowError):
        connect(Wire((400, LLAMA_SERVER_OVERFLOW))).choose(CHOICE)
    with pytest.raises(ContextOverflowError):
        connect(Wire(first_token({"task": 0.9})), context_tokens=1024).choose(replace(CHOICE, user="hola " * 2000))


def test_complete_asks_strictly_and_plainly() -> None:
    """The first request uses a strict schema, temperature 0, no developer role, no n, and the reply is parsed."""
    wire = Wire(completion(GOOD))
    reply = connect(wire).complete(REQUEST)
    assert (reply.data, reply.mode, reply.model) == ({"items": ["uno"]}, "json_schema", "served-model")
    assert (reply.prompt_tokens, reply.completion_tokens, reply.attempts) == (40, 7, 1)
    body = wire.bodies[0]
    assert body["response_format"]["json_schema"]["strict"] is True
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert body["temperature"] == 0
    assert "n" not in body
    assert [message["role"] for message in body["messages"]] == ["system", "user"]


def test_complete_server_without_schemas_uses_json_object_and_remembers() -> None:
    """llama_cpp.server answers 500 to a schema: json_object with the schema in the prompt serves, also next time."""
    wire = Wire((500, LLAMA_CPP_NO_SCHEMA), completion(GOOD))
    sleeps: list[float] = []
    chat = connect(wire, sleeps=sleeps)
    assert chat.complete(REQUEST).mode == "json_object"
    assert wire.bodies[1]["response_format"] == {"type": "json_object"}
    assert '"maxItems":4' in wire.bodies[1]["messages"][1]["content"]
    assert sleeps == []
    chat.complete(REQUEST)
    assert len(wire.bodies) == 3
    assert wire.bodies[2]["response_format"] == {"type": "json_object"}


def test_complete_server_without_any_mode_reads_fenced_json() -> None:
    """A server that knows neither mode is asked in words, and prose and fences around the JSON do no harm."""
    refused = (400, {"error": "'response_format.type' must be 'text'"})
    wire = Wire(refused, refused, completion(f"Claro, aquí está:\n```json\n{GOOD}\n```\n¿Algo más?"))
    reply = connect(wire).complete(REQUEST)
    assert (reply.mode, reply.data, reply.attempts) == ("fenced", {"items": ["uno"]}, 3)
    assert "response_format" not in wire.bodies[2]


def test_complete_schema_keyword_refused_asks_again_without_it() -> None:
    """OpenAI's strict mode refuses maxLength: the same schema without limits is tried before schemas are given up."""
    wire = Wire((400, OPENAI_MAX_LENGTH), completion(GOOD))
    assert connect(wire).complete(REQUEST).mode == "json_schema"
    sent = wire.bodies[1]["response_format"]["json_schema"]["schema"]
    assert "maxLength" not in json.dumps(sent)
    assert sent["required"] == ["items"]


def test_complete_reasoning_model_gets_the_parameters_it_knows() -> None:
    """A model that refuses max_tokens and temperature is asked without them, and that is remembered."""
    wire = Wire((400, OPENAI_MAX_TOKENS), (400, OPENAI_TEMPERATURE), completion(GOOD))
    chat = connect(wire)
    chat.complete(REQUEST)
    chat.complete(REQUEST)
    for body in wire.bodies[2:]:
        assert body["max_completion_tokens"] == REQUEST.max_tokens
        assert not {"max_tokens", "temperature"} & body.keys()


def test_complete_busy_server_waits_as_asked_and_longer_each_time() -> None:
    """Retry-After is honoured; without it the wait doubles; tokens of the answer are counted once."""
    busy = (503, {"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}})
    wire = Wire((429, {"error": {"message": "slow down"}}, {"retry-after": "7"}), busy, busy, completion(GOOD))
    sleeps: list[float] = []
    reply = connect(wire, sleeps=sleeps).complete(REQUEST)
    assert sleeps == [7.0, 2.0, 4.0]
    assert (reply.attempts, reply.prompt_tokens) == (4, 40)


def test_complete_server_that_asks_for_a_long_wait_is_an_error() -> None:
    """Nobody waits for an hour in front of a terminal: the wait is said instead."""
    wire = Wire((429, {"error": {"message": "slow down"}}, {"retry-after": "3600"}))
    with pytest.raises(LlmRefusedError, match="wait 3600 seconds"):
        connect(wire).complete(REQUEST)


def test_complete_no_server_is_unreachable_with_a_way_out() -> None:
    """No connection: after the retries the error names the address, base_url and the fallback."""
    wire = Wire(httpx.ConnectError("Connection refused"))
    sleeps: list[float] = []
    with pytest.raises(LlmUnreachableError) as caught:
        connect(wire, sleeps=sleeps, retries=2).complete(REQUEST)
    assert sleeps == [1.0, 2.0]
    assert "127.0.0.1:9" in str(caught.value)
    assert "base_url" in caught.value.hint
    assert "fallback_to_rules = true" in caught.value.hint


def test_complete_slow_server_is_unreachable_and_names_the_setting() -> None:
    """A time-out says which setting is too short."""
    with pytest.raises(LlmUnreachableError, match="in time") as caught:
        connect(Wire(httpx.ReadTimeout("slow")), retries=0).complete(REQUEST)
    assert "timeout_seconds" in caught.value.hint


def test_complete_exhausted_quota_is_not_retried() -> None:
    """A 429 for an empty account is final: waiting does not fill it."""
    wire = Wire((429, OPENAI_QUOTA))
    with pytest.raises(LlmRefusedError, match="quota"):
        connect(wire).complete(REQUEST)
    assert len(wire.bodies) == 1


@pytest.mark.parametrize(
    ("status", "body", "kind", "hint"),
    [
        (401, {"error": {"message": f"Incorrect API key provided: {KEY}."}}, LlmRefusedError, "OPENAI_API_KEY"),
        (403, {"error": {"message": "Project does not have access to model"}}, LlmRefusedError, "may use this model"),
        (404, {"error": {"message": "model 'x' not found, try pulling it first"}}, LlmRefusedError, "asked-model"),
        (429, {"error": {"message": "Rate limit reached"}}, LlmRefusedError, "later"),
        (400, {"error": {"message": "something else"}}, LlmRefusedError, "[llm]"),
        (500, {"error": {"message": "CUDA out of memory"}}, LlmUnreachableError, "running"),
        (400, LLAMA_SERVER_OVERFLOW, ContextOverflowError, "context_tokens"),
        (400, LLAMA_CPP_OVERFLOW, ContextOverflowError, "window_turns"),
        (400, {"error": {"code": "content_filter", "message": "filtered"}}, LlmReplyError, ""),
    ],
)
def test_complete_refused_request_says_what_to_do(status: int, body: Any, kind: type[LlmError], hint: str) -> None:
    """Each status becomes an error of ours whose hint names the setting to change; the key never shows."""
    with pytest.raises(LlmError) as caught:
        connect(Wire((status, body)), retries=0).complete(REQUEST)
    assert type(caught.value) is kind
    assert hint in caught.value.hint
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (completion(""), "empty"),
        (completion(None), "empty"),
        (completion("No puedo."), "not valid JSON"),
        (completion('{"items": "uno"}'), "schema"),
        (completion('{"puntos": []}'), "schema"),
        (completion(GOOD[:-4], finish="length"), "cut off"),
        (completion(None, refusal="I can't help with that"), "refused"),
        (completion(None, finish="content_filter"), "content filter"),
        ({"choices": []}, "not like a language model"),
        (
            httpx.Response(200, text="<html>Sign in</html>", headers={"content-type": "text/html"}),
            "not like a language",
        ),
        (
            httpx.Response(200, text="{oops", headers={"content-type": "application/json"}),
            "not like a language model",
        ),
    ],
)
def test_complete_useless_answer_is_a_reply_error(answer: Step, said: str) -> None:
    """An answer that can't be used is an error of this reply, never an empty result."""
    with pytest.raises(LlmReplyError, match=said):
        connect(Wire(answer)).complete(REQUEST)


def test_complete_broken_json_is_asked_again_with_the_reason() -> None:
    """One correction is asked for, and what both attempts cost is in the reply."""
    wire = Wire(completion('{"items": ['), completion(GOOD))
    reply = connect(wire).complete(REQUEST)
    assert "could not be used" in wire.bodies[1]["messages"][1]["content"]
    assert (reply.attempts, reply.prompt_tokens, reply.completion_tokens) == (2, 80, 14)


def test_complete_truncated_reply_is_asked_again_with_more_room() -> None:
    """A reply cut at the limit is asked for once more with twice the room."""
    wire = Wire(completion('{"items": ["u', finish="length"), completion(GOOD))
    connect(wire).complete(REQUEST)
    assert [body["max_tokens"] for body in wire.bodies] == [2048, 4096]


def test_complete_without_retries_takes_the_first_answer() -> None:
    """`retries = 0` means one attempt, also for bad replies."""
    wire = Wire(completion("nada"), completion(GOOD))
    with pytest.raises(LlmReplyError):
        connect(wire, retries=0).complete(REQUEST)
    assert len(wire.bodies) == 1


def test_complete_prompt_longer_than_the_context_is_never_sent() -> None:
    """Running over the context is an error before anything leaves the machine."""
    wire = Wire(completion(GOOD))
    long = ChatRequest(purpose="extract", system="s", user="palabra " * 3000, schema=SCHEMA)
    with pytest.raises(ContextOverflowError, match="4096 tokens"):
        connect(wire, context_tokens=4096).complete(long)
    assert wire.bodies == []


def test_complete_silently_cut_prompt_is_noticed() -> None:
    """A server that read fewer tokens than the prompt has words has cut it off (Ollama answers 200 then)."""
    long = ChatRequest(purpose="extract", system="s", user="palabra " * 1000, schema=SCHEMA)
    with pytest.raises(ContextOverflowError, match="only 600 tokens") as caught:
        connect(Wire(completion(GOOD, prompt_tokens=600))).complete(long)
    assert "OLLAMA_CONTEXT_LENGTH" in caught.value.hint


@pytest.mark.parametrize("tokens", [0, None])
def test_complete_server_that_does_not_count_is_trusted(tokens: int | None) -> None:
    """No count is no proof of a cut: some servers report none for a prompt they had cached."""
    assert connect(Wire(completion(GOOD, prompt_tokens=tokens))).complete(REQUEST).prompt_tokens == 0


def test_complete_without_key_sends_a_dummy() -> None:
    """Local servers need no key, but the client refuses to work without one."""
    wire = Wire(completion(GOOD))
    connect(wire, key=None).complete(REQUEST)
    assert wire.keys == ["Bearer local"]


def test_complete_key_with_line_break_is_trimmed() -> None:
    """A key pasted with its line break works."""
    wire = Wire(completion(GOOD))
    connect(wire, key=f" {KEY}\n").complete(REQUEST)
    assert wire.keys == [f"Bearer {KEY}"]


def test_complete_key_with_strange_characters_is_refused_before_sending() -> None:
    """A key that can't stand in a header is named by its variable, not shown."""
    with pytest.raises(LlmRefusedError) as caught:
        connect(Wire(completion(GOOD)), key="clave-ñ").complete(REQUEST)
    assert "OPENAI_API_KEY" in str(caught.value)
    assert "clave" not in str(caught.value)


@pytest.mark.parametrize("address", ["http://[bad", "http://h:99999"])
def test_complete_base_url_that_is_none_is_named(address: str) -> None:
    """An address that looks like one and can't work is said as such, with an example."""
    with pytest.raises(LlmUnreachableError, match="not an address"):
        connect(Wire(completion(GOOD)), base_url=address).complete(REQUEST)


def test_log_tells_every_attempt_and_never_the_key() -> None:
    """Each attempt is one entry with prompt, hash, mode, tokens and error; the key is in none of them."""
    wire = Wire((401, {"error": {"message": f"Bad key {KEY} or sk-inve…6789"}}), completion(GOOD))
    log: list[dict[str, Any]] = []
    chat = connect(wire, log=log)
    with pytest.raises(LlmRefusedError):
        chat.complete(REQUEST)
    chat.complete(REQUEST)
    assert [entry["error"] is None for entry in log] == [False, True]
    assert log[0]["prompt_sha256"] == log[1]["prompt_sha256"]
    assert (log[1]["reply"], log[1]["prompt_tokens"], log[1]["mode"]) == (GOOD, 40, "json_schema")
    assert KEY not in json.dumps(log)
    assert "sk-inve" not in json.dumps(log, ensure_ascii=False)


def test_properties_come_from_the_configuration() -> None:
    """Name, context and endpoint are those of the configuration; without base_url it is OpenAI's."""
    chat = connect(Wire(completion(GOOD)), context_tokens=4096, base_url="")
    assert (chat.name, chat.context_tokens) == ("asked-model", 4096)
    assert chat.endpoint == "https://api.openai.com/v1"


def _openai_errors(base: type[Exception]) -> set[type[Exception]]:
    return {base}.union(*(_openai_errors(kind) for kind in base.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(_openai_errors(openai.OpenAIError), key=str))
def test_errors_of_the_client_are_all_mapped(kind: type[Exception]) -> None:
    """Each public exception class stands in the table by its own name, and every class becomes an LlmError."""
    public = kind.__name__ in vars(openai) and not kind.__name__.startswith("_")
    assert not public or kind.__name__ in MAPPED
    error = kind.__new__(kind)
    mapped = to_meetbot(error, endpoint="http://x/v1", config=LlmConfig(model="m"))  # type: ignore[arg-type]
    assert isinstance(mapped, LlmError)


@pytest.mark.parametrize(("header", "seconds"), [("2", 2.0), ("0.5", 0.5), ("Wed, 21 Oct 2026 07:28:00 GMT", None)])
def test_retry_after_reads_seconds_only(header: str, seconds: float | None) -> None:
    """A date, a negative or an infinite wait counts as not said."""
    request = httpx.Request("POST", "http://x")
    response: Any = httpx.Response(429, headers={"retry-after": header}, request=request)
    assert retry_after(openai.RateLimitError("slow", response=response, body=None)) == seconds


@pytest.mark.parametrize("header", ["-3", "inf", "nan", ""])
def test_retry_after_ignores_nonsense(header: str) -> None:
    """Nonsense in the header never makes the client wait forever."""
    request = httpx.Request("POST", "http://x")
    response: Any = httpx.Response(429, headers={"retry-after": header}, request=request)
    assert retry_after(openai.RateLimitError("slow", response=response, body=None)) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('\ufeff{"a": 1}\n', {"a": 1}),
        ('```json\n{"a": 1}\n```', {"a": 1}),
        ('```\n{"a": 1}\n``` y ya', {"a": 1}),
        ('Primero {"a": 0}, no: {"a": {"b": "}"}} listo.', {"a": {"b": "}"}}),
        ('<think>quizá {"a": 5}</think>{"a": 1}', {"a": 1}),
        ('quizá {"a": 5}</think>\n{"a": 1}', {"a": 1}),
        ("[1, 2]", [1, 2]),
    ],
)
def test_parse_reply_finds_the_json(text: str, value: Any) -> None:
    """JSON is found alone, in fences, among prose, and after what a reasoning model thinks aloud."""
    assert parse_reply(text) == value


@pytest.mark.parametrize("text", ["", "nada", '{"a": ', "{" * 5000, "```json\nno\n```"])
def test_parse_reply_without_json_raises(text: str) -> None:
    """No JSON is a ValueError, also for text that is made to break a parser."""
    with pytest.raises(ValueError, match=r"no JSON|Expecting"):
        parse_reply(text)


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"items": ["a"]}, ""),
        ({"items": [1]}, "reply.items[0] should be string"),
        ({"items": [], "más": 1}, "unknown key"),
        ({}, "lacks `items`"),
        ([], "should be object"),
        ({"items": [True]}, "should be string"),
    ],
)
def test_mismatch_names_the_place(data: Any, wrong: str) -> None:
    """The first departure from the schema is named by its path."""
    found = mismatch(data, SCHEMA)
    assert wrong in found
    assert bool(found) == bool(wrong)


def test_mismatch_any_of_and_numbers() -> None:
    """Any of its forms satisfies anyOf; true is no number."""
    schema = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert [mismatch(value, schema) == "" for value in ("a", None, 3)] == [True, True, False]
    assert mismatch(True, {"type": ["integer", "number"]}) == "reply should be integer or number"
    assert mismatch(False, {"type": "boolean"}) == ""


def test_bare_schema_keeps_names_and_loses_limits() -> None:
    """Limits go at every depth; a property that is called like a keyword stays."""
    schema = {
        "type": "object",
        "properties": {"pattern": {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]}},
        "required": ["pattern"],
    }
    assert bare_schema(schema) == {
        "type": "object",
        "properties": {"pattern": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
        "required": ["pattern"],
    }


def test_dialect_stops_at_the_last_step() -> None:
    """When nothing is left to give up, the error stands."""
    request = httpx.Request("POST", "http://x")
    response: Any = httpx.Response(400, request=request)
    error = openai.BadRequestError("response_format is unknown", response=response, body=None)
    dialect: Dialect | None = Dialect()
    modes = []
    while dialect is not None:
        modes.append(dialect.mode)
        dialect = dialect.after(error)
    assert modes == ["json_schema", "json_object", "fenced"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        (
            "[t0012] Laura Méndez (Mercadeo): Eh, bueno, a ver, yo creo que lo del webinar lo movemos al jueves, ¿no?",
            38,
        ),
        ("Sí. Ok, va. Órale. ¿No? Ajá.", 17),
        ("12,450.75 MXN; 2026-11-23 09:45:12; t0001 t0002 t0003 38.5%", 54),
        ("I'll send the report by Thursday, sure, and we can review the pipeline next week with the sales team.", 23),
        ("EMPAQUES TLACUILO ALINEACIÓN MERCADEO–COMERCIAL ÑANDÚ", 22),
    ],
)
def test_estimate_tokens_is_above_the_real_count(text: str, tokens: int) -> None:
    """Counts of Qwen2.5's own tokenizer are never above the estimate, and never below half of it."""
    assert tokens <= estimate_tokens(text) <= 2 * tokens


@given(st.text(), st.text())
def test_estimate_tokens_of_lines_is_at_least_that_of_their_parts(one: str, other: str) -> None:
    """Windows are cut by adding up the cost of their lines: together the lines never cost less than that."""
    assert estimate_tokens(f"{one}\n{other}") >= estimate_tokens(one) + estimate_tokens(other)
