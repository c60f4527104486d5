"""detente resolve: write a model with every default spelled out."""

import click

from detente.base import DetenteError
from detente.cli.check import UNREADABLE
from detente.conflict import dump
from detente.interop import load_model


@click.command()
@click.argument("file", metavar="FILE")
@click.pass_context
def command(ctx: click.Context, file: str) -> None:
    """Write the form of a model in which every default is spelled out.

    Example: detente resolve geneva.yaml > resolved.yaml
    """
    try:
        conflict = load_model(file)
    except DetenteError as error:
        click.echo(str(error), err=True)
        ctx.exit(2 if any(d.code in UNREADABLE for d in error.diagnostics) else 1)
    click.echo(dump(conflict), nl=False)
