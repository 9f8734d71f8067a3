"""Measures how right, how fast and how big meetbot's transcription is, beside plain faster-whisper in the same run.

    python tests/quality/speech/run.py --work DIR [--only PART ...] [--out tests/quality/speech/results.md]

Run on demand, never by pytest. DIR keeps the spoken audio, which takes long to make the first time, and all raw
results. What is absent (the speaker tool, Debian's prompt packages) is left out, and the page says so.
PART: words (real Spanish with its text), meetings (spoken ones, in three conditions, and the sample), voices (real
voices), speed (all Spanish meetings in one file), nobody (silence, hum, noise, music). Without any, all.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import page
from subjects import PARTS, ROOT, Job, Sources, Subject, jobs, part_of, prepared

HERE = Path(__file__).resolve().parent
LIMIT_SECONDS = 1800
"""Of one measurement; a busy machine may take ten times as long as a quiet one."""

ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
"""As the user has it, before meetbot is imported here and says how OpenMP waits: that is not plain faster-whisper's."""

PACKAGES = ("meetbot", "faster-whisper", "ctranslate2", "onnxruntime", "av", "numpy")


def measured(job: Job, folder: Path, weights: str) -> dict[str, Any]:
    """The result of one measurement in its own process, or `failed` with the last line that it said."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "job.json").write_text(json.dumps(job.document(weights), ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, str(HERE / "measure.py"), str(folder / "job.json"), str(folder / "result.json")]
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        try:
            code = subprocess.run(  # noqa: S603 - measure.py beside this file
                command, stdout=log, stderr=log, env=ENVIRONMENT, check=False, timeout=LIMIT_SECONDS
            ).returncode
        except subprocess.TimeoutExpired:
            return {"failed": f"not done after {LIMIT_SECONDS} s"}
    if code:
        lines = (folder / "log.txt").read_text(encoding="utf-8", errors="replace").strip().splitlines()
        told = [line for line in lines if line.startswith("Error:")] or lines[-1:] or [f"ended with {code}"]
        return {"failed": told[0].strip()}
    result: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    return result


def machine() -> dict[str, str]:
    """What the figures depend on beside the code."""
    from meetbot.adapters import weights
    from meetbot.adapters.voices import OnnxDiarizer
    from meetbot.config import TranscriptionConfig

    cpu = Path("/proc/cpuinfo")
    models = [line.split(":", 1)[1].strip() for line in cpu.read_text().splitlines() if "model name" in line]
    commit = subprocess.run(  # noqa: S603 - constants
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty"],  # noqa: S607 - the developer's git
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return {
        "commit": commit or "unknown",
        "versions": ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
        + f", Python {platform.python_version()}",
        "weights": weights.identify("base").sha256 or "unknown",
        "encoder": OnnxDiarizer(TranscriptionConfig(), root=Path()).settings()["encoder"],
        "processor": models[0] if models else platform.processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "settings": ", ".join(f"{k}={v}" for k, v in sorted(ENVIRONMENT.items()) if k.startswith("OMP_")),
    }


def load() -> str:
    """How busy the machine is: processes that want a core, mean of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def arguments() -> argparse.Namespace:
    """What the user asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="keeps audio and raw results")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART")
    parser.add_argument("--meeting", nargs="+", default=[], metavar="NAME", help="only these scripts of meetings/")
    parser.add_argument("--out", type=Path, help="the page to write; without it, to the screen")
    parser.add_argument(
        "--speaker-tool",
        type=Path,
        default=Path(os.environ.get("SPEECH_TOOL", ROOT.parent / "shared" / "tools")),
        help="speak_meeting.py or its folder (or $SPEECH_TOOL)",
    )
    parser.add_argument(
        "--wheels", type=Path, default=os.environ.get("SPEECH_WHEELS"), help="its voices (or $SPEECH_WHEELS)"
    )
    parser.add_argument(
        "--prompts", type=Path, nargs="*", default=[], help="folders into which prompt packages were unpacked"
    )
    parser.add_argument("--page-only", action="store_true", help="write the page from the last run's raw results")
    return parser.parse_args()


def measure_all(subjects: list[Subject], work: Path, parts: list[str]) -> None:
    """Every measurement of those recordings, each kept in results.json as it comes, with the machine and its load."""
    from meetbot.adapters import weights

    todo = [job for subject in subjects for job in jobs(subject)]
    model = str(weights.resolve("base").path_or_name)
    kept: dict[str, Any] = {
        "at": f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}",
        "machine": machine(),
        "parts": parts,
    }
    began, before = time.monotonic(), load()
    results: dict[str, Any] = {}
    for number, job in enumerate(todo, 1):
        sys.stderr.write(f"[{number}/{len(todo)}, {time.monotonic() - began:.0f} s] {job.key}\n")
        results[job.key] = measured(job, work / "jobs" / job.key.replace("/", "-"), model)
        if "failed" in results[job.key]:
            sys.stderr.write(f"    failed: {results[job.key]['failed']}\n")
        kept |= {"load": [before, load()], "seconds": round(time.monotonic() - began), "results": results}
        (work / "results.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> None:
    """Makes the recordings, measures, keeps the raw results, writes the page."""
    asked = arguments()
    work = asked.work.resolve()
    sources = Sources(
        work=work,
        tool=asked.speaker_tool,
        wheels=asked.wheels or work / "wheels",
        prompts=(*(folder.resolve() for folder in asked.prompts), Path("/")),
        scripts=tuple(asked.meeting),
    )
    subjects, absent = prepared(sources, asked.only)
    if not asked.page_only:
        measure_all(subjects, work, asked.only)
    kept: Mapping[str, Any] = json.loads((work / "results.json").read_text(encoding="utf-8"))
    measured_keys = {key.split("/")[0] for key in kept["results"]}
    text = page.rendered(kept, [s for s in subjects if s.key in measured_keys and part_of(s) in asked.only], absent)
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{asked.out}\n")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
