"""detente init: make an empty dossier."""

from pathlib import Path

import click

from detente import dossier
from detente.cli.ending import json_option, print_json


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@json_option
def command(folder: Path, as_json: bool) -> None:
    """Make a dossier: a folder for documents, model files and the ledger of claims.

    Example: detente init talks
    """
    new = dossier.init(folder)
    if as_json:
        print_json({"folder": str(folder), "new": new})
    if new:
        click.echo(f"{folder}: a new dossier; add pages with: detente add {folder} FILE", err=True)
    else:
        click.echo(f"{folder}: a dossier already, left as it is", err=True)
