"""One measurement in a process of its own, so that its seconds and memory are its own: JOB.json in, RESULT.json out.

`meetbot`: the command `meetbot transcribe` as a user runs it; its two stages are timed from outside. `voices`: only the
diarizer, on the same sound with other knowledge of who attends. `sequential`, `batched`: faster-whisper as its own
documentation uses it; `timed`: batched, with a time for each word, which meetbot always gives. Every engine reads the
file, loads its model and decodes within the time that is taken.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

DAY = date(2026, 11, 23)
MEETING = f"{DAY}-quality"


@contextmanager
def timed(into: dict[str, Any]) -> Iterator[None]:
    """Adds the seconds of clock and processor (all threads) that pass within."""
    clock, processor = time.perf_counter(), time.process_time()
    try:
        yield
    finally:
        into["clock"] = into.get("clock", 0.0) + time.perf_counter() - clock
        into["processor"] = into.get("processor", 0.0) + time.process_time() - processor


def peak_megabytes() -> int:
    """The most memory that this process has had; `ru_maxrss` would count the parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


def workspace(job: Mapping[str, Any], *, attendees: bool) -> str:
    """A meetbot.toml with the job's people and words; JSON strings and lists are TOML's too."""
    written = json.dumps
    settings = [
        "[company]",
        f"name = {written(job['company'], ensure_ascii=False)}",
        f"locale = {written('en' if job['language'] == 'en' else 'es-MX')}",
        '[meeting]\ntitle = "Quality"\nslug = "quality"',
        "[transcription]",
        f"language = {written('mixed' if job['language'] == 'mixed' else 'auto')}",
        f"vocabulary = {written(job['words'], ensure_ascii=False)}",
        '[[departments]]\nid = "mercadeo"\nname = "Mercadeo"\nrole = "marketing"',
        '[[departments]]\nid = "comercial"\nname = "Comercial"\nrole = "sales"',
    ]
    for person in job["people"]:
        settings += [
            "[[people]]",
            f"name = {written(person['name'], ensure_ascii=False)}",
            f"aliases = {written(list(person.get('aliases', ())), ensure_ascii=False)}",
            'department = "comercial"',
            f"attends = {written(bool(attendees and person.get('attends', True)))}",
        ]
    return "\n".join(settings) + "\n"


def by_meetbot(job: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """What `meetbot transcribe` leaves in the meeting's folder, and the seconds of its stages."""
    from meetbot.adapters.voices import OnnxDiarizer
    from meetbot.adapters.whisper import WhisperTranscriber
    from meetbot.cli.app import run

    (folder / "meetbot.toml").write_text(workspace(job, attendees=True), encoding="utf-8")
    transcribing: dict[str, Any] = {}
    diarizing: dict[str, Any] = {}
    whole: dict[str, Any] = {}
    _watch(WhisperTranscriber, "transcribe", transcribing)
    _watch(OnnxDiarizer, "diarize", diarizing)
    with timed(whole):
        code = run(["-w", str(folder), "--quiet", "transcribe", job["recording"], "--date", str(DAY), "--json"])
    place = folder / "meetings" / MEETING
    if not (place / "transcript.json").is_file():
        raise RuntimeError(f"meetbot transcribe ended with {code} and without a transcript")
    voices = place / "voices.json"
    return {
        "code": code,
        "whole": whole,
        "transcribing": transcribing,
        "diarizing": diarizing,
        "transcript": json.loads((place / "transcript.json").read_text(encoding="utf-8")),
        "voices": json.loads(voices.read_text(encoding="utf-8")) if voices.is_file() else {"intervals": []},
    }


def _watch(owner: type, method: str, into: dict[str, Any]) -> None:
    """Takes the time of a method of ours without changing what it does, whatever its arguments come to be."""
    original: Callable[..., Any] = getattr(owner, method)

    @wraps(original)
    def watched(*args: Any, **options: Any) -> Any:
        with timed(into):
            return original(*args, **options)

    setattr(owner, method, watched)


def by_diarizer(job: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Who speaks when, as often as there is something else to be told: who attends, or how many voices there are."""
    from meetbot import config
    from meetbot.adapters.voices import OnnxDiarizer

    diarizing: dict[str, Any] = {}
    voices: dict[str, Any] = {}
    for knowledge in job["knowledge"]:
        (folder / "meetbot.toml").write_text(workspace(job, attendees=knowledge == "known"), encoding="utf-8")
        settings = config.load(folder).config
        count = job["speakers"] if knowledge == "given" else None
        wanted = settings.transcription.model_copy(update={"speaker_count": count})
        with timed(diarizing):
            found = OnnxDiarizer(wanted, root=folder).diarize(
                Path(job["recording"]), roster=settings.roster, progress=lambda _what, _share: None
            )
        voices[knowledge] = {"intervals": [i.model_dump(mode="json") for i in found.intervals]}
    return {"diarizing": diarizing, "voices": voices}


def by_faster_whisper(job: Mapping[str, Any]) -> dict[str, Any]:
    """The text of faster-whisper alone: beam 5, its own voice detector, all cores, the same weights at int8.

    Nothing of meetbot is imported: it would set how OpenMP waits, which is the user's choice here.
    """
    language = job["language"]
    options: dict[str, Any] = {"beam_size": 5, "vad_filter": True}
    options |= {"multilingual": True} if language == "mixed" else {"language": language}
    decoding: dict[str, Any] = {}
    with timed(decoding):
        from faster_whisper import BatchedInferencePipeline, WhisperModel

        cores = len(os.sched_getaffinity(0))
        model = WhisperModel(
            job["weights"], device="cpu", compute_type="int8", cpu_threads=cores, local_files_only=True
        )
        if job["kind"] in {"batched", "timed"}:
            options |= {"batch_size": 8, "word_timestamps": job["kind"] == "timed"}
            segments, _ = BatchedInferencePipeline(model).transcribe(job["recording"], **options)
        else:
            segments, _ = model.transcribe(job["recording"], **options)
        text = " ".join(segment.text.strip() for segment in segments)
    return {"transcribing": decoding, "text": text}


def main() -> None:
    """Reads the job, measures, writes the result."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = Path(sys.argv[1]).parent
    if job["kind"] == "meetbot":
        result = by_meetbot(job, folder)
    elif job["kind"] == "voices":
        result = by_diarizer(job, folder)
    else:
        result = by_faster_whisper(job)
    result["peak_mb"] = peak_megabytes()
    Path(sys.argv[2]).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
