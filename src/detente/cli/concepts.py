"""List the stability concepts that can be asked for."""

import json
import textwrap
from dataclasses import asdict
from typing import Any

import click

from detente.canon import CANON, MERGED, MIXED
from detente.canon.overview import available
from detente.stability import CONCEPTS

WIDTH = 80


@click.command(name="concepts")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(as_json: bool) -> None:
    """List the stability concepts, each with its formula, its source and what it implies.

    A small letter at the end of a key stands for a number: Lh is asked for as L3. Then come the preference structures,
    with the concepts that each has.

    \b
    Example:
      detente concepts
    """
    rows = [describe(c) for c in (*CONCEPTS, *CANON)]
    further = [describe(c) for c in (MIXED, MERGED)]
    kinds = [asdict(kind) | {"concepts": list(kind.concepts)} for kind in available()]
    if as_json:
        click.echo(
            json.dumps({"concepts": rows, "further": further, "structures": kinds}, ensure_ascii=False, indent=2)
        )
        return
    for row in (*rows, *further):
        click.echo(f"{row['key']:<5} {row['name']}")
        told = row["source"] + (f"; implies {', '.join(row['implies'])}" if row["implies"] else "")
        for text in (row["formula"], told, row["scope"]):
            for line in textwrap.wrap(text, WIDTH - 6):
                click.echo(f"      {line}")
    click.echo("\nPreference structures")
    for kind in kinds:
        click.echo(f"{kind['structure']}: {', '.join(kind['concepts']) or 'refused'}")
        for line in textwrap.wrap(kind["source"] or kind["refused"], WIDTH - 6):
            click.echo(f"      {line}")


def describe(concept: Any) -> dict[str, Any]:
    """Return what a concept says about itself, as plain values."""
    return {
        "key": concept.key,
        "name": concept.name,
        "formula": concept.formula,
        "source": concept.source,
        "implies": list(concept.implies),
        "scope": getattr(concept, "scope", ""),
    }
