"""The recogniser's adapter: with a stub model for its habits, and with whisper-base on speech and on silence."""

import errno
import itertools
import json
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import MemoryCheckpoint, no_progress
from test_adapters_audio import encode, film, speechlike

from meetbot.adapters import threads, whisper_engine
from meetbot.adapters.atomic_files import replace_file
from meetbot.adapters.audio import Block
from meetbot.adapters.audio_decode import RATE, FloatArray
from meetbot.adapters.weights import ResolvedModel
from meetbot.adapters.whisper import HINT_CHARACTERS, WhisperTranscriber, told
from meetbot.adapters.whisper_blocks import BlockText
from meetbot.adapters.whisper_clips import Clip, halves, packed, pieces_of, split
from meetbot.adapters.whisper_engine import SHORT_WINDOWS, FasterWhisper, SpeechModel, _even, _joined
from meetbot.adapters.whisper_language import choose, enough_speech, spoken, stretches
from meetbot.adapters.whisper_listen import _later
from meetbot.adapters.whisper_text import Window, sparse, told_of_suppressed, understood, unheard
from meetbot.config import TranscriptionConfig
from meetbot.errors import ConfigError, MeetbotError, ModelMissingError, RecordingError
from meetbot.model.transcript import Recognition, Suppressed, Word
from meetbot.ports import Checkpoint

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def words(text: str, *, start: float = 0.0, probability: float = 0.9) -> tuple[Word, ...]:
    """The text's words as whisper gives them, half a second each."""
    times = itertools.count(start, 0.5)
    return tuple(
        Word(start=time, end=time + 0.5, text=f" {word}", probability=probability)
        for word, time in zip(text.split(), times, strict=False)
    )


def window(text: str, *, start: float = 0.0, probability: float = 0.9, **doubts: Any) -> Window:
    """A window with that text, without doubts unless given."""
    spoken = words(text, start=start, probability=probability)
    usual = {"avg_logprob": -0.2, "no_speech_prob": 0.05, "compression_ratio": 1.4}
    end = spoken[-1].end if spoken else start + 1
    return Window(start=start, end=end, text=f" {text}", words=spoken, **(usual | doubts))


def everywhere(text: str, count: int) -> Window:
    """A window whose words fill a block of that many samples."""
    spoken = text.split()
    step = count / RATE / len(spoken)
    filled = tuple(
        Word(start=number * step, end=(number + 1) * step, text=f" {word}", probability=0.9)
        for number, word in enumerate(spoken)
    )
    return replace(window(text), end=count / RATE, words=filled)


TOLD = "Llegaron {} muestras" + " correspondientes" * 16 + "."
"""Long enough for a block of 15 s: fewer words would be doubted."""


class StubModel:
    """Hears one sentence in each block: the number of its samples. `calls` is the history."""

    def __init__(self, *, shares: Sequence[dict[str, float]] = ({"es": 0.99},)) -> None:
        self.calls: list[dict[str, Any]] = []
        self.loads: list[dict[str, Any]] = []
        self.shares = itertools.cycle(shares)
        self.says: Callable[[int], list[Window]] = lambda count: [everywhere(TOLD.format(count), count)]
        self.strictly: list[Window] = []
        self.known: tuple[str, ...] = ("en", "es")

    def load(self, found: ResolvedModel, *, compute_type: str, workers: int, threads: int) -> SpeechModel:
        """Notes what it was loaded with."""
        self.loads.append({"found": found, "compute_type": compute_type, "workers": workers, "threads": threads})
        return self

    def languages(self) -> Sequence[str]:
        """Two, unless told otherwise."""
        return self.known

    def language_shares(self, samples: FloatArray) -> dict[str, float]:
        """The next queued answer."""
        assert len(samples) <= 30 * RATE
        return next(self.shares)

    def windows(
        self,
        samples: FloatArray,
        clips: Sequence[Clip],
        *,
        language: str,
        beam_size: int,
        prompt: str | None,
        strict: bool = False,
    ) -> Iterator[Window]:
        """What is said in the time from the first clip to the last, all in the first one."""
        count = clips[-1].pieces[-1][1] - clips[0].pieces[0][0]
        assert count <= len(samples)
        self.calls.append(
            {"count": count, "language": language, "beam_size": beam_size, "prompt": prompt, "strict": strict}
        )
        found = iter(self.strictly if strict else self.says(count))
        for clip in clips:
            yield _later(next(found, window("")), clip.start)


def transcriber(model: StubModel, folder: Path, *, block_seconds: float = 15, **settings: Any) -> WhisperTranscriber:
    """A transcriber with the stub in a model folder, blocks of 15 s, one worker unless told otherwise."""
    weights = folder / "modelo"
    weights.mkdir(exist_ok=True)
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.json"):
        (weights / name).write_text("{}")
    config = TranscriptionConfig(**{"model": str(weights), "workers": 1} | settings)
    return WhisperTranscriber(config, language_hint="es", model_factory=model.load, block_seconds=block_seconds)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """45 s in which somebody seems to speak: three or four blocks."""
    return encode(tmp_path_factory.mktemp("talk") / "reunión 23.flac", speechlike(45), "flac")


def run(
    model: StubModel,
    recording: Path,
    folder: Path,
    *,
    checkpoint: MemoryCheckpoint | None = None,
    hints: Sequence[str] = (),
    progress: Callable[[str, float], None] = no_progress,
    **settings: Any,
) -> Recognition:
    """What the transcriber gives for that recording."""
    return transcriber(model, folder, **settings).transcribe(
        recording, hints=hints, checkpoint=(checkpoint or MemoryCheckpoint()).port, progress=progress
    )


def test_transcribe_numbers_segments_over_the_recording(talk: Path, tmp_path: Path) -> None:
    """Each block's times are moved to the recording's clock, and ids count from 0 over all blocks."""
    model = StubModel()
    heard = run(model, talk, tmp_path)
    assert [segment.id for segment in heard.segments] == list(range(len(model.calls)))
    assert len(model.calls) >= 3
    assert sum(call["count"] for call in model.calls) == pytest.approx(45 * RATE, abs=RATE // 10)
    starts = [segment.start or 0.0 for segment in heard.segments]
    expected = np.cumsum([0, *(call["count"] / RATE for call in model.calls)])[:-1]
    assert starts == pytest.approx(list(expected), abs=0.001)
    assert heard.segments[1].words[0].start == heard.segments[1].start
    assert heard.segments[1].words[0].text == " Llegaron"  # the space tells where a word begins


def test_transcribe_says_what_it_was_made_from(talk: Path, tmp_path: Path) -> None:
    """Source, language, length and engine are told; nothing in it changes from run to run."""
    once, again = (run(StubModel(), talk, tmp_path) for _ in range(2))
    assert once == again
    assert (once.source.name, once.source.format, len(once.source.sha256)) == ("reunión 23.flac", "flac/flac", 64)
    assert once.duration == pytest.approx(45, abs=0.1)
    assert once.language == "es"
    assert once.recogniser.name == "faster-whisper"
    assert once.recogniser.model == "modelo (2 bytes)"
    assert once.recogniser.seconds is None


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_transcribe_does_not_depend_on_the_number_of_workers(talk: Path, tmp_path: Path, workers: int) -> None:
    """A machine with more cores is only faster."""
    assert run(StubModel(), talk, tmp_path, workers=workers) == run(StubModel(), talk, tmp_path)


def test_transcribe_workers_decode_at_the_same_time(talk: Path, tmp_path: Path) -> None:
    """Two workers are in two blocks at once: each waits for the other before it goes on."""
    model, meeting = StubModel(), threading.Barrier(2, timeout=20)

    def says(count: int) -> list[Window]:
        if len(model.calls) <= 2:
            meeting.wait()
        return [everywhere(f"{count}.", count)]

    model.says = says
    run(model, talk, tmp_path, workers=2)
    assert model.loads[0]["workers"] == 2


def test_model_is_loaded_while_the_recording_is_read(talk: Path, tmp_path: Path) -> None:
    """Loading takes as long as reading the first block: a thread of its own does it, once, and tells what failed."""
    model, loaders = StubModel(), list[str]()

    def load(found: ResolvedModel, **settings: Any) -> SpeechModel:
        loaders.append(threading.current_thread().name)
        return model.load(found, **settings)

    def fail(found: ResolvedModel, **_settings: Any) -> SpeechModel:
        raise ModelMissingError("No model.", found.label, "Get one.")

    ours = transcriber(model, tmp_path)
    ours._factory = load
    ours.transcribe(talk, hints=(), checkpoint=MemoryCheckpoint().port, progress=no_progress)
    assert loaders == ["loading"]
    ours._factory = fail
    with pytest.raises(ModelMissingError, match="No model"):
        ours.transcribe(talk, hints=(), checkpoint=MemoryCheckpoint().port, progress=no_progress)


def test_batches_wait_in_one_line_and_are_given_in_order() -> None:
    """What is done first waits for what was asked for first; after a stop nothing that waits is begun."""
    begun: list[int] = []
    second = threading.Event()

    def work(job: int) -> int:
        begun.append(job)
        if job == 0:
            assert second.wait(20)
        else:
            second.set()
        return job

    with ThreadPoolExecutor(max_workers=2) as executor:
        assert list(threads.in_order(executor, work, range(5))) == [0, 1, 2, 3, 4]
    held = threading.Event()
    with ThreadPoolExecutor(max_workers=1) as executor:

        def held_up(job: int) -> int:
            begun.append(job)
            assert job == 10 or held.wait(20)
            return job

        found = threads.in_order(executor, held_up, [10, 11, 12])
        assert next(found) == 10
        found.close()
        held.set()
    assert 12 not in begun


def test_transcribe_keeps_each_block_before_the_next(talk: Path, tmp_path: Path) -> None:
    """With one worker, a block is on disk before the one after the next is begun."""
    model, checkpoint = StubModel(), MemoryCheckpoint()

    def says(count: int) -> list[Window]:
        assert len([key for key in checkpoint.kept if key.startswith("block-")]) >= len(model.calls) - 2
        return [everywhere(TOLD.format(count), count)]

    model.says = says
    run(model, talk, tmp_path, checkpoint=checkpoint)
    assert len([key for key in checkpoint.kept if key.startswith("block-")]) == len(model.calls)


def test_transcribe_lets_go_of_sound_that_is_done(talk: Path, tmp_path: Path) -> None:
    """However long the recording is, only the blocks that are being decoded are in memory, and their neighbours."""
    seen: list[weakref.ref[FloatArray]] = []

    class Watched(StubModel):
        """Notes whose sound is still there."""

        def windows(self, samples: FloatArray, clips: Sequence[Clip], **settings: Any) -> Iterator[Window]:
            """As ever."""
            assert len({id(kept()) for kept in seen if kept() is not None and kept() is not samples}) <= 2
            seen.append(weakref.ref(samples))
            return super().windows(samples, clips, **settings)

    run(Watched(), talk, tmp_path, block_seconds=5)
    assert len(seen) > 6
    assert len(seen) >= 3
    assert not any(kept() is not None for kept in seen)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("killed")])
def test_transcribe_goes_on_where_it_was_stopped(talk: Path, tmp_path: Path, error: BaseException) -> None:
    """A run that is stopped after its first block keeps it; the next run decodes only the others, to the same end."""
    model, checkpoint = StubModel(), MemoryCheckpoint()

    def stopping(_what: str, share: float) -> None:
        if share > 0:
            raise error

    with pytest.raises(type(error)):
        run(model, talk, tmp_path, checkpoint=checkpoint, progress=stopping)
    kept = [key for key in checkpoint.blocks if key.startswith("block-")]
    assert kept
    rest = StubModel()
    resumed = run(rest, talk, tmp_path, checkpoint=checkpoint)
    whole = StubModel()
    assert resumed == run(whole, talk, tmp_path)
    assert len(rest.calls) == len(whole.calls) - len(kept)


def test_transcribe_all_blocks_kept_loads_no_model(talk: Path, tmp_path: Path) -> None:
    """When only the last step was lost, no model is needed any more."""
    checkpoint = MemoryCheckpoint()
    first = run(StubModel(), talk, tmp_path, checkpoint=checkpoint)
    model = StubModel()
    assert run(model, talk, tmp_path, checkpoint=checkpoint) == first
    assert model.loads == []


@pytest.mark.parametrize("damage", ["", "{", '{"version": 1, "first": 0, "end": 5}', '{"version": 9}'])
def test_transcribe_damaged_checkpoint_is_decoded_again(talk: Path, tmp_path: Path, damage: str) -> None:
    """A block that can't be read, or belongs elsewhere, counts as not there."""
    checkpoint, model = MemoryCheckpoint(), StubModel()
    first = run(model, talk, tmp_path, checkpoint=checkpoint)
    checkpoint.blocks[next(key for key in checkpoint.blocks if key.startswith("block-0-"))] = damage
    again = StubModel()
    assert run(again, talk, tmp_path, checkpoint=checkpoint) == first
    assert len(again.calls) == 1


def test_transcribe_disk_full_is_told_and_keeps_what_is_done(talk: Path, tmp_path: Path) -> None:
    """When a block can't be written, the user reads why; the blocks before it are there for the next run."""
    kept = MemoryCheckpoint()

    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def keep(key: str, text: str) -> None:
        if len([done for done in kept.kept if done.startswith("block-")]) == 1:
            replace_file(tmp_path / key, text.encode(), before=full)
        kept.keep(key, text)

    with pytest.raises(MeetbotError) as caught:
        transcriber(StubModel(), tmp_path).transcribe(
            talk, hints=[], checkpoint=Checkpoint(fetch=kept.blocks.get, keep=keep), progress=no_progress
        )
    assert "No space left on device" in caught.value.what
    assert "The disk is full" in caught.value.hint
    rest = StubModel()
    run(rest, talk, tmp_path, checkpoint=kept)
    assert 0 < len(rest.calls) < len([key for key in kept.kept if key.startswith("block-")])


def test_transcribe_progress_rises_to_one(talk: Path, tmp_path: Path) -> None:
    """The share only rises, block by block, and ends at 1."""
    shares: list[float] = []
    run(StubModel(), talk, tmp_path, progress=lambda _what, share: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(set(shares)) >= 2


def test_transcribe_error_of_a_worker_is_raised(talk: Path, tmp_path: Path) -> None:
    """A failure inside a worker ends the run instead of leaving a hole in the transcript."""
    model = StubModel()

    def says(_count: int) -> list[Window]:
        raise MemoryError

    model.says = says
    with pytest.raises(MemoryError):
        run(model, talk, tmp_path, workers=2)


def test_transcribe_silence_invents_nothing(tmp_path: Path) -> None:
    """Where no voice is detected the model is not even asked, and the user is told."""
    path = encode(tmp_path / "a.wav", np.zeros(20 * RATE, dtype=np.float32), "pcm_s16le")
    model = StubModel()
    heard = run(model, path, tmp_path)
    assert heard.segments == ()
    assert model.calls == []
    assert heard.language == "es"
    assert [issue.message for issue in heard.issues] == ["Nobody speaks in the recording."]


def test_transcribe_damage_is_told(tmp_path: Path) -> None:
    """What the decoder found out about the file travels with the text."""
    whole = encode(tmp_path / "whole.mp3", speechlike(30), "libmp3lame").read_bytes()
    path = tmp_path / "a.mp3"
    path.write_bytes(whole[: len(whole) // 2])
    assert any("cut off" in issue.message for issue in run(StubModel(), path, tmp_path).issues)


def test_transcribe_refuses_video_without_sound(tmp_path: Path) -> None:
    """Bad input is refused before a model is loaded."""
    model = StubModel()
    with pytest.raises(RecordingError, match="no sound track"):
        run(model, film(tmp_path / "a.mp4"), tmp_path)
    assert model.loads == []


def test_transcribe_loop_is_tried_again_strictly(talk: Path, tmp_path: Path) -> None:
    """A window that runs in circles is decoded once more with repetitions forbidden."""
    model = StubModel()
    model.says = lambda count: [replace(everywhere("Vamos. " * 30, count), compression_ratio=9.0)]
    model.strictly = [everywhere("Vamos a cerrar el trimestre.", 18 * RATE)]
    heard = run(model, talk, tmp_path)
    assert {segment.text for segment in heard.segments} == {"Vamos a cerrar el trimestre."}
    assert [call["strict"] for call in model.calls[:2]] == [False, True]


def test_transcribe_listens_again_where_words_are_missing(talk: Path, tmp_path: Path) -> None:
    """Where a voice is heard but no words came, that stretch is decoded alone and its words stand at their time."""
    model, whole = StubModel(), 10 * RATE

    def says(count: int) -> list[Window]:
        words = "Hasta aquí llegó la primera." if count > whole else "Y esto faltaba."
        return [everywhere(words, min(count, whole))]

    model.says = says
    heard = run(model, talk, tmp_path)
    assert [segment.text for segment in heard.segments[:2]] == ["Hasta aquí llegó la primera.", "Y esto faltaba."]
    assert heard.segments[1].start == pytest.approx(10, abs=0.1)
    assert [segment.id for segment in heard.segments] == list(range(len(heard.segments)))
    assert {call["prompt"] for call in model.calls if call["count"] < whole} == {None}


def test_transcribe_voice_without_words_is_told(talk: Path, tmp_path: Path) -> None:
    """A voice from which no words come, twice, is neither invented upon nor passed over in silence."""
    model = StubModel()
    model.says = lambda _count: []
    heard = run(model, talk, tmp_path)
    assert heard.segments == ()
    assert all("no words were understood" in issue.message for issue in heard.issues[:-1])
    assert len(heard.issues) > 2


def test_transcribe_counts_what_was_left_out(talk: Path, tmp_path: Path) -> None:
    """What nobody said is listed with time and reason, once over all blocks, and one issue counts it."""
    model, checkpoint = StubModel(), MemoryCheckpoint()
    model.says = lambda count: [replace(everywhere("¡Gracias por ver el video!", count), no_speech_prob=0.7)]
    heard = run(model, talk, tmp_path, checkpoint=checkpoint)
    assert len(heard.suppressed) == len([key for key in checkpoint.kept if key.startswith("block-")])
    assert {part.text for part in heard.suppressed} == {"¡Gracias por ver el video!"}
    assert all("no speech" in part.reason for part in heard.suppressed)
    assert [part.start for part in heard.suppressed] == sorted(part.start for part in heard.suppressed)
    told_of = [issue for issue in heard.issues if "left out" in issue.message]
    assert len(told_of) == 1
    assert told_of[0].message.startswith(f"{len(heard.suppressed)} passages")
    assert told_of[0].where == "reunión 23.flac, 00:00"
    assert run(StubModel(), talk, tmp_path, checkpoint=checkpoint) == heard  # also when it goes on from kept blocks


def test_told_of_suppressed_one_or_none() -> None:
    """One passage is told in the singular with its words; nothing left out is not told."""
    left_out = Suppressed(start=3725.0, end=3727.0, text="Gracias.", reason="no voice there")
    (issue,) = told_of_suppressed([left_out], name="a.m4a")
    assert (issue.where, issue.severity) == ("a.m4a, 1:02:05", "info")
    assert issue.message == "1 passage was left out as not spoken: “Gracias.”."
    assert list(told_of_suppressed([], name="a.m4a")) == []


def test_transcribe_hints_are_told(talk: Path, tmp_path: Path) -> None:
    """Names and company words go to the model with every block, cleaned."""
    model = StubModel()
    run(model, talk, tmp_path, hints=["Laura  Méndez\n", "Laura Méndez", "HubSpot"])
    assert {call["prompt"] for call in model.calls} == {"Laura Méndez, HubSpot."}


def test_told_is_short_and_may_be_nothing() -> None:
    """The first names that fit are told; without any there is no prompt."""
    assert told([]) is None
    assert told(["  "]) is None
    prompt = told([f"Nombre Apellido {number}" for number in range(100)])
    assert prompt is not None
    assert prompt.startswith("Nombre Apellido 0, ")
    assert len(prompt) <= HINT_CHARACTERS + 1


def test_language_fixed_by_the_configuration(talk: Path, tmp_path: Path) -> None:
    """A configured language is taken as it is, with or without a country."""
    model = StubModel(shares=[{"en": 1.0}])
    assert run(model, talk, tmp_path, language="ES-MX").language == "es"
    assert {call["language"] for call in model.calls} == {"es"}


def test_language_that_is_not_spoken_is_told(talk: Path, tmp_path: Path) -> None:
    """Whisper translates when it is told another language than is spoken: nobody said those words."""
    checkpoint = MemoryCheckpoint()
    heard = run(StubModel(shares=[{"es": 0.97}]), talk, tmp_path, checkpoint=checkpoint, language="en")
    assert heard.language == "en"
    assert [issue.message[:41] for issue in heard.issues if issue.severity == "warning"] == [
        "The recording sounds like “es”, but was w"
    ]
    again = run(StubModel(shares=[{"en": 0.97}]), talk, tmp_path, checkpoint=checkpoint, language="en")
    assert again.issues == heard.issues
    assert not run(StubModel(shares=[{"en": 0.97}]), talk, tmp_path, language="en").issues


def test_language_unknown_to_the_model(talk: Path, tmp_path: Path) -> None:
    """A language that the model lacks is a fault of the configuration, with the key named."""
    with pytest.raises(ConfigError, match="“de”") as caught:
        run(StubModel(), talk, tmp_path, language="de")
    assert "transcription.language" in caught.value.where


def test_language_is_heard_once(talk: Path, tmp_path: Path) -> None:
    """A resumed run keeps the language of the first, whatever the rest would sound like."""
    checkpoint = MemoryCheckpoint()
    assert run(StubModel(shares=[{"en": 0.98}]), talk, tmp_path, checkpoint=checkpoint).language == "en"
    checkpoint.blocks = {"language": checkpoint.blocks["language"]}
    assert run(StubModel(shares=[{"es": 0.98}]), talk, tmp_path, checkpoint=checkpoint).language == "en"


@pytest.mark.parametrize(
    ("shares", "language"),
    [
        ([{"es": 0.95}, {"en": 1.0}, {"en": 1.0}], "es"),
        ([{"pl": 0.5, "es": 0.4}, {"es": 0.9}], "es"),
        ([{"pl": 0.6, "es": 0.35}], "es"),
        ([{"en": 0.98, "es": 0.01}, {"en": 0.9}, {"es": 0.6, "en": 0.4}], "en"),
        ([{"en": 0.97, "es": 0.01}], "en"),
        ([], "es"),
    ],
)
def test_choose_needs_a_clear_lead_over_the_workspace(shares: list[dict[str, float]], language: str) -> None:
    """One deceiving clip does not turn a Spanish meeting Polish; a meeting in English is heard as such."""
    assert choose(iter(shares), hint="es") == language


def block(first: float, seconds: float, *speech: tuple[float, float]) -> Block:
    """A block of silence in which the given seconds count as speech."""
    return Block(
        first=int(first * RATE),
        samples=np.zeros(int(seconds * RATE), dtype=np.float32),
        speech=tuple((int(a * RATE), int(b * RATE)) for a, b in speech),
    )


def test_stretches_are_pure_speech_from_all_over() -> None:
    """Three windows of at most 15 s from the speech alone; too little speech tells nothing."""
    many = [block(0, 60, (0, 50)), block(60, 60), block(120, 60, (10, 60))]
    assert [len(piece) / RATE for piece in stretches(many)] == [15, 15, 15]
    assert [len(piece) / RATE for piece in stretches([block(0, 60, (5, 10), (20, 25))])] == [10]
    assert stretches([block(0, 60, (5, 7))]) == []
    assert stretches([]) == []


def test_enough_speech_reads_no_further_than_needed() -> None:
    """Blocks are only read until there is enough speech, and no more than six in a silent recording."""
    talkative = iter([block(60.0 * n, 60, (0, 60)) for n in range(10)])
    assert len(enough_speech(talkative)) == 1
    assert len(enough_speech(iter([block(60.0 * n, 60) for n in range(10)]))) == 6
    assert next(talkative).start == 60


def es(share: float) -> dict[str, float]:
    """A stretch that is Spanish with that probability, else English."""
    return {"es": share, "en": 1 - share}


@pytest.mark.parametrize(
    ("shares", "seconds", "course"),
    [
        ([es(0.99), es(0.3), es(0.99)], [6, 1.2, 6], "es es es"),  # “el follow-up”: an aside of one stretch
        ([es(0.99), es(0.005), es(0.99)], [6, 4, 6], "es en es"),  # a turn of a colleague from the United States
        ([es(0.99), es(0.02), es(0.04), es(0.97)], [6, 2, 2, 6], "es en en es"),
        ([es(0.01), es(0.6), es(0.01)], [6, 3, 6], "en en en"),
        ([es(0.02)], [5], "en"),
        ([es(0.5)], [5], "es"),  # nothing speaks for either: the workspace's own
        ([{"pt": 0.98, "en": 0.015, "es": 0.005}], [5], "en"),
        ([{"pt": 0.98, "en": 0.015, "es": 0.005}, es(0.99)], [5, 5], "es es"),  # a third language says little
        ([], [], ""),
    ],
)
def test_spoken_changes_language_only_for_a_reason(
    shares: list[dict[str, float]], seconds: list[float], course: str
) -> None:
    """A short aside stays in the sentence's language; a whole turn in the other language is heard as such."""
    assert " ".join(spoken(shares, seconds, hint="es")) == course


def test_spoken_hint_that_is_neither() -> None:
    """A workspace in a third language has no say between the two."""
    assert spoken([es(0.5)], [5], hint="pt") == ["es"]


def test_mixed_hears_each_stretch_in_its_language(talk: Path, tmp_path: Path) -> None:
    """No clip holds two languages, each segment says its own, and the recording's is the one with most speech."""
    model = StubModel(shares=[es(0.99), es(0.99), es(0.001)])
    heard = run(model, talk, tmp_path, language="mixed")
    assert {call["language"] for call in model.calls} == {"es", "en"}
    assert {segment.language for segment in heard.segments} == {"es", "en"}
    assert heard.language == "es"
    assert run(StubModel(shares=[es(0.001)]), talk, tmp_path, language="mixed").language == "en"
    assert {segment.language for segment in run(StubModel(), talk, tmp_path).segments} == {None}


def test_mixed_does_not_depend_on_the_number_of_workers(talk: Path, tmp_path: Path) -> None:
    """Languages are decided within a block, whoever decodes it."""
    one, many = (
        run(StubModel(shares=[es(0.01)]), talk, tmp_path, language="mixed", workers=workers) for workers in (1, 3)
    )
    assert one == many


def test_mixed_needs_a_model_that_knows_both(talk: Path, tmp_path: Path) -> None:
    """A model for English alone is refused with the setting's name."""
    model = StubModel()
    model.known = ("en",)
    with pytest.raises(ConfigError, match="“es”") as caught:
        run(model, talk, tmp_path, language="mixed")
    assert "mixed" in caught.value.hint


@pytest.mark.parametrize("language", ["español", "", "xx", "es,en", "Spanish"])
def test_language_that_no_model_knows_is_refused_in_the_settings(language: str) -> None:
    """A misspelt language is told at once, with what may stand there."""
    with pytest.raises(ValueError, match='"mixed"'):
        TranscriptionConfig(language=language)


def cut(*speech: tuple[float, float], seconds: float = 60) -> list[tuple[float, float]]:
    """From when to when each clip of a block with that speech lasts."""
    found = packed(pieces_of(np.ones(int(seconds * RATE), dtype=np.float32), block(0, seconds, *speech).speech, 10), 10)
    return [(clip.pieces[0][0] / RATE, clip.pieces[-1][1] / RATE) for clip in found]


def test_clips_end_in_the_longest_pause() -> None:
    """Clips hold at most 10 s of sound and end where the pause is longest, never earlier than half-way."""
    assert cut((1, 3), (4, 6), (8, 10), (10.4, 12), (12.5, 14)) == [(0.7, 6.3), (7.7, 14.3)]
    assert cut((1, 2), (9, 11), (11.5, 19)) == [(0.7, 11.25), (11.25, 19.3)]
    assert cut((0, 2)) == [(0, 2.3)]
    assert cut() == []


def test_clips_cut_endless_speech_where_it_is_quiet() -> None:
    """Speech without a pause is cut at its quietest place, and nothing of it is lost."""
    sound = np.ones(25 * RATE, dtype=np.float32)
    sound[int(8.2 * RATE) : int(8.4 * RATE)] = 0.01
    cuts = list(split(sound, [(0, 25 * RATE)], 10))
    assert cuts[0][1] / RATE == pytest.approx(8.3, abs=0.05)
    assert [end for _, end in cuts[:-1]] == [start for start, _ in cuts[1:]]
    assert (cuts[0][0], cuts[-1][1]) == (0, 25 * RATE)
    assert all(end - start <= 10 * RATE for start, end in cuts)


def test_clip_knows_where_its_sound_comes_from() -> None:
    """A place in the clip is a place in the block; a word belongs to the piece that its middle is in."""
    clip = Clip(pieces=((RATE, 3 * RATE), (10 * RATE, 12 * RATE)))
    assert len(clip.samples(np.zeros(20 * RATE, dtype=np.float32))) == clip.length == 4 * RATE
    assert [clip.at(seconds) for seconds in (0.0, 1.5, 2.5, 4.0)] == [1.0, 2.5, 10.5, 12.0]
    assert [clip.at(seconds, of=2.1) for seconds in (1.9, 2.3)] == pytest.approx([9.9, 10.3])


def test_halves_lose_no_sound() -> None:
    """A clip is cut where a pause was left out near its middle, else where it is quietest there; nothing is lost."""
    sound = np.ones(40 * RATE, dtype=np.float32)
    sound[int(5.4 * RATE) : int(5.6 * RATE)] = 0.01
    joined = Clip(pieces=((RATE, 5 * RATE), (20 * RATE, 23 * RATE), (30 * RATE, 31 * RATE)))
    assert [half.pieces for half in halves(joined, sound)] == [joined.pieces[:1], joined.pieces[1:]]
    first, second = halves(Clip(pieces=((0, 12 * RATE), (30 * RATE, 31 * RATE))), sound)
    assert [edge / RATE for edge in first.pieces[0]] == pytest.approx([0, 5.5], abs=0.05)
    assert second.pieces == ((first.pieces[0][1], 12 * RATE), (30 * RATE, 31 * RATE))


@pytest.mark.parametrize(
    ("halved", "heard"),
    [
        (["Ah, y felicita a Hilda.", "El cliente del hotel me escribió."], 11),
        (["Ah.", ""], 4),
        (["Ah, y felicita a Hilda.", "y " * 400], 4),
    ],
)
def test_transcribe_sentence_left_out_within_a_clip_is_heard_in_halves(
    tmp_path: Path, halved: list[str], heard: int
) -> None:
    """Few words drawn over a long speech are doubted: what two halves give counts, if it is more and no loop."""
    model = StubModel()

    def says(count: int) -> list[Window]:
        if len(model.calls) == 1:
            return [everywhere("Ah, yo le digo.", count)]
        return [
            replace(
                everywhere(text, count // 2) if text else window(text), compression_ratio=9 if len(text) > 200 else 1
            )
            for text in (halved if len(model.calls) == 2 else [])
        ]

    model.says = says
    path = encode(tmp_path / "a.wav", speechlike(12), "pcm_s16le")
    found = run(model, path, tmp_path, hints=["Hilda Paz"])
    assert sum(len(segment.words) for segment in found.segments) == heard
    assert [call["prompt"] for call in model.calls[:2]] == ["Hilda Paz.", None]


def test_transcribe_halves_of_several_clips_are_heard_together(tmp_path: Path) -> None:
    """However many clips of a block hold too few words, their halves are decoded in one go."""
    model = StubModel()

    def says(_count: int) -> list[Window]:
        return [everywhere("Ah.", 12 * RATE)] * 2 if len(model.calls) == 1 else []

    model.says = says
    run(model, encode(tmp_path / "a.wav", speechlike(24), "pcm_s16le"), tmp_path, block_seconds=60)
    assert model.calls[1]["count"] == model.calls[0]["count"]


def test_transcribe_halves_that_are_still_too_few_words_are_halved_once_more(tmp_path: Path) -> None:
    """A sentence left out within a half is found in a quarter; what is short enough is left alone."""
    model = StubModel()
    by_call = [["Ah."], ["Ah, yo.", "Sí, yo."], [TOLD.format(1), TOLD.format(2)]]

    def says(count: int) -> list[Window]:
        texts = by_call[len(model.calls) - 1] if len(model.calls) <= len(by_call) else []
        return [everywhere(text, count // len(texts)) for text in texts]

    model.says = says
    found = run(model, encode(tmp_path / "a.wav", speechlike(14), "pcm_s16le"), tmp_path)
    spoken = " ".join(segment.text for segment in found.segments)
    assert "Llegaron 1 muestras" in spoken
    assert "Llegaron 2 muestras" in spoken


class StubEngine:
    """What a loaded faster-whisper offers for telling a language; `frames` notes how long the encoder's views are."""

    def __init__(self) -> None:
        self.frames: list[int] = []
        self.model = self

    def feature_extractor(self, sound: FloatArray, *, padding: int) -> FloatArray:
        """A hundred frames a second."""
        return np.zeros((80, (len(sound) + padding) // 160), dtype=np.float32)

    def encode(self, features: FloatArray) -> FloatArray:
        """A frame for every two."""
        self.frames.append(features.shape[-1])
        return np.zeros((1, features.shape[-1] // 2, 4), dtype=np.float32)

    def detect_language(self, features: Any) -> list[list[tuple[str, float]]]:
        """Spanish."""
        return [[("<|es|>", 1.0)] for _ in range(features.shape[0])]


def test_windows_are_short_only_for_models_that_were_measured() -> None:
    """The encoder of another model gets the 30 s that it was trained on, however short the sound is."""
    engine, sound = StubEngine(), np.zeros(2 * RATE, dtype=np.float32)
    for whole in (True, False):
        assert FasterWhisper(engine, whole_windows=whole, workers=1).language_shares(sound) == {"es": 1.0}
    assert engine.frames == [3000, 400]
    short = ["whisper-base", "Systran/faster-whisper-tiny.en", "tiny", "base.en", "whisper-base (145217607 bytes)"]
    assert [label for label in short if not SHORT_WINDOWS.search(label)] == []
    whole_ones = [
        "small",
        "large-v3",
        "Systran/faster-whisper-medium",
        "database (3 bytes)",
        "distil-large-v3",
        "turbo",
    ]
    assert [label for label in whole_ones if SHORT_WINDOWS.search(label)] == []


def test_joined_sounds_go_on_with_the_silence_at_their_end() -> None:
    """Sounds of any length are decoded together: what a shorter one lacks is the silence that was heard after it."""
    shorter, longer = (np.arange(count, dtype=np.float32).reshape(1, count, 1) for count in (200, 310))
    joined = np.array(_joined([shorter, longer]))
    assert joined.shape[0] == 2
    assert np.array_equal(joined[0, :200], shorter[0])
    assert np.array_equal(joined[1, :310], longer[0])
    assert set(joined[0, 200:, 0]) <= set(range(100, 200))


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (5, [5]), (6, [3, 3]), (7, [4, 3]), (11, [4, 4, 3])])
def test_batches_are_even(count: int, sizes: list[int]) -> None:
    """No clip is left to be decoded alone, and each is in one batch, in order."""
    clips = [Clip(pieces=((number, number + 1),)) for number in range(count)]
    batches = list(_even(clips))
    assert [len(batch) for batch in batches] == sizes
    assert [clip for batch in batches for clip in batch] == clips


def test_settings_load_nothing_and_name_what_decides(tmp_path: Path) -> None:
    """Settings are cheap, are text, and differ where the result may differ."""
    model = StubModel()
    usual = dict(transcriber(model, tmp_path).settings())
    assert model.loads == []
    assert all(isinstance(value, str) for value in usual.values())
    assert json.loads(json.dumps(usual)) == usual
    for change in ({"language": "en"}, {"beam_size": 1}, {"compute_type": "float32"}):
        assert dict(transcriber(model, tmp_path, **change).settings()) != usual
    assert dict(transcriber(model, tmp_path, workers=4).settings()) == usual


def test_settings_tell_weights_apart(tmp_path: Path) -> None:
    """Packaged weights are known by their hash; a model that is nowhere still has settings."""
    packaged = WhisperTranscriber(TranscriptionConfig(), language_hint="es").settings()
    missing = WhisperTranscriber(TranscriptionConfig(model=str(tmp_path / "no")), language_hint="es").settings()
    assert packaged["model"] == "whisper-base"
    assert packaged["weights"] != missing["weights"]


def test_workers_are_as_many_as_there_is_work_for(tmp_path: Path) -> None:
    """A short recording gets one worker with all cores; one that is asked for gets what was asked."""
    path = encode(tmp_path / "a.wav", speechlike(10), "pcm_s16le")
    model = StubModel()
    run(model, path, tmp_path, workers=0)
    run(model, path, tmp_path, workers=3)
    assert [load["workers"] for load in model.loads] == [1, 3]
    assert all(load["threads"] >= 1 for load in model.loads)


def texts(found: Window, speech: Sequence[tuple[float, float]] = ((0.0, 1000.0),)) -> tuple[list[str], list[str]]:
    """(kept texts, what was left out with its reason)."""
    segments, suppressed = understood(found, speech)
    return [segment.text for segment in segments], [f"{part.text} ({part.reason})" for part in suppressed]


def test_understood_splits_sentences_and_pauses() -> None:
    """A sentence ends a segment, a pause too; a number's point and an abbreviation do not."""
    found = window("Van 4.200.000 pesos. Sí, los de la feria del art. tercero ¿Quién los llama? Yo")
    assert texts(found)[0] == ["Van 4.200.000 pesos.", "Sí, los de la feria del art. tercero ¿Quién los llama?", "Yo"]
    late = (*words("O sea que"), *words("este, lo vemos", start=9.0))
    pause = Window(start=0, end=11, text="", words=late, avg_logprob=-0.2, no_speech_prob=0.1, compression_ratio=1.2)
    assert texts(pause)[0] == ["O sea que", "este, lo vemos"]


def test_understood_without_word_times() -> None:
    """A window without words keeps its text and its own times."""
    found = Window(
        start=3, end=7, text=" Buenos días. ", words=(), avg_logprob=-0.2, no_speech_prob=0.1, compression_ratio=1
    )
    (segment,), suppressed = understood(found, [])
    assert (segment.text, segment.start, segment.end, segment.words) == ("Buenos días.", 3, 7, ())
    assert suppressed == ()


def test_understood_nothing_is_nothing() -> None:
    """An empty window gives neither text nor issue."""
    empty = Window(start=0, end=1, text=" ", words=(), avg_logprob=-0.2, no_speech_prob=0.1, compression_ratio=1)
    assert texts(empty) == ([], [])


def test_understood_leaves_out_a_silent_window() -> None:
    """Whisper's own doubts together: not speech. Either alone is kept: a quiet voice, a bad line, a short answer."""
    assert texts(window("y", no_speech_prob=0.83, avg_logprob=-2.3))[0] == []
    assert texts(window("No, no, no.", no_speech_prob=0.37, avg_logprob=-1.45))[0] == []
    assert texts(window("Sí, de acuerdo", no_speech_prob=0.83))[0] == ["Sí, de acuerdo"]
    assert texts(window("Sí, de acuerdo", avg_logprob=-1.4))[0] == ["Sí, de acuerdo"]
    assert texts(window("Órale, qué bien.", no_speech_prob=0.77, avg_logprob=-1.03))[0] == ["Órale, qué bien."]


def test_understood_is_stricter_at_the_second_look() -> None:
    """What was only heard when listened to alone must be clear: doubtful words are enough to leave it out."""
    assert texts(replace(window("No, no, no", avg_logprob=-1.4), second_look=True))[0] == []
    short = window("Órale, qué bien.", no_speech_prob=0.77, avg_logprob=-1.03)
    assert texts(replace(short, second_look=True))[0] == ["Órale, qué bien."]
    assert texts(replace(window("Gracias a todos"), second_look=True))[0] == ["Gracias a todos"]


def test_sparse_is_speech_that_lasts_longer_than_its_words() -> None:
    """Words drawn over a lost sentence are too few for the time in which somebody spoke; pauses don't count."""
    usual = window("Entonces quedamos en eso para el martes que viene")
    drawn = (
        Word(start=4.5, end=5.0, text=" Ay,", probability=0.9),
        Word(start=8.0, end=9.0, text=" qué", probability=0.9),
    )
    lost = replace(usual, words=(*usual.words, *drawn))
    figure = replace(usual, words=(Word(start=0.0, end=5.0, text=" 5.410.000", probability=0.9),))
    assert not sparse(usual, [(0.0, 10.0)])
    assert sparse(lost, [(0.0, 10.0)])
    assert not sparse(lost, [(0.0, 5.0), (8.0, 9.0)])
    assert not sparse(figure, [(0.0, 10.0)])
    assert not sparse(window(""), [(0.0, 10.0)])


def test_unheard_is_speech_without_words_near() -> None:
    """Stretches before, between and after the words; short ones and those within reach of a word don't count."""
    spoken = [window("uno dos", start=2.0), window("tres", start=8.0)]
    assert unheard([(0.0, 4.0), (5.0, 6.0), (7.8, 9.0)], spoken) == ((0.0, 1.7), (5.0, 6.0))
    assert unheard([(0.0, 10.0)], []) == ((0.0, 10.0),)
    wordless = replace(window("algo"), words=(), start=0.0, end=10.0)
    assert unheard([(0.0, 10.0)], [wordless]) == ()


def test_unheard_sees_behind_a_stretched_word() -> None:
    """A doubtful word drawn over three seconds hides a sentence that is listened to again; a sure figure doesn't."""
    spoken = window("A", start=2.0)
    stretched = replace(spoken, words=(Word(start=2.0, end=5.0, text="A", probability=0.3),))
    figure = replace(spoken, words=(Word(start=2.0, end=5.0, text="5.410.000", probability=0.8),))

    assert unheard([(2.0, 5.0)], [stretched]) == ((2.0, 4.2),)
    assert unheard([(2.0, 5.0)], [figure]) == ()
    assert understood(stretched, [(2.0, 5.0)])[0][0].start == 4.5


PHANTOMS = [
    "Subtítulos realizados por la comunidad de Amara.org",
    "¡Gracias por ver el video!",
    "Suscríbete al canal y activa la campanita.",
    "Gracias.",
    "Thanks for watching!",
    "Subtítulos por la comunidad de Amara.org",
    "Subtítulos en español de Amara.org",
    "Transcribed by https://otter.ai",
    "Más información www.alimmenta.com",
    "Nos vemos en el próximo video.",
    "Untertitel im Auftrag des ZDF für funk, 2017",
    "Legendas pela comunidade Amara.org",
    "[Música]",
    "[Music playing]",
    "Please subscribe to the channel.",
    "you",
]


@pytest.mark.parametrize("phrase", PHANTOMS)
@pytest.mark.parametrize(
    "doubts", [{"no_speech_prob": 0.7}, {"avg_logprob": -0.95}, {"probability": 0.3}, {"start": 2000.0}]
)
def test_understood_leaves_out_phantoms_with_evidence(phrase: str, doubts: dict[str, float]) -> None:
    """Known inventions go where something speaks against them, and each is told with its words and time."""
    kept, issues = texts(window(phrase, **doubts))
    assert kept == []
    assert len(issues) == 1
    assert phrase in issues[0]


@pytest.mark.parametrize(
    "phrase",
    [
        "Gracias por la información del pipeline.",
        "Eso lo subtitulamos nosotros para el webinar.",
        "Muchas gracias a todos por venir.",
        "La campaña se activa el lunes.",
        "El copy lo escribe Sofía y la música la elige el cliente.",
        "Revisamos el siguiente video de la campaña.",
        "Thanks for the follow-up, we will see you on Monday.",
    ],
)
def test_understood_keeps_what_only_resembles_a_phantom(phrase: str) -> None:
    """Doubtful words that are no known invention stay: a meeting also speaks about videos and music."""
    assert texts(window(phrase, probability=0.3))[0] == [phrase]


@pytest.mark.parametrize("phrase", PHANTOMS)
def test_understood_keeps_the_same_words_when_spoken(phrase: str) -> None:
    """People do say thanks: without evidence nothing is left out."""
    assert texts(window(phrase)) == ([phrase], [])


def test_understood_phantom_goes_alone() -> None:
    """Only the phrase in doubt is left out, not the sentence before it."""
    spoken = words("Nos vemos el lunes a las nueve.", start=1.0)
    invented = words("¡Gracias por ver el video!", start=6.0, probability=0.2)
    found = Window(
        start=1, end=9, text="", words=(*spoken, *invented), avg_logprob=-0.4, no_speech_prob=0.1, compression_ratio=1.2
    )
    segments, (left_out,) = understood(found, [(0.0, 5.0)])
    assert [segment.text for segment in segments] == ["Nos vemos el lunes a las nueve."]
    assert (left_out.start, left_out.end, left_out.text) == (6.0, 8.5, "¡Gracias por ver el video!")


def test_understood_music_notes_are_no_words() -> None:
    """Notes are not speech."""
    assert texts(window("♪ ♪ ♪"))[0] == []


def test_understood_loops_are_said_once() -> None:
    """What repeats itself without end is kept once and told; people who say yes thrice are left alone."""
    kept, issues = texts(window("Quedamos así. " + "Luego lo vemos. " * 12 + "Y el cierre.", compression_ratio=4.0))
    assert kept == ["Quedamos así.", "Luego lo vemos.", "Y el cierre."]
    assert "repeated" in issues[0]
    assert texts(window("Sí, sí, sí, claro."))[0] == ["Sí, sí, sí, claro."]


def test_understood_endless_number_is_no_figure() -> None:
    """A number with endless zeros is left out and told: a wrong figure is worse than none."""
    kept, issues = texts(window("La meta es de 6.000.000.000.000.000.000 pesos"))
    assert "000" not in " ".join(kept)
    assert "6.000.000.000" in issues[0]
    assert texts(window("6.000.000.000.000.000.000"))[0] == []


def test_block_text_reads_back() -> None:
    """What is kept reads back as it was."""
    segments, suppressed = understood(replace(window("Hola a todos. Gracias."), no_speech_prob=0.7), [])
    assert segments
    assert suppressed
    text = BlockText(first=0, end=5, segments=segments, suppressed=suppressed)
    assert BlockText.model_validate_json(text.model_dump_json()) == text


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the packaged weights are joined once for all tests."""
    import os

    chosen = os.environ.get("MEETBOT_CACHE_DIR")
    return Path(chosen) if chosen else tmp_path_factory.mktemp("cache")


@pytest.fixture
def whisper(cache: Path, monkeypatch: pytest.MonkeyPatch) -> WhisperTranscriber:
    """The real recogniser with whisper-base; skipped where its packages are not installed."""
    from meetbot.adapters import weights

    if weights.identify("base").source != "package":
        pytest.skip("the extra whisper-base is not installed")
    monkeypatch.setenv("MEETBOT_CACHE_DIR", str(cache))
    return WhisperTranscriber(TranscriptionConfig(), language_hint="es")


@pytest.mark.real
def test_whisper_base_hears_the_sample(whisper: WhisperTranscriber, tmp_path: Path) -> None:
    """20 s of the sample meeting: Spanish sentences with word times in order, inside the recording."""
    from meetbot.adapters import audio

    recordings = sorted(p for p in SAMPLES.rglob("*2026-11-23*") if p.suffix in {".m4a", ".mp3", ".ogg", ".opus"})
    if not recordings:
        pytest.skip("the sample recording is not there")
    start = np.concatenate(list(itertools.islice(audio.samples(recordings[0]), 2)))
    clip = encode(tmp_path / "clip.flac", start, "flac")
    heard = whisper.transcribe(clip, hints=["Laura Méndez"], checkpoint=MemoryCheckpoint().port, progress=no_progress)
    spoken = " ".join(segment.text for segment in heard.segments).lower()
    assert heard.language == "es"
    assert "buenos días" in spoken
    times = [word.start for segment in heard.segments for word in segment.words]
    assert times == sorted(times)
    assert times[-1] < heard.duration
    assert len(times) > 20


@pytest.mark.real
@pytest.mark.parametrize("kind", ["silence", "noise", "music"])
def test_whisper_base_invents_nothing(whisper: WhisperTranscriber, tmp_path: Path, kind: str) -> None:
    """Half a minute without a voice gives no words, even with names that the model was told."""
    times = np.arange(30 * RATE) / RATE
    chords = sum(np.sin(2 * np.pi * pitch * times) for pitch in (220, 277.2, 329.6)) * (1 + np.sin(4 * times))
    wave = {
        "silence": np.zeros(len(times)),
        "noise": np.random.default_rng(5).normal(0, 0.05, len(times)),
        "music": 0.05 * chords,
    }[kind]
    path = encode(tmp_path / "a.flac", wave.astype(np.float32), "flac")
    hints = ["Laura Méndez", "Empaques Tlacuilo"]
    heard = whisper.transcribe(path, hints=hints, checkpoint=MemoryCheckpoint().port, progress=no_progress)
    assert heard.segments == ()


def found_at(path_or_name: str, source: Any) -> ResolvedModel:
    """A model as `resolve` would give it."""
    return ResolvedModel(path_or_name=path_or_name, label="x", sha256=None, source=source)


@pytest.mark.real
def test_load_without_network_names_the_three_ways() -> None:
    """A size that no package has and no network can fetch: what to do is said, and nothing hangs."""
    with pytest.raises(ModelMissingError) as caught:
        whisper_engine.load(found_at("small", "hub"), compute_type="int8", workers=1, threads=1)
    assert "small" in caught.value.what
    for way in ("folder", "pip install", "huggingface.co"):
        assert way in caught.value.hint


@pytest.mark.real
def test_load_unknown_name_is_missing() -> None:
    """A misspelt size is a missing model, not a traceback."""
    with pytest.raises(ModelMissingError):
        whisper_engine.load(found_at("bsae", "hub"), compute_type="int8", workers=1, threads=1)


@pytest.mark.real
def test_load_damaged_folder(tmp_path: Path) -> None:
    """Weights that are no weights are refused by name."""
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(ModelMissingError) as caught:
        whisper_engine.load(found_at(str(tmp_path), "folder"), compute_type="int8", workers=1, threads=1)
    assert caught.value.where == str(tmp_path)


@pytest.mark.real
@pytest.mark.usefixtures("whisper")
@pytest.mark.parametrize("damage", ["truncated", "tokenizer"])
def test_load_damaged_copy(cache: Path, tmp_path: Path, damage: str) -> None:
    """Real weights that were not copied whole, or beside a tokenizer that is none, are refused without a traceback."""
    from meetbot.adapters import weights

    whole = Path(weights.resolve("base", cache=cache).path_or_name)
    for path in whole.iterdir():
        (tmp_path / path.name).symlink_to(path)
    damaged = tmp_path / ("model.bin" if damage == "truncated" else "tokenizer.json")
    damaged.unlink()
    with (whole / damaged.name).open("rb") as source:
        damaged.write_bytes(source.read(1 << 20) if damage == "truncated" else b'{"version": "1.0"}')
    found = weights.resolve(str(tmp_path))
    with pytest.raises(ModelMissingError, match="can't be loaded") as caught:
        whisper_engine.load(found, compute_type="int8", workers=1, threads=1)
    assert caught.value.where == str(tmp_path)


@pytest.mark.real
def test_load_unknown_compute_type(cache: Path, whisper: WhisperTranscriber) -> None:
    """A way of computing that does not exist is a fault of the configuration."""
    from meetbot.adapters import weights

    assert whisper.settings()["model"] == "whisper-base"
    with pytest.raises(MeetbotError) as caught:
        whisper_engine.load(weights.resolve("base", cache=cache), compute_type="int7", workers=1, threads=1)
    assert isinstance(caught.value, ConfigError)
