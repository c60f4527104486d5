"""detente read: keep the article of a page and draft its claims."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from detente.base import DetenteError
from detente.claims import Claim, Document
from detente.reading import draft, load
from detente.reading.shape import claim_to_json, document_to_json


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--published", metavar="DATE", help="When the page was published, such as 2026-02-13.")
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--jsonl", is_flag=True, help="Print one JSON document per line, for several files or folders.")
def command(files: tuple[str, ...], published: str | None, outlet: str | None, as_json: bool, jsonl: bool) -> None:
    """Keep the article of a page and draft its claims: who said what, through whom, in the page's own words.

    Ends with 2 if a file cannot be read; the others are read all the same.

    Example: detente read page.html --published 2026-02-13 --json
    """
    paths = _files(files)
    if as_json and not jsonl and len(paths) != 1:
        raise click.UsageError("--json takes one file; use --jsonl for several")
    failed = 0
    for path in paths:
        try:
            given: Path | bytes = sys.stdin.buffer.read() if path == Path("-") else path
            document = load(given, published=published, outlet=outlet, name="" if path != Path("-") else "stdin")
            claims = draft(document)
        except DetenteError as error:
            click.echo(str(error), err=True)
            failed += 1
            continue
        for note in document.notes:
            click.echo(f"{path}: {note}", err=True)
        if as_json or jsonl:
            value: dict[str, Any] = {
                "document": document_to_json(document),
                "claims": [claim_to_json(claim) for claim in claims],
            }
            click.echo(json.dumps(value, ensure_ascii=False, indent=None if jsonl else 2))
        else:
            _tell(path, document, claims)
    if failed:
        sys.exit(2)


def _files(names: tuple[str, ...]) -> list[Path]:
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            found.append(path)
    return found


def _tell(path: Path, document: Document, claims: tuple[Claim, ...]) -> None:
    click.echo(
        f"{document.title or path} · {document.outlet or 'outlet not stated'} · {document.published or 'no date'}"
    )
    for claim in claims:
        click.echo(f"  {claim.id:>4} {claim.kind:<11} {claim.confidence:.2f}  {claim.quote}")
        click.echo(f"       {' ← '.join(_hop(hop) for hop in claim.source)}")


def _hop(hop: Any) -> str:
    if hop.outlet is not None:
        return hop.outlet or "the page itself"
    who = hop.name or (f"{hop.count} unnamed" if hop.count else "unnamed")
    return f"{who} ({hop.role})" if hop.role else str(who)
