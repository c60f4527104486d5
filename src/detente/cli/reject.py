"""detente reject: keep drafted claims out of the record."""

from pathlib import Path

import click

from detente import dossier
from detente.cli.accept import decided, deciding, report


@click.command()
@deciding
def command(folder: Path, ids: tuple[str, ...], everything: bool, who: str, as_json: bool) -> None:
    """Reject claims: they stay in the ledger, with who rejected them, and no model rests on them.

    Example: detente reject talks c2
    """
    meant = decided(folder, ids, everything)
    report("rejected", meant, dossier.reject(folder, meant, who), who, as_json)
