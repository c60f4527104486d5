"""detente accept: put drafted claims on the record."""

import getpass
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from detente import dossier


def user() -> str:
    """Return the name of whoever runs the program, as the environment has it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no name in the environment and none for the number
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "unknown"


def deciding(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what accept and reject have in common."""
    for add in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
        who_option,
        click.option("--all", "everything", is_flag=True, help="Decide on every draft."),
        click.argument("ids", metavar="CLAIM…", nargs=-1),
        click.argument("folder", metavar="DIR", type=click.Path(path_type=Path)),
    ):
        function = add(function)
    return function


who_option = click.option("--who", default=user, metavar="NAME", help="Who decides (default: the user's name).")


def decided(folder: Path, ids: Sequence[str], everything: bool) -> list[str]:
    """Return the claims meant: those named, or every draft."""
    if bool(ids) == everything:
        raise click.UsageError("name the claims, or give --all for every draft")
    return [entry.claim.id for entry in dossier.claims(folder, "draft")] if everything else list(ids)


def report(what: str, meant: Sequence[str], changed: Sequence[str], who: str, as_json: bool) -> None:
    """Say what was decided."""
    same = [ident for ident in dict.fromkeys(meant) if ident not in changed]
    tail = f"; {what} before: {', '.join(same)}" if same else ""
    click.echo(f"{what} by {who}: {', '.join(changed) or 'nothing new'}{tail}", err=True)
    if as_json:
        click.echo(json.dumps({what: list(changed), "unchanged": same, "who": who}, ensure_ascii=False, indent=2))


@click.command()
@deciding
def command(folder: Path, ids: tuple[str, ...], everything: bool, who: str, as_json: bool) -> None:
    """Accept claims: they stand in the record and models may rest on them.

    Example: detente accept talks c1 c4
    """
    meant = decided(folder, ids, everything)
    report("accepted", meant, dossier.accept(folder, meant, who), who, as_json)
