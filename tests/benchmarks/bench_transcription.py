"""Clock, processor seconds, memory and word errors of meetbot beside plain faster-whisper; on demand, never by pytest.

    python tests/benchmarks/bench_transcription.py RECORDING REFERENCE.txt [MODE ...] [--runs 3] [--language es]
        [--hints "Ana Ruiz, HubSpot"]
    python tests/benchmarks/bench_transcription.py RECORDING --memory 3 [--decoded 10]

The first prints a table: each mode runs in processes of its own, one after the other in turns, and the medians of the
runs are shown. `clock` is from the opened recording to the last word without loading the model, which `load` tells;
`cpu` holds all of it. Compare the clock on an idle machine only; `cpu` means something on a busy one too. The plain
modes are what anybody gets with faster-whisper alone: on all cores, with its voice detection. Figures are compared as
words (`12` is `doce`), case, accents and marks are ignored; the reference holds the spoken words without speakers.

The second repeats the recording until it lasts that many hours, transcribes it with meetbot and tells the peak memory.
Only the first `--decoded` minutes are really decoded, afterwards the model hears nothing: all the rest (reading, voice
detection, kept blocks, progress) runs over the whole length.
"""

import argparse
import difflib
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "quality" / "speech"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

MODES: dict[str, dict[str, Any]] = {
    "sequential": {"batch": 0},
    "sequential-greedy": {"batch": 0, "beam_size": 1},
    "batched-4": {"batch": 4},
    "batched-4-greedy": {"batch": 4, "beam_size": 1},
    "batched-8": {"batch": 8},
    "batched-8-greedy": {"batch": 8, "beam_size": 1},
    "batched-8-words": {"batch": 8, "word_timestamps": True},
    "meetbot": {},
}
"""The plain modes first; without `beam_size` it is 5. Only meetbot and `-words` give the time of each word."""


def plain(text: str, language: str) -> list[str]:
    """Words without case, accents and marks, figures spelt out."""
    from spoken_numbers import said

    decomposed = unicodedata.normalize("NFD", said(text, language).lower())
    return re.findall(r"[^\W_]+", "".join(c for c in decomposed if not unicodedata.combining(c)))


def by_meetbot(arguments: argparse.Namespace) -> tuple[str, float]:
    """The text as meetbot's own adapter hears it, and the seconds for loading."""
    from meetbot.adapters import whisper_engine
    from meetbot.adapters.whisper import WhisperTranscriber
    from meetbot.config import TranscriptionConfig
    from meetbot.ports import Checkpoint

    loading: list[float] = []

    def load(*args: Any, **settings: Any) -> Any:
        began = time.monotonic()
        loaded = whisper_engine.load(*args, **settings)
        loading.append(time.monotonic() - began)
        return loaded

    kept: dict[str, str] = {}
    heard = WhisperTranscriber(
        TranscriptionConfig(language=arguments.language),
        language_hint="es",
        model_factory=load,
        block_seconds=arguments.block,
    ).transcribe(
        arguments.recording,
        hints=hints_of(arguments),
        checkpoint=Checkpoint(fetch=kept.get, keep=kept.__setitem__),
        progress=lambda _what, _share: None,
    )
    return " ".join(segment.text for segment in heard.segments), sum(loading)


def by_faster_whisper(arguments: argparse.Namespace, options: dict[str, Any]) -> tuple[str, float]:
    """The text as faster-whisper alone gives it, and the seconds for loading."""
    from meetbot.adapters import weights

    folder = weights.resolve("base").path_or_name  # must not import what sets threads' behaviour for meetbot
    began = time.monotonic()
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    cores = len(os.sched_getaffinity(0))
    model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=cores, local_files_only=True)
    loading = time.monotonic() - began
    batch = options.pop("batch")
    options = {"beam_size": 5, "vad_filter": True, "language": arguments.language} | options
    options["language"] = None if options["language"] == "auto" else options["language"]
    if hints := hints_of(arguments):
        options["initial_prompt"] = ", ".join(hints) + "."
    if batch:
        segments, _ = BatchedInferencePipeline(model).transcribe(str(arguments.recording), batch_size=batch, **options)
    else:
        segments, _ = model.transcribe(str(arguments.recording), **options)
    return " ".join(segment.text for segment in segments), loading


def hints_of(arguments: argparse.Namespace) -> list[str]:
    """The names and words that are told to the recogniser."""
    return [hint.strip() for hint in arguments.hints.split(",") if hint.strip()]


def measure(mode: str, arguments: argparse.Namespace) -> None:
    """Runs one mode here and prints what came of it as a line of JSON."""
    options = dict(MODES[mode])
    began = time.monotonic()
    text, loading = by_faster_whisper(arguments, options) if options else by_meetbot(arguments)
    used = resource.getrusage(resource.RUSAGE_SELF)
    found = {
        "clock": time.monotonic() - began - loading,
        "load": loading,
        "cpu": used.ru_utime + used.ru_stime,
        "peak_mb": used.ru_maxrss / 1024,
        "text": text,
    }
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


def in_processes(modes: list[str], arguments: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """The medians of each mode's runs; the runs take turns, so that a busier minute hits all of them."""
    runs: dict[str, list[dict[str, Any]]] = {mode: [] for mode in modes}
    same = ["--hints", arguments.hints, "--language", arguments.language, "--block", str(arguments.block), "--here"]
    for number in range(arguments.runs):
        for mode in modes:
            sys.stderr.write(f"run {number + 1} of {arguments.runs}: {mode}\n")
            command = [sys.executable, __file__, str(arguments.recording), str(arguments.reference), mode, *same]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this file
            runs[mode].append(json.loads(done.stdout.splitlines()[-1]))
    return {
        mode: {key: statistics.median(run[key] for run in done) for key in ("clock", "load", "cpu", "peak_mb")}
        | {"text": done[0]["text"], "same": len({run["text"] for run in done}) == 1}
        for mode, done in runs.items()
    }


def table(found: dict[str, dict[str, Any]], arguments: argparse.Namespace) -> Iterator[str]:
    """The lines of the report."""
    from rapidfuzz.distance import Levenshtein

    from meetbot.adapters import audio

    seconds = audio.probe(arguments.recording).duration or 0.0
    language = "en" if arguments.language == "en" else "es"
    reference = plain(arguments.reference.read_text(encoding="utf-8"), language)
    texts = {mode: plain(run["text"], language) for mode, run in found.items()}
    hinted = {word for hint in hints_of(arguments) for word in plain(hint, language) if word in reference}
    cores = len(os.sched_getaffinity(0))
    yield f"{arguments.recording.name}: {seconds:.0f} s, {cores} cores, medians of {arguments.runs} runs"
    yield "mode                clock s  x real  load s   cpu s  peak MB  word errors     words"
    for mode, run in found.items():
        errors = Levenshtein.distance(reference, texts[mode]) / len(reference)
        yield (
            f"{mode:<18} {run['clock']:8.1f} {seconds / run['clock']:7.1f} {run['load']:7.1f} {run['cpu']:7.1f} "
            f"{run['peak_mb']:8.0f} {errors:12.1%} {len(texts[mode]):>4}/{len(reference)}"
            + ("" if run["same"] else "  (the text differed between runs)")
        )
    for mode, words in texts.items() if hinted else ():
        kept = sum(min(words.count(word), reference.count(word)) for word in hinted)
        yield f"hinted words in {mode}: {kept} of {sum(reference.count(word) for word in hinted)}"
    others = {mode: run["clock"] for mode, run in found.items() if mode != "meetbot"}
    if "meetbot" in found and others:
        yield from compared(found, texts, min(others, key=lambda mode: others[mode]))


def compared(found: dict[str, dict[str, Any]], texts: dict[str, list[str]], best: str) -> Iterator[str]:
    """Meetbot beside the fastest of the others: speed, and each place where the words differ."""
    ratio = {key: found[best][key] / found["meetbot"][key] for key in ("clock", "cpu")}
    yield f"meetbot beside {best}: {ratio['clock']:.2f} times as fast, by CPU time {ratio['cpu']:.2f}"
    ours, theirs = texts["meetbot"], texts[best]
    changes = [
        f"  {' '.join(theirs[a:b]) or '-'} → {' '.join(ours[c:d]) or '-'}"
        for kind, a, b, c, d in difflib.SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes()
        if kind != "equal"
    ]
    yield f"places where the words differ ({best} → meetbot): {len(changes)}"
    yield from changes


def long_run(arguments: argparse.Namespace) -> Iterator[str]:
    """The memory that a recording of many hours takes."""
    from meetbot.adapters import whisper_engine
    from meetbot.adapters.whisper import WhisperTranscriber
    from meetbot.adapters.whisper_text import Window
    from meetbot.config import TranscriptionConfig
    from meetbot.ports import Checkpoint

    decoded = 0.0
    silent = Window(start=0, end=0, text="", words=(), avg_logprob=0, no_speech_prob=1, compression_ratio=1)

    class HearsTheStart:
        """The real model for the first minutes; afterwards one that hears nothing."""

        def __init__(self, loaded: Any) -> None:
            self.languages, self.language_shares, self.real = loaded.languages, loaded.language_shares, loaded.windows

        def windows(self, samples: Any, clips: Any, **settings: Any) -> Any:
            nonlocal decoded
            if decoded >= arguments.decoded * 60:
                return (replace(silent, start=clip.start, end=clip.start) for clip in clips)
            decoded += sum(clip.length for clip in clips) / 16_000
            return self.real(samples, clips, **settings)

    kept: dict[str, int] = {}
    marks: list[str] = []
    began, shown = time.monotonic(), 0.0

    def progress(_what: str, share: float) -> None:
        nonlocal shown
        if share >= shown + 0.1 or share == 1:
            shown = share
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            marks.append(f"  {share:4.0%} after {time.monotonic() - began:6.0f} s: peak {peak} MB")

    with tempfile.TemporaryDirectory() as folder:
        path = repeated(arguments.recording, Path(folder) / "long.wav", arguments.memory)
        megabytes = path.stat().st_size // 1_000_000
        heard = WhisperTranscriber(
            TranscriptionConfig(language=arguments.language),
            language_hint="es",
            model_factory=lambda *args, **settings: HearsTheStart(whisper_engine.load(*args, **settings)),
            block_seconds=arguments.block,
        ).transcribe(
            path,
            hints=[],
            checkpoint=Checkpoint(fetch=lambda _key: None, keep=lambda key, text: kept.update({key: len(text)})),
            progress=progress,
        )
    yield f"{heard.duration / 3600:.2f} hours of sound ({megabytes} MB on disk), {len(kept)} kept parts"
    yield f"decoded by whisper: {decoded / 60:.1f} minutes, the rest only read and searched for voices"
    yield from marks


def repeated(recording: Path, target: Path, hours: float) -> Path:
    """The recording over and over until it lasts that long."""
    import numpy as np

    from meetbot.adapters import audio

    with wave.open(str(target), "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        left = int(hours * 3600 * 16_000)
        while left > 0:
            for piece in audio.samples(recording):
                out.writeframes((np.clip(piece[:left], -1, 1) * 32_767).astype("<i2").tobytes())
                left -= min(left, len(piece))
    return target


def main() -> None:
    """Reads the arguments and prints the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recording", type=Path)
    parser.add_argument("reference", type=Path, nargs="?")
    parser.add_argument("modes", nargs="*", choices=[*MODES, []], default=[], metavar="MODE", help=", ".join(MODES))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--language", default="es", help='a code, or "auto"')
    parser.add_argument("--hints", default="")
    parser.add_argument("--block", type=float, default=60.0, help="meetbot's seconds a block")
    parser.add_argument("--memory", type=float, default=0.0, metavar="HOURS")
    parser.add_argument("--decoded", type=float, default=10.0, metavar="MINUTES")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.memory:
        sys.stdout.writelines(f"{line}\n" for line in long_run(arguments))
    elif arguments.reference is None:
        parser.error("the reference text is missing")
    elif arguments.here:
        measure(arguments.modes[0], arguments)
    else:
        found = in_processes(arguments.modes or list(MODES), arguments)
        sys.stdout.writelines(f"{line}\n" for line in table(found, arguments))


if __name__ == "__main__":
    main()
