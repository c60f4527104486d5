"""detente add: keep pages in a dossier and draft their claims."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from detente import dossier


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="When the pages came out.")
@click.option("--outlet", metavar="NAME", help="Who published the pages.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path,
    files: tuple[Path, ...],
    published: datetime | None,
    outlet: str | None,
    as_json: bool,
) -> None:
    """Keep pages and draft their claims, for you to accept, edit or reject.

    Without a publication date, dates such as "next Tuesday" stay unresolved. Adding a page again with a date drafts it
    again; what you decided stays. Ends with 2 if a page could not be read; the others are kept all the same.

    Example: detente add talks page.txt --published 2026-02-13
    """
    when: date | None = published.date() if published else None
    found = dossier.add(folder, files, when, outlet)
    for added in found:
        click.echo(tell(added), err=True)
    if as_json:
        click.echo(json.dumps({"added": [values(added) for added in found]}, ensure_ascii=False, indent=2))
    if any(added.problem for added in found):
        ctx.exit(2)


def tell(added: dossier.Added) -> str:
    """Say what became of a file."""
    if added.problem or added.document is None:
        return str(added.problem)
    if added.state == "known":
        return f"{added.file}: kept already as {added.document.name}; nothing changed"
    ids = [entry.claim.id for entry in added.claims]
    drafted = f"{len(ids)} claims drafted" + (f" ({ids[0]} to {ids[-1]})" if len(ids) > 1 else "")
    cut = f"{len(added.document.cut)} pieces cut as site furniture"
    dated = "" if added.document.published else "; no publication date, so relative dates stay open (--published)"
    again = "drafted again: " if added.state == "redrafted" else ""
    return f"{added.file}: {again}{drafted}, {cut}{dated}"


def values(added: dossier.Added) -> dict[str, Any]:
    """Return the JSON shape of what became of a file."""
    d = added.document
    return {
        "file": added.file,
        "state": added.state,
        "document": d.name if d else None,
        "title": d.title if d else None,
        "outlet": d.outlet if d else None,
        "published": d.published.isoformat() if d and d.published else None,
        "cut": len(d.cut) if d else 0,
        "claims": [entry.claim.id for entry in added.claims],
        "problem": str(added.problem) if added.problem else None,
    }
