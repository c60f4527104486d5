"""detente import: a table of claims taken into a dossier."""

import json
from pathlib import Path

import click

from detente.cli.accept import who_option
from detente.dossier.sheets import read_rows
from detente.dossier.take_in import take_in


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@who_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(folder: Path, file: Path, who: str, as_json: bool) -> None:
    """Take in a table of claims that detente export wrote and somebody changed: all of it, or nothing.

    A changed cell becomes an edit, a changed status a decision, a row without an id a new claim, by its document and
    quote. Rows in which something is withheld are left out. All faults are listed at once.

    Example: detente import talks claims.xlsx --who "Mo Analyst"
    """
    found = take_in(folder, read_rows(file), who, file=str(file))
    for line, reason in found.left_out:
        click.echo(f"row {line} left out: {reason}", err=True)
    told = [(found.edited, "edited"), (found.decided, "decided on"), (found.entered, "new")]
    if as_json:
        document = {
            "edited": list(found.edited),
            "decided": list(found.decided),
            "entered": list(found.entered),
            "left_out": [{"row": line, "reason": reason} for line, reason in found.left_out],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    lines = [f"{what}: {', '.join(ids)}" for ids, what in told if ids]
    click.echo("; ".join(lines) or "nothing in the table differs from the ledger")
