"""A brief from its whole input, so that the same version writes the same bytes again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from detente.brief.record import Decided, Furniture, Page, Record
from detente.brief.shared import shared
from detente.brief.tell import Apart, Stand, write
from detente.conflict import Conflict
from detente.dossier import Entry
from detente.dossier.history import Round, as_it_stood, one_report
from detente.dossier.links import heads
from detente.dossier.runs import entry_from, entry_values
from detente.dossier.share import Protection

Read = Callable[[str, str], Conflict]
"""How a model's text becomes a model, given the file's name."""


def gather(
    text: str,
    name: str,
    record: Record | None,
    *,
    every: Sequence[Entry] = (),
    stood: Sequence[Entry] | None = None,
    day: date | None = None,
    notes: Sequence[str] = (),
    levers: bool = False,
    form: str = "html",
    told_apart: Sequence[Apart] = (),
    hidden: Sequence[Protection] = (),
) -> dict[str, Any]:
    """Put everything that a brief is made from into one document of JSON values.

    Parameters
    ----------
    text, name : the model file
    record : what it cites, as it stood on ``day``
    told_apart : where positions of one party pull apart, worked out with the pages at hand
    hidden : protected sources, for a brief that is given away; ``record`` went through ``shared_record``
    every, stood : all claims of the record, and those that stood on ``day`` (None: now)
    """
    return {
        "model": {"name": name, "text": text},
        "record": None if record is None else record_values(record),
        "every": [entry_values(e) for e in every],
        "stood": None if stood is None else [e.claim.id for e in stood],
        "as_of": day.isoformat() if day else None,
        "notes": list(notes),
        "levers": levers,
        "form": form,
        "apart": [_plain(asdict(one)) for one in told_apart],
        "hidden": [_plain(asdict(one)) for one in hidden],
    }


def render(inputs: Mapping[str, Any], read: Read) -> str:
    """Write the brief of an input that ``gather`` made; nothing else is looked at.

    Raises
    ------
    DetenteError
        The model cannot be read or compiled.
    """
    conflict = read(inputs["model"]["text"], inputs["model"]["name"])
    conflict = model_then(
        conflict,
        [entry_from(values) for values in inputs["every"]],
        inputs["stood"],
        date.fromisoformat(inputs["as_of"]) if inputs["as_of"] else None,
    )
    record = None if inputs["record"] is None else record_from(inputs["record"])
    told = tuple(_apart_from(values) for values in inputs.get("apart", ()))
    hidden = [Protection(**values) for values in inputs.get("hidden", ())]
    brief = shared(write(conflict, record, tuple(inputs["notes"]), inputs["levers"], told), hidden)
    return brief.to_html() if inputs["form"] == "html" else brief.to_markdown()


def model_then(conflict: Conflict, every: Sequence[Entry], stood: Sequence[str] | None, day: date | None) -> Conflict:
    """Return a model as it stood, with copies of one contested report made one."""
    if stood is not None:
        kept = frozenset(stood)
        conflict = replace(as_it_stood(conflict, every, [e for e in every if e.claim.id in kept]), as_of=day)
    return one_report(conflict, copies(conflict, every))


def copies(conflict: Conflict, every: Sequence[Entry]) -> dict[str, str]:
    """Return for every contested claim that repeats another the earliest claim of that report."""
    first = heads(every)
    return {c.id: first[c.id] for c in conflict.contested if c.id in first}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}


def _apart_from(values: Mapping[str, Any]) -> Apart:
    stands = tuple(Stand(**_tuples(stand)) for stand in values["stands"])
    return Apart(**{**_tuples(values), "stands": stands})


def record_values(record: Record) -> dict[str, Any]:
    """Return a record as JSON values, paths on this machine left out."""

    return {
        "about": record.about,
        "decided_by": record.decided_by,
        "decided_on": record.decided_on,
        "pages": [{"file": p.file, "outlet": p.outlet, "published": _plain(p.published)} for p in record.pages],
        "claims": [_plain(asdict(c)) for c in record.claims.values()],
        "furniture": [_plain(asdict(f)) for f in record.furniture],
        "rounds": [_plain(asdict(r)) for r in record.rounds],
        "kept": [entry_values(e) for e in record.kept],
    }


def record_from(values: Mapping[str, Any]) -> Record:
    """Rebuild a record from what ``record_values`` gave."""

    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return Record(
        about=values["about"],
        decided_by=values["decided_by"],
        decided_on=values["decided_on"],
        pages=tuple(
            Page(file=p["file"], path=Path(p["file"]), outlet=p["outlet"], published=day(p["published"]))
            for p in values["pages"]
        ),
        claims={c["id"]: Decided(**_tuples(c)) for c in values["claims"]},
        furniture=tuple(Furniture(**_tuples(f)) for f in values["furniture"]),
        rounds=tuple(Round(**{**_tuples(r), "date": day(r["date"])}) for r in values["rounds"]),
        kept=tuple(entry_from(e) for e in values["kept"]),
    )
