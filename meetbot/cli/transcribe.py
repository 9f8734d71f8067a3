"""`meetbot transcribe`."""

from datetime import date
from pathlib import Path

import click

from meetbot.cli.options import as_json, on_date
from meetbot.cli.screen import COMPLETE, INCOMPLETE, issues_json, print_issues, print_json, progress
from meetbot.cli.wiring import wiring_for
from meetbot.pipeline.publish import write_transcript
from meetbot.pipeline.schedule import date_of, meeting_on
from meetbot.pipeline.transcript import make_transcript, start_run


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="RECORDING")
@on_date("The meeting's date. Default: the date in the file's name.")
@click.option("--model", metavar="NAME|FOLDER", help="The whisper model: a size, or a folder with one.")
@click.option("--meeting", "meeting_id", metavar="ID", help="The meeting's folder name, if there are two on one day.")
@as_json
@click.pass_context
def transcribe(
    ctx: click.Context, source: Path, *, day: date | None, model: str | None, meeting_id: str | None, as_json: bool
) -> int:
    """Only write the transcript of a RECORDING: transcript.json, .vtt, .srt and .txt."""
    from meetbot.adapters.transcripts import is_transcript

    wiring = wiring_for(ctx)
    meeting = meeting_on(date_of(source, day, now=wiring.clock()), wiring.workspace.config, meeting_id=meeting_id)
    ports = wiring.minutes_ports(meeting.id, model=model)
    run = start_run(meeting, ports)
    with progress(ctx.obj["quiet"]) as report, ports.archive.locked(meeting.id):
        transcript = make_transcript(
            source,
            workspace=wiring.workspace,
            ports=ports,
            is_transcript=is_transcript(source),
            run=run,
            progress=report,
        )
    files = {"transcript.json": ports.archive.folder(meeting.id) / "transcript.json"} | write_transcript(
        transcript, run
    )
    if as_json:
        print_json(
            {
                "meeting": meeting.id,
                "files": {name: str(path) for name, path in sorted(files.items())},
                "turns": len(transcript.turns),
                "language": transcript.language,
                "issues": issues_json(transcript.issues),
            }
        )
    else:
        print_issues(transcript.issues)
        click.echo("\n".join(str(path) for path in files.values()))
    return INCOMPLETE if any(issue.severity == "error" for issue in transcript.issues) else COMPLETE
