"""The root command. Subcommands are imported when they are run, so that `--help` answers at once."""

import importlib
import os
import sys
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from meetbot import __version__
from meetbot.errors import MeetbotError

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("meetbot.cli.demo", "Run the whole loop on the sample company, in a new folder."),
    "init": ("meetbot.cli.init", "Make a workspace: a folder with a commented meetbot.toml."),
    "check": ("meetbot.cli.check", "Say what works here, and how to fix what doesn't."),
    "agenda": ("meetbot.cli.agenda", "Write the next meeting's agenda from figures and open commitments."),
    "kpi": ("meetbot.cli.kpi", "Show the indicators, explain one, or see what was read from the exports."),
    "minutes": ("meetbot.cli.minutes", "Turn a recording or a transcript into minutes, documents and draft mails."),
    "transcribe": ("meetbot.cli.transcribe", "Only write the transcript of a recording."),
    "speakers": ("meetbot.cli.speakers", "Show the voices of a meeting and say whose they are."),
    "voices": ("meetbot.cli.voices", "Enrol people's voices on their consent, list and forget them."),
    "explain": ("meetbot.cli.explain", "Show how one item of the minutes came about, step by step."),
    "send": ("meetbot.cli.send", "Mail the minutes, after showing what goes to whom."),
    "actions": ("meetbot.cli.actions", "List the commitments of all meetings; close, drop, hand over or postpone one."),
    "config": ("meetbot.cli.config", "Show the settings and where each came from."),
    "template": ("meetbot.cli.eject", "List, show or copy the document templates, to change them."),
    "prompt": ("meetbot.cli.eject", "List, show or copy the prompts of the language model, to change them."),
    "schema": ("meetbot.cli.schema", "Print the JSON schema of a stored document."),
}


_OF_ROOT = frozenset({"-q", "--quiet", "--debug", "-w", "--workspace", "--now"})


class LazyGroup(click.Group):
    """A group that knows its commands' names and one-line helps without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of a user's week rather than the alphabet's."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(COMMANDS[cmd_name][0]), cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """The list in `meetbot --help`."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="meetbot")
@click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    help="The workspace folder. Default: the nearest folder upwards that has a meetbot.toml.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress; errors and results only.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option(
    "--now",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]),
    help="Act as if it were this moment in the workspace's time zone (for reruns of past weeks).",
)
@click.pass_context
def root(ctx: click.Context, workspace: Path | None, quiet: bool, debug: bool, now: datetime | None) -> None:
    """Agenda before, minutes after: the meeting assistant of Marketing and Sales.

    Start with `meetbot demo`, then `meetbot init my-company`.
    """
    ctx.obj = {"workspace": workspace, "quiet": quiet, "debug": debug, "now": now}


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits: 0 complete, 1 a foreseen error, 2 wrong usage, 3 written but incomplete."""
    code = run(list(sys.argv[1:] if arguments is None else arguments))
    if threading.active_count() > 1:
        # a worker is inside a decoder that nothing can interrupt; finished blocks are on disk, so nobody waits for it
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """The exit code of that command line; the one place that prints errors."""
    try:
        outcome: Any = root.main(arguments, prog_name="meetbot", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        _placed(error).show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped. What was finished is kept: run the same command again to go on from there.")
    except Exception as error:
        if "--debug" in arguments:
            raise
        _report(error)
    else:
        return outcome if isinstance(outcome, int) else 0
    return 1


def _placed(error: click.ClickException) -> click.ClickException:
    """The error; of an option of meetbot itself after the command it says where the option goes."""
    if not isinstance(error, click.NoSuchOption) or error.option_name not in _OF_ROOT or error.ctx is None:
        return error
    option = error.option_name
    example = f"`meetbot {option} {error.ctx.info_name} …`"
    return click.UsageError(f"{option} goes before the command: {example}", error.ctx)


def _report(error: Exception) -> None:
    """The last line of defence: users get a sentence, developers `--debug`."""
    if isinstance(error, MeetbotError):
        _say(f"Error: {error}")
    elif not isinstance(error, BrokenPipeError):
        _say(f"Error: meetbot failed in a way nobody foresaw ({type(error).__name__}: {error}).")
        _say("  Nothing that was finished is lost. Run it again with `meetbot --debug …` and report what it prints.")


def _say(text: str) -> None:
    """Prints on stderr; what a file name or a cell brought along can't move the cursor or fake a line's end."""
    click.echo("".join(c if c.isprintable() or c == "\n" else "?" for c in text), err=True)
