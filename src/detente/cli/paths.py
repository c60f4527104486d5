"""detente paths: how one gets from the status quo to a state."""

import json
import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from detente.analysis.question import Reach, settlement_of
from detente.analysis.settle import find_group
from detente.analysis.ways import paths_document
from detente.base import DetenteError
from detente.cli.analyze import WIDTH, fail, reading, reading_options
from detente.cli.dated import dated_options, marked, open_model, tell
from detente.dossier.history import Clock

SHOWN = 6


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@click.option("--to", "target", metavar="STATE", help="State id or option string (default: the settlement).")
@click.option("--settlement", metavar="CONDITION", help="Any state where this is true (default: the model's own).")
@click.option("--reach", type=click.Choice(["improvements", "moves"]), default="improvements", show_default=True)
@click.option(
    "--coalition", "coalitions", multiple=True, metavar="A,B", help="Who may also move together (repeatable)."
)
@reading_options
@dated_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(
    ctx: click.Context,
    model: str,
    target: str | None,
    settlement: str | None,
    reach: Reach,
    coalitions: tuple[str, ...],
    believe: tuple[str, ...],
    doubt: tuple[str, ...],
    as_of: datetime | None,
    clock: Clock | None,
    as_json: bool,
) -> None:
    """List all shortest legal paths from the status quo to a state or a settlement, or say why there is none.

    Example: detente paths geneva.yaml --settlement "sign_u and guarantee" --coalition ukraine,us
    """
    try:
        opened = open_model(model, as_of, clock)
        conflict = opened.conflict
        document = paths_document(
            conflict,
            target if target is not None else settlement_of(conflict, settlement),
            reading(conflict, believe, doubt),
            reach=reach,
            coalitions=[find_group(conflict, text) for text in coalitions],
        )
    except DetenteError as error:
        fail(ctx, error)
    tell(opened)
    if as_json:
        click.echo(json.dumps(marked(document, opened), ensure_ascii=False, indent=2))
        return
    for line in told(document):
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        click.echo(textwrap.fill(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False))


def told(d: dict[str, Any]) -> Iterator[str]:
    """Write the document as lines for people."""
    how = "by moves that each pay their mover" if d["reach"] == "improvements" else "by any moves"
    if d["length"] is None:
        yield f"No path {how}. {d['reason']}"
        return
    if d["length"] == 0:
        yield "The status quo is there already."
        return
    number = "One shortest path" if d["total"] == 1 else f"{d['total']} shortest paths"
    yield f"{number} {how}, {d['length']} step{'s' if d['length'] > 1 else ''}:"
    for k, path in enumerate(d["paths"][:SHOWN], 1):
        yield f"{k}."
        for step in path:
            gain = "gains" if all(step["gains"]) else "does not gain" if not any(step["gains"]) else "not all gain"
            yield f"   {' and '.join(step['by'])} by {step['move']} ({gain})"
    if d["total"] > SHOWN:
        yield f"({d['total'] - SHOWN} more; --json lists up to 100.)"
