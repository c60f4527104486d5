"""A model with its record, as it stands or as it stood: what the commands that take a dossier have in common."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from detente.base import DetenteError, Diagnostic
from detente.brief import Record, find_record
from detente.conflict import Conflict
from detente.dossier.history import CLOCKS, Clock, as_it_stood, one_report, standing, standing_in
from detente.dossier.links import heads
from detente.interop import load_model

LEDGER = "ledger.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A model that was opened: its file, the model, what it can cite, and what to tell about its day.

    ``copies`` are contested claims that repeat another (copy → the earliest); they were made one in ``conflict``.
    """

    path: Path
    conflict: Conflict
    record: Record | None
    as_of: dict[str, Any] | None
    copies: dict[str, str]

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about the day and about copies."""
        found = [f"{copy} repeats {first}: the two are one contested claim here" for copy, first in self.copies.items()]
        if self.as_of:
            found.insert(0, self.as_of["note"])
        return tuple(found)


def dated_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --as-of and --by."""
    by = click.option("--by", "clock", type=click.Choice(CLOCKS), help="Days of publication, or of entry (default).")
    as_of = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As things stood that day.")
    return as_of(by(function))


def open_model(name: str, as_of: datetime | None = None, clock: Clock | None = None, *, cite: bool = False) -> Opened:
    """Read a model file, or a dossier's only one, with copies of one contested report made one.

    Parameters
    ----------
    as_of : leave out what rests on claims that did not stand at the end of that day
    clock : by which a claim stood; the day of entry where there is a ledger, else that of publication
    cite : open the record even where the model contests nothing

    Raises
    ------
    DetenteError
        The model or its ledger cannot be read; E108: a day is asked for and there is no record.
    """
    path = find_model(Path(name))
    conflict = load_model(str(path))
    record = find_record(path.parent) if cite or as_of or conflict.contested else None
    if record is None:
        if as_of:
            hint = "name a dossier: a folder made with detente init"
            message = "there is no record of claims here, so nothing is known of other days"
            raise DetenteError(Diagnostic(code="E108", message=message, file=name, hint=hint))
        return Opened(path=path, conflict=conflict, record=None, as_of=None, copies={})
    ledger = (path.parent / LEDGER).is_file()
    by: Clock = clock or ("entered" if ledger else "published")
    seen = standing_in(path.parent, by) if ledger and as_of else standing(record.entries(), record.texts())
    first = heads(seen.every)
    copies = {c.id: first[c.id] for c in conflict.contested if c.id in first}
    told = None
    if as_of:
        day = as_of.date()
        stood = seen.on(day)
        conflict = replace(as_it_stood(conflict, seen.every, stood), as_of=day)
        record = find_record(path.parent, day, by)
        told = _told(day, by, len(stood), len(seen.every))
    return Opened(path=path, conflict=one_report(conflict, copies), record=record, as_of=told, copies=copies)


def tell(opened: Opened) -> None:
    """Say on standard error what a person should know about the day and about copies."""
    for note in opened.notes:
        click.echo(note, err=True)


def marked(document: dict[str, Any], opened: Opened) -> dict[str, Any]:
    """Put the day and the copies into a document, where there are any."""
    if opened.as_of:
        document["as_of"] = opened.as_of
    if opened.copies:
        document["one_report"] = opened.copies
    return document


def _told(day: date, clock: Clock, stood: int, total: int) -> dict[str, Any]:
    how = "had been published" if clock == "published" else "stood in the ledger"
    note = (
        f"As of {day.isoformat()}: {stood} of {total} accepted claims {how}; the model is the file as it is now,"
        " without what rests on the others."
    )
    return {"date": day.isoformat(), "clock": clock, "claims": stood, "of": total, "note": note}


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
