"""detente edit: correct a claim."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from detente import dossier
from detente.claims import KINDS
from detente.cli.accept import who_option
from detente.cli.claims import lines, values


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("ident", metavar="CLAIM")
@click.option("--kind", type=click.Choice(KINDS), metavar="KIND", help=f"One of {', '.join(KINDS)}.")
@click.option("--quote", metavar="TEXT", help="Another passage of the page, exactly as it stands there.")
@click.option("--actor", "actors", multiple=True, metavar="NAME", help="Whom it is about, most responsible first.")
@click.option("--place", "places", multiple=True, metavar="NAME", help="A place; repeat for more.")
@click.option(
    "--source",
    multiple=True,
    metavar="HOP",
    help="The chain, origin first: 'Name, role'; 'unnamed, role'; 'outlet: Name'.",
)
@click.option("--cue", metavar="WORD", help="The word that marks it as said; empty for none.")
@click.option("--hedged/--not-hedged", default=None, help="Whether it is marked as uncertain.")
@click.option("--negated/--not-negated", default=None, help="Whether it denies.")
@click.option("--halves", nargs=2, metavar="WHAT IF", help="Of a condition: what is conditioned, and on what.")
@click.option("--said", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="When it was said.")
@who_option
@click.option("--json", "as_json", is_flag=True, help="Print the claim as one JSON document.")
def command(folder: Path, ident: str, who: str, as_json: bool, **given: Any) -> None:
    """Correct fields of a claim; the ledger keeps the old values, who changed them and when.

    An option that may be repeated replaces the whole list.

    Example: detente edit talks c3 --kind refusal --actor Ukraine
    """
    changes = {key: value for key, value in given.items() if value is not None and value != ()}
    if not changes:
        raise click.UsageError("say what to change, for instance --kind demand")
    if "source" in changes:
        changes["source"] = tuple(dossier.hop(text) for text in changes["source"])
    if "cue" in changes:
        changes["cue"] = changes["cue"] or None
    if isinstance(changes.get("said"), datetime):
        changes["said"] = changes["said"].date()
    entry = dossier.edit(folder, ident, who, **changes)
    click.echo(f"edited by {who}", err=True)
    click.echo(json.dumps(values(entry), ensure_ascii=False, indent=2) if as_json else "\n".join(lines(entry)))
