"""detente brief: write what would hold and what it rests on."""

from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import click

from detente.base import DetenteError
from detente.brief.again import gather, render
from detente.brief.shared import shared_record
from detente.brief.tell import apart
from detente.cli.dated import LEDGER, Opened, dated_options, open_model, read_model
from detente.cli.ending import write_to
from detente.dossier import open_ledger
from detente.dossier.draft_model import CONFIRM
from detente.dossier.history import Clock
from detente.dossier.runs import keep_run
from detente.dossier.share import Protection, protected


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@click.option(
    "--to", "form", type=click.Choice(["html", "md"]), default="html", show_default=True, help="A page, or Markdown."
)
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="File to write (default: print).")
@click.option("--levers", is_flag=True, help="Add an annex with what would unlock a settlement, by who gives.")
@click.option("--shared", is_flag=True, help="Withhold protected sources: grade and description, never the name.")
@dated_options
@click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S"]), metavar="TIME", help="UTC time to note for this run.")
def command(
    model: str,
    form: Literal["html", "md"],
    output: Path | None,
    levers: bool,
    shared: bool,
    as_of: datetime | None,
    clock: Clock | None,
    at: datetime | None,
) -> None:
    """Write a self-contained brief on a model file, or on a dossier with one model.

    With --shared, words that give a protected name away are taken out of every sentence, and the brief is searched
    once more before it is written. Read it all the same before you give it away.

    A dossier's ledger keeps what the brief was made from; detente runs lists that and writes the same bytes again.

    Example: detente brief geneva.yaml --to md -o geneva.md
    """
    opened = open_model(model, as_of, clock, cite=True)
    hidden = protections(opened.path.parent) if shared else ()
    record = shared_record(opened.record, hidden)
    inputs = gather(
        opened.text,
        opened.path.name,
        record,
        every=opened.every,
        stood=opened.stood,
        day=opened.day,
        notes=(*opened.notes, *unconfirmed(opened.text)),
        levers=levers,
        form=form,
        told_apart=apart(opened.conflict, record),
        hidden=hidden,
    )
    text = render(inputs, read_model)
    if (opened.path.parent / LEDGER).is_file():
        _keep(opened, inputs, text, at)
    if output is None:
        click.echo(text)
        return
    write_to(output, text)
    click.echo(str(output))


def protections(folder: Path) -> tuple[Protection, ...]:
    """Return the sources that a dossier protects; none where there is no ledger."""
    if not (folder / LEDGER).is_file():
        return ()
    with open_ledger(folder) as ledger:
        return protected(ledger)


def _keep(opened: Opened, inputs: dict[str, Any], text: str, at: datetime | None) -> None:
    """Keep the run in the ledger; a brief that was written is given even where that fails."""
    command = {"name": "brief", "to": inputs["form"], "levers": inputs["levers"], "as_of": inputs["as_of"]}
    if inputs["hidden"]:
        command["shared"] = True
    now = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else ""
    try:
        keep_run(opened.path.parent, command, opened.path.name, inputs, text.encode(), now=now)
    except DetenteError as error:
        click.echo(f"{error}\nThe brief was written, but this run is not in the ledger.", err=True)


def unconfirmed(text: str) -> tuple[str, ...]:
    """Say how much of a drafted model nobody has confirmed yet."""
    lines, orders = text.count(CONFIRM), text.count("# ORDER OF PRIORITY NOT SET")
    notes = (f"This model is a draft: {lines} of its lines are marked “drafted, confirm”.",) if lines else ()
    return (*notes, *((f"The order of priority is not set for {orders} decision makers.",) if orders else ()))
