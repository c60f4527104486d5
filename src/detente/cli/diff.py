"""detente diff: two models side by side."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from detente.base import DetenteError
from detente.brief.compare import compare
from detente.cli.check import UNREADABLE
from detente.cli.dated import find_model
from detente.interop import load_model


@click.command()
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option("--exit-code", is_flag=True, help="End with 1 if anything differs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(ctx: click.Context, first: Path, second: Path, exit_code: bool, as_json: bool) -> None:
    """List the judgements in which two models differ, those that change most verdicts first.

    Example: detente diff mine.yaml theirs.yaml
    """
    try:
        found = compare(load_model(find_model(first)), load_model(find_model(second)))
    except DetenteError as error:
        click.echo(str(error), err=True)
        ctx.exit(2 if any(d.code in UNREADABLE for d in error.diagnostics) else 1)
    if as_json:
        click.echo(json.dumps({"same": found.same, **asdict(found)}, ensure_ascii=False, indent=2))
    elif found.same:
        click.echo("The two models agree in every judgement and every verdict.")
    else:
        for d in found.differences:
            alone = "not taken alone" if d.moves < 0 else f"alone it changes {d.moves} equilibria"
            click.echo(f"{d.what} ({alone})")
        for side, rows in (("first", found.only_first), ("second", found.only_second)):
            for key, taken in rows:
                click.echo(f"{key}: holds in the {side} only: {' + '.join(taken) or 'no option taken'}")
        if not (found.only_first or found.only_second):
            click.echo("No verdict differs.")
    if exit_code and not found.same:
        ctx.exit(1)
