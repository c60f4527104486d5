"""The accepted claims of a dossier's ledger as a record that a brief can cite."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from detente.brief.record import Decided, Page, Record, load_record
from detente.dossier import Decision, Entry, open_ledger
from detente.dossier.history import Clock, rounds
from detente.dossier.links import denials, heads, hop_words
from detente.dossier.passages import last_marks

LEDGER = "ledger.db"


def find_record(folder: Path, day: date | None = None, clock: Clock = "entered") -> Record | None:
    """Return what a model in ``folder`` can cite: its ledger, a bundled record, or None.

    Parameters
    ----------
    day : as it stood at the end of that day, by ``clock``; a bundled record knows days of publication only

    Raises
    ------
    DetenteError
        The ledger cannot be opened.
    """
    if (folder / LEDGER).is_file():
        return from_ledger(folder, day, clock)
    record = load_record(folder) if (folder / "record.yaml").is_file() else None
    return record.until(day) if record and day else record


def from_ledger(folder: Path, day: date | None = None, clock: Clock = "entered") -> Record:
    """Read the accepted claims of a dossier, who accepted them and when.

    Raises
    ------
    DetenteError
        There is no ledger, or it cannot be opened.
    """
    then = day.isoformat() if day and clock == "entered" else ""
    with open_ledger(folder) as ledger:
        kept, entries, decisions = ledger.documents(), ledger.claims("accepted", as_of=then), ledger.decisions()
        marks = last_marks(ledger, then)
    if then:
        kept = tuple(k for k in kept if k.added[:10] <= then)
        decisions = tuple(d for d in decisions if d.at[:10] <= then)
    made = [d for d in decisions if d.what != "reject" and d.claim in {e.claim.id for e in entries}]
    copy_of, denied = heads(entries), {d.claim: d.denies[0] for d in denials(entries)}
    record = Record(
        about=f"{len(kept)} {'document' if len(kept) == 1 else 'documents'} kept in the dossier",
        decided_by=", ".join(dict.fromkeys(d.who for d in made)) or "nobody yet",
        decided_on=max((d.at[:10] for d in made), default=""),
        pages=tuple(
            Page(
                file=k.document.name,
                path=folder / "documents" / k.document.name,
                outlet=k.document.outlet,
                published=k.document.published,
            )
            for k in kept
        ),
        claims={
            e.claim.id: replace(
                _decided(e, decisions, marks), copy_of=copy_of.get(e.claim.id, ""), denies=denied.get(e.claim.id, "")
            )
            for e in entries
        },
        rounds=rounds(entries),
        kept=entries,
    )
    return record.until(day) if day and clock == "published" else record


def _decided(entry: Entry, decisions: tuple[Decision, ...], found: Mapping[str, tuple[str, str]]) -> Decided:
    claim = entry.claim
    edited = dict.fromkeys(key for d in decisions if d.claim == claim.id and d.what == "edit" for key in d.after)
    marks = [word for word, mark in (("hedged", claim.hedged), ("negated", claim.negated)) if mark]
    marks += [f"{d.text}: {d.start.isoformat()}" if d.start else f"{d.text}: not resolved" for d in claim.dates]
    marks += [f"edited after drafting: {', '.join(edited)}"] if edited else []
    if claim.id in found:
        state, day = found[claim.id]
        what = "the passage stood elsewhere" if state == "drifted" else "the passage was gone or could not be told"
        marks.append(f"{what} when the page was read again on {day}")
    return Decided(
        id=claim.id,
        kind=claim.kind,
        quote=claim.quote,
        page=entry.document,
        source=tuple(hop_words(hop) for hop in claim.source),
        actors=claim.actors,
        detail="; ".join(marks),
    )
