"""`meetbot template` and `meetbot prompt`: the same three verbs over two kinds of files."""

from pathlib import Path

import click

from meetbot import resources
from meetbot.adapters.scaffold import copy_resource
from meetbot.cli.wiring import wiring_for
from meetbot.config import FILE_NAME, find_workspace
from meetbot.errors import InputError, WorkspaceError
from meetbot.resources import Kind

_SETTINGS = {
    "kpis.toml": "Indicators are changed by [[kpis]] in meetbot.toml; `meetbot template show kpis.toml` shows how.",
    "workspace.es.toml": "It is what `meetbot init` writes.",
    "workspace.en.toml": "It is what `meetbot init` writes.",
}
"""Shipped beside the templates, but a copy in the workspace would change nothing."""


def _group(kind: Kind, name: str, what: str) -> click.Group:
    group = click.Group(name, help=f"List, show or copy the {what}, to change them.")

    @group.command("list", help=f"List the {what}; those that the workspace changed are marked.")
    @click.pass_context
    def list_names(ctx: click.Context) -> None:
        root = _workspace(ctx)
        for known in resources.names(kind):
            if known in _SETTINGS:
                continue
            own = root is not None and (root / kind / known).is_file()
            click.echo(f"{known}  (changed in this workspace)" if own else known)

    @group.command("show", help="Print one.")
    @click.argument("name")
    @click.pass_context
    def show(ctx: click.Context, name: str) -> None:
        path = resources.find(kind, name, workspace=_workspace(ctx))
        if path.suffix == ".docx":
            click.echo(f"A Word file: {path}")
        else:
            click.echo(path.read_text(encoding="utf-8"), nl=False)

    @group.command("eject", help="Copy one into the workspace; from then on the copy is used.")
    @click.argument("name")
    @click.option("--force", is_flag=True, help="Replace the copy that is already there.")
    @click.pass_context
    def eject(ctx: click.Context, name: str, force: bool) -> None:
        root = wiring_for(ctx).workspace.root
        if name in _SETTINGS:
            raise InputError(f"A copy of {name} would change nothing.", name, _SETTINGS[name])
        click.echo(str(copy_resource(kind, name, root, replace=force)))

    return group


def _workspace(ctx: click.Context) -> Path | None:
    given: Path | None = ctx.obj["workspace"]
    if given is not None and (given / FILE_NAME).is_file():
        return given
    try:
        return find_workspace(given or Path())
    except WorkspaceError:
        return None


template = _group("templates", "template", "document templates")
prompt = _group("prompts", "prompt", "prompts of the language model")
