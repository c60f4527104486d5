"""detente convert: from one model format to another."""

import sys
from pathlib import Path

import click

from detente.base import DetenteError
from detente.cli.check import UNREADABLE
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
    try:
        text, lost = write_model(load_model(source), target)
    except DetenteError as error:
        click.echo(str(error), err=True)
        sys.exit(2 if any(d.code in UNREADABLE for d in error.diagnostics) else 1)
    try:
        Path(target).write_text(text, encoding="utf-8")
    except OSError as error:
        click.echo(f"{target}: cannot be written: {error.strerror}", err=True)
        sys.exit(2)
    for line in lost:
        click.echo(f"{target}: {line}", err=True)
    click.echo(target)
