"""From a claim's id to the passage behind it: the ledger first, then the claims decided beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass

from detente import dossier
from detente.claims import Hop
from detente.dossier import Entry
from detente.workbench.place import Place, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What stands behind a claim id; ``quote`` is empty where the folder knows no such claim."""

    id: str
    quote: str = ""
    kind: str = ""
    chain: str = ""
    page: str = ""
    status: str = ""


def chain_words(source: Iterable[Hop]) -> str:
    """Tell a source chain, origin first."""
    return " → ".join(hop_words(hop) for hop in source)


def hop_words(hop: Hop) -> str:
    """Name one link of a source chain.

    >>> hop_words(Hop(role="advisers", anonymous=True, count=2))
    'unnamed: 2 advisers'
    """
    if hop.outlet:
        return hop.outlet
    if hop.name:
        return f"{hop.name}, {hop.role}" if hop.role else hop.name
    counted = f"{hop.count} " if hop.count else ""
    return f"unnamed: {counted}{hop.role or 'source'}" if hop.anonymous else hop.role or "unnamed"


def of_entry(entry: Entry) -> Passage:
    """Write a claim of the ledger as a passage."""
    c = entry.claim
    return Passage(
        id=c.id, quote=c.quote, kind=c.kind, chain=chain_words(c.source), page=entry.document, status=entry.status
    )


def passages(place: Place, ids: Iterable[str]) -> tuple[Passage, ...]:
    """Look claims up, in the order given."""
    wanted = tuple(dict.fromkeys(ids))
    known: dict[str, Passage] = {}
    decided = record(place)
    if decided is not None:
        for c in decided.claims.values():
            known[c.id] = Passage(
                id=c.id, quote=c.quote, kind=c.kind, chain=" → ".join(c.source), page=c.page, status="accepted"
            )
    if place.has_ledger and any(ident not in known for ident in wanted):
        known |= {entry.claim.id: of_entry(entry) for entry in dossier.claims(place.folder)}
    return tuple(known.get(ident, Passage(id=ident)) for ident in wanted)
