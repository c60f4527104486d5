"""detente brief: write what would hold and what it rests on."""

from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from detente.base import DetenteError
from detente.brief import write
from detente.cli.check import UNREADABLE
from detente.cli.dated import dated_options, open_model
from detente.dossier.draft_model import CONFIRM
from detente.dossier.history import Clock


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@click.option("--to", "form", type=click.Choice(["html", "md"]), default="html", show_default=True)
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="File to write (default: print).")
@click.option("--levers", is_flag=True, help="Add an annex with what would unlock a settlement, by who gives.")
@dated_options
@click.pass_context
def command(
    ctx: click.Context,
    model: str,
    form: Literal["html", "md"],
    output: Path | None,
    levers: bool,
    as_of: datetime | None,
    clock: Clock | None,
) -> None:
    """Write a self-contained brief on a model file, or on a dossier with one model.

    Example: detente brief geneva.yaml --to md -o geneva.md
    """
    try:
        opened = open_model(model, as_of, clock, cite=True)
        brief = write(opened.conflict, opened.record, (*opened.notes, *unconfirmed(opened.path)), levers)
    except DetenteError as error:
        click.echo(str(error), err=True)
        ctx.exit(2 if any(d.code in UNREADABLE for d in error.diagnostics) else 1)
    text = brief.to_html() if form == "html" else brief.to_markdown()
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        click.echo(f"{output}: cannot be written: {error.strerror}; choose another place with -o", err=True)
        ctx.exit(2)
    click.echo(str(output))


def unconfirmed(path: Path) -> tuple[str, ...]:
    """Say how much of a drafted model nobody has confirmed yet."""
    text = path.read_text(encoding="utf-8", errors="replace")
    lines, orders = text.count(CONFIRM), text.count("# ORDER OF PRIORITY NOT SET")
    notes = (f"This model is a draft: {lines} of its lines are marked “drafted, confirm”.",) if lines else ()
    return (*notes, *((f"The order of priority is not set for {orders} decision makers.",) if orders else ()))
