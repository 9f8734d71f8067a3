"""`meetbot send`."""

import sys
import time
from collections.abc import Sequence

import click

from meetbot.cli.options import as_json
from meetbot.cli.screen import COMPLETE, INCOMPLETE, print_issues, print_json, safe
from meetbot.cli.wiring import Wiring, wiring_for
from meetbot.errors import MailError
from meetbot.model.base import Issue
from meetbot.pipeline.publish import Published
from meetbot.pipeline.send import Planned, Sent, latest_meeting, plan_sending, refresh_drafts, send_planned
from meetbot.pipeline.send_agenda import coming_meeting, refresh_agenda, refresh_cancellation
from meetbot.pipeline.stage import StageRun

_STATES = {
    "new": "to send",
    "changed": "to send (an earlier version was sent)",
    "failed": "to send (the last try failed)",
    "sent": "already sent",
    "unknown": "may have arrived; not sent again (--resend does)",
    "uncertain": "an earlier version may have arrived; not sent (--resend does)",
}


@click.command()
@click.argument("meeting", required=False)
@click.option("--agenda", is_flag=True, help="Mail the agenda of the next meeting with its invitation instead.")
@click.option("--cancel", is_flag=True, help="Call that meeting off: mail the cancellation of its invitation.")
@click.option("--dry-run", is_flag=True, help="Only write the .eml files and show what would go to whom.")
@click.option("--yes", is_flag=True, help="Send without asking.")
@click.option("--resend", is_flag=True, help="Also send what may have arrived already.")
@as_json
@click.pass_context
def send(
    ctx: click.Context,
    *,
    meeting: str | None,
    agenda: bool,
    cancel: bool,
    dry_run: bool,
    yes: bool,
    resend: bool,
    as_json: bool,
) -> int:
    """Mail the minutes of MEETING (default: the last one) to the attendees, and to each department its own sheet.

    With --agenda it mails the agenda of the next meeting, with an invitation that calendars understand. Shows what
    goes to whom and asks first. What was sent is not sent again, even if you run it twice. The password comes from
    MEETBOT_SMTP_PASSWORD or the keyring.
    """
    wiring = wiring_for(ctx)
    meeting_id, published = (
        _before_meeting(wiring, meeting, cancel=cancel) if agenda or cancel else _after_meeting(wiring, meeting)
    )
    ledger = wiring.ledger()
    planned = plan_sending(published.drafts, ledger=ledger, mail=wiring.workspace.config.mail)
    if not as_json:
        print_issues(published.issues)
        _show(wiring, meeting_id, planned)
    if dry_run or not any(one.to_send(resend=resend) for one in planned):
        sent: tuple[Sent, ...] = ()
    else:
        mailer = wiring.mailer()
        _confirm(mailer.describe(), yes=yes)
        sent = send_planned(planned, mailer=mailer, ledger=ledger, clock=wiring.clock, resend=resend)
    _report(planned, sent, wiring, meeting_id, as_json=as_json)
    return COMPLETE if _complete(planned, sent, published.issues, dry_run=dry_run) else INCOMPLETE


def _after_meeting(wiring: Wiring, meeting: str | None) -> tuple[str, Published]:
    """The minutes' drafts as they are now."""
    meeting_id = latest_meeting(wiring.archive, meeting)
    ports = wiring.minutes_ports(meeting_id)
    with ports.archive.locked(meeting_id):
        return meeting_id, refresh_drafts(meeting_id, workspace=wiring.workspace, ports=ports)


def _before_meeting(wiring: Wiring, meeting: str | None, *, cancel: bool) -> tuple[str, Published]:
    """The agenda's draft as it is now, or the one that calls the meeting off."""
    meeting_id = coming_meeting(wiring.archive, meeting, today=wiring.clock().date())
    run = StageRun(archive=wiring.archive, meeting_id=meeting_id, clock=wiring.clock, timer=time.monotonic)
    deliveries = wiring.ledger().deliveries
    with wiring.archive.locked(meeting_id):
        if cancel:
            return meeting_id, refresh_cancellation(meeting_id, workspace=wiring.workspace, words=wiring.words, run=run)
        return meeting_id, refresh_agenda(
            meeting_id, workspace=wiring.workspace, words=wiring.words, run=run, deliveries=deliveries
        )


def _complete(planned: Sequence[Planned], sent: Sequence[Sent], issues: Sequence[Issue], *, dry_run: bool) -> bool:
    """Whether every mail is known to be out (or only drafts were asked for) and every item in them is verified."""
    after = [one.status for one in sent] or [one.state for one in planned]
    settled = dry_run or all(status == "sent" for status in after)
    return settled and not any(issue.severity == "error" for issue in issues)


def _show(wiring: Wiring, meeting_id: str, planned: tuple[Planned, ...]) -> None:
    click.echo(f"Mails of {meeting_id}, in {wiring.archive.folder(meeting_id) / 'outbox'}:")
    for one in planned:
        click.echo(f"  {one.draft.filename}: {safe(one.draft.subject)}")
        click.echo(f"    to {safe(', '.join((*one.draft.to, *one.draft.cc)))}  [{_STATES.get(one.state, one.state)}]")
    if not planned:
        click.echo("  none: no person in meetbot.toml has a mail address.")


def _confirm(server: str, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise MailError(
            "Nothing was sent: sending asks first, and nobody can answer here.",
            "meetbot send",
            "Run it with `--yes` once you have looked at the drafts, or `--dry-run` to only write them.",
        )
    click.confirm(f"Send through {server}?", abort=True)


def _report(
    planned: tuple[Planned, ...], sent: tuple[Sent, ...], wiring: Wiring, meeting_id: str, *, as_json: bool
) -> None:
    if as_json:
        outcomes = {one.planned.draft.key: one for one in sent}
        print_json(
            {
                "meeting": meeting_id,
                "mails": [_mail_json(one, outcomes.get(one.draft.key), wiring, meeting_id) for one in planned],
            }
        )
        return
    for one in sent:
        if one.error is not None:
            click.echo(f"Error: {one.planned.draft.filename} was not sent.\n{one.error}", err=True)
        elif one.status == "sent" and one.planned.state != "sent":
            click.echo(f"Sent: {one.planned.draft.filename} to {safe(', '.join(one.planned.draft.to))}")


def _mail_json(one: Planned, outcome: Sent | None, wiring: Wiring, meeting_id: str) -> dict[str, object]:
    return {
        "file": str(wiring.archive.folder(meeting_id) / "outbox" / one.draft.filename),
        "subject": one.draft.subject,
        "to": [*one.draft.to, *one.draft.cc],
        "state": outcome.status if outcome else one.state,
        "error": str(outcome.error) if outcome and outcome.error else None,
    }
