"""`meetbot config`."""

import json

import click

from meetbot.cli.options import as_json
from meetbot.cli.screen import print_json, safe
from meetbot.cli.wiring import wiring_for
from meetbot.config import settings_of


@click.group()
def config() -> None:
    """Show the settings and where each came from."""


@config.command()
@as_json
@click.pass_context
def show(ctx: click.Context, as_json: bool) -> None:
    """Every setting in force: from a flag's environment variable, a line of meetbot.toml, or the default."""
    settings = settings_of(wiring_for(ctx).workspace)
    if as_json:
        print_json({"settings": [setting.model_dump(mode="json") for setting in settings]})
        return
    for setting in settings:
        if isinstance(setting.value, list) and setting.value and isinstance(setting.value[0], dict):
            click.echo(f"{setting.key}: {len(setting.value)} entries  ({setting.origin})")
        else:
            click.echo(f"{setting.key} = {safe(json.dumps(setting.value, ensure_ascii=False))}  ({setting.origin})")
