"""Bad input as a user meets it: a clear message, the fix, the right exit code, nothing lost, no traceback."""

import json
import os
import shutil
import socket
import subprocess
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import av
import numpy as np
import pytest
from commandline import TRANSCRIPT, CommandLine

from meetbot.adapters.weights import resolve
from meetbot.errors import ModelMissingError

MEETING = "2026-11-23-alineacion"


@pytest.fixture
def _whisper_base() -> None:
    """Skips where the whisper-base packages are not installed."""
    try:
        resolve("base")
    except ModelMissingError as error:
        pytest.skip(f"whisper-base is not installed: {error.what}")


def silence(path: Path, seconds: float) -> str:
    """A recording in which nobody speaks."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"\0\0" * int(16_000 * seconds))
    return path.name


def mute_video(path: Path) -> str:
    """A video without sound."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=Fraction(10))
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(10):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path.name


@pytest.mark.parametrize("command", [("agenda",), ("minutes", "x.vtt"), ("send",), ("actions",), ("check",)])
def test_outside_a_workspace(meetbot: CommandLine, command: tuple[str, ...]) -> None:
    """Every command says that there is no workspace and how to make one."""
    result = meetbot(*command)

    assert result.code == 1
    assert "There is no meetbot workspace here." in result.err
    assert "meetbot init" in result.err


def test_invalid_toml_names_line_and_key(meetbot: CommandLine) -> None:
    """A typing error in meetbot.toml is shown with its line and key."""
    meetbot.workspace()
    path = meetbot.folder / "meetbot.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[sla]\nminimum_score = setenta\n", encoding="utf-8")
    result = meetbot("check")

    assert result.code == 1
    assert "key `minimum_score`" in result.err
    assert "line " in result.err


@pytest.mark.parametrize("name", ["no-existe-2026-11-23.m4a", "no-existe-2026-11-23.vtt"])
def test_missing_recording(meetbot: CommandLine, name: str) -> None:
    """A file that isn't there is named."""
    meetbot.workspace()
    result = meetbot("minutes", name)

    assert result.code == 1
    assert name in result.err


@pytest.mark.usefixtures("_whisper_base")
@pytest.mark.parametrize("name", ["2026-11-23.m4a", "2026-11-23.mp3", "2026-11-23.wav"])
def test_empty_recording(meetbot: CommandLine, name: str) -> None:
    """A file of 0 bytes is called empty."""
    meetbot.workspace()
    (meetbot.folder / name).write_bytes(b"")
    result = meetbot("minutes", name)

    assert result.code == 1
    assert "empty" in result.err


@pytest.mark.usefixtures("_whisper_base")
def test_truncated_recording(meetbot: CommandLine) -> None:
    """An m4a cut before its index is an error with the way to get the file again."""
    meetbot.workspace()
    path = meetbot.folder / "2026-11-23.m4a"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16_000)
        samples = (np.sin(np.arange(32_000) / 20) * 9_000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = 16_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    result = meetbot("minutes", path.name)

    assert result.code == 1
    assert path.name in result.err


@pytest.mark.usefixtures("_whisper_base")
def test_video_without_sound(meetbot: CommandLine) -> None:
    """A screen recording without a sound track is called that."""
    meetbot.workspace()
    result = meetbot("minutes", mute_video(meetbot.folder / "2026-11-23.mp4"))

    assert result.code == 1
    assert "sound" in result.err


@pytest.mark.real
@pytest.mark.usefixtures("_whisper_base")
def test_silence_gives_minutes_that_say_so(meetbot: CommandLine) -> None:
    """A recording without speech gives minutes without a single invented word, and no mail to a department."""
    meetbot.workspace()
    result = meetbot("minutes", silence(meetbot.folder / "2026-11-23.wav", 8), "--json")
    found = json.loads(result.out)
    minutes = json.loads((meetbot.folder / "meetings" / MEETING / "minutes.json").read_text(encoding="utf-8"))

    assert result.code == 0, result.err
    assert (found["decisions"], found["actions"], found["unconfirmed"]) == (0, 0, 0)
    assert minutes["nothing_said"] is True
    assert [path.name for path in (meetbot.folder / "meetings" / MEETING / "outbox").iterdir()] == ["minutes.eml"]


def test_text_named_mp3_is_called_text(meetbot: CommandLine) -> None:
    """Notes saved under a recording's name are not sent to the recogniser."""
    meetbot.workspace()
    (meetbot.folder / "2026-11-23.mp3").write_text("estas son mis notas de la junta, sin nombres", encoding="utf-8")
    result = meetbot("minutes", "2026-11-23.mp3")

    assert result.code == 1
    assert "text" in result.err


def test_unknown_transcript_format(meetbot: CommandLine) -> None:
    """A transcript that nobody knows is answered with the known formats."""
    meetbot.workspace()
    (meetbot.folder / "2026-11-23.txt").write_text("sin nombres ni tiempos\nsolo notas sueltas\n", encoding="utf-8")
    result = meetbot("minutes", "2026-11-23.txt")

    assert result.code == 1
    assert "WebVTT" in result.err


def test_meeting_date_missing(meetbot: CommandLine) -> None:
    """Without a date in the name or on the command line, the fix is named, and nothing was written."""
    meetbot.workspace()
    result = meetbot("minutes", meetbot.transcript("junta.vtt"))

    assert result.code == 1
    assert "--date" in result.err
    assert not (meetbot.folder / "meetings").exists()
    assert meetbot("minutes", "junta.vtt", "--date", "2026-11-23").code == 0


@pytest.mark.parametrize("text", ["", "id,fecha,puntaje,responsable,asignado,primer contacto,etapa,origen\n"])
def test_export_without_rows(meetbot: CommandLine, text: str) -> None:
    """An export with no data row is an error that names the file; the deals still serve, and no lead figure is 0."""
    meetbot.workspace()
    (meetbot.folder / "data" / "leads-2026-11-22.csv").write_text(text, encoding="utf-8")
    result = meetbot("--now", "2026-11-22", "agenda")

    assert result.code == 3
    assert "leads-2026-11-22.csv" in result.err
    agenda = json.loads(next(meetbot.folder.glob("meetings/*/agenda.json")).read_text(encoding="utf-8"))
    values = {reading["kpi"]["id"]: reading["value"] for reading in (*agenda["readings"], *agenda["annex"])}
    assert values["leads"] is None
    assert values["pipeline"]


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def llm_settings(port: int, *, fallback: bool) -> str:
    """A language model on this machine, tried once."""
    return (
        f'\n[llm]\nmodel = "local"\nbase_url = "http://127.0.0.1:{port}/v1"\nretries = 0\ntimeout_seconds = 5\n'
        f"fallback_to_rules = {str(fallback).lower()}\n"
    )


def test_unreachable_llm_keeps_the_transcript(meetbot: CommandLine) -> None:
    """A server that doesn't answer stops the minutes, not the transcript; the fix names both ways out."""
    meetbot.workspace(llm_settings(_closed_port(), fallback=False))
    result = meetbot("minutes", meetbot.transcript())
    folder = meetbot.folder / "meetings" / MEETING

    assert result.code == 1
    assert "fallback_to_rules" in result.err
    assert (folder / "transcript.json").is_file()
    assert not (folder / "minutes.json").exists()


def test_unreachable_llm_falls_back_where_allowed(meetbot: CommandLine) -> None:
    """With the user's leave the rules stand in, and the minutes say so."""
    meetbot.workspace(llm_settings(_closed_port(), fallback=True))
    result = meetbot("minutes", meetbot.transcript(), "--json")
    found = json.loads(result.out)

    assert result.code == 0
    assert found["engine"]["name"] == "rules"
    assert any("rule engine was used" in issue["message"] for issue in found["issues"])


def test_llm_wanted_but_not_configured(meetbot: CommandLine) -> None:
    """`--engine llm` without a model says which keys are missing."""
    meetbot.workspace()
    result = meetbot("minutes", meetbot.transcript(), "--engine", "llm")

    assert result.code == 1
    assert "model" in result.err


class _BrokenModel(BaseHTTPRequestHandler):
    """A server that answers every question with an empty reply."""

    def do_POST(self) -> None:
        """Answers 200 with no content, as some servers do when they can't structure their output."""
        self.rfile.read(int(self.headers["Content-Length"]))
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": ""}}
        usage = {"prompt_tokens": 5000, "completion_tokens": 0, "total_tokens": 5000}
        reply = {"id": "x", "object": "chat.completion", "created": 1, "model": "local", "choices": [choice]}
        body = json.dumps(reply | {"usage": usage}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Keeps the test's output clean."""


@contextmanager
def broken_model() -> Iterator[int]:
    """The port of a running server that never answers anything useful."""
    server = HTTPServer(("127.0.0.1", 0), _BrokenModel)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_llm_that_answers_nothing_useful_is_an_error(meetbot: CommandLine) -> None:
    """Empty replies never become empty minutes."""
    with broken_model() as port:
        meetbot.workspace(llm_settings(port, fallback=False))
        result = meetbot("minutes", meetbot.transcript())

    assert result.code == 1
    assert (meetbot.folder / "meetings" / MEETING / "transcript.json").is_file()
    assert not (meetbot.folder / "meetings" / MEETING / "minutes.json").exists()


def test_send_without_minutes(meetbot: CommandLine) -> None:
    """Nothing to send is said, with the command that makes minutes."""
    meetbot.workspace()
    result = meetbot("send")

    assert result.code == 1
    assert "meetbot minutes" in result.err


def test_send_unknown_meeting_lists_the_known(meetbot: CommandLine) -> None:
    """A meeting that doesn't exist is answered with those that do."""
    meetbot.workspace()
    meetbot("minutes", meetbot.transcript())
    result = meetbot("send", "2026-01-01-nada")

    assert result.code == 1
    assert MEETING in result.err


@pytest.mark.parametrize("arguments", [("minuts",), ("minutes",), ("agenda", "--date", "mañana"), ("actions", "done")])
def test_wrong_usage_is_code_2(meetbot: CommandLine, arguments: tuple[str, ...]) -> None:
    """Wrong usage is click's own exit code, with the usage line."""
    assert meetbot(*arguments).code == 2


def test_damaged_minutes_json_names_the_line(meetbot: CommandLine) -> None:
    """A person's slip while correcting minutes.json is named with its line; the file is left alone."""
    meetbot.workspace()
    name = meetbot.transcript()
    meetbot("minutes", name)
    path = meetbot.folder / "meetings" / MEETING / "minutes.json"
    broken = path.read_text(encoding="utf-8").replace('"confirmed": true', '"confirmed": cierto', 1)
    path.write_text(broken, encoding="utf-8")
    result = meetbot("minutes", name)

    assert result.code == 1
    assert "line " in result.err
    assert path.read_text(encoding="utf-8") == broken


def test_hostile_names_stay_inside_the_workspace(meetbot: CommandLine) -> None:
    """A meeting's name can't lead out of the meetings' folder."""
    meetbot.workspace()
    result = meetbot("minutes", meetbot.transcript(), "--meeting", "../../fuera")

    assert result.code == 1
    assert not (meetbot.folder.parent / "fuera").exists()


def test_hostile_transcript_is_text_everywhere(meetbot: CommandLine) -> None:
    """Markup in names and words is shown, never run."""
    meetbot.workspace()
    hostile = TRANSCRIPT.replace("el equipo Centro", "el equipo <script>alert(1)</script> Centro").replace(
        "<v Laura Méndez>Perfecto", "<v Eva &lt;img src=x onerror=1&gt;>Perfecto"
    )
    assert meetbot("minutes", meetbot.transcript(text=hostile)).code == 0
    page = (meetbot.folder / "meetings" / MEETING / "minutes.html").read_text(encoding="utf-8")

    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_folder_without_sound_says_what_is_expected(meetbot: CommandLine) -> None:
    """A folder of documents is no meeting; the message shows how a folder of tracks looks."""
    meetbot.workspace()
    (meetbot.folder / "2026-11-23").mkdir()
    (meetbot.folder / "2026-11-23" / "acta.docx").write_bytes(b"PK")
    result = meetbot("minutes", "2026-11-23")

    assert result.code == 1
    assert "The folder holds no recording." in result.err
    assert "Ana Ruiz.m4a" in result.err


@pytest.mark.real
@pytest.mark.usefixtures("_whisper_base")
def test_folder_of_silent_tracks_is_a_silent_meeting(meetbot: CommandLine) -> None:
    """Nobody who was in the call said a word: no turn, nothing made up, a warning for the track that broke off."""
    meetbot.workspace()
    folder = meetbot.folder / "2026-11-23 pistas"
    folder.mkdir()
    silence(folder / "Laura Méndez.wav", 6)
    silence(folder / "Diego Ramírez.wav", 3)
    result = meetbot("transcribe", folder.name, "--json")
    found = json.loads(result.out)

    assert result.code == 0, result.err
    assert found["turns"] == 0
    assert any("between 3 and 6 s" in issue["message"] for issue in found["issues"])


def variable(path: Path) -> str:
    """An mp3 whose bit rate varies between silence and noise."""
    noise = np.random.default_rng(1).normal(0, 3000, 16_000)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libmp3lame", rate=16_000, layout="mono", options={"q": "4"})
        for second in range(6):
            samples = (noise if second % 2 else np.zeros(16_000)).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16p", layout="mono")
            frame.sample_rate, frame.pts = 16_000, second * 16_000
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path.name


@pytest.mark.real
@pytest.mark.usefixtures("_whisper_base")
def test_variable_bit_rate_under_a_wrong_ending(meetbot: CommandLine) -> None:
    """A variable bit rate doesn't change the length, and the content decides what an .ogg really is."""
    meetbot.workspace()
    name = variable(meetbot.folder / "2026-11-23.mp3")
    wrong = (meetbot.folder / name).rename(meetbot.folder / "2026-11-23.ogg")
    result = meetbot("transcribe", wrong.name, "--json")
    stored = json.loads((meetbot.folder / "meetings" / MEETING / "transcript.json").read_text(encoding="utf-8"))

    assert result.code == 0, result.err
    assert stored["duration"] == pytest.approx(6, abs=0.2)
    assert stored["turns"] == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 96 KB; skips where the system doesn't let us mount one."""
    folder = tmp_path / "disco"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(folder)], check=False)  # noqa: S603 - fixed
    if made.returncode:
        pytest.skip("this system lets nobody mount a disk")
    yield folder
    subprocess.run([str(shutil.which("umount")), "-l", str(folder)], check=True)  # noqa: S603 - fixed


def test_full_disk_keeps_what_was_finished(meetbot: CommandLine, small_disk: Path) -> None:
    """A disk that fills up while results are written: said with the way out, and the finished stage is still there."""
    meetbot.workspace(data=False)
    (meetbot.folder / "meetings").symlink_to(small_disk)
    name = meetbot.transcript(text=TRANSCRIPT)
    full = meetbot("minutes", name)

    assert full.code == 1
    assert "disk is full" in full.err
    assert "finished stages are kept" in full.err
    assert (small_disk / MEETING / "transcript.json").is_file()
    assert not list(small_disk.rglob("*.tmp"))
