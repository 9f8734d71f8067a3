"""`meetbot init`."""

from pathlib import Path

import click

from meetbot.adapters.scaffold import copy_samples, create_workspace
from meetbot.config import LOCALES, new_settings

DEFAULT_LOCALE = "es-MX"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--locale", type=click.Choice(LOCALES), show_default=DEFAULT_LOCALE, help="Words, numbers, dates.")
@click.option("--with-samples", is_flag=True, help="Fill it with the sample company instead.")
def init(folder: Path, locale: str | None, with_samples: bool) -> None:
    """Make a workspace in FOLDER: a commented meetbot.toml, and folders for exports, recordings and meetings."""
    if with_samples and locale:
        raise click.UsageError(
            "The sample company is Mexican, with its words, currency and time zone: `--locale` is not for it. "
            "Leave out `--locale`, or make a workspace of your own without `--with-samples`."
        )
    if with_samples:
        path = copy_samples(folder)
        following = "`meetbot check`, then `meetbot agenda` or `meetbot minutes recordings/2026-11-23-alineacion.m4a`."
    else:
        path = create_workspace(folder, new_settings(folder.resolve().name, locale or DEFAULT_LOCALE))
        following = "put your people and mail addresses into it, a CRM export into data/, then `meetbot check`."
    click.echo(str(path))
    click.echo(f"Next: {following}", err=True)
