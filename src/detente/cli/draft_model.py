"""detente draft-model: a model file drafted from the accepted claims."""

import json
from pathlib import Path

import click

from detente import dossier
from detente.cli.ending import write_to
from detente.dossier.placing import MOST_OPTIONS


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="File to write (default: print).")
@click.option("--same", multiple=True, metavar="NAME=DM", help="NAME stands for decision maker DM; repeat for more.")
@click.option("--most", type=click.IntRange(1, 26), default=MOST_OPTIONS, show_default=True, help="Options at most.")
@click.option("--force", is_flag=True, help="Write over an existing file.")
@click.option("--json", "as_json", is_flag=True, help="Print the model and what is open as one JSON document.")
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path,
    output: Path | None,
    same: tuple[str, ...],
    most: int,
    force: bool,
    as_json: bool,
) -> None:
    """Draft a model file from the accepted claims, every line for you to confirm.

    Demands, refusals, conditions and possibilities become options and statements. What you have to set (the order of
    priority first of all) and what found no place is listed in the file and on standard error.

    Example: detente draft-model talks -o talks/draft.yaml --same "Zelensky=Ukraine"
    """
    if output is not None and output.exists() and not force:
        click.echo(f"{output}: exists; name another file, or write over it with --force", err=True)
        ctx.exit(2)
    text, notes = dossier.draft_model(folder, _pairs(same), most)
    for note in notes:
        click.echo(note, err=True)
    if output is not None:
        write_to(output, text)
    if as_json:
        result = {"file": str(output) if output else None, "model": text, "notes": list(notes)}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        click.echo(str(output) if output else text, nl=output is not None)


def _pairs(same: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in same:
        name, sign, party = (part.strip() for part in text.partition("="))
        if not (name and sign and party):
            raise click.BadParameter(f"'{text}' is not NAME=DM, such as 'Zelensky=Ukraine'", param_hint="--same")
        pairs[name] = party
    return pairs
