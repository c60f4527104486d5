"""Passages found again on a page that was read again: in place, moved, or gone; marked, never silently moved."""

import difflib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from detente.claims import Document
from detente.dossier.ledger import Entry, Kept, Ledger, moment
from detente.dossier.runs import sha256
from detente.dossier.tasks import open_ledger

State = Literal["ok", "drifted", "orphan"]
CONTEXT = 40
"""Characters before and after a passage that tell its place where it occurs more than once."""
NEAR = 0.6
"""Likeness from which the nearest words are shown for a passage that is gone."""
Load = Callable[..., Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a passage stands in another text.

    ``start`` and ``end`` are its place there, None where it is gone or cannot be told from others like it; ``near``
    are the nearest words then.
    """

    state: State
    start: int | None = None
    end: int | None = None
    near: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What was found for one claim when its page was read again."""

    claim: str
    document: str
    at: str
    found: Found
    quote: str


def find_again(old: str, start: int, end: int, new: str) -> Found:
    """Look for the passage ``old[start:end]`` in a new text, by its words, its place and what stands around it.

    Spaces, quotation marks and dashes may have changed their form; nothing else may.

    >>> find_again("He said no. We said no.", 15, 22, "Today: He said no. We said no.")
    Found(state='drifted', start=22, end=29, near='')
    >>> find_again("They refused.", 0, 12, "They agreed.").state
    'orphan'
    """
    quote = old[start:end]
    if new[start:end] == quote:
        return Found(state="ok", start=start, end=end)
    places = _places(quote, new)
    if not places:
        plain, origin = _plain(new)
        places = [(origin[a], origin[b - 1] + 1) for a, b in _places(_plain(quote)[0], plain)]
    if not places:
        return Found(state="orphan", near=_nearest(quote, new))
    scores = [_context(old, start, end, new, a, b) for a, b in places]
    best = max(scores)
    if scores.count(best) > 1:
        return Found(state="orphan", near=new[slice(*places[scores.index(best)])])
    a, b = places[scores.index(best)]
    return Found(state="drifted", start=a, end=b)


def _places(quote: str, text: str) -> list[tuple[int, int]]:
    places, at = [], text.find(quote) if quote else -1
    while at >= 0:
        places.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return places


def _plain(text: str) -> tuple[str, list[int]]:
    """Return a text with one form of space, quotation mark and dash, and where each character came from."""
    kept: list[str] = []
    origin: list[int] = []
    for k, c in enumerate(text):
        kind = unicodedata.category(c)
        if c.isspace():
            if kept and kept[-1] == " ":
                continue
            c = " "
        elif kind in ("Pi", "Pf") or c in "\"'`":
            c = "'"
        elif kind == "Pd":
            c = "-"
        kept.append(c)
        origin.append(k)
    return "".join(kept), origin


def _context(old: str, start: int, end: int, new: str, a: int, b: int) -> int:
    """Count the characters around a passage that are the same on both pages, going outwards."""
    before, after = _plain(old[max(0, start - CONTEXT) : start])[0], _plain(old[end : end + CONTEXT])[0]
    there, then = _plain(new[max(0, a - CONTEXT) : a])[0], _plain(new[b : b + CONTEXT])[0]
    return _same(before[::-1], there[::-1]) + _same(after, then)


def _same(a: str, b: str) -> int:
    return next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _nearest(quote: str, text: str) -> str:
    pieces = [piece.strip() for piece in text.replace("\n", ". ").split(". ") if piece.strip()]
    close = difflib.get_close_matches(quote, pieces, n=1, cutoff=NEAR)
    return close[0] if close else ""


def recheck(
    folder: str | Path, file: str | Path | None = None, page: str = "", *, load: Load | None = None, now: str = ""
) -> tuple[Mark, ...]:
    """Read pages again and mark every claim on them as ok, drifted or orphaned; the claims stay as they are.

    Parameters
    ----------
    file : a newer copy of one page; without it, every page is read again from the bytes that were kept
    page : which page ``file`` is a copy of (default: the one of that name)
    load : how a file becomes a document (default: ``detente.reading``)
    now : ISO time of the check (default: this moment)

    Raises
    ------
    DetenteError
        E801 there is no dossier; E803 it has no such page; E108 the file cannot be read.
    """
    if load is None:
        from detente import reading  # only here: nothing else needs the reader

        load = reading.load
    at = now or moment()
    kept: list[Kept]
    with open_ledger(folder) as ledger:
        if file is not None:
            kept = [ledger.document(page or Path(file).name)]
            texts = [load(Path(file), published=kept[0].document.published, outlet=kept[0].document.outlet).text]
        else:
            kept = list(ledger.documents())
            texts = [_again(Path(folder), k.document, k.data, load) for k in kept]
        entries = ledger.claims()
        marks = []
        with ledger.changing():
            for k, text in zip(kept, texts, strict=True):
                mine = [e for e in entries if e.document == k.document.name]
                marks += [_mark(ledger, e, k.document.text, text, at) for e in mine]
    return tuple(marks)


def _again(folder: Path, document: Document, data: bytes, load: Load) -> str:
    """Read the kept bytes of a page again, from its copy where that is whole."""
    path = folder / "documents" / document.name
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return load(path, published=document.published, outlet=document.outlet).text


def _mark(ledger: Ledger, entry: Entry, old: str, new: str, at: str) -> Mark:
    claim = entry.claim
    found = find_again(old, claim.start, claim.end, new)
    number = ledger.db.execute("SELECT number FROM claims WHERE id = ?", (claim.id,)).fetchone()[0]
    ledger.db.execute(
        'INSERT INTO checks (claim, at, text, state, start, "end") VALUES (?,?,?,?,?,?)',
        (number, at, sha256(new.encode()), found.state, found.start, found.end),
    )
    return Mark(claim=claim.id, document=entry.document, at=at, found=found, quote=claim.quote)


def last_marks(ledger: Ledger, until: str = "") -> dict[str, tuple[str, str]]:
    """Return for every claim that was checked its last state, if not ok, and the day of that check.

    Parameters
    ----------
    until : an ISO date; later checks do not count
    """
    rows = ledger.db.execute(
        "SELECT claims.id, checks.state, checks.at FROM checks JOIN claims ON claims.number = checks.claim"
        " ORDER BY checks.number"
    ).fetchall()
    last = {row["id"]: (row["state"], row["at"][:10]) for row in rows if not until or row["at"][:10] <= until}
    return {claim: mark for claim, mark in last.items() if mark[0] != "ok"}


def counted(marks: Sequence[Mark]) -> dict[str, int]:
    """Count the marks by state."""
    return {state: sum(m.found.state == state for m in marks) for state in ("ok", "drifted", "orphan")}
