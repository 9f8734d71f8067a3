"""`meetbot init`."""

from pathlib import Path

import click

from meetbot.adapters.scaffold import copy_samples, create_workspace
from meetbot.config import LOCALES, new_settings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--locale", type=click.Choice(LOCALES), default="es-MX", show_default=True, help="Words, numbers, dates.")
@click.option("--with-samples", is_flag=True, help="Fill it with the sample company instead.")
def init(folder: Path, locale: str, with_samples: bool) -> None:
    """Make a workspace in FOLDER: a commented meetbot.toml, and folders for exports, recordings and meetings."""
    if with_samples:
        path = copy_samples(folder)
    else:
        path = create_workspace(folder, new_settings(folder.resolve().name, locale))
    click.echo(str(path))
    click.echo(
        "Next: put your people and mail addresses into it, a CRM export into data/, then `meetbot check`.", err=True
    )
