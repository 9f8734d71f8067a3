"""`meetbot explain`."""

import shutil
import sys

import click

from meetbot.cli.explain_lines import explained, listed_lines
from meetbot.cli.options import as_json
from meetbot.cli.screen import print_json
from meetbot.cli.wiring import wiring_for
from meetbot.pipeline.explain_item import item_explained, items_listed

_WIDTH, _LEAST, _MOST = 80, 50, 110
"""Columns where nobody tells how many there are; the fewest that are used, and the most that read comfortably."""


@click.command()
@click.argument("item", required=False, metavar="[ITEM]")
@click.argument("meeting", required=False, metavar="[MEETING]")
@as_json
@click.pass_context
def explain(ctx: click.Context, *, item: str | None, meeting: str | None, as_json: bool) -> None:
    r"""Show how one item of the minutes came about, step by step.

    ITEM is its number in the minutes (A-03, D-01, U-02 …); without one, all are listed. MEETING is a meeting's folder;
    default: the last one with minutes. It tells what was said, what the engines proposed and why, each check, what
    was merged, dropped and reworded, and where the item stands in the ledger. It only reads files: no engine runs.

    \b
    meetbot explain A-03
    meetbot explain D-01 2026-11-23-alineacion
    """
    wiring = wiring_for(ctx)
    document: dict[str, object]
    if item is None:
        listed = items_listed(meeting, archive=wiring.archive)
        items = [{"id": i.id, "section": section, "text": i.text} for section, i in listed.items]
        lines, document = listed_lines(listed, width=_width()), {"meeting": listed.meeting_id, "items": items}
    else:
        found = item_explained(item, meeting, archive=wiring.archive, ledger=wiring.ledger())
        lines = explained(found, today=wiring.clock().date(), width=_width())
        document = {"explanation": found.model_dump(mode="json")}
    if as_json:
        print_json(document)
        return
    for line in lines:
        click.echo(line)


def _width() -> int:
    """How wide lines may be: the terminal's width within reason, elsewhere 80."""
    if not sys.stdout.isatty():
        return _WIDTH
    return min(max(shutil.get_terminal_size().columns, _LEAST), _MOST)
