"""`meetbot kpi`: what the exports hold, and what the indicators make of it."""

import importlib
from importlib.util import find_spec

import click

_COMMANDS: dict[str, tuple[str, str]] = {
    "show": ("meetbot.cli.kpi_figures", "show"),
    "explain": ("meetbot.cli.kpi_figures", "explain"),
    "columns": ("meetbot.cli.kpi_columns", "columns"),
}


class _Commands(click.Group):
    """The subcommands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [name for name, (module, _) in _COMMANDS.items() if find_spec(module) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module, name = _COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Commands)
def kpi() -> None:
    """Show the indicators, explain one, or see what was read from the exports."""
