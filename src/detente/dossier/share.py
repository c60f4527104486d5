"""Claims as a table for spreadsheets, and back; protected sources withheld from what is shared.

A shared table has the grade and the description of a protected source in place of its name and role, and the name is
taken out of every cell, whatever its case, accents or ending. Better too much is withheld than too little: other
words that contain the name go as well. What is left is searched once more, and is not given out where a trace of the
name is found.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.base import DetenteError, Diagnostic
from detente.claims import DateMention, Hop
from detente.dossier.ledger import Decision, Entry, Ledger, moment
from detente.dossier.links import denials, heads
from detente.dossier.passages import last_marks
from detente.dossier.tasks import open_ledger

WITHHELD = "[withheld]"
SHORT = 3
"""Words of a name with so many letters are withheld where they stand alone; longer ones wherever they occur."""
_SMALL = "al an and bin da de del der di do dos du el for ibn la le of the van von zu"
PARTICLES = frozenset(_SMALL.split())
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that put no spaces between words: Thai, Lao, Burmese, Korean (taken apart), Khmer, Japanese, Chinese."""
COLUMNS = (
    "id", "status", "kind", "quote", "source", "grade", "cue", "hedged", "negated", "actors", "places", "said",
    "published", "entered", "dates", "numbers", "document", "outlet", "title", "start", "end", "confidence", "copy_of",
    "denies", "passage", "decided_by", "decided_at",
)  # fmt: skip
Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """A source whose name stays out of what is shared; ``grade`` and ``description`` stand for it."""

    name: str
    grade: str = ""
    description: str = ""


def protect(
    folder: str | Path, name: str, who: str, *, grade: str = "", description: str = "", off: bool = False, now: str = ""
) -> bool:
    """Protect a source, or protect it no longer; say whether the record names it.

    Parameters
    ----------
    grade : how far the source is trusted, in the words of the analyst (such as B2)
    description : what may be said of it instead of its name and role

    Raises
    ------
    DetenteError
        E801 there is no dossier; E804 the name is empty, or the grade or description names the source.
    """
    wanted = name.strip()
    words = words_of([Protection(name=wanted)])
    if not words or _traces(f"{grade} {description}", words):
        message = f"'{wanted}' cannot be protected so" if words else "the name is empty"
        hint = "say who it is without any word of the name"
        raise DetenteError(Diagnostic(code="E804", message=message, hint=hint))
    with open_ledger(folder) as ledger, ledger.changing():
        row = (now or moment(), who, wanted, int(not off), grade, description)
        ledger.db.execute(
            "INSERT INTO protections (at, who, name, protected, grade, description) VALUES (?,?,?,?,?,?)", row
        )
        return any(hop.name == wanted for entry in ledger.claims() for hop in entry.claim.source)


def protected(ledger: Ledger) -> tuple[Protection, ...]:
    """Return the sources protected now."""
    rows = ledger.db.execute("SELECT * FROM protections ORDER BY number").fetchall()
    last = {row["name"]: row for row in rows}
    return tuple(
        Protection(name=name, grade=row["grade"], description=row["description"])
        for name, row in last.items()
        if row["protected"]
    )


def table(folder: str | Path, status: str | None = None, *, shared: bool = False) -> tuple[list[Row], list[Row]]:
    """Return the claims and the documents of a dossier as rows of text.

    Parameters
    ----------
    status : only claims of this status
    shared : withhold protected sources

    Raises
    ------
    DetenteError
        E801 there is no dossier; E811 a trace of a protected name could not be withheld.
    """
    with open_ledger(folder) as ledger:
        entries, kept = ledger.claims(), ledger.documents()
        decisions, hidden, marks = ledger.decisions(), protected(ledger), last_marks(ledger)
    copy_of, denied = heads(entries), {d.claim: d.denies for d in denials(entries)}
    last: dict[str, Decision] = {d.claim: d for d in decisions}
    documents = {k.document.name: k.document for k in kept}
    rows = []
    for entry in entries:
        if status in (None, entry.status):
            shown = _withhold(entry, hidden) if shared else entry
            row = claim_row(shown)
            document, decision = documents[entry.document], last.get(entry.claim.id)
            row |= {
                "grade": next((p.grade for h in entry.claim.source for p in hidden if h.name == p.name), ""),
                "outlet": document.outlet,
                "title": document.title,
                "copy_of": copy_of.get(entry.claim.id, ""),
                "denies": "; ".join(denied.get(entry.claim.id, ())),
                "passage": marks.get(entry.claim.id, ("", ""))[0],
                "decided_by": decision.who if decision else "",
                "decided_at": decision.at if decision else "",
            }
            rows.append({name: row[name] for name in COLUMNS})
    pages = [
        {
            "document": d.name,
            "title": d.title,
            "outlet": d.outlet,
            "author": d.author,
            "published": d.published.isoformat() if d.published else "",
            "language": d.language,
        }
        for d in documents.values()
    ]
    if shared:
        words = words_of(hidden)
        rows, pages = ([{k: cut(v, words) for k, v in row.items()} for row in some] for some in (rows, pages))
        refuse_traces("\n".join(v for row in (*rows, *pages) for v in row.values()), hidden)
    return rows, pages


def claim_row(entry: Entry) -> Row:
    """Write what the ledger knows of a claim as text, one cell a field."""
    c = entry.claim
    return {
        "id": c.id,
        "status": entry.status,
        "kind": c.kind,
        "quote": c.quote,
        "source": " > ".join(hop_text(hop) for hop in c.source),
        "grade": "",
        "cue": c.cue or "",
        "hedged": "yes" if c.hedged else "no",
        "negated": "yes" if c.negated else "no",
        "actors": "; ".join(c.actors),
        "places": "; ".join(c.places),
        "said": entry.said.isoformat() if entry.said else "",
        "published": entry.published.isoformat() if entry.published else "",
        "entered": entry.entered,
        "dates": "; ".join(_date_text(d) for d in c.dates),
        "numbers": "; ".join(f"{n.text} ({n.relation.replace('_', ' ')} {n.value:g})" for n in c.numbers),
        "document": entry.document,
        "outlet": "",
        "title": "",
        "start": str(c.start),
        "end": str(c.end),
        "confidence": f"{c.confidence:.2f}",
        "copy_of": "",
        "denies": "",
        "passage": "",
        "decided_by": "",
        "decided_at": "",
    }


def _date_text(d: DateMention) -> str:
    if d.start is None:
        return f"{d.text} (not resolved)"
    end = "" if d.end in (None, d.start) else f" to {d.end}"
    return f"{d.text} ({d.start}{end})"


def hop_text(hop: Hop) -> str:
    """Write one link of a source chain as ``read_hop`` reads it.

    >>> hop_text(Hop(role="advisers", anonymous=True, count=2)), hop_text(Hop(outlet="The Post"))
    ('2 unnamed, advisers', 'outlet: The Post')
    """
    if hop.outlet:
        return f"outlet: {hop.outlet}"
    if hop.anonymous or not hop.name:
        number = f"{hop.count} " if hop.count else ""
        return f"{number}unnamed" + (f", {hop.role}" if hop.role else "")
    return f"{hop.name}, {hop.role}" if hop.role else hop.name


def withheld_source(source: Iterable[Hop], hidden: Sequence[Protection]) -> tuple[Hop, ...]:
    """Put the description in place of every protected link of a chain."""
    by_name = {p.name: p for p in hidden}

    def hop(h: Hop) -> Hop:
        found = by_name.get(h.name or "")
        if found is None:
            return h
        return Hop(role=found.description or "a source known to us", anonymous=True)

    return tuple(hop(h) for h in source)


def _withhold(entry: Entry, hidden: Sequence[Protection]) -> Entry:
    return replace(entry, claim=replace(entry.claim, source=withheld_source(entry.claim.source, hidden)))


def words_of(hidden: Iterable[Protection]) -> frozenset[str]:
    """Return the words of all protected names, without case and accents; particles and single letters left out."""
    found: set[str] = set()
    for p in hidden:
        words = re.findall(r"[^\W\d_]+", fold(p.name)[0])
        found.update([w for w in words if len(w) > 1 and w not in PARTICLES] or words)
    return frozenset(found)


def fold(text: str) -> tuple[str, list[int]]:
    """Return a text without case, accents and marks, and where each of its characters came from.

    >>> fold("Zoë")[0]
    'zoe'
    """
    kept, origin = [], []
    for k, c in enumerate(text):
        for small in unicodedata.normalize("NFKD", c).casefold():
            if not unicodedata.combining(small) and unicodedata.category(small) != "Cf":
                kept.append(small)
                origin.append(k)
    return "".join(kept), origin


def cut(text: str, words: frozenset[str]) -> str:
    """Take every word that is or contains a word of a protected name out of a text.

    >>> cut("Ilka Dorn told us; DORN'S deputy did not (ilka-dorn.html)", frozenset({"ilka", "dorn"}))
    "[withheld] told us; [withheld]'S deputy did not ([withheld].html)"
    """
    folded, origin = fold(text)
    pieces, at = [], 0
    for start, end in _spans(folded, words):
        a, b = origin[start], origin[end - 1] + 1
        if a < at:
            continue
        while b < len(text) and unicodedata.combining(text[b]):
            b += 1
        pieces += [text[at:a], WITHHELD]
        at = b
    joined = "".join([*pieces, text[at:]])
    return re.sub(rf"{re.escape(WITHHELD)}(?:[\s_.-]*{re.escape(WITHHELD)})+", WITHHELD, joined)


def _spans(folded: str, words: frozenset[str]) -> list[tuple[int, int]]:
    """Return what gives a name away in a folded text, as spans in order: whole words, or names in unspaced scripts."""
    found = []
    spaced = [word for word in words if not _UNSPACED.search(word)]
    for match in re.finditer(r"[^\W\d_]+", folded):
        if any(_same_name(word, match[0]) for word in spaced):
            found.append(match.span())
    for word in words.difference(spaced):
        found += [match.span() for match in re.finditer(re.escape(word), folded)]
    return sorted(found)


def _same_name(word: str, seen: str) -> bool:
    """Say whether a word of a name is seen: as it is, inside another word, or with another ending."""
    if word == seen or (len(word) > SHORT and word in seen):
        return True
    return len(word) > SHORT + 1 and seen.startswith(word[:-1])


def _traces(text: str, words: frozenset[str]) -> list[str]:
    folded = fold(text)[0]
    return [folded[a:b] for a, b in _spans(folded, words)]


def refuse_traces(text: str, hidden: Sequence[Protection]) -> None:
    """Look for any trace of a protected name once more, also across gaps that are no letters.

    Raises
    ------
    DetenteError
        E811: there is one.
    """
    folded = fold(text)[0]
    letters = re.sub(r"[\W\d_]+", "", folded)
    whole = ["".join(re.findall(r"[^\W\d_]+", fold(p.name)[0])) for p in hidden]
    if _spans(folded, words_of(hidden)) or any(len(name) > SHORT and name in letters for name in whole):
        hint = "nothing was written; look at the names that are protected, and at the claims that name them"
        raise DetenteError(
            Diagnostic(code="E811", message="a protected name could not be withheld everywhere", hint=hint)
        )


def read_hop(text: str) -> Hop:
    """Read one link of a source chain as ``hop_text`` writes it.

    >>> read_hop("2 unnamed, advisers")
    Hop(name=None, role='advisers', anonymous=True, count=2, outlet=None, alternatives=())
    """
    text = text.strip()
    if text.casefold().startswith("outlet:"):
        return Hop(outlet=text.partition(":")[2].strip())
    name, _, role = (part.strip() for part in text.partition(","))
    unnamed = re.fullmatch(r"(?:(\d+) )?unnamed", name, re.IGNORECASE)
    if unnamed:
        return Hop(role=role or None, anonymous=True, count=int(unnamed[1]) if unnamed[1] else None)
    return Hop(name=name, role=role or None)


def as_values(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Bring rows from a spreadsheet to text cells under this module's column names; others are left out."""
    return [{k: str(row.get(k) if row.get(k) is not None else "") for k in COLUMNS if k in row} for row in rows]
