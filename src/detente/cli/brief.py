"""detente brief: write what would hold and what it rests on."""

from pathlib import Path
from typing import Literal

import click

from detente.base import DetenteError
from detente.brief import load_record, write
from detente.cli.check import UNREADABLE
from detente.interop import load_model


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@click.option("--to", "form", type=click.Choice(["html", "md"]), default="html", show_default=True)
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="File to write (default: print).")
@click.pass_context
def command(ctx: click.Context, model: str, form: Literal["html", "md"], output: Path | None) -> None:
    """Write a self-contained brief on a model file, or on a dossier with one model.

    Example: detente brief geneva.yaml --to md -o geneva.md
    """
    try:
        path = find_model(Path(model))
        folder = path.parent
        record = load_record(folder) if (folder / "record.yaml").is_file() else None
        brief = write(load_model(str(path)), record)
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


def find_model(path: Path) -> Path:
    """Return the model file itself, or the only one in a dossier's folder.

    Raises
    ------
    DetenteError
        The folder holds no model file, or several.
    """
    if not path.is_dir():
        return path
    models = sorted(p for p in path.glob("*.yaml") if p.name != "record.yaml")
    if len(models) != 1:
        found = ", ".join(p.name for p in models) or "none"
        raise DetenteError(f"{path} should hold one model file; found {found}; name the file itself")
    return models[0]
