"""detente paths: how one gets from the status quo to a state."""

from collections.abc import Iterator
from typing import Any

import click

from detente.analysis.question import Reach, settlement_of
from detente.analysis.settle import find_group
from detente.analysis.ways import paths_document
from detente.cli.asking import answer_with, ask, model_options, path_options, together_option

SHOWN = 6


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@click.option("--to", "target", metavar="STATE", help="State id or option string (default: the settlement).")
@path_options
@together_option
@model_options
def command(
    model: str,
    target: str | None,
    settlement: str | None,
    reach: Reach,
    coalitions: tuple[str, ...],
    as_json: bool,
    **how: Any,
) -> None:
    """List all shortest legal paths from the status quo to a state or a settlement, or say why there is none.

    Example: detente paths geneva.yaml --settlement "sign_u and guarantee" --coalition ukraine,us
    """
    asked = ask(model, **how)
    conflict = asked.conflict
    document = paths_document(
        conflict,
        target if target is not None else settlement_of(conflict, settlement),
        asked.believed,
        reach=reach,
        coalitions=[find_group(conflict, text) for text in coalitions],
    )
    answer_with(document, asked.opened, told, as_json)


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
