"""What a user does with a dossier: make one, add pages, decide on their claims. One call each."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal

import detente
from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.claims import KINDS, Claim, Document, Hop
from detente.dossier.codec import claim_values
from detente.dossier.files import keep_copy
from detente.dossier.ledger import STATUSES, Entry, Ledger

LEDGER = "ledger.db"
DOCUMENTS = "documents"
_PUT_BACK = "put back by hand: "
EDITABLE = ("kind", "quote", "source", "cue", "hedged", "negated", "actors", "places", "halves", "said")

Load = Callable[..., Document]
Draft = Callable[[Document], Sequence[Claim]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one file.

    ``state`` is ``added``; ``known`` (the same bytes were there, nothing changed); ``redrafted`` (the same bytes with
    another publication date or outlet); or ``failed``, with the reason in ``problem``. ``claims`` are those entered.
    """

    file: str
    state: Literal["added", "known", "redrafted", "failed"]
    document: Document | None = None
    claims: tuple[Entry, ...] = ()
    problem: DetenteError | None = None


def init(folder: str | Path) -> bool:
    """Make an empty dossier; say whether it is new (an existing one is left as it is).

    Raises
    ------
    DetenteError
        E807 the folder cannot be made; E805 it holds a ledger that cannot be used.
    """
    folder = Path(folder)
    new = not (folder / LEDGER).exists()
    try:
        (folder / DOCUMENTS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _failure("E807", f"the folder cannot be made: {error.strerror}", folder, "name another place") from None
    with _telling(folder), Ledger(folder / LEDGER, create=True):
        pass
    return new


@contextmanager
def open_ledger(folder: str | Path) -> Iterator[Ledger]:
    """Open the ledger of a dossier for a while.

    Raises
    ------
    DetenteError
        E801 there is no dossier; E805 its ledger cannot be used; E807 the disk is full or the ledger stays locked.
    """
    folder = Path(folder)
    if not (folder / LEDGER).is_file():
        hint = f"make one: detente init {folder}"
        raise _failure("E801", "there is no dossier here", folder, hint)
    with _telling(folder), Ledger(folder / LEDGER) as ledger:
        yield ledger


def add(
    folder: str | Path,
    files: Iterable[str | Path],
    published: date | None = None,
    outlet: str | None = None,
    *,
    load: Load | None = None,
    draft: Draft | None = None,
    drafter: str = "",
    restore: Sequence[str] = (),
) -> tuple[Added, ...]:
    """Keep pages in the dossier and draft their claims; a file that fails does not stop the others.

    The bytes are copied to ``documents`` and kept in the ledger as well. A page that is known already changes nothing,
    unless ``published`` or ``outlet`` say something new: then it is drafted again; claims that somebody decided on or
    edited stay as they are, the others follow the new draft.

    Parameters
    ----------
    load, draft : how a file becomes a document, and a document claims (default: ``detente.reading``)
    drafter : how the ledger calls what drafted (default: this version of detente)
    restore : words of pieces cut from the pages that shall be kept all the same; those put back before stay

    Raises
    ------
    DetenteError
        E801 there is no dossier.
    """
    from detente import reading  # only here: the other tasks start without the reader

    plainly = partial(reading.load, restore=tuple(restore)) if restore else reading.load
    load, draft = load or plainly, draft or reading.draft
    drafter = drafter or f"detente {detente.__version__}"
    result = []
    with open_ledger(folder) as ledger:
        for file in map(Path, files):
            try:
                result.append(_add(ledger, Path(folder), file, published, outlet, load, draft, drafter, restore))
            except DetenteError as error:
                result.append(Added(file=str(file), state="failed", problem=error))
    return tuple(result)


def _add(
    ledger: Ledger,
    folder: Path,
    file: Path,
    published: date | None,
    outlet: str | None,
    load: Load,
    draft: Draft,
    drafter: str,
    restore: Sequence[str] = (),
) -> Added:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise _failure("E108", f"the file cannot be opened: {error.strerror}", file, "check the path") from None
    sha256 = hashlib.sha256(data).hexdigest()
    known = ledger.has_bytes(sha256)
    if known:
        kept = ledger.document(known).document
        before = [note.removeprefix(_PUT_BACK) for note in kept.notes if note.startswith(_PUT_BACK)]
        if before:
            load = partial(load, restore=(*restore, *before))
        stated = (published or kept.published) == kept.published and (outlet or kept.outlet) == kept.outlet
        if stated and not restore:
            return Added(file=str(file), state="known", document=kept)
        published, outlet = published or kept.published, outlet or kept.outlet
    path, new = keep_copy(folder / DOCUMENTS, known or file.name, data, () if known else ledger.names())
    try:
        document = replace(load(path, published=published, outlet=outlet), name=path.name, sha256=sha256)
        claims = tuple(draft(document))
        _check_quotes(document, claims)
    except BaseException:
        if new:
            path.unlink(missing_ok=True)
        raise
    if known:
        entries = ledger.redraft(replace(document, name=known), claims, drafter=drafter)
    else:
        entries = ledger.add(document, data, claims, drafter=drafter)
    return Added(file=str(file), state="redrafted" if known else "added", document=document, claims=entries)


def draft_more(folder: str | Path, document: str, found: Sequence[Claim], drafter: str) -> tuple[Entry, ...]:
    """Enter a further draft of a kept document as drafts, named after who made it; nothing that is there changes.

    Raises
    ------
    DetenteError
        E801 there is no dossier; E803 no such document; E806 a quote that the page does not have.
    """
    with open_ledger(folder) as ledger:
        _check_quotes(ledger.document(document).document, found)
        return ledger.draft_more(document, found, drafter=drafter)


def drafters(folder: str | Path) -> dict[int, str]:
    """Return what made each draft, by ``Entry.draft``; E801 there is no dossier."""
    with open_ledger(folder) as ledger:
        return ledger.drafters()


def claims(folder: str | Path, status: str | None = None, *, as_of: str = "") -> tuple[Entry, ...]:
    """Return the claims of a dossier, all or of one status, now or as they stood at ``as_of`` (ISO date or time).

    Raises
    ------
    DetenteError
        E801 there is no dossier; E804 there is no such status.
    """
    if status is not None and status not in STATUSES:
        raise _value("status", status, STATUSES)
    with open_ledger(folder) as ledger:
        return ledger.claims(status, as_of=as_of)


def accept(folder: str | Path, ids: Iterable[str], who: str) -> list[str]:
    """Accept claims, all or none; return those that were not accepted before. E802: no claim of that id."""
    with open_ledger(folder) as ledger:
        return ledger.decide(ids, "accept", who)


def reject(folder: str | Path, ids: Iterable[str], who: str) -> list[str]:
    """Reject claims, all or none; return those that were not rejected before. E802: no claim of that id."""
    with open_ledger(folder) as ledger:
        return ledger.decide(ids, "reject", who)


def edit(folder: str | Path, ident: str, who: str, **changes: Any) -> Entry:
    """Change fields of a claim (those in ``EDITABLE``; values as in ``Claim``, ``said`` a date); its status stays.

    Raises
    ------
    DetenteError
        E802 no claim of that id; E804 a field or value that cannot be; E806 a quote that the page does not have.
    """
    for name in changes:
        if name not in EDITABLE:
            raise _value("field", name, EDITABLE)
    if "kind" in changes and changes["kind"] not in KINDS:
        raise _value("kind", changes["kind"], KINDS)
    with open_ledger(folder) as ledger:
        entry = ledger.entry(ident)
        said = changes.pop("said", entry.said)
        if "quote" in changes:
            text = ledger.document(entry.document).document.text
            start = _nearest(text, changes["quote"], entry.claim.start, entry.document)
            changes |= {"start": start, "end": start + len(changes["quote"])}
        new = replace(entry.claim, **changes)
        if "quote" in changes:  # a trigger outside the new passage no longer supports it
            inside = tuple(t for t in new.triggers if new.start <= t.start and t.end <= new.end)
            new = replace(new, triggers=inside)
        values = claim_values(new) | {"said": said.isoformat() if said else None}
        values.pop("id")
        return ledger.edit(ident, who, values)


def hop(text: str) -> Hop:
    """Read one link of a source chain as typed: ``Name``, ``Name, role``, ``unnamed, role``, ``outlet: Name``.

    >>> hop("outlet: The Post").outlet, hop("A. Person, envoy").role, hop("unnamed, two advisers").anonymous
    ('The Post', 'envoy', True)
    """
    if text.casefold().startswith("outlet:"):
        return Hop(outlet=text.partition(":")[2].strip())
    name, _, role = (part.strip() for part in text.partition(","))
    if name.casefold() == "unnamed":
        return Hop(role=role or None, anonymous=True)
    return Hop(name=name, role=role or None)


def _check_quotes(document: Document, claims: Sequence[Claim]) -> None:
    for claim in claims:
        if document.text[claim.start : claim.end] != claim.quote or not claim.quote:
            message = f"the draft's claim {claim.id} quotes what does not stand at {claim.start} to {claim.end}"
            raise _failure("E806", message, document.name, "this is a fault of the reader; please report it")


def _nearest(text: str, quote: str, near: int, document: str) -> int:
    places, at = [], text.find(quote) if quote.strip() else -1
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    if not places:
        message = "the quote does not stand in the page"
        raise _failure("E806", message, document, "copy it from the page's text, character by character")
    return min(places, key=lambda place: abs(place - near))


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        hint = "nothing was changed; see whether the disk is full or another program holds the ledger, then try again"
        raise _failure("E807", f"the ledger cannot be used now: {error}", folder / LEDGER, hint) from None


def _value(what: str, word: str, known: Sequence[str]) -> DetenteError:
    near = did_you_mean(str(word), known)
    hint = f"did you mean '{near}'?" if near else f"known are: {', '.join(known)}"
    return DetenteError(Diagnostic(code="E804", message=f"there is no {what} '{word}'", hint=hint))


def _failure(code: str, message: str, file: Path | str, hint: str) -> DetenteError:
    return DetenteError(Diagnostic(code=code, message=message, file=str(file), hint=hint))
