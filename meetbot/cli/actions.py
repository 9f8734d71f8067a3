"""`meetbot actions`."""

from collections.abc import Iterable

import click

from meetbot.cli.options import as_json
from meetbot.cli.screen import print_json, safe, table
from meetbot.cli.wiring import wiring_for
from meetbot.errors import InputError
from meetbot.model.commitments import Commitment, CommitmentStatus
from meetbot.model.company import Person
from meetbot.stages.folding import fold


class DefaultsToList(click.Group):
    """`meetbot actions` alone, or followed by an option, is `meetbot actions list`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts `list` in front where no subcommand is named."""
        wants_help = bool(args) and args[0] in ctx.help_option_names
        if not wants_help and (not args or args[0].startswith("-")):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=DefaultsToList)
def actions() -> None:
    """List the commitments of all meetings, close one or reopen it.

    `meetbot actions` lists the open ones; `meetbot actions done 3` closes number 3. What is open stands in the
    next agenda.
    """


@actions.command("list")
@click.option("--all", "everything", is_flag=True, help="Closed and cancelled ones too.")
@click.option("--department", metavar="ID", help="Only those of this department.")
@click.option("--owner", metavar="NAME", help="Only those whose owner's name contains this.")
@as_json
@click.pass_context
def list_actions(
    ctx: click.Context, everything: bool, department: str | None, owner: str | None, as_json: bool
) -> None:
    """List commitments with number, owner, due date and age."""
    wiring = wiring_for(ctx)
    if department is not None and wiring.workspace.config.roster.department(department) is None:
        known = ", ".join(d.id for d in wiring.workspace.config.departments)
        raise InputError(f"There is no department “{department}”.", "--department", f"Departments: {known}.")
    status: CommitmentStatus | None = None if everything else "open"
    ledger = wiring.ledger()
    found = ledger.commitments(status=status, department=department)
    if owner:
        found = [c for c in found if fold(owner) in fold(c.owner or "")]
        if not found:
            _known(owner, [*wiring.workspace.config.people, *ledger.commitments()])
    today = wiring.clock().date()
    if as_json:
        print_json({"commitments": [c.model_dump(mode="json") | {"overdue": c.overdue(today)} for c in found]})
    elif not found:
        click.echo("No commitments." if everything else "No open commitments.")
    else:
        header = ("No.", "Owner", "Department", "Due", "State", "From", "What")
        rows = [
            (
                str(c.number),
                c.owner or "nobody",
                c.department or "",
                c.due_date.isoformat() if c.due_date else (c.due_text or "no date"),
                "overdue" if c.overdue(today) else c.status,
                c.meeting_date.isoformat(),
                c.text,
            )
            for c in found
        ]
        click.echo(table(rows, header))


def _known(owner: str, known: Iterable[Person | Commitment]) -> None:
    """Raises InputError when nobody of the company or of the ledger is called so."""
    names = {one.name if isinstance(one, Person) else one.owner for one in known} - {None}
    if not any(fold(owner) in fold(name or "") for name in names):
        listed = ", ".join(sorted((name for name in names if name), key=fold)) or "none"
        raise InputError(f"Nobody's name contains “{owner}”.", "--owner", f"People: {listed}.")


@actions.command()
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="NUMBER...")
@click.option("--note", help="A word about how it ended.")
@click.pass_context
def done(ctx: click.Context, numbers: tuple[int, ...], note: str | None) -> None:
    """Close the commitments with these numbers."""
    wiring = wiring_for(ctx)
    ledger = wiring.ledger()
    for number in numbers:
        _say("Done", ledger.close(number, at=wiring.clock(), note=note))


@actions.command()
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="NUMBER...")
@click.option("--note", help="Why.")
@click.pass_context
def reopen(ctx: click.Context, numbers: tuple[int, ...], note: str | None) -> None:
    """Open closed commitments again."""
    wiring = wiring_for(ctx)
    ledger = wiring.ledger()
    for number in numbers:
        _say("Open again", ledger.reopen(number, at=wiring.clock(), note=note))


def _say(what: str, commitment: Commitment) -> None:
    click.echo(f"{what}: {commitment.number}  {safe(commitment.owner or 'nobody')}: {safe(commitment.text)}")
