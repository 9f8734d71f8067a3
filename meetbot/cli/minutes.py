"""`meetbot minutes`."""

from datetime import date
from pathlib import Path

import click

from meetbot.cli.options import as_json, on_date
from meetbot.cli.screen import COMPLETE, INCOMPLETE, counted, issues_json, print_issues, print_json, progress, safe
from meetbot.cli.wiring import Wiring, wiring_for
from meetbot.pipeline.minutes import MinutesOutcome, make_minutes
from meetbot.pipeline.schedule import date_of, meeting_on
from meetbot.pipeline.transcript import STAGES


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="RECORDING|TRANSCRIPT")
@on_date("The meeting's date. Default: the date in the file's name.")
@click.option("--meeting", "meeting_id", metavar="ID", help="The meeting's folder name, if there are two on one day.")
@click.option("--model", metavar="NAME|FOLDER", help="The whisper model: a size, or a folder with one.")
@click.option("--engine", type=click.Choice(["auto", "rules", "llm"]), help="Who reads the transcript.")
@click.option("--force", multiple=True, type=click.Choice(STAGES), help="Redo this stage; may be given several times.")
@click.option("--replace", is_flag=True, help="This file replaces the one that the meeting's minutes were made from.")
@as_json
@click.pass_context
def minutes(
    ctx: click.Context,
    source: Path,
    *,
    day: date | None,
    meeting_id: str | None,
    model: str | None,
    engine: str | None,
    force: tuple[str, ...],
    replace: bool,
    as_json: bool,
) -> int:
    """Turn a RECORDING or TRANSCRIPT into minutes: Word, HTML, Markdown, a Word file per department, draft mails.

    Recordings: .m4a .mp3 .wav .ogg .mp4 .webm .mkv and what else holds sound. Transcripts: .vtt, .srt,
    plain “Name: text”, whisper JSON. Stopped half-way? The same command goes on from there.
    """
    wiring = wiring_for(ctx)
    outcome = minutes_of(
        wiring,
        source,
        day=day,
        meeting_id=meeting_id,
        model=model,
        engine=engine,
        force=force,
        replace=replace,
        quiet=ctx.obj["quiet"],
    )
    if as_json:
        print_json(minutes_json(outcome))
    else:
        _print(outcome)
    return COMPLETE if outcome.complete else INCOMPLETE


def minutes_of(
    wiring: Wiring,
    source: Path,
    *,
    day: date | None = None,
    meeting_id: str | None = None,
    model: str | None = None,
    engine: str | None = None,
    force: tuple[str, ...] = (),
    replace: bool = False,
    quiet: bool = False,
) -> MinutesOutcome:
    """The minutes of that file, with real adapters."""
    from meetbot.adapters.transcripts import is_transcript

    text = is_transcript(source)
    meeting = meeting_on(date_of(source, day, now=wiring.clock()), wiring.workspace.config, meeting_id=meeting_id)
    with progress(quiet) as report:
        return make_minutes(
            source,
            meeting=meeting,
            workspace=wiring.workspace,
            ports=wiring.minutes_ports(meeting.id, model=model, engine=engine),
            is_transcript=text,
            force=frozenset(force),
            replace=replace,
            progress=report,
        )


def minutes_json(outcome: MinutesOutcome) -> dict[str, object]:
    """What `--json` prints."""
    found = outcome.minutes
    return {
        "meeting": outcome.meeting.id,
        "folder": str(outcome.folder),
        "files": {name: str(path) for name, path in sorted(outcome.files.items())},
        "decisions": len(found.decisions),
        "actions": len(found.actions),
        "unconfirmed": len(found.unconfirmed),
        "verified_share": outcome.verified_share,
        "engine": found.extractor.model_dump(mode="json", exclude_none=True),
        "recogniser": found.recogniser.model_dump(mode="json", exclude_none=True) if found.recogniser else None,
        "attendees": list(found.attendees),
        "stages": {timing.stage: timing.seconds for timing in outcome.timings},
        "reused_stages": [timing.stage for timing in outcome.timings if timing.reused],
        "issues": issues_json(outcome.issues),
    }


def verified(share: float | None) -> str:
    """The share as part of a sentence; nothing where there was nothing to verify."""
    return "" if share is None else f"; {share:.0%} of the items verified against the transcript"


def _print(outcome: MinutesOutcome) -> None:
    print_issues(outcome.issues)
    found = outcome.minutes
    if found.nothing_said:
        click.echo("Nobody speaks in this recording; the minutes say so.")
    click.echo(
        f"{counted(len(found.decisions), 'decision')}, {counted(len(found.actions), 'action item')}, "
        f"{len(found.unconfirmed)} to confirm{verified(outcome.verified_share)}."
    )
    for action in found.actions:
        due = action.due_date.isoformat() if action.due_date else "no date"
        click.echo(f"  {action.id}  {safe(action.owner or 'nobody named')}, {due}: {safe(action.text)}")
    click.echo(f"{outcome.folder / 'minutes.docx'}")
    if outcome.drafts:
        drafts = counted(len(outcome.drafts), "draft mail")
        click.echo(f"{drafts} in {outcome.folder / 'outbox'}; `meetbot send` shows and sends them.")
