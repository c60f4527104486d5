"""detente check: list every problem in model files."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from detente.base import Diagnostic, show
from detente.cli.ending import UNREADABLE
from detente.interop import inspect_model


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(files: tuple[str, ...], as_json: bool) -> None:
    """List all problems of model files at once.

    Ends with 1 if there are errors, with 2 if a file cannot be read; warnings never change that.

    Example: detente check geneva.yaml
    """
    found: list[Diagnostic] = []
    for file in files:
        here = inspect_model(Path(file))
        found += here
        if not as_json:
            for diagnostic in here:
                click.echo(show(diagnostic))
            errors = sum(d.severity == "error" for d in here)
            click.echo(f"{file}: {_count(errors, 'error')}, {_count(len(here) - errors, 'warning')}")
    if as_json:
        errors = sum(d.severity == "error" for d in found)
        report = {"files": list(files), "errors": errors, "diagnostics": [asdict(d) for d in found]}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    if any(d.code in UNREADABLE for d in found):
        sys.exit(2)
    if any(d.severity == "error" for d in found):
        sys.exit(1)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
