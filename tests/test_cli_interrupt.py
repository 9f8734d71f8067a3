"""Ctrl-C and kill during a real transcription: what was finished is kept, and the same command goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from meetbot.adapters.scaffold import copy_samples
from meetbot.adapters.weights import resolve
from meetbot.errors import ModelMissingError

pytestmark = pytest.mark.real

RECORDING = "recordings/2026-11-23-alineacion.m4a"
WORK = "meetings/2026-11-23-alineacion/.work"


# A shell's background job ignores Ctrl-C, and what it starts inherits that.
HEARS_CTRL_C = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from meetbot.cli import main; main()"
)


def minutes(root: Path, cache: Path) -> subprocess.Popen[str]:
    """`meetbot minutes` of the sample recording, as a process of its own; one worker, so that blocks come in order."""
    environment = {**os.environ, "MEETBOT_CACHE_DIR": str(cache), "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", HEARS_CTRL_C, "--workspace", str(root), "minutes", str(root / RECORDING), "--json"]
    return subprocess.Popen(  # noqa: S603 - our own code
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def shorten(recording: Path, *, seconds: float) -> None:
    """Keeps the beginning: two blocks are enough to stop between them."""
    whole = recording.with_name("whole.m4a")
    recording.rename(whole)
    with av.open(str(whole)) as source, av.open(str(recording), "w") as target:
        copied = target.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.dts is None or packet.dts * packet.time_base > seconds:
                break
            packet.stream = copied
            target.mux(packet)


def blocks(root: Path) -> dict[str, bytes]:
    """The finished blocks on disk."""
    return {p.name: p.read_bytes() for p in (root / WORK).glob("transcribe-*/*.json")}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where the weights lie; skips where they are not installed."""
    folder = Path(os.environ.get("MEETBOT_CACHE_DIR") or tmp_path / "cache")
    try:
        resolve("base", cache=folder)
    except ModelMissingError as error:
        pytest.skip(f"whisper-base is not installed: {error.what}")
    return folder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_stopped_transcription_goes_on(number: signal.Signals, tmp_path: Path, cache: Path) -> None:
    """After the first finished block the run is stopped; the next run decodes the others only."""
    root = tmp_path / "muestra"
    settings = copy_samples(root)
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[transcription]", "[transcription]\nworkers = 1"), encoding="utf-8")
    shorten(root / RECORDING, seconds=180)
    first = minutes(root, cache)
    deadline = time.monotonic() + 240
    while not blocks(root) and first.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    first.send_signal(number)
    _, said = first.communicate(timeout=60)
    kept = blocks(root)
    second = minutes(root, cache)
    seen: dict[str, bytes] = {}
    while second.poll() is None:
        seen |= blocks(root)
        time.sleep(0.1)
    printed, errors = second.communicate()

    assert kept, said
    if number == signal.SIGINT:
        assert first.returncode == 1
        assert "run the same command again" in said
        assert "Traceback" not in said
    assert second.returncode == 0, errors
    assert {name: seen[name] for name in kept} == kept
    assert json.loads(printed)["verified_share"] == 1.0
