"""detente brief: write what would hold and what it rests on."""

from pathlib import Path
from typing import Literal

import click

from detente.base import DetenteError, Diagnostic
from detente.brief import find_record, write
from detente.cli.check import UNREADABLE
from detente.dossier.draft_model import CONFIRM
from detente.interop import load_model


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@click.option("--to", "form", type=click.Choice(["html", "md"]), default="html", show_default=True)
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="File to write (default: print).")
@click.option("--levers", is_flag=True, help="Add an annex with what would unlock a settlement, by who gives.")
@click.pass_context
def command(ctx: click.Context, model: str, form: Literal["html", "md"], output: Path | None, levers: bool) -> None:
    """Write a self-contained brief on a model file, or on a dossier with one model.

    Example: detente brief geneva.yaml --to md -o geneva.md
    """
    try:
        path = find_model(Path(model))
        brief = write(load_model(str(path)), find_record(path.parent), unconfirmed(path), levers)
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


def find_model(path: Path) -> Path:
    """Return the model file itself, or the only one in a dossier's folder.

    Raises
    ------
    DetenteError
        The folder holds no model file, or several.
    """
    if not path.is_dir():
        return path
    models = sorted(p for p in path.iterdir() if p.suffix in (".yaml", ".yml", ".gmcr") and p.name != "record.yaml")
    if len(models) != 1:
        problem = "this folder holds several models" if models else "this folder holds no model file"
        named = f"name one of them: {', '.join(p.name for p in models)}"
        hint = named if models else f"draft one: detente draft-model {path} -o {path / 'model.yaml'}"
        raise DetenteError(Diagnostic(code="E108", message=problem, file=str(path), hint=hint))
    return models[0]
