"""detente convert: from one model format to another."""

from pathlib import Path

import click

from detente.cli.ending import json_option, print_json, write_to
from detente.interop import load_model, write_model

KNOWN = (".yaml", ".yml", ".gmcr")


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@json_option
def command(source: str, target: str, as_json: bool) -> None:
    """Convert a model between detente's YAML and .gmcr; the suffixes say which.

    Example: detente convert geneva.yaml geneva.gmcr
    """
    if Path(target).suffix.casefold() not in KNOWN:
        raise click.BadParameter(f"'{target}' ends in none of {', '.join(KNOWN)}", param_hint="OUT")
    text, lost = write_model(load_model(source), target)
    write_to(Path(target), text)
    for line in lost:
        click.echo(f"{target}: {line}", err=True)
    if as_json:
        print_json({"file": target, "lost": list(lost)})
    else:
        click.echo(target)
