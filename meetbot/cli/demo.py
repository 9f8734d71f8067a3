"""`meetbot demo`."""

import time
from datetime import datetime
from pathlib import Path

import click

from meetbot import config
from meetbot.adapters.scaffold import copy_samples, free_folder
from meetbot.cli.agenda import agenda_json
from meetbot.cli.minutes import minutes_json, verified
from meetbot.cli.options import as_json
from meetbot.cli.screen import COMPLETE, INCOMPLETE, counted, print_issues, print_json, progress, safe
from meetbot.cli.wiring import Wiring
from meetbot.pipeline.demo import DemoOutcome, DemoPorts, run_demo
from meetbot.pipeline.needed import MinutesPorts


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="meetbot-demo")
@click.option("--model", metavar="NAME|FOLDER", help="The whisper model: a size, or a folder with one.")
@as_json
@click.pass_context
def demo(ctx: click.Context, folder: Path, model: str | None, as_json: bool) -> int:
    """Run the whole loop on a sample company in a new FOLDER: no key, no network, nothing is mailed.

    Last week's transcript gives the open commitments; they and the CRM export give this week's agenda; the recording
    gives its minutes; and what was promised there stands in next week's agenda.
    """
    root = free_folder(folder).resolve()
    copy_samples(root)
    workspace = config.load(root)
    quiet = bool(ctx.obj["quiet"])

    def wiring_at(moment: datetime) -> Wiring:
        return Wiring(workspace=workspace, clock=lambda: moment)

    def minutes_at(moment: datetime, meeting: str) -> MinutesPorts:
        return wiring_at(moment).minutes_ports(meeting, model=model, engine="rules")

    with progress(quiet) as report:
        outcome = run_demo(
            workspace,
            DemoPorts(
                minutes_at=minutes_at,
                agenda_at=lambda moment: wiring_at(moment).agenda_ports(),
                timer=time.monotonic,
                progress=report,
                step=(lambda _text: None) if quiet else (lambda text: click.echo(text, err=True)),
            ),
        )
    if as_json:
        print_json(demo_json(root, outcome))
    else:
        _print(root, outcome)
    return COMPLETE if outcome.complete else INCOMPLETE


def demo_json(root: Path, outcome: DemoOutcome) -> dict[str, object]:
    """What `--json` prints: paths, counts, the verified share, seconds."""
    parts = (outcome.last_week, outcome.minutes)
    return {
        "workspace": str(root),
        "decisions": sum(len(part.minutes.decisions) for part in parts),
        "actions": sum(len(part.minutes.actions) for part in parts),
        "unconfirmed": sum(len(part.minutes.unconfirmed) for part in parts),
        "verified_share": outcome.verified_share,
        "seconds": dict(outcome.seconds) | {"total": round(sum(outcome.seconds.values()), 2)},
        "last_week": minutes_json(outcome.last_week),
        "agenda": agenda_json(outcome.agenda),
        "minutes": minutes_json(outcome.minutes),
        "next_agenda": agenda_json(outcome.next_agenda),
    }


def _print(root: Path, outcome: DemoOutcome) -> None:
    found = outcome.minutes.minutes
    print_issues((*outcome.agenda.issues, *outcome.minutes.issues))
    click.echo()
    click.echo(
        f"From the recording: {counted(len(found.decisions), 'decision')} and "
        f"{counted(len(found.actions), 'action item')}; in all {verified(found)}. "
        f"It took {sum(outcome.seconds.values()):.0f} s."
    )
    for action in found.actions:
        due = action.due_date.isoformat() if action.due_date else "no date"
        click.echo(f"  {action.id}  {safe(action.owner or 'nobody named')}, {due}: {safe(action.text)}")
    click.echo()
    click.echo("Look first at:")
    click.echo(f"  {outcome.minutes.folder / 'minutes.html'}   minutes; each item jumps to its second in the recording")
    click.echo(f"  {outcome.minutes.folder / 'minutes.docx'}   the same as a Word document")
    click.echo(f"  {outcome.agenda.folder / 'agenda.docx'}   the agenda that led to it")
    click.echo(f"  {outcome.next_agenda.folder / 'agenda.docx'}   next week's, with the new commitments")
    click.echo(f"  {outcome.minutes.folder / 'outbox'}   draft mails; nothing was sent")
    click.echo(f"Then, in {root}: meetbot actions")
