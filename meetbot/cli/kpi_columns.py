"""`meetbot kpi columns`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from meetbot.cli.options import as_json
from meetbot.cli.screen import COMPLETE, INCOMPLETE, print_issues, print_json, safe, table
from meetbot.cli.wiring import clock_for, wiring_for
from meetbot.config import CompanyConfig, Config, Workspace
from meetbot.errors import ConfigError, WorkspaceError
from meetbot.model.company import Department

_FAILED = 1


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@as_json
@click.pass_context
def columns(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> int:
    """Show what each export was taken for: its table, its columns, the rows left out; all of [data] without FILE.

    The exit code is 1 when a FILE can't be used, 3 when a file of the data folder is broken.
    """
    from meetbot.adapters.crm.inspect import Inspector

    workspace = _workspace(ctx)
    inspector = Inspector(workspace, on=clock_for(ctx, workspace)().date())
    found = inspector.files(files) if files else inspector.folder()
    if as_json:
        print_json({"files": found, "aliases": str(inspector.aliases), "fields": inspector.fields()})
    else:
        for described in found:
            _print(described)
        _print_lesson(found, inspector.aliases)
    if files:
        return COMPLETE if all("table" in described for described in found) else _FAILED
    return INCOMPLETE if any(described.get("broken") for described in found) else COMPLETE


def _workspace(ctx: click.Context) -> Workspace:
    """The workspace, or one with default settings where there is none: a file can be looked at anywhere."""
    try:
        return wiring_for(ctx).workspace
    except ConfigError:
        raise
    except WorkspaceError:
        click.echo("No workspace here: read with the settings of es-MX.", err=True)
        nobody = Department(id="marketing", name="Marketing", role="marketing")
        return Workspace(root=Path.cwd(), config=Config(company=CompanyConfig(name="-"), departments=(nobody,)))


def _print(described: dict[str, Any]) -> None:
    from meetbot.adapters.crm.inspect import issues_of

    click.secho(safe(described["file"]), bold=True)
    if "table" not in described:
        headers = f"Its headers: {', '.join(described['headers'])}." if described["headers"] else described["hint"]
        for line in (described["problem"], *headers.splitlines()):
            click.echo(f"  {safe(line)}")
        click.echo()
        return
    vendor = f", as {described['vendor']} exports them" if described["vendor"] else ""
    as_of = f"; as of {described['as_of'][:16].replace('T', ' ')}" if described["as_of"] else ""
    click.echo(f"  {described['table']}{vendor}; {described['format']}; header in row {described['header_row']}{as_of}")
    unused = "" if described.get("counts", True) else "; the file is not used, since another counts"
    kept = described["rows_read"] - sum(rejection["count"] for rejection in described["rejected"])
    days = f", as {described['rows']:,} days" if described["rows"] != kept else ""
    click.echo(f"  {kept:,} of {described['rows_read']:,} rows read{days}{unused}")
    for rejection in described["rejected"]:
        rows = ", ".join(str(row) for row in rejection["rows"])
        more = " …" if rejection["count"] > len(rejection["rows"]) else ""
        told = f" (row {rows}{more})" if rows else ""
        click.echo(
            f"    {rejection['count']:,} left out: {safe(rejection['reason'].removesuffix(': left out.'))}{told}"
        )
    lines = [(str(c["column"]), c["header"], c["field"] or "–", _how(c)) for c in described["columns"]]
    click.echo(_indented(table(lines, ("column", "header", "field", ""))))
    print_issues(issues_of(described), everything=True)
    click.echo()


def _how(column: dict[str, Any]) -> str:
    near = f"; near to “{column['near']}” ({column['near_field']})" if column["near"] else ""
    return str(column["note"]) + near


def _print_lesson(found: Sequence[dict[str, Any]], aliases: Path) -> None:
    """How to teach a header, with one of those that nobody knows."""
    from meetbot.adapters.crm.taught import example

    unknown = [(d, c) for d in found for c in d.get("columns", ()) if c["note"] == "not needed"]
    if not unknown:
        return
    described, column = next(((d, c) for d, c in unknown if c["near"]), unknown[0])
    click.echo(f"To teach a header, write into {safe(str(aliases))} which field it is, or “ignore”:\n")
    lesson = example(described["table"], column["header"], column["near_field"] or "FIELD")
    click.echo(_indented("\n".join(safe(line) for line in lesson.splitlines())))
    click.echo(f"\nFields of {described['table']}: {', '.join(described['fields'])}.")


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
