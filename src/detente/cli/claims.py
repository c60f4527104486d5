"""detente claims: list the claims of a dossier."""

import json
import textwrap
from pathlib import Path
from typing import Any

import click

from detente import dossier
from detente.claims import Hop


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--status", type=click.Choice(dossier.STATUSES), help="Only claims of this status.")
@click.option("--as-of", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="As the ledger stood that day (UTC).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(folder: Path, status: str | None, as_of: Any, as_json: bool) -> None:
    """List claims with who said them through whom, and what was decided.

    Example: detente claims talks --status draft
    """
    entries = dossier.claims(folder, status, as_of=as_of.date().isoformat() if as_of else "")
    if as_json:
        by = dossier.drafters(folder)
        listed = [values(entry) | {"drafter": by.get(entry.draft, "")} for entry in entries]
        click.echo(json.dumps({"claims": listed}, ensure_ascii=False, indent=2))
        return
    for entry in entries:
        click.echo("\n".join(lines(entry)))
    if not entries:
        click.echo("no claims" + (f" of status {status}" if status else "; add pages with: detente add"), err=True)


def values(entry: dossier.Entry) -> dict[str, Any]:
    """Return the JSON shape of a claim: that of ``detente read``, and what the ledger knows besides."""
    return {
        **dossier.shown(entry.claim),
        "document": entry.document,
        "status": entry.status,
        "said": entry.said.isoformat() if entry.said else None,
        "published": entry.published.isoformat() if entry.published else None,
        "entered": entry.entered,
    }


def lines(entry: dossier.Entry) -> list[str]:
    """Write a claim for people, at most 80 columns wide."""
    claim = entry.claim
    marks = [claim.kind, *(["hedged"] if claim.hedged else []), *(["negated"] if claim.negated else [])]
    head = f"{claim.id:<5} {entry.status:<8}  {', '.join(marks)}"
    if claim.actors:
        head += f": {'; '.join(claim.actors)}"
    body = [f"“{claim.quote}”", f"{' < '.join(chain(hop) for hop in claim.source)}  ({entry.document})"]
    return [
        *textwrap.wrap(head, 80, subsequent_indent=" " * 16),
        *(row for text in body for row in textwrap.wrap(text, 80, initial_indent="      ", subsequent_indent="      ")),
    ]


def chain(hop: Hop) -> str:
    """Name one link of a source chain."""
    if hop.outlet is not None:
        return hop.outlet
    name = hop.name or ("unnamed" + (f" ({hop.count})" if hop.count else ""))
    return f"{name}, {hop.role}" if hop.role else name
