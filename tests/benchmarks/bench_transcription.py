"""Word errors, processor seconds and memory of ways to transcribe one recording; run on demand, never by pytest.

    python tests/benchmarks/bench_transcription.py RECORDING.wav REFERENCE.txt [MODE ...] [--hints "Ana Ruiz, HubSpot"]

The reference holds the spoken words, without speakers; case, accents and marks are ignored. Each mode runs in a
process of its own, so that its peak memory is its own. Processor seconds are comparable on a busy machine, the clock
is not. MODE is one of those listed by --help; without any, all run.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any

MODES: dict[str, dict[str, Any]] = {
    "meetbot": {},
    "meetbot-hints": {"hinted": True},
    "sequential": {"batch": 0},
    "sequential-words": {"batch": 0, "word_timestamps": True},
    "sequential-words-unconditioned": {"batch": 0, "word_timestamps": True, "condition_on_previous_text": False},
    "batched": {"batch": 4},
    "batched-words": {"batch": 4, "word_timestamps": True},
    "batched-2-words": {"batch": 2, "word_timestamps": True},
    "batched-words-stamps": {"batch": 4, "word_timestamps": True, "without_timestamps": False},
    "batched-words-list": {"batch": 4, "word_timestamps": True, "prompt": "{hints}"},
    "batched-words-list-ended": {"batch": 4, "word_timestamps": True, "prompt": "{hints}."},
    "batched-words-sentence": {"batch": 4, "word_timestamps": True, "prompt": "Reunión con {hints}."},
    "batched-words-greedy": {"batch": 4, "word_timestamps": True, "beam_size": 1},
}


def plain(text: str) -> list[str]:
    """Words without case, accents and marks."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return re.findall(r"[^\W_]+", "".join(c for c in decomposed if not unicodedata.combining(c)))


def by_meetbot(recording: Path, hints: list[str]) -> str:
    """The text as meetbot's own adapter hears it, language and all."""
    from meetbot.adapters.whisper import WhisperTranscriber
    from meetbot.config import TranscriptionConfig
    from meetbot.ports import Checkpoint

    kept: dict[str, str] = {}
    heard = WhisperTranscriber(TranscriptionConfig(), language_hint="es").transcribe(
        recording,
        hints=hints,
        checkpoint=Checkpoint(fetch=kept.get, keep=kept.__setitem__),
        progress=lambda _what, _share: None,
    )
    for issue in heard.issues:
        sys.stderr.write(f"    {issue.where}: {issue.message}\n")
    return " ".join(segment.text for segment in heard.segments)


def by_faster_whisper(recording: Path, hints: list[str], options: dict[str, Any], language: str) -> str:
    """The text as faster-whisper alone gives it, from the whole recording at once on one thread."""
    from meetbot.adapters import audio, threads, weights  # noqa: F401 - threads: for its effect, before numpy

    # isort: split
    import numpy as np
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    samples = np.concatenate(list(audio.samples(recording)))
    model = WhisperModel(
        weights.resolve("base").path_or_name, device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
    )
    batch, prompt = options.pop("batch"), options.pop("prompt", None)
    options = {"beam_size": 5, "vad_filter": True, "language": language} | options
    if prompt:
        options["initial_prompt"] = prompt.format(hints=", ".join(hints))
    if batch:
        segments, _ = BatchedInferencePipeline(model).transcribe(samples, batch_size=batch, **options)
    else:
        segments, _ = model.transcribe(samples, **options)
    return " ".join(segment.text for segment in segments)


def measure(mode: str, arguments: argparse.Namespace) -> None:
    """Runs one mode here and prints its line."""
    from rapidfuzz.distance import Levenshtein

    options = dict(MODES[mode])
    hints = [hint.strip() for hint in arguments.hints.split(",") if hint.strip()]
    began, cpu = time.monotonic(), time.process_time()
    if "batch" in options:
        text = by_faster_whisper(arguments.recording, hints, options, arguments.language)
    else:
        text = by_meetbot(arguments.recording, hints if options.get("hinted") else [])
    reference, found = plain(arguments.reference.read_text(encoding="utf-8")), plain(text)
    names = {word for hint in hints for word in plain(hint) if word in reference}
    kept = sum(min(found.count(name), reference.count(name)) for name in names)
    line = {
        "mode": mode,
        "word_errors": f"{Levenshtein.distance(reference, found) / len(reference):.1%}",
        "hinted_words": f"{kept}/{sum(reference.count(name) for name in names)}",
        "words": f"{len(found)}/{len(reference)}",
        "cpu_s": round(time.process_time() - cpu, 1),
        "clock_s": round(time.monotonic() - began, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def main() -> None:
    """Reads the arguments; a single mode is run here, several each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recording", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("modes", nargs="*", choices=[*MODES, []], default=[], metavar="MODE", help=", ".join(MODES))
    parser.add_argument("--hints", default="")
    parser.add_argument("--language", default="es", help="of the faster-whisper modes; meetbot finds it out")
    arguments = parser.parse_args()
    modes = arguments.modes or list(MODES)
    if len(modes) == 1:
        measure(modes[0], arguments)
        return
    for mode in modes:
        same = [str(arguments.recording), str(arguments.reference), mode, "--hints", arguments.hints]
        command = [sys.executable, __file__, *same, "--language", arguments.language]
        subprocess.run(command, check=False)  # noqa: S603 - this file with the user's own arguments


if __name__ == "__main__":
    main()
