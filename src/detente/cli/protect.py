"""detente protect: keep a source's name out of what is shared."""

import json
from pathlib import Path

import click

from detente import dossier
from detente.cli.accept import who_option
from detente.dossier.share import protect, protected


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--grade", default="", metavar="GRADE", help="How far the source is trusted, such as B2.")
@click.option("--description", default="", metavar="TEXT", help="What may be said of it instead.")
@click.option("--off", is_flag=True, help="Protect it no longer.")
@who_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(folder: Path, name: str | None, grade: str, description: str, off: bool, who: str, as_json: bool) -> None:
    """Protect a source: a shared export has its grade and description, and its name nowhere; without NAME, list them.

    Example: detente protect talks "Ilka Dorn" --grade B2 --description "a person at the table"
    """
    if name is not None:
        named = protect(folder, name, who, grade=grade, description=description, off=off)
        click.echo(f"{name} is {'no longer ' if off else ''}protected", err=True)
        if not named:
            click.echo("no claim names this source so; the name is taken out of shared tables all the same", err=True)
    with dossier.open_ledger(folder) as ledger:
        found = protected(ledger)
    if as_json:
        rows = [{"name": p.name, "grade": p.grade, "description": p.description} for p in found]
        click.echo(json.dumps({"protected": rows}, ensure_ascii=False, indent=2))
        return
    for p in found:
        click.echo(f"{p.name}: {p.grade or 'no grade'}; {p.description or 'no description'}")
    if not found:
        click.echo("no source is protected", err=True)
