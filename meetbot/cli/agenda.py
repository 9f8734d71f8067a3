"""`meetbot agenda`."""

from datetime import date

import click

from meetbot.cli.options import as_json, on_date
from meetbot.cli.screen import COMPLETE, INCOMPLETE, issues_json, print_issues, print_json
from meetbot.cli.wiring import wiring_for
from meetbot.model.agenda import AgendaItem
from meetbot.pipeline.agenda import AgendaOutcome, make_agenda


@click.command()
@on_date("The meeting's date. Default: the next one by the cadence in meetbot.toml.")
@click.option("--no-data", is_flag=True, help="Without figures, when there is no CRM export yet.")
@click.option("--force", is_flag=True, help="Make it again even if nothing changed.")
@click.option("--meeting", "meeting_id", metavar="ID", help="The meeting's folder name, if there are two on one day.")
@as_json
@click.pass_context
def agenda(
    ctx: click.Context, *, day: date | None, no_data: bool, force: bool, meeting_id: str | None, as_json: bool
) -> int:
    """Write the next meeting's agenda: agenda.docx to hand out, .md, .ics for calendars, and a draft mail.

    Reads the newest CRM exports in data/ (or the database), audits the SLA, and takes up every commitment that is
    still open. What was red in the agendas before comes back as an issue; nothing is mailed.
    """
    wiring = wiring_for(ctx)
    outcome = make_agenda(
        workspace=wiring.workspace,
        ports=wiring.agenda_ports(with_figures=not no_data),
        day=day,
        meeting_id=meeting_id,
        force=force,
    )
    if as_json:
        print_json(agenda_json(outcome))
    else:
        _print(outcome)
    return COMPLETE if outcome.complete else INCOMPLETE


def agenda_json(outcome: AgendaOutcome) -> dict[str, object]:
    """What `--json` prints."""
    return {
        "meeting": outcome.meeting.id,
        "date": outcome.meeting.date.isoformat(),
        "files": {name: str(path) for name, path in sorted(outcome.files.items())},
        "points": [_point_json(item) for item in outcome.agenda.items],
        "minutes_total": sum(item.duration_minutes for item in outcome.agenda.items),
        "open_commitments": len(outcome.agenda.commitments),
        "stages": {timing.stage: timing.seconds for timing in outcome.timings},
        "issues": issues_json(outcome.issues),
    }


def _point_json(item: AgendaItem) -> dict[str, object]:
    shown = item.model_dump(include={"id", "kind", "title", "reason", "question", "opens"})
    return {**shown, "minutes": item.duration_minutes, "reworded": list(item.reworded)}


def _print(outcome: AgendaOutcome) -> None:
    print_issues(outcome.issues)
    click.echo(f"Agenda of {outcome.meeting.date.isoformat()}, {outcome.meeting.duration_minutes} minutes:")
    for item in outcome.agenda.items:
        click.echo(f"  {item.duration_minutes:3d} min  {item.title}")
    click.echo(f"{outcome.folder / 'agenda.docx'}")
