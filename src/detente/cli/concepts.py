"""List the stability concepts that can be asked for."""

import json

import click

from detente.stability import CONCEPTS


@click.command(name="concepts")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(as_json: bool) -> None:
    """List the stability concepts, each with its formula, its source and what it implies.

    \b
    Example:
      detente concepts
    """
    if as_json:
        rows = [
            {"key": c.key, "name": c.name, "formula": c.formula, "source": c.source, "implies": list(c.implies)}
            for c in CONCEPTS
        ]
        click.echo(json.dumps({"concepts": rows}, ensure_ascii=False, indent=2))
        return
    for c in CONCEPTS:
        click.echo(f"{c.key:<5} {c.name}")
        click.echo(f"      {c.formula}")
        click.echo(f"      {c.source}" + (f"; implies {', '.join(c.implies)}" if c.implies else ""))
