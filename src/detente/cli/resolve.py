"""detente resolve: write a model with every default spelled out."""

import sys

import click

from detente.base import DetenteError
from detente.cli.check import UNREADABLE
from detente.conflict import dump
from detente.interop import load_model


@click.command()
@click.argument("file", metavar="FILE")
def command(file: str) -> None:
    """Write the form of a model in which every default is spelled out.

    Example: detente resolve geneva.yaml > resolved.yaml
    """
    try:
        conflict = load_model(file)
    except DetenteError as error:
        click.echo(str(error), err=True)
        sys.exit(2 if any(d.code in UNREADABLE for d in error.diagnostics) else 1)
    click.echo(dump(conflict), nl=False)
