"""A table of claims taken into a dossier: what changed in it becomes edits and decisions, all or none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.claims import KINDS, Claim
from detente.dossier.codec import claim_values
from detente.dossier.ledger import STATUSES, Entry, Ledger, moment
from detente.dossier.share import COLUMNS, WITHHELD, claim_row, read_hop
from detente.dossier.tasks import open_ledger

CHANGEABLE = ("kind", "quote", "source", "cue", "hedged", "negated", "actors", "places", "said", "status")
TOLD = ("grade", "outlet", "title", "copy_of", "denies", "passage", "decided_by", "decided_at")
"""Columns that an export adds for reading; an import does not look at them."""
DRAFTER = "an imported table"
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of a table: ids of claims edited, decided on and newly entered, and rows left out with the reason."""

    edited: tuple[str, ...]
    decided: tuple[str, ...]
    entered: tuple[str, ...]
    left_out: tuple[tuple[int, str], ...]


class _BadCellError(Exception):
    """What is wrong with a cell, and the next step."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def take_in(folder: str | Path, rows: Sequence[Row], who: str, *, file: str = "", now: str = "") -> TakenIn:
    """Take a table of claims in, as ``table`` writes it: all of it, or nothing where a row is at fault.

    A row with an id changes that claim where a cell says something else than the ledger; a row without one enters a
    claim by its ``document`` and ``quote``. Rows in which something is withheld are left out.

    Parameters
    ----------
    rows : cells by column, in order; columns that are missing change nothing
    who : who decides
    file : how the diagnostics call the table; the first row below the header is line 2
    now : ISO time of entry (default: this moment)

    Raises
    ------
    DetenteError
        E801 there is no dossier; E813, one for each fault: a column, an id, a value or a quote that cannot be.
    """
    at = now or moment()
    unknown = [c for c in (rows[0] if rows else {}) if c and c not in COLUMNS]
    faults = [_fault(file, 1, f"there is no column '{c}'", _hint(c, COLUMNS)) for c in unknown]
    edits: list[tuple[Entry, dict[str, Any]]] = []
    decisions: list[tuple[Entry, str]] = []
    new: list[tuple[str, Claim, str]] = []
    left_out: list[tuple[int, str]] = []
    with open_ledger(folder) as ledger, ledger.changing():
        known = {e.claim.id: e for e in ledger.claims()}
        texts = {k.document.name: k.document.text for k in ledger.documents()}
        seen: set[str] = set()
        for line, row in enumerate(rows, 2):
            if any(WITHHELD in (cell or "") for cell in row.values()):
                left_out.append((line, "something in it is withheld"))
                continue
            try:
                ident = row.get("id", "").strip()
                if not ident:
                    new.append(_new(row, texts))
                    continue
                if ident in seen:
                    raise _BadCellError(f"claim '{ident}' stands in the table twice", "keep one of the rows")
                seen.add(ident)
                if ident not in known:
                    raise _BadCellError(f"there is no claim '{ident}' in the dossier", _hint(ident, list(known)))
                changes, status = _changes(known[ident], row, texts)
                edits += [(known[ident], changes)] if changes else []
                decisions += [(known[ident], status)] if status else []
            except _BadCellError as error:
                faults.append(_fault(file, line, error.message, error.hint))
        if faults:
            raise DetenteError(faults)
        for entry, changes in edits:
            ledger._change(entry, changes, "edit", who, at)
        entered = _enter(ledger, new, who, at)
        for entry, status in decisions:
            what = "accept" if status == "accepted" else "reject"
            ledger._change(ledger.entry(entry.claim.id), {"status": status}, what, who, at)
    return TakenIn(
        edited=tuple(e.claim.id for e, _ in edits),
        decided=tuple(e.claim.id for e, _ in decisions),
        entered=entered,
        left_out=tuple(left_out),
    )


def _enter(ledger: Ledger, new: Sequence[tuple[str, Claim, str]], who: str, at: str) -> tuple[str, ...]:
    ids: list[str] = []
    for document, claim, status in new:
        kept = ledger.document(document)
        ids += ledger._enter(kept.number, kept.document.published, [claim], DRAFTER, at)
        if status != "draft":
            what = "accept" if status == "accepted" else "reject"
            ledger._change(ledger.entry(ids[-1]), {"status": status}, what, who, at)
    return tuple(ids)


def _changes(entry: Entry, row: Row, texts: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """Return the fields of a claim that a row changes, as JSON values, and the status it now has (empty: the same)."""
    was = claim_row(entry)
    for column, cell in row.items():
        fixed = column not in CHANGEABLE and column not in TOLD and column in was
        if fixed and _plain(cell) != _plain(was[column]):
            message = f"{entry.claim.id}: '{column}' cannot be changed by a table (it is '{was[column]}')"
            raise _BadCellError(message, "put the old value back")
    changed = {c: row[c].strip() for c in CHANGEABLE if c in row and _plain(row[c]) != _plain(was[c])}
    status = _one_of("status", changed.pop("status"), STATUSES) if "status" in changed else ""
    if status == "draft":
        raise _BadCellError(f"{entry.claim.id} is decided on and cannot be a draft again", "accept or reject it")
    said = changed.pop("said", None)
    claim = replace(entry.claim, **{name: READ[name](cell) for name, cell in changed.items() if name != "quote"})
    if "quote" in changed:
        claim = _placed(claim, changed["quote"], texts[entry.document])
    before, after = claim_values(entry.claim), claim_values(claim)
    values = {key: after[key] for key in after if after[key] != before[key]}
    if said is not None:
        values["said"] = _day(said).isoformat() if said else None
    return values, status


def _new(row: Row, texts: Mapping[str, str]) -> tuple[str, Claim, str]:
    document, quote = row.get("document", "").strip(), row.get("quote", "").strip()
    if document not in texts:
        raise _BadCellError(f"there is no document '{document}' in the dossier", _hint(document, list(texts)))
    status = _one_of("status", row.get("status", "").strip() or "draft", STATUSES)
    given = {name: READ[name](row[name].strip()) for name in READ if row.get(name, "").strip()}
    claim = Claim(id="row", quote="", start=0, end=0, **{"kind": "event", **given})
    if row.get("said", "").strip():
        raise _BadCellError("a new claim's day of saying is set once it is in", "leave 'said' empty, then detente edit")
    return document, _placed(claim, quote, texts[document]), status


def _placed(claim: Claim, quote: str, text: str) -> Claim:
    """Give a claim the passage with these words that is nearest to where it stood."""
    places, at = [], text.find(quote) if quote else -1
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    if not places:
        hint = "copy it from the page's text, character by character"
        raise _BadCellError(f"the quote does not stand in the page: “{quote[:60]}”", hint)
    start = min(places, key=lambda place: abs(place - claim.start))
    inside = tuple(t for t in claim.triggers if start <= t.start and t.end <= start + len(quote))
    return replace(claim, quote=quote, start=start, end=start + len(quote), triggers=inside)


def _plain(cell: str) -> str:
    """Bring line ends and outer spaces to one form: a spreadsheet changes them unasked."""
    return cell.replace("\r\n", "\n").strip()


def _one_of(what: str, word: str, known: Sequence[str]) -> str:
    if word not in known:
        raise _BadCellError(f"there is no {what} '{word}'", _hint(word, known))
    return word


def _yes(cell: str) -> bool:
    word = cell.casefold()
    if word not in ("yes", "no", "true", "false"):
        raise _BadCellError(f"'{cell}' is neither yes nor no", "write yes or no")
    return word in ("yes", "true")


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise _BadCellError(f"'{cell}' is no date", "write it as 2031-03-17") from None


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


READ: dict[str, Callable[[str], Any]] = {
    "kind": lambda cell: _one_of("kind", cell, KINDS),
    "source": lambda cell: tuple(read_hop(part) for part in cell.split(" > ") if part.strip()),
    "cue": lambda cell: cell or None,
    "hedged": _yes,
    "negated": _yes,
    "actors": _listed,
    "places": _listed,
}


def _hint(word: str, known: Sequence[str]) -> str:
    near = did_you_mean(word, known)
    return f"did you mean '{near}'?" if near else f"known are: {', '.join(known[:12])}"


def _fault(file: str, line: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code="E813", message=message, file=file, line=line, column=1, hint=hint)
