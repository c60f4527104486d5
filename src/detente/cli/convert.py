"""detente convert: from one model format to another."""

from pathlib import Path

import click

from detente.cli.ending import write_to
from detente.interop import load_model, write_model

KNOWN = (".yaml", ".yml", ".gmcr")


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
def command(source: str, target: str) -> None:
    """Convert a model between detente's YAML and .gmcr; the suffixes say which.

    Example: detente convert geneva.yaml geneva.gmcr
    """
    if Path(target).suffix.casefold() not in KNOWN:
        raise click.BadParameter(f"'{target}' ends in none of {', '.join(KNOWN)}", param_hint="OUT")
    text, lost = write_model(load_model(source), target)
    write_to(Path(target), text)
    for line in lost:
        click.echo(f"{target}: {line}", err=True)
    click.echo(target)
