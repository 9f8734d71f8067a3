"""Tests of `meetbot agenda` as a user, or cron, runs it."""

import http.server
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commandline import CommandLine
from postgres import needs_driver

NOW = ("--now", "2026-11-23")
ROOT = Path(__file__).resolve().parents[1]
LLM = """
[llm]
model = "small"
base_url = "http://127.0.0.1:{port}/v1"
retries = 0
timeout_seconds = 5
context_tokens = 32000
max_reply_tokens = 6000
"""


class Model(http.server.BaseHTTPRequestHandler):
    """A chat server on loopback that sends each sentence back with a joining word; `asked` is its history."""

    asked: list[dict[str, Any]]

    def do_POST(self) -> None:
        """One chat completion."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.asked.append(body)
        found = dict(re.findall(r"(?m)^\[(P\d+\.\w+)\] (.*)$", body["messages"][1]["content"]))
        told = [{"id": key, "text": text.replace(" para que la", ", para que la")} for key, text in found.items()]
        message = {"role": "assistant", "content": json.dumps({"sentences": told})}
        reply = json.dumps(
            {
                "id": "x",
                "object": "chat.completion",
                "created": 0,
                "model": "small",
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                "usage": {"prompt_tokens": 2000, "completion_tokens": 700, "total_tokens": 2700},
            }
        ).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Says nothing."""


@pytest.fixture
def model() -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The port of that server, and what it was asked."""
    asked: list[dict[str, Any]] = []
    handler = type("Handler", (Model,), {"asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1], asked
        server.shutdown()
        thread.join()


def made(meetbot: CommandLine, *options: str) -> dict[str, Any]:
    """What `meetbot agenda --json` printed; it succeeded."""
    result = meetbot(*NOW, "agenda", "--json", *options)
    assert result.code == 0, result.err
    found: dict[str, Any] = json.loads(result.out)
    return found


def test_agenda_explains_every_point(meetbot: CommandLine) -> None:
    """Each point has its reason; those to decide have a question and who opens them; the minutes add up."""
    meetbot.workspace()
    found = made(meetbot)
    assert sum(point["minutes"] for point in found["points"]) == found["minutes_total"] == 45
    assert all(point["reason"] for point in found["points"])
    assert [point["kind"] for point in found["points"]][:5] == [
        "goal",
        "commitments",
        "indicators",
        "handoff",
        "campaigns",
    ]
    handoff = found["points"][3]
    assert (handoff["opens"], handoff["reworded"]) == ("comercial", [])
    assert {"agenda.json", "agenda.md", "agenda.docx", "agenda.ics"} <= set(found["files"])
    assert all(Path(path).stat().st_size for path in found["files"].values())


def test_agenda_prints_its_points_and_where_the_file_lies(meetbot: CommandLine) -> None:
    """Stdout is the product: the points with their minutes, and the Word file's path."""
    meetbot.workspace()
    result = meetbot(*NOW, "agenda")
    assert result.code == 0
    assert "Agenda of 2026-11-23, 45 minutes:" in result.out
    assert "min  Embudo y campañas" in result.out
    assert result.out.rstrip().endswith("agenda.docx")


def test_agenda_of_a_given_day_and_length(meetbot: CommandLine) -> None:
    """--date names the meeting; a short one merges points and says so in --json."""
    meetbot.workspace("\n[llm]\n")
    path = meetbot.folder / "meetbot.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[meeting]", "[meeting]\nduration_minutes = 15"), "utf-8")
    found = made(meetbot, "--date", "2026-12-07")
    assert (found["date"], found["minutes_total"]) == ("2026-12-07", 15)
    assert any("merged" in issue["message"] for issue in found["issues"])


def test_agenda_without_data(meetbot: CommandLine) -> None:
    """No export: refused with the fix; with --no-data it is made, with nothing in place of figures."""
    meetbot.workspace(data=False)
    refused = meetbot(*NOW, "agenda")
    assert refused.code == 1
    assert "--no-data" in refused.err
    found = made(meetbot, "--no-data")
    assert not [issue for issue in found["issues"] if issue["severity"] == "error"]
    assert next(p for p in found["points"] if p["kind"] == "indicators")["reason"].startswith("Ningún indicador")


def test_agenda_runs_from_cron(meetbot: CommandLine) -> None:
    """No terminal, no colours, no questions, another working folder: exit code 0 and the path on stdout (A7)."""
    meetbot.workspace()
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TERM", "LANG", "LC_"))}
    command = [sys.executable, "-m", "meetbot", "--workspace", str(meetbot.folder), *NOW, "agenda"]
    run = subprocess.run(  # noqa: S603 - our own command
        command,
        cwd="/",
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.decode("utf-8").rstrip().endswith("agenda.docx")
    assert b"\x1b[" not in run.stdout + run.stderr


def test_agenda_second_run_keeps_what_is_there(meetbot: CommandLine) -> None:
    """Cron may run it every morning: nothing is written anew while nothing changed."""
    meetbot.workspace()
    path = Path(made(meetbot)["files"]["agenda.docx"])
    before = path.stat().st_mtime_ns
    assert set(made(meetbot)["stages"].values()) == {0.0}
    assert path.stat().st_mtime_ns == before


def test_agenda_never_overwrites_the_users_version(meetbot: CommandLine) -> None:
    """Notes in agenda.md survive a new export; where they are is said."""
    meetbot.workspace()
    path = Path(made(meetbot)["files"]["agenda.md"])
    path.write_text("mis notas", encoding="utf-8")
    result = meetbot(*NOW, "agenda", "--force")
    assert result.code == 0
    assert "agenda.edited-1.md" in result.err
    assert path.with_name("agenda.edited-1.md").read_text(encoding="utf-8") == "mis notas"


def test_agenda_a_configured_model_is_not_asked_unasked(
    meetbot: CommandLine, model: tuple[int, list[dict[str, Any]]]
) -> None:
    """A model for minutes is no consent to send the agenda anywhere: `reword` is false by default."""
    port, asked = model
    meetbot.workspace(LLM.format(port=port))
    found = made(meetbot)
    assert asked == []
    assert not (meetbot.folder / "meetings" / "2026-11-23-alineacion" / "llm.jsonl").exists()
    assert not any(point["reworded"] for point in found["points"])


def test_agenda_reworded_when_asked(meetbot: CommandLine, model: tuple[int, list[dict[str, Any]]]) -> None:
    """With `reword = true` the model words it, over a real wire; the call is logged, no figure or name was sent."""
    port, asked = model
    meetbot.workspace(LLM.format(port=port) + "reword = true\n")
    found = made(meetbot)
    assert len(asked) == 1
    sent = json.dumps(asked, ensure_ascii=False)
    assert "Diego" not in sent
    assert "Empaques" not in sent
    turn = next(point for point in found["points"] if point["reworded"])
    assert (turn["kind"], turn["reworded"]) == ("department_turn", ["question"])
    assert turn["question"].startswith("¿Qué necesita de ventas, para que la siguiente campaña")
    log = (meetbot.folder / "meetings" / "2026-11-23-alineacion" / "llm.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line)["purpose"] for line in log.splitlines()] == ["reword"]
    run = (meetbot.folder / "meetings" / "2026-11-23-alineacion" / "run.jsonl").read_text(encoding="utf-8")
    assert '"completion_tokens": 700' in run


def test_agenda_model_that_is_not_there_costs_nothing(meetbot: CommandLine) -> None:
    """Nobody listens: the rules' words, a warning with the fix, exit code 0: the agenda is complete."""
    meetbot.workspace(LLM.format(port=9) + "reword = true\n")
    result = meetbot(*NOW, "agenda")
    assert result.code == 0
    assert "the rules' own words stand there" in result.err
    assert "agenda.docx" in result.out


@needs_driver
def test_agenda_from_a_database_that_is_not_there(meetbot: CommandLine) -> None:
    """With a database in [data] the exports are not read in its place: the user is told that nobody answers."""
    meetbot.workspace('\n[data]\nsource = "postgresql://reader@127.0.0.1:9/crm"\n')
    result = meetbot(*NOW, "agenda")
    assert result.code == 1
    assert "127.0.0.1:9/crm" in result.err
