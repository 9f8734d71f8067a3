"""`meetbot actions`."""

from collections.abc import Iterable, Sequence

import click

from meetbot.cli.options import as_json
from meetbot.cli.screen import print_json, safe, table
from meetbot.cli.wiring import Wiring, wiring_for
from meetbot.config import FILE_NAME
from meetbot.errors import InputError
from meetbot.model.commitments import Commitment, CommitmentEvent, standing
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
    """List the commitments of all meetings; close, drop, hand over or postpone one.

    `meetbot actions` lists the open ones; `meetbot actions done 3` closes number 3. What is open stands in the
    next agenda; of one that was promised again, only the newest. What you say here is kept when the minutes of the
    meeting are made again.
    """


@actions.command("list")
@click.option("--all", "everything", is_flag=True, help="Closed, cancelled and older ones of those promised again too.")
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
    ledger = wiring.ledger()
    every = ledger.commitments()
    listed = every if everything else [c for c in standing(every) if c.status == "open"]
    found = [c for c in listed if department in (None, c.department)]
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
                c.text if c.follows is None else f"{c.text} (takes up {c.follows})",
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


_A_NUMBER = click.IntRange(min=1, max=2**31 - 1)
"""What a column of integers holds in any database."""
_numbers = click.argument("numbers", nargs=-1, required=True, type=_A_NUMBER, metavar="NUMBER...")
_number = click.argument("number", type=_A_NUMBER)


@actions.command("show")
@_number
@as_json
@click.pass_context
def show_action(ctx: click.Context, number: int, as_json: bool) -> None:
    """Show a commitment and what happened to it, oldest first."""
    wiring = wiring_for(ctx)
    ledger = wiring.ledger()
    events = ledger.history(number)
    found = next(c for c in ledger.commitments() if c.number == number)
    if as_json:
        print_json(
            {"commitment": found.model_dump(mode="json"), "history": [e.model_dump(mode="json") for e in events]}
        )
        return
    zone = wiring.workspace.config.company.zone
    rows = [(e.at.astimezone(zone).date().isoformat(), e.event, e.note or "", _changes(e)) for e in events]
    click.echo(f"{number}  {safe(found.owner or 'nobody')}: {safe(found.text)} ({found.status})")
    click.echo(table(rows, ("Date", "What", "Note", "From → to")))


def _changes(event: CommitmentEvent) -> str:
    """The fields that became something else: `due date 2026-11-27 → none`."""
    told = (f"{k.replace('_', ' ')} {old or 'none'} → {new or 'none'}" for k, (old, new) in event.changes.items())
    return ", ".join(told)


_why = click.option("--note", metavar="TEXT", help="Why.")


@actions.command()
@_numbers
@click.option("--note", metavar="TEXT", help="A word about how it ended.")
@click.pass_context
def done(ctx: click.Context, numbers: tuple[int, ...], note: str | None) -> None:
    """Close the commitments with these numbers: all of them, or none when one of them can't be closed.

    Older ones that they take up, promised again since, are kept with them.
    """
    wiring = wiring_for(ctx)
    _tell("Done", wiring.ledger().close(*numbers, at=wiring.clock(), note=note), wiring)


@actions.command()
@_numbers
@_why
@click.pass_context
def cancel(ctx: click.Context, numbers: tuple[int, ...], note: str | None) -> None:
    """Drop commitments: the next agenda is without them.

    Example: meetbot actions cancel 3 5 --note "the fair is off"
    """
    wiring = wiring_for(ctx)
    _tell("Cancelled", wiring.ledger().cancel(*numbers, at=wiring.clock(), note=note), wiring)


@actions.command()
@_number
@click.argument("name", nargs=-1, required=True, metavar="NAME")
@_why
@click.pass_context
def assign(ctx: click.Context, number: int, name: tuple[str, ...], note: str | None) -> None:
    """Give a commitment to somebody else, whose department follows.

    NAME is a person of meetbot.toml: full name, first name or nickname, with or without accents.

    Example: meetbot actions assign 3 Laura --note "Diego is on leave"
    """
    from meetbot.pipeline.known_people import listed_person

    wiring = wiring_for(ctx)
    roster = wiring.workspace.config.roster
    new = f"Somebody new: add them to {FILE_NAME} as [[people]]."
    person = listed_person(" ".join(name), roster, new=new)
    department = roster.department(person.department)
    where = f" ({safe(department.name)})" if department is not None else ""
    _tell(f"Assigned{where}", [wiring.ledger().assign(number, person, at=wiring.clock(), note=note)], wiring)


@actions.command()
@_number
@click.argument("words", nargs=-1, required=True, metavar="DATE")
@_why
@click.pass_context
def due(ctx: click.Context, number: int, words: tuple[str, ...], note: str | None) -> None:
    """Give a commitment another due date; `none` takes it away.

    DATE is a date like 2026-11-27, or how people say it, in Spanish or English, counted from today: el viernes, de hoy
    en ocho, la próxima reunión, next Friday. Words that may mean two days are refused, and both are shown.

    Example: meetbot actions due 3 el viernes --note "waits for the price list"
    """
    from meetbot.pipeline.agenda_inputs import next_meeting_day
    from meetbot.pipeline.due_day import day_meant

    wiring = wiring_for(ctx)
    config, now = wiring.workspace.config, wiring.clock()
    day = day_meant(
        " ".join(words),
        today=now.date(),
        next_meeting=lambda: next_meeting_day(wiring.archive, config, now),
        locale=config.company.locale,
    )
    moved = wiring.ledger().reschedule(number, day, at=now, note=note)
    late = ", overdue" if moved.overdue(now.date()) else ""
    _tell(f"Due {day:%A} {day.isoformat()}{late}" if day else "No due date", [moved], wiring)


@actions.command()
@_number
@_why
@click.pass_context
def separate(ctx: click.Context, number: int, note: str | None) -> None:
    """Say that a commitment takes up no older one: both stand in the next agenda.

    Example: meetbot actions separate 3
    """
    wiring = wiring_for(ctx)
    before = next((c for c in wiring.ledger().commitments() if c.number == number), None)
    separated = wiring.ledger().separate(number, at=wiring.clock(), note=note)
    older = [c for c in wiring.ledger().commitments() if before is not None and c.number == before.follows]
    _tell("Stands for itself", [separated, *older], wiring)


@actions.command()
@_numbers
@_why
@click.pass_context
def reopen(ctx: click.Context, numbers: tuple[int, ...], note: str | None) -> None:
    """Open closed or cancelled commitments again."""
    wiring = wiring_for(ctx)
    _tell("Open again", wiring.ledger().reopen(*numbers, at=wiring.clock(), note=note), wiring)


def _tell(what: str, changed: Sequence[Commitment], wiring: Wiring) -> None:
    """Prints the commitments that were changed; then, on stderr, which agenda was made before that."""
    from meetbot.pipeline.agenda_inputs import agendas_behind

    for commitment in changed:
        click.echo(f"{what}: {commitment.number}  {safe(commitment.owner or 'nobody')}: {safe(commitment.text)}")
    every = wiring.ledger().commitments()
    older = [one for one in every if one.number in {c.follows for c in changed}]
    for one in older if any(c.status == "cancelled" for c in changed) else ():
        click.echo(f"Stands again: {one.number}  {safe(one.owner or 'nobody')}: {safe(one.text)}")
    for meeting in agendas_behind([*changed, *older], wiring.archive, wiring.clock()):
        day = meeting.date.isoformat()
        click.echo(f"The agenda of {day} was made before this: `meetbot agenda --date {day}` makes it anew.", err=True)
