"""detente init: make an empty dossier."""

from pathlib import Path

import click

from detente import dossier


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Make a dossier: a folder for documents, model files and the ledger of claims.

    Example: detente init talks
    """
    if dossier.init(folder):
        click.echo(f"{folder}: a new dossier; add pages with: detente add {folder} FILE", err=True)
    else:
        click.echo(f"{folder}: a dossier already, left as it is", err=True)
