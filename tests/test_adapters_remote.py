import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from transcription_server import Asked, Reply, TranscriptionServer, serving

from meetbot.adapters import audio
from meetbot.adapters.audio_decode import RATE
from meetbot.adapters.remote import RemoteTranscriber
from meetbot.adapters.remote_parts import flac
from meetbot.config import TranscriptionConfig
from meetbot.errors import TranscriptionError
from meetbot.model.transcript import Recognition, Word
from meetbot.ports import Checkpoint

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SECONDS = 28
PART = 8.0
KEY = "sk-invented-key-0123456789"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """The beginning of the sample meeting: its file, its sound, and what is said in it, word by word."""

    path: Path
    sound: npt.NDArray[np.int16]
    words: tuple[Word, ...]

    def start_of(self, asked: Asked) -> float:
        """Where in the recording the sound of a request begins: every sample arrives as it was."""
        at = self.sound.tobytes().find(asked.audio.tobytes())
        assert at >= 0
        return at / 2 / RATE

    def heard_in(self, asked: Asked) -> list[Word]:
        """The words that lie wholly in the sound of a request, with times counted from its beginning."""
        at = self.start_of(asked)
        return [
            word.model_copy(update={"start": round(word.start - at, 3), "end": round(word.end - at, 3)})
            for word in self.words
            if word.start >= at and word.end <= at + asked.seconds
        ]


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Meeting:
    """28 s of three voices, with the words of the reference placed evenly within each utterance."""
    pieces = chain.from_iterable(audio.samples(SAMPLES / "recordings" / "2026-11-23-alineacion.m4a"))
    samples = np.fromiter(pieces, dtype=np.float32, count=SECONDS * RATE)
    path = tmp_path_factory.mktemp("meeting") / "reunión.flac"
    path.write_bytes(flac(samples))
    whole = np.concatenate(list(audio.samples(path)))
    words: list[Word] = []
    for said in json.loads((SAMPLES / "reference.json").read_text())["segments"]:
        tokens = said["text"].split()
        step = (said["end"] - said["start"]) / len(tokens)
        starts = (said["start"] + step * number for number in range(len(tokens)))
        words += (
            Word(start=round(start, 3), end=round(start + step, 3), text=f" {token}", probability=0.9)
            for start, token in zip(starts, tokens, strict=True)
            if start + step < SECONDS
        )
    return Meeting(path=path, sound=(np.clip(whole, -1, 1) * 32767).astype(np.int16), words=tuple(words))


def verbose(words: Sequence[Word], **more: Any) -> Reply:
    """What Speaches answers: one segment a sentence, words with probabilities inside."""
    segments: list[dict[str, Any]] = []
    sentence: list[Word] = []
    for word in words:
        sentence.append(word)
        if word.text.endswith((".", "?")) or word is words[-1]:
            segments.append(
                {
                    "id": len(segments),
                    "start": sentence[0].start,
                    "end": sentence[-1].end,
                    "text": "".join(w.text for w in sentence),
                    "avg_logprob": -0.2,
                    "no_speech_prob": 0.01,
                    "compression_ratio": 1.2,
                    "words": [{"start": w.start, "end": w.end, "word": w.text, "probability": 0.9} for w in sentence],
                }
            )
            sentence = []
    text = "".join(word.text for word in words)
    return Reply(body={"task": "transcribe", "language": "spanish", "text": text, "segments": segments, **more})


def error(status: int, message: str, **headers: str) -> Reply:
    """A refusal as OpenAI words it."""
    return Reply(status=status, body={"error": {"message": message}}, headers=headers)


class Memory:
    """A checkpoint in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    @property
    def checkpoint(self) -> Checkpoint:
        """The port."""
        return Checkpoint(fetch=self.kept.get, keep=self.kept.__setitem__)


class Desk:
    """Transcribes the meeting at a server, and remembers how long it waited."""

    def __init__(self, server: TranscriptionServer, meeting: Meeting) -> None:
        self.server = server
        self.meeting = meeting
        self.memory = Memory()
        self.waits: list[float] = []
        self.shown: list[float] = []

    def hear(self, *, hints: Sequence[str] = (), path: Path | None = None, **settings: Any) -> Recognition:
        """One run."""
        values = {"language": "es", "model": "whisper-1", "base_url": self.server.url, "parallel": 2, **settings}
        transcriber = RemoteTranscriber(
            TranscriptionConfig(**values),
            api_key=KEY,
            language_hint="es",
            part_seconds=PART,
            sleep=self.waits.append,
        )
        return transcriber.transcribe(
            path or self.meeting.path,
            hints=hints,
            checkpoint=self.memory.checkpoint,
            progress=lambda _what, share: self.shown.append(share),
        )


Working = Callable[[Callable[[Asked], Reply]], Desk]


@pytest.fixture
def at_work(meeting: Meeting) -> Iterator[Working]:
    """Makes a desk before a server that answers by the given function."""
    open_servers = []

    def start(answer: Callable[[Asked], Reply]) -> Desk:
        opened = serving(answer)
        open_servers.append(opened)
        return Desk(opened.__enter__(), meeting)

    yield start
    for opened in open_servers:
        opened.__exit__(None, None, None)


def said(recognition: Recognition) -> list[str]:
    """Every word in order."""
    return [token for segment in recognition.segments for token in segment.text.split()]


def spoken(meeting: Meeting) -> list[str]:
    """Every word of the reference."""
    return [word.text.strip() for word in meeting.words]


# --- parts ------------------------------------------------------------------------------------------------------------


def test_long_recording_goes_in_overlapping_parts_and_comes_back_whole(at_work: Working, meeting: Meeting) -> None:
    """Every word stands once, in order and at its time, though neighbours heard the same seconds."""
    desk = at_work(lambda asked: verbose(meeting.heard_in(asked)))
    heard = desk.hear()
    assert said(heard) == spoken(meeting)
    times = [(word.start, word.end) for segment in heard.segments for word in segment.words]
    assert np.allclose(times, [(word.start, word.end) for word in meeting.words], atol=0.002)
    assert len(desk.server.asked) >= 3
    assert sum(asked.seconds for asked in desk.server.asked) > SECONDS + 6
    assert [segment.id for segment in heard.segments] == list(range(len(heard.segments)))
    assert heard.duration == SECONDS
    assert not heard.issues
    assert desk.shown[-1] == 1.0


def test_parallel_requests_give_the_same_bytes(at_work: Working, meeting: Meeting) -> None:
    """Several parts are under way at once, and their number changes nothing in the result."""
    desk = at_work(lambda asked: verbose(meeting.heard_in(asked)))
    desk.server.delay = 0.15
    many = desk.hear(parallel=3)
    assert desk.server.busiest in {2, 3, 4}
    desk.memory.kept.clear()
    assert desk.hear(parallel=1).encoded() == many.encoded()


def test_request_says_key_model_language_and_names(at_work: Working, meeting: Meeting) -> None:
    """The server gets what it needs and nothing that tells of the file's name."""
    desk = at_work(lambda asked: verbose(meeting.heard_in(asked)))
    desk.hear(hints=["Laura Méndez", "HubSpot"], language="es-MX")
    asked = desk.server.asked[0]
    assert asked.authorization == f"Bearer {KEY}"
    assert asked.field("model") == "whisper-1"
    assert asked.field("language") == "es"
    assert "Laura Méndez" in (asked.field("prompt") or "")
    assert asked.field("response_format") == "verbose_json"
    assert asked.fields["timestamp_granularities"] == ["word", "segment"]


def test_stopped_run_goes_on_where_it_was(at_work: Working, meeting: Meeting) -> None:
    """A run that broke off asks only for the parts that it had not finished."""
    late = {"broken": True}

    def answer(asked: Asked) -> Reply:
        words = meeting.heard_in(asked)
        first = asked.audio[:100].tobytes() == meeting.sound[:100].tobytes()
        return verbose(words) if first or not late["broken"] else error(401, "Incorrect API key provided")

    desk = at_work(answer)
    with pytest.raises(TranscriptionError):
        desk.hear(parallel=1)
    late["broken"] = False
    kept, before = len(desk.memory.kept), len(desk.server.asked)
    whole = desk.hear(parallel=1)
    assert said(whole) == spoken(meeting)
    assert kept >= 1
    parts = len(desk.memory.kept)
    assert len(desk.server.asked) - before == parts - kept


# --- failures ---------------------------------------------------------------------------------------------------------


def once(reply: Reply, answer: Callable[[Asked], Reply]) -> Callable[[Asked], Reply]:
    """Fails at the first request."""
    failed: list[Asked] = []

    def answering(asked: Asked) -> Reply:
        if failed:
            return answer(asked)
        failed.append(asked)
        return reply

    return answering


@pytest.mark.parametrize(
    ("reply", "waits"),
    [
        (error(429, "Rate limit reached", **{"Retry-After": "3"}), [1.0, 1.0, 1.0]),
        (error(500, "The server had an error"), [1.0]),
        (error(503, "Model is loading"), [1.0]),
        (Reply(body=b"{", hang_up=True), [1.0]),
        (Reply(body=b"<html><body>Bad gateway</body></html>"), [1.0]),
        (Reply(body=b"[1, 2"), [1.0]),
        (Reply(body={"queued": True}), [1.0]),
    ],
)
def test_passing_failure_is_waited_out(at_work: Working, meeting: Meeting, reply: Reply, waits: list[float]) -> None:
    """A request that failed is sent again, after as long as the server asks for, and no word is lost."""
    desk = at_work(once(reply, lambda asked: verbose(meeting.heard_in(asked))))
    heard = desk.hear(parallel=1)
    assert said(heard) == spoken(meeting)
    assert desk.waits == waits
    assert not heard.issues


def test_part_that_fails_for_good_costs_no_other(at_work: Working, meeting: Meeting) -> None:
    """The rest is the transcript, the stretch is told as an error, and the next run asks for it alone."""
    broken = {"now": True}

    def answer(asked: Asked) -> Reply:
        start = meeting.start_of(asked)
        broke = broken["now"] and start < 20 < start + asked.seconds
        return error(500, "CUDA out of memory") if broke else verbose(meeting.heard_in(asked))

    desk = at_work(answer)
    heard = desk.hear(parallel=1, retries=1)
    lost = [issue for issue in heard.issues if issue.severity == "error"]
    assert lost
    assert "CUDA out of memory" in lost[0].message
    assert "reunión.flac, 00:" in lost[0].where
    assert heard.missing
    assert said(heard)[:5] == spoken(meeting)[:5]
    assert 5 < len(said(heard)) < len(spoken(meeting)) - 3
    broken["now"] = False
    before = len(desk.server.asked)
    whole = desk.hear(parallel=1)
    assert said(whole) == spoken(meeting)
    assert not whole.missing
    assert len(desk.server.asked) - before == len(heard.missing)


@pytest.mark.parametrize(
    ("reply", "what", "hint"),
    [
        (error(401, f"Incorrect API key provided: {KEY}"), "(401)", "OPENAI_API_KEY"),
        (error(403, "Not allowed"), "(403)", "OPENAI_API_KEY"),
        (error(404, "The model `whisper-1` does not exist"), "(404)", "whisper-1"),
        (error(429, "You exceeded your current quota", code="x"), "(429)", "quota"),
        (error(413, "Request Entity Too Large"), "(413)", "client_max_body_size"),
        (error(400, "Invalid language 'es'"), "(400)", "language"),
        (Reply(body=b"<html>Sign in</html>"), "a web page", "/v1"),
        (Reply(body={"error": "no model loaded"}), "no model loaded", "/v1"),
        (Reply(body=b"x" * 9_000_000), "does not end", "/v1"),
    ],
)
def test_refusal_is_explained(at_work: Working, reply: Reply, what: str, hint: str) -> None:
    """A server that refuses everything is one error that says why and what to do, without the key."""
    desk = at_work(lambda _asked: reply)
    with pytest.raises(TranscriptionError) as raised:
        desk.hear(retries=0)
    assert what in raised.value.what
    assert hint in raised.value.hint
    assert KEY not in str(raised.value)
    assert len(desk.server.asked) <= 12


def test_server_that_is_gone_is_not_asked_for_every_part(at_work: Working) -> None:
    """After three parts that could not be had the rest is given up, instead of an hour of waiting."""
    desk = at_work(lambda _asked: error(503, "overloaded"))
    with pytest.raises(TranscriptionError, match="overloaded"):
        desk.hear(parallel=1, retries=1)
    assert len(desk.server.asked) == 3 * 2


def test_unreachable_server_is_an_error(at_work: Working) -> None:
    """Nobody listening is said with the address."""
    desk = at_work(lambda _asked: verbose([]))
    with pytest.raises(TranscriptionError, match="can't be reached"):
        desk.hear(base_url="http://127.0.0.1:9/v1", retries=0)


def test_address_that_is_none_is_said(meeting: Meeting) -> None:
    """A mistyped address is no traceback."""
    config = TranscriptionConfig(base_url="http://127.0.0.1:99999/v1", language="es")
    transcriber = RemoteTranscriber(config, api_key=None, language_hint="es")
    with pytest.raises(TranscriptionError, match="is not an address"):
        transcriber.transcribe(
            meeting.path, hints=(), checkpoint=Memory().checkpoint, progress=lambda _what, _share: None
        )


# --- servers that know less -------------------------------------------------------------------------------------------


def test_server_without_word_times_gives_segments(at_work: Working, meeting: Meeting) -> None:
    """Groq and vLLM know no times of words: the segments' own are kept, and words stand once at the cuts too."""

    def answer(asked: Asked) -> Reply:
        if "timestamp_granularities" in asked.fields:
            return error(400, "`timestamp_granularities[]` not supported by this model")
        reply = verbose(meeting.heard_in(asked))
        for segment in reply.body["segments"]:
            del segment["words"]
            segment |= {"avg_logprob": -1.0, "compression_ratio": -1.0, "no_speech_prob": None}
        return reply

    heard = at_work(answer).hear()
    assert said(heard) == spoken(meeting)
    assert all(not segment.words for segment in heard.segments)
    assert heard.segments[0].start == pytest.approx(meeting.words[0].start, abs=0.01)
    assert not heard.suppressed


def test_server_that_gives_a_text_alone_is_asked_in_half_minutes(at_work: Working, meeting: Meeting) -> None:
    """Models without verbose_json give no times: their text stands where speech was heard, and that is said."""

    def answer(asked: Asked) -> Reply:
        if asked.field("response_format") != "json":
            return error(400, "response_format 'verbose_json' is not compatible with model 'gpt-4o-transcribe'")
        return Reply(body={"text": "".join(word.text for word in meeting.heard_in(asked))})

    desk = at_work(answer)
    heard = desk.hear()
    assert said(heard) == spoken(meeting)
    assert any("gives no times" in issue.message for issue in heard.issues)
    assert all(asked.seconds <= 30 for asked in desk.server.asked)
    starts = [segment.start or 0.0 for segment in heard.segments]
    assert starts == sorted(starts)


def test_too_large_a_file_is_sent_in_halves(at_work: Working, meeting: Meeting, tmp_path: Path) -> None:
    """A proxy that takes only small files gets smaller ones."""
    whole = tmp_path / "larga.flac"
    whole.write_bytes(meeting.path.read_bytes())

    def answer(asked: Asked) -> Reply:
        if asked.seconds > 12:
            return Reply(status=413, body=b"<html>413 Request Entity Too Large</html>")
        return verbose(meeting.heard_in(asked))

    desk = at_work(answer)
    transcriber = RemoteTranscriber(
        TranscriptionConfig(language="es", base_url=desk.server.url), api_key=None, language_hint="es", part_seconds=20
    )
    heard = transcriber.transcribe(
        whole, hints=(), checkpoint=desk.memory.checkpoint, progress=lambda _what, _share: None
    )
    missing = [word for word in spoken(meeting) if word not in said(heard)]
    assert len(missing) <= 2, "only a word that a cut without a pause went through"
    assert desk.server.asked[-1].seconds <= 12


def test_server_that_knows_no_prompt_is_asked_without(at_work: Working, meeting: Meeting) -> None:
    """Names are a help, no condition."""

    def answer(asked: Asked) -> Reply:
        return error(400, "prompt is not supported") if "prompt" in asked.fields else verbose(meeting.heard_in(asked))

    assert said(at_work(answer).hear(hints=["Laura"])) == spoken(meeting)


def test_one_answer_without_times_stays_one(at_work: Working, meeting: Meeting) -> None:
    """A slip of a server that gives times changes how that part is asked for, not the others."""
    seen: list[Asked] = []

    def answer(asked: Asked) -> Reply:
        seen.append(asked)
        if len(seen) == 2:
            return Reply(body={"text": "".join(word.text for word in meeting.heard_in(asked))})
        if asked.field("response_format") == "json":
            return Reply(body={"text": "".join(word.text for word in meeting.heard_in(asked))})
        return verbose(meeting.heard_in(asked))

    heard = at_work(answer).hear(parallel=1)
    assert said(heard) == spoken(meeting)
    assert [asked.field("response_format") for asked in seen].count("json") == 1


# --- language ---------------------------------------------------------------------------------------------------------


def test_auto_takes_the_language_that_the_server_hears(at_work: Working, meeting: Meeting) -> None:
    """The first part is asked for without a language; what it is in holds for the others."""
    desk = at_work(lambda asked: verbose(meeting.heard_in(asked)))
    heard = desk.hear(language="auto", parallel=1)
    assert heard.language == "es"
    assert desk.server.asked[0].field("language") is None
    assert {asked.field("language") for asked in desk.server.asked[1:]} == {"es"}
    before = len(desk.server.asked)
    assert desk.hear(language="auto").encoded() == heard.encoded()
    assert len(desk.server.asked) == before


@pytest.mark.parametrize(("surer", "language"), [("es", "es"), ("en", "en")])
def test_auto_doubts_a_language_that_is_not_the_companys(
    at_work: Working, meeting: Meeting, surer: str, language: str
) -> None:
    """Some servers take English for granted: the one in which the server is surer of its text counts."""

    def answer(asked: Asked) -> Reply:
        named = asked.field("language") or "en"
        reply = verbose(meeting.heard_in(asked), language=named)
        for segment in reply.body["segments"]:
            segment["avg_logprob"] = -0.2 if named == surer else -0.9
        return reply

    assert at_work(answer).hear(language="auto").language == language


def test_mixed_leaves_each_piece_to_the_server(at_work: Working, meeting: Meeting) -> None:
    """In a meeting of two languages none is asked for, and each segment says which it is in."""
    desk = at_work(lambda asked: verbose(meeting.heard_in(asked), language="en"))
    heard = desk.hear(language="mixed")
    assert {asked.field("language") for asked in desk.server.asked} == {None}
    assert {segment.language for segment in heard.segments} == {"en"}
    assert heard.language == "en"


def test_language_that_no_server_names_stays_the_companys(at_work: Working, meeting: Meeting) -> None:
    """Where the answer names none, the workspace's language is the transcript's."""
    desk = at_work(lambda asked: verbose(meeting.heard_in(asked), language=None))
    assert desk.hear(language="auto").language == "es"
    assert {asked.field("language") for asked in desk.server.asked} == {None}


# --- what nobody said, what nobody can trust --------------------------------------------------------------------------


def test_phantoms_of_a_server_are_left_out(at_work: Working, meeting: Meeting) -> None:
    """Credits of subtitles that whisper invents in silence are suppressed here as for the model on this machine."""

    def answer(asked: Asked) -> Reply:
        reply = verbose(meeting.heard_in(asked))
        ghost = {"start": 0.1, "end": 0.4, "text": " Subtítulos realizados por la comunidad de Amara.org"}
        reply.body["segments"].append({**ghost, "no_speech_prob": 0.9, "avg_logprob": -1.4, "compression_ratio": 1.1})
        return reply

    heard = at_work(answer).hear()
    assert said(heard) == spoken(meeting)
    assert heard.suppressed
    assert "Amara" in heard.suppressed[0].text


def test_thanks_without_probabilities_are_kept(at_work: Working, meeting: Meeting) -> None:
    """Words whose probability a server does not tell are no doubtful words."""

    def answer(asked: Asked) -> Reply:
        words = meeting.heard_in(asked)
        reply = verbose([*words[:-1], words[-1].model_copy(update={"text": " Gracias."})] if words else [])
        for segment in reply.body["segments"]:
            for word in segment["words"]:
                del word["probability"]
        return reply

    heard = at_work(answer).hear()
    assert "Gracias." in said(heard)
    assert all(word.probability is None for segment in heard.segments for word in segment.words)


def test_odd_values_cost_no_words(at_work: Working, meeting: Meeting) -> None:
    """Times that make no sense never lose what was said, nor put it outside the recording."""

    def answer(asked: Asked) -> Reply:
        reply = verbose(meeting.heard_in(asked))
        reply.body["segments"][:1] = [segment | {"start": math.nan} for segment in reply.body["segments"][:1]]
        if asked.field("response_format") == "json":
            return Reply(body={"text": reply.body["text"]})
        return reply

    heard = at_work(answer).hear()
    assert len(said(heard)) >= len(spoken(meeting)) - 2
    times = [time for segment in heard.segments for time in (segment.start, segment.end)]
    assert all(time is not None and 0 <= time <= SECONDS + 1 for time in times)


def test_text_beyond_all_speech_is_refused(at_work: Working) -> None:
    """Half a million letters for twelve seconds are no transcript."""
    desk = at_work(lambda _asked: Reply(body={"text": "hola " * 100_000}))
    with pytest.raises(TranscriptionError, match="far longer than anybody speaks"):
        desk.hear(retries=0)


def test_silence_is_not_sent(at_work: Working, tmp_path: Path) -> None:
    """A recording in which nobody speaks costs no request and invents nothing."""
    quiet = tmp_path / "silencio.flac"
    quiet.write_bytes(flac(np.zeros(5 * RATE, dtype=np.float32)))
    desk = at_work(lambda _asked: error(500, "never asked"))
    for language in ("es", "auto"):
        heard = desk.hear(path=quiet, language=language)
        assert not heard.segments
        assert [issue.message for issue in heard.issues] == ["Nobody speaks in the recording."]
    assert not desk.server.asked


def test_settings_tell_what_decides_the_text(meeting: Meeting) -> None:
    """Server, model and language make another transcript; how many requests at once does not."""
    config = TranscriptionConfig(base_url="http://localhost:8000/v1", model="large-v3", language="es")

    def settings(**changes: Any) -> dict[str, str]:
        changed = config.model_copy(update=changes)
        return dict(RemoteTranscriber(changed, api_key=KEY, language_hint="es").settings())

    assert settings(parallel=9, retries=1, timeout_seconds=5) == settings()
    for change in ({"model": "small"}, {"base_url": "http://other/v1"}, {"language": "en"}):
        assert settings(**change) != settings()
    assert KEY not in json.dumps(settings())
    assert meeting.words


# --- a real recogniser behind real HTTP -------------------------------------------------------------------------------


@pytest.mark.real
def test_real_recogniser_behind_the_server(meeting: Meeting, tmp_path: Path) -> None:
    """Nine seconds in two parts, decoded by whisper-base on the other side of the socket: its words, stitched."""
    from faster_whisper import WhisperModel

    from meetbot.adapters import weights

    model = WhisperModel(weights.resolve("base").path_or_name, device="cpu", compute_type="int8", cpu_threads=1)
    path = tmp_path / "inicio.flac"
    path.write_bytes(flac(np.concatenate(list(audio.samples(meeting.path)))[: 9 * RATE]))

    def answer(asked: Asked) -> Reply:
        found, about = model.transcribe(
            asked.audio.astype(np.float32) / 32768,
            language=asked.field("language"),
            initial_prompt=asked.field("prompt"),
            word_timestamps=True,
            beam_size=1,
            temperature=0,
        )
        segments = [
            {
                "start": s.start,
                "end": s.end,
                "text": s.text,
                "avg_logprob": s.avg_logprob,
                "no_speech_prob": s.no_speech_prob,
                "words": [
                    {"start": w.start, "end": w.end, "word": w.word, "probability": w.probability} for w in s.words
                ],
            }
            for s in found
        ]
        return Reply(
            body={"language": about.language, "text": "".join(s["text"] for s in segments), "segments": segments}
        )

    with serving(answer) as server:
        transcriber = RemoteTranscriber(
            TranscriptionConfig(base_url=server.url, language="es"), api_key=None, language_hint="es", part_seconds=6
        )
        heard = transcriber.transcribe(
            path, hints=["Laura Méndez"], checkpoint=Memory().checkpoint, progress=lambda _what, _share: None
        )
        assert len(server.asked) == 2
    text = " ".join(said(heard))
    assert text.startswith("Buenos días a todos")
    assert "feria" in text
    assert text.count("Sofía") + text.count("Sofia") == 1
    starts = [word.start for segment in heard.segments for word in segment.words]
    assert starts == sorted(starts)
