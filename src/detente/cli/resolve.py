"""detente resolve: write a model with every default spelled out."""

import click

from detente.conflict import dump
from detente.interop import load_model


@click.command()
@click.argument("file", metavar="FILE")
def command(file: str) -> None:
    """Write the form of a model in which every default is spelled out.

    Example: detente resolve geneva.yaml > resolved.yaml
    """
    click.echo(dump(load_model(file)), nl=False)
