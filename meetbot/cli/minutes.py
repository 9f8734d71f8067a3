"""`meetbot minutes`."""

from datetime import date
from pathlib import Path

import click

from meetbot.cli import options
from meetbot.cli.meeting_source import meeting_of, source_of
from meetbot.cli.screen import COMPLETE, INCOMPLETE, counted, issues_json, print_issues, print_json, progress, safe
from meetbot.cli.transcribe import heard_json, print_heard
from meetbot.cli.wiring import wiring_for
from meetbot.model.minutes import Minutes
from meetbot.pipeline.minutes import MinutesOutcome, make_minutes
from meetbot.pipeline.needed import STAGES


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="RECORDING|FOLDER|TRANSCRIPT")
@options.on_date("The meeting's date. Default: the date in the name, else the one that the transcript tells.")
@options.meeting_id
@options.model
@options.language
@options.speakers
@options.with_files
@click.option("--engine", type=click.Choice(["auto", "rules", "llm"]), help="Who reads the transcript.")
@click.option("--force", multiple=True, type=click.Choice(STAGES), help="Redo this stage; may be given several times.")
@options.replace
@options.as_json
@click.pass_context
def minutes(
    ctx: click.Context,
    source: Path,
    *,
    day: date | None,
    meeting_id: str | None,
    model: str | None,
    language: str | None,
    speakers: int | None,
    given: tuple[Path, ...],
    engine: str | None,
    force: tuple[str, ...],
    replace: bool,
    as_json: bool,
) -> int:
    """Turn a meeting into minutes: Word, HTML, Markdown, a Word file per department, draft mails.

    A RECORDING is any file with sound: .m4a .mp3 .wav .ogg .mp4 .webm .mkv …; in stereo each side may be a speaker.
    A FOLDER holds one sound file a person, as Zoom, Riverside or Zencastr make it. A TRANSCRIPT is what Teams (.docx,
    .vtt), Zoom, Google Meet, Otter, Fireflies, tl;dv or Whisper wrote, .srt, .sbv, or text with “Name: …”. Stopped
    half-way? The same command goes on from there.
    """
    wiring = wiring_for(ctx).speaking(language=language, speakers=speakers)
    found = source_of(source, given)
    meeting = meeting_of(found, wiring, day=day, meeting_id=meeting_id)
    with progress(ctx.obj["quiet"]) as report:
        outcome = make_minutes(
            found,
            meeting=meeting,
            workspace=wiring.workspace,
            ports=wiring.minutes_ports(meeting.id, model=model, engine=engine),
            force=frozenset(force),
            replace=replace,
            progress=report,
        )
    if as_json:
        print_json(minutes_json(outcome))
    else:
        print_minutes(outcome)
    return COMPLETE if outcome.complete else INCOMPLETE


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
        **heard_json(outcome.transcript),
        "issues": issues_json(outcome.issues),
    }


def verified(minutes: Minutes) -> str:
    """How many items stand with the words that show them and how many are to be confirmed, as the minutes count."""
    return f"{counted(len(minutes.confirmed()), 'item')} with their quote, {len(minutes.unconfirmed)} to confirm"


def print_minutes(outcome: MinutesOutcome) -> None:
    """Prints what was decided and promised, and where the documents lie."""
    print_issues(outcome.issues)
    print_heard(outcome.transcript, outcome.meeting.id)
    found = outcome.minutes
    if found.nothing_said:
        click.echo("Nobody speaks in this recording; the minutes say so.")
    click.echo(
        f"{counted(len(found.decisions), 'decision')}, {counted(len(found.actions), 'action item')}; "
        f"in all {verified(found)}."
    )
    for action in found.actions:
        due = action.due_date.isoformat() if action.due_date else "no date"
        click.echo(f"  {action.id}  {safe(action.owner or 'nobody named')}, {due}: {safe(action.text)}")
    click.echo(f"{outcome.folder / 'minutes.docx'}")
    if outcome.drafts:
        drafts = counted(len(outcome.drafts), "draft mail")
        click.echo(f"{drafts} in {outcome.folder / 'outbox'}; `meetbot send` shows and sends them.")
