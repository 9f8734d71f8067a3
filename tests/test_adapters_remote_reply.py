import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetbot.adapters.remote_parts import Piece
from meetbot.adapters.remote_reply import Heard, UnreadableReplyError, language_code, read_reply

PIECE = Piece(start=100.0, samples=np.zeros(160_000, dtype=np.float32), speech=((101.0, 104.0), (105.0, 109.0)))


def heard(reply: Any) -> Heard:
    """The answer as it is read, ten seconds of sound that begin at 100 s."""
    return read_reply(json.dumps(reply).encode(), PIECE)


def segment(start: Any, end: Any, text: Any, **more: Any) -> dict[str, Any]:
    """One segment of an answer."""
    return {"start": start, "end": end, "text": text, **more}


def words(*timed: tuple[float, float, str]) -> list[dict[str, Any]]:
    """Words as OpenAI gives them."""
    return [{"start": start, "end": end, "word": word} for start, end, word in timed]


def test_words_apart_from_segments_get_their_marks_back() -> None:
    """OpenAI's words have no marks; the transcript has them, each at its word's time."""
    reply = {
        "text": "Sí, claro. ¿Y Laura?",
        "segments": [segment(1.0, 2.0, " Sí, claro."), segment(3.0, 4.0, " ¿Y Laura?")],
        "words": words((1.1, 1.3, "Sí"), (1.4, 1.9, "claro"), (3.1, 3.2, "Y"), (3.3, 3.9, "Laura")),
    }
    found = heard(reply)
    assert [window.text for window in found.windows] == ["Sí, claro.", "¿Y Laura?"]
    assert [(word.text, word.start) for window in found.windows for word in window.words] == [
        (" Sí,", 101.1),
        (" claro.", 101.4),
        (" ¿Y", 103.1),
        (" Laura?", 103.3),
    ]
    assert found.timed
    assert not found.doubted


def test_words_that_the_server_split_otherwise_are_placed_between_the_known() -> None:
    """A word of the text without a time of its own shares the time between its neighbours."""
    reply = {
        "text": "pide HubSpot nuevo hoy",
        "segments": [segment(1, 5, "pide HubSpot nuevo hoy")],
        "words": words((1, 2, "pide"), (2, 2.5, "Hub"), (2.5, 3, "Spot"), (3, 4, "nuevo"), (4, 5, "hoy")),
    }
    placed = [(word.text, word.start, word.end) for word in heard(reply).windows[0].words]
    assert placed == [
        (" pide", 101.0, 102.0),
        (" HubSpot", 102.0, 103.0),
        (" nuevo", 103.0, 104.0),
        (" hoy", 104.0, 105.0),
    ]


def test_words_without_segments_are_a_window() -> None:
    """A server that was asked for words alone gives no segments."""
    found = heard({"text": "buenos días", "words": words((1, 2, "buenos"), (2, 3, "días"))})
    assert [word.text for word in found.windows[0].words] == [" buenos", " días"]
    assert (found.windows[0].start, found.windows[0].end) == (101.0, 103.0)


def test_text_alone_lies_where_somebody_speaks() -> None:
    """Without any times the text spans the speech that was heard here."""
    found = heard({"text": "buenos días"})
    assert (found.windows[0].start, found.windows[0].end) == (101.0, 109.0)
    assert not found.timed


def test_text_that_its_segments_lack_is_not_lost() -> None:
    """Where segments hold half of the text, the whole text without times is the better half."""
    found = heard({"text": "uno dos tres cuatro cinco seis", "segments": [segment(0, 1, "uno dos")]})
    assert found.windows[0].text == "uno dos tres cuatro cinco seis"
    assert not found.timed


@pytest.mark.parametrize(
    "damage",
    [
        {"start": -500.0},
        {"end": 1e12},
        {"start": "0.5; DROP"},
        {"start": None, "end": None},
        {"start": True},
        {"start": 5, "end": 1},
        {"start": 50, "end": 60},
    ],
)
def test_segment_with_odd_times_keeps_its_text(damage: dict[str, Any]) -> None:
    """Text is never dropped for its times, and never placed outside the sound."""
    good = segment(5.0, 7.0, " mañana sin falta")
    found = heard({"text": "Lo mando mañana sin falta", "segments": [segment(1.0, 2.0, " Lo mando") | damage, good]})
    assert " ".join(window.text for window in found.windows) == "Lo mando mañana sin falta"
    assert all(100 <= window.start <= window.end <= 110 for window in found.windows)


@pytest.mark.parametrize(
    "damage",
    [
        {"words": "no list"},
        {"words": [{"start": 5, "end": 1, "word": 3}, None, 7, {"word": "hola"}]},
        {"words": [{"start": 9, "end": 9.5, "word": "Lo"}, {"start": 1, "end": 2, "word": "mando"}]},
        {"avg_logprob": "x", "no_speech_prob": [1], "compression_ratio": {}},
        {"avg_logprob": -1.0, "no_speech_prob": -1.0, "compression_ratio": -1.0},
        {"avg_logprob": 12, "no_speech_prob": math.inf},
    ],
)
def test_odd_evidence_is_none(damage: dict[str, Any]) -> None:
    """Evidence of a wrong type, and the -1 that stands for none, speaks against nobody."""
    window = heard({"text": "Lo mando", "segments": [segment(1.0, 2.0, " Lo mando") | damage]}).windows[0]
    assert window.text == "Lo mando"
    assert (window.avg_logprob, window.no_speech_prob) == (0.0, 0.0)
    assert 0 < window.compression_ratio < 2


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<!doctype html><html>", "a web page"),
        (b"hola", "no JSON"),
        (b"[]", "no transcript"),
        (b'"hola"', "no transcript"),
        (b"{}", "no transcript"),
        (b'{"error": {"message": "busy"}}', "busy"),
        (b'{"error": "busy"}', "busy"),
        (b"[" * 100_000, "no JSON"),
        (b"\xff\xfe", "no JSON"),
    ],
)
def test_what_is_no_transcript_is_said(body: bytes, what: str) -> None:
    """Anything else than a transcript is an error that says what it was."""
    with pytest.raises(UnreadableReplyError, match=what):
        read_reply(body, PIECE)


@pytest.mark.parametrize(
    ("named", "code"),
    [("spanish", "es"), ("Spanish", "es"), ("es", "es"), ("es-MX", "es"), ("en_US", "en"), ("<|es|>", None), (7, None)],
)
def test_language_is_a_code(named: Any, code: str | None) -> None:
    """OpenAI names languages in English, others by their code."""
    assert language_code(named) == code


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "segments", "words", "start", "end", "word", "language", "avg_logprob"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150)
@given(ANYTHING)
def test_no_answer_breaks_the_reader(reply: Any) -> None:
    """Whatever a server answers is a transcript within the sound, or an error of ours."""
    try:
        found = heard(reply)
    except UnreadableReplyError:
        return
    assert all(100 <= window.start <= window.end <= 110 for window in found.windows)
    assert all(window.text for window in found.windows)
