import json
from pathlib import Path

from commandline import CommandLine
from transcription_server import Asked, Reply, serving

from meetbot.adapters import audio
from meetbot.adapters.audio_decode import RATE
from meetbot.adapters.remote_parts import flac

# isort: split
import numpy as np

RECORDING = Path(__file__).resolve().parents[1] / "samples" / "recordings" / "2026-11-23-alineacion.m4a"


def answer(asked: Asked) -> Reply:
    """One sentence, wherever it is asked."""
    del asked
    segment = {"start": 1.0, "end": 3.0, "text": " Lo ve Laura Mendes con los leads.", "avg_logprob": -0.2}
    return Reply(body={"language": "es", "text": segment["text"], "segments": [segment]})


def server_settings(url: str) -> str:
    """The section that sends recordings to a server."""
    return f'\n[transcription]\nbase_url = "{url}"\nmodel = "whisper-1"\nspeakers = false\nretries = 0\n'


def configured(meetbot: CommandLine, url: str) -> None:
    """The workspace with that server."""
    meetbot.workspace(server_settings(url))


def recording(folder: Path) -> Path:
    """Five seconds of the sample meeting."""
    path = folder / "2026-11-23.flac"
    path.write_bytes(flac(next(audio.samples(RECORDING))[: 5 * RATE].astype(np.float32)))
    return path


def test_check_tells_where_recordings_go_and_tries_the_server(meetbot: CommandLine) -> None:
    """The address is named before anything is sent; `--online` asks the server once."""
    with serving(answer) as server:
        configured(meetbot, server.url)
        said = json.loads(meetbot("check", "--json").out)
        lines = {line["name"]: line for line in said["checks"]}
        assert "whisper-1 at 127.0.0.1" in lines["transcription server"]["message"]
        assert "OPENAI_API_KEY is empty" in lines["transcription server"]["message"]
        assert "whisper model" not in lines
        assert any(server.url in sentence and "whisper-1" in sentence for sentence in said["leaves_this_machine"])
        assert not server.asked
        online = {line["name"]: line for line in json.loads(meetbot("check", "--online", "--json").out)["checks"]}
        assert online["transcription server"]["status"] == "ok"
        assert len(server.asked) == 1


def test_check_says_that_the_server_does_not_answer(meetbot: CommandLine) -> None:
    """A server that is not there is an error with what to do."""
    configured(meetbot, "http://127.0.0.1:9/v1")
    done = meetbot("check", "--online")
    assert done.code == 1
    assert "can't be reached" in done.out
    assert "base_url in [transcription]" in done.out


def test_transcribe_by_a_server_repairs_names(meetbot: CommandLine) -> None:
    """The recording goes to the server, and what it misheard is written as the roster has it, what was heard kept."""
    with serving(answer) as server:
        configured(meetbot, server.url)
        done = meetbot("transcribe", str(recording(meetbot.folder)), "--json")
        assert done.code == 0
        transcript = json.loads(Path(json.loads(done.out)["files"]["transcript.json"]).read_text())
    assert [turn["text"] for turn in transcript["turns"]] == ["Lo ve Laura Méndez con los leads."]
    assert transcript["segments"][0]["text"] == "Lo ve Laura Mendes con los leads."
    assert transcript["repairs"][0]["heard"] == "Mendes"
    assert transcript["recogniser"]["name"] == "remote"
    assert "Laura Méndez" in (server.asked[0].field("prompt") or "")


def test_address_with_a_key_in_it_is_refused(meetbot: CommandLine) -> None:
    """A key belongs into the environment, not into a file that is passed around."""
    configured(meetbot, "http://user:secret@host/v1")
    done = meetbot("check")
    assert done.code == 1
    assert "api_key_env" in done.err
