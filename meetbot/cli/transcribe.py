"""`meetbot transcribe`."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from meetbot.cli import options
from meetbot.cli.meeting_source import meeting_of, source_of
from meetbot.cli.screen import COMPLETE, INCOMPLETE, counted, issues_json, print_issues, print_json, progress, safe
from meetbot.cli.wiring import wiring_for
from meetbot.model.transcript import Transcript
from meetbot.pipeline.needed import start_run
from meetbot.pipeline.publish import write_transcript
from meetbot.pipeline.stage import kept_issues
from meetbot.pipeline.transcript import make_transcript

_PRIVATE = re.compile(r"(\d+) private messages? of the chat")
_SHOWN = 3
"""Of what was left out or repaired so many are printed; `--json` and transcript.json have all."""


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="RECORDING|FOLDER|TRANSCRIPT")
@options.on_date("The meeting's date. Default: the date in the name, else the one that the transcript tells.")
@options.model
@options.language
@options.speakers
@options.with_files
@options.meeting_id
@options.replace
@options.as_json
@click.pass_context
def transcribe(
    ctx: click.Context,
    source: Path,
    *,
    day: date | None,
    model: str | None,
    language: str | None,
    speakers: int | None,
    given: tuple[Path, ...],
    meeting_id: str | None,
    replace: bool,
    as_json: bool,
) -> int:
    """Only write the transcript: transcript.json, .vtt, .srt and .txt.

    A RECORDING is any file with sound; in stereo each side may be a speaker. A FOLDER holds one sound file a person,
    as Zoom, Riverside or Zencastr make it. A TRANSCRIPT of another program is read instead of transcribed.
    """
    wiring = wiring_for(ctx).speaking(language=language, speakers=speakers)
    found = source_of(source, given)
    meeting = meeting_of(found, wiring, day=day, meeting_id=meeting_id)
    ports = wiring.minutes_ports(meeting.id, model=model)
    run = start_run(meeting, ports)
    with progress(ctx.obj["quiet"]) as report, ports.archive.locked(meeting.id):
        transcript = make_transcript(
            found,
            meeting=meeting,
            workspace=wiring.workspace,
            ports=ports,
            run=run,
            progress=report,
            replace=replace,
        )
        files = write_transcript(transcript, ports.words, run)
    folder = ports.archive.folder(meeting.id)
    paths = {"transcript.json": folder / "transcript.json"} | files
    issues = (*transcript.issues, *kept_issues(ports.archive))
    if as_json:
        shown = {name: str(path) for name, path in sorted(paths.items())}
        print_json(
            {
                "meeting": meeting.id,
                "files": shown,
                "turns": len(transcript.turns),
                **heard_json(transcript),
                "issues": issues_json(issues),
            }
        )
    else:
        print_issues(issues)
        print_heard(transcript, meeting.id)
        click.echo("\n".join(str(path) for path in paths.values()))
    return INCOMPLETE if any(issue.severity == "error" for issue in issues) else COMPLETE


def heard_json(transcript: Transcript) -> dict[str, Any]:
    """What a program may want to know of the listening: language, voices, what was left out and what was repaired."""
    return {
        "language": transcript.language,
        "speakers": [speaker.model_dump(mode="json") for speaker in transcript.speakers],
        "suppressed": [one.model_dump(mode="json") for one in transcript.suppressed],
        "repairs": [one.model_dump(mode="json") for one in transcript.repairs],
        "chat_messages": len(transcript.chat),
        "chat_private": private_messages(transcript),
    }


def private_messages(transcript: Transcript) -> int:
    """How many private messages of the chat were left out; what they say is nowhere, so only the issues tell."""
    told = (_PRIVATE.match(issue.message) for issue in transcript.issues)
    return sum(int(found[1]) for found in told if found)


def print_heard(transcript: Transcript, meeting_id: str) -> None:
    """Lines on stderr with what was left out, repaired or stayed unnamed, where to see it, and what the chat had."""
    first = [f"{clock(one.start)} “{safe(one.text)}”" for one in transcript.suppressed[:_SHOWN]]
    _print_some(len(transcript.suppressed), "stretch of noise or echo", "stretches of noise or echo", "left out", first)
    first = [f"{clock(one.start)} “{safe(one.heard)}” → “{safe(one.written)}”" for one in transcript.repairs[:_SHOWN]]
    _print_some(len(transcript.repairs), "misheard name", "misheard names", "repaired", first)
    if unnamed := sum(speaker.name is None for speaker in transcript.speakers):
        click.echo(f"{counted(unnamed, 'voice')} without a name: `meetbot speakers {meeting_id}` shows them.", err=True)
    private = private_messages(transcript)
    if transcript.chat or private:
        told = f"; {counted(private, 'private one')} left out" if private else ""
        click.echo(f"Chat: {counted(len(transcript.chat), 'message')}{told}.", err=True)


def _print_some(number: int, one: str, several: str, done: str, first: Sequence[str]) -> None:
    """How many there were and the first of them; the transcript.json has all."""
    if not number:
        return
    more = "; transcript.json has them all" if number > len(first) else ""
    click.echo(f"{number} {one if number == 1 else several} {done}{more}:", err=True)
    for line in first:
        click.echo(f"  {line}", err=True)


def clock(seconds: float | None) -> str:
    """The time as hh:mm:ss; a dash where it isn't known."""
    if seconds is None:
        return "–"
    return f"{int(seconds) // 3600:02}:{int(seconds) // 60 % 60:02}:{int(seconds) % 60:02}"
