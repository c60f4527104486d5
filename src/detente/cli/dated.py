"""A model with its record, as it stands or as it stood: what the commands that take a dossier have in common."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from detente.base import DetenteError, Diagnostic
from detente.brief import Record, find_record
from detente.brief.again import copies, model_then
from detente.conflict import Conflict, loads
from detente.dossier import Entry
from detente.dossier.history import CLOCKS, Clock, standing, standing_in
from detente.dossier.runs import model_on
from detente.interop import gmcr, load_model

LEDGER = "ledger.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A model that was opened: its file and text, the model, what it can cite, and what to tell about its day.

    ``copies`` are contested claims that repeat another (copy → the earliest); they were made one in ``conflict``.
    ``every`` are all accepted claims of the record, ``stood`` those that stood on ``day`` (None: now).
    """

    path: Path
    text: str
    conflict: Conflict
    record: Record | None = None
    every: tuple[Entry, ...] = ()
    stood: tuple[Entry, ...] | None = None
    day: date | None = None
    as_of: dict[str, Any] | None = None
    copies: dict[str, str] = field(default_factory=dict)
    unread: str = ""
    """Why the record beside the model is not looked at; empty where it is, or there is none."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about the day and about copies."""
        found = [f"{copy} repeats {first}: the two are one contested claim here" for copy, first in self.copies.items()]
        if self.as_of:
            found.insert(0, self.as_of["note"])
        return (*found, self.unread) if self.unread else tuple(found)


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
    conflict, text = load_model(str(path)), path.read_text(encoding="utf-8", errors="replace")
    record, unread = None, ""
    try:
        record = find_record(path.parent) if cite or as_of or conflict.contested else None
    except DetenteError as error:
        if cite or as_of:
            raise
        told = error.diagnostics[0].message
        unread = f"The record beside the model cannot be read ({told}); copies of one report count apart."
    if record is None:
        if as_of:
            hint = "name a dossier: a folder made with detente init"
            message = "there is no record of claims here, so nothing is known of other days"
            raise DetenteError(Diagnostic(code="E108", message=message, file=name, hint=hint))
        return Opened(path=path, text=text, conflict=conflict, unread=unread)
    if as_of is None:
        every = record.entries()
        found = copies(conflict, every)
        conflict = model_then(conflict, every, None, None)
        return Opened(path=path, text=text, conflict=conflict, record=record, every=every, copies=found)
    return _on(path, as_of.date(), clock, text, record)


def _on(path: Path, day: date, clock: Clock | None, text: str, record: Record) -> Opened:
    """Open a model with its record as they stood on a day."""
    ledger, since = (path.parent / LEDGER).is_file(), ""
    by: Clock = clock or ("entered" if ledger else "published")
    seen = standing_in(path.parent, by) if ledger else standing(record.entries(), record.texts())
    earlier = model_on(path.parent, path.name, day) if ledger and by == "entered" else None
    if earlier:
        text, since = earlier
    stood = seen.on(day)
    written = read_model(text, path.name)
    return Opened(
        path=path,
        text=text,
        conflict=model_then(written, seen.every, [e.claim.id for e in stood], day),
        record=find_record(path.parent, day, by),
        every=seen.every,
        stood=stood,
        day=day,
        as_of=_told(day, by, len(stood), len(seen.every), since),
        copies=copies(written, seen.every),
    )


def read_model(text: str, name: str) -> Conflict:
    """Read a model's text as the file of that name would be read."""
    return gmcr.loads(text, name) if Path(name).suffix.casefold() == ".gmcr" else loads(text, name)


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


def _told(day: date, clock: Clock, stood: int, total: int, since: str) -> dict[str, Any]:
    how = "had been published" if clock == "published" else "stood in the ledger"
    which = f"as a brief used it on {since[:10]}" if since else "the file as it is now"
    note = (
        f"As of {day.isoformat()}: {stood} of {total} accepted claims {how}; the model is {which}, without what rests"
        " on the others."
    )
    told = {"date": day.isoformat(), "clock": clock, "claims": stood, "of": total, "note": note}
    return {**told, "model_of": since or None}


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
