"""detente export: the claims of a dossier as a table."""

import json
from datetime import datetime
from pathlib import Path

import click

from detente import dossier
from detente.cli.ending import write_to
from detente.dossier.share import COLUMNS, table
from detente.dossier.sheets import to_csv, to_xlsx

PAGES = ("document", "title", "outlet", "author", "published", "language")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="FILE.csv, FILE.xlsx or FILE.json.")
@click.option("--status", type=click.Choice(dossier.STATUSES), help="Only claims of this status.")
@click.option("--shared", is_flag=True, help="Withhold protected sources: grade and description, never the name.")
@click.option(
    "--at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S"]), metavar="TIME", help="UTC time to note in a workbook."
)
def command(folder: Path, output: Path | None, status: str | None, shared: bool, at: datetime | None) -> None:
    """Write claims as CSV, or with their pages as Excel or JSON; detente import takes a table of them in again.

    With --shared, words that give a protected name away are taken out of every cell, and the table is searched once
    more before it is written. Read it all the same before you give it away: what a source alone can know gives it
    away as well.

    Example: detente export talks -o claims.xlsx --status accepted
    """
    claims, pages = table(folder, status, shared=shared)
    if output is not None and output.suffix.casefold() == ".xlsx":
        data = to_xlsx({"claims": (claims, COLUMNS), "documents": (pages, PAGES)}, at)
    elif output is not None and output.suffix.casefold() == ".json":
        data = (json.dumps({"claims": claims, "documents": pages}, ensure_ascii=False, indent=1) + "\n").encode()
    else:
        data = to_csv(claims, COLUMNS)
    if output is None:
        click.echo(data.decode("utf-8-sig"), nl=False)
        return
    write_to(output, data)
    click.echo(f"{len(claims)} claims", err=True)
    click.echo(str(output))
