"""`meetbot schema`."""

import click

from meetbot.cli.screen import print_json
from meetbot.model import STORED


@click.command()
@click.argument("name", type=click.Choice(sorted(STORED)))
def schema(name: str) -> None:
    """Print the JSON schema of a document that lies in a meeting's folder."""
    print_json(STORED[name].model_json_schema())
