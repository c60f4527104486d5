"""What the review screen shows of a dossier: its pages, their claims, and who decided what."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from detente import dossier
from detente.brief import Record
from detente.claims import Claim, DateMention, Hop
from detente.dossier import Decision, Entry
from detente.workbench.article import Marked
from detente.workbench.passages import chain_words
from detente.workbench.place import Place, record

MARK_RECORD = "record:"
RECENT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page in the list: ``key`` names it in addresses, ``left`` counts its undecided claims."""

    key: str
    name: str
    title: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One claim as shown: its values, what it turns on for saving (``version``), and who decided last."""

    id: str
    status: str
    quote: str
    start: int
    end: int
    kind: str
    hedged: bool
    negated: bool
    chain: str
    actors: tuple[str, ...]
    places: tuple[str, ...]
    dates: tuple[str, ...]
    numbers: tuple[str, ...]
    cue: str
    confidence: float
    said: str
    version: int
    decided: str
    editable: bool
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page with its claims in the order of the text."""

    key: str
    name: str
    title: str
    outlet: str
    published: str
    text: str
    cards: tuple[Card, ...]
    cut: tuple[tuple[str, str], ...]
    editable: bool

    @property
    def left(self) -> int:
        """The number of claims that nobody has decided on."""
        return sum(card.status == "draft" for card in self.cards)

    @property
    def marked(self) -> tuple[Marked, ...]:
        """The passages to mark."""
        return tuple(Marked(id=c.id, start=c.start, end=c.end, status=c.status) for c in self.cards)


def pages_listed(place: Place) -> list[Listed]:
    """List the pages: those of the ledger, the newest first, then those decided beforehand."""
    found: list[Listed] = []
    if place.has_ledger:
        with dossier.open_ledger(place.folder) as ledger:
            rows = ledger.db.execute(
                "SELECT d.number, d.name, d.title, (SELECT count(*) FROM claims c WHERE c.document = d.number"
                " AND c.status = 'draft') AS left FROM documents d ORDER BY d.number DESC"
            ).fetchall()
        found = [
            Listed(key=str(r["number"]), name=r["name"], title=r["title"] or r["name"], left=r["left"]) for r in rows
        ]
    decided = record(place)
    if decided is not None:
        found += [Listed(key=f"{MARK_RECORD}{p.file}", name=p.file, title=p.file, left=0) for p in decided.pages]
    return found


def sheet(place: Place, key: str) -> Sheet | None:
    """Return one page with its claims; None where there is no such page."""
    decided = record(place)
    if key.startswith(MARK_RECORD) and decided is not None:
        return _from_record(decided, key)
    if not place.has_ledger or not (key.isascii() and key.isdigit()):
        return None
    with dossier.open_ledger(place.folder) as ledger:
        row = ledger.db.execute("SELECT name FROM documents WHERE number = ?", (int(key[:15]),)).fetchone()
        if row is None:
            return None
        document = ledger.document(row["name"]).document
        entries = [e for e in ledger.claims() if e.document == row["name"]]
        last = last_decisions(ledger.decisions())
    entries.sort(key=lambda e: (e.claim.start, e.claim.end))
    return Sheet(
        key=key,
        name=document.name,
        title=document.title or document.name,
        outlet=document.outlet,
        published=document.published.isoformat() if document.published else "",
        text=document.text,
        cards=tuple(card(e, last.get(e.claim.id)) for e in entries),
        cut=tuple((c.reason, c.text) for c in document.cut),
        editable=True,
    )


def _from_record(decided: Record, key: str) -> Sheet | None:
    page = next((p for p in decided.pages if p.file == key[len(MARK_RECORD) :]), None)
    if page is None:
        return None
    text = page.path.read_text(encoding="utf-8")
    cards = []
    for c in decided.claims.values():
        if c.page != page.file:
            continue
        start = text.find(c.quote)
        blank = card(
            Entry(
                claim=Claim(id=c.id, quote=c.quote, start=max(start, 0), end=max(start, 0) + len(c.quote), kind=c.kind),
                document=c.page,
                status="accepted",
                draft=0,
                local="",
                said=None,
                published=page.published,
                entered="",
            ),
            None,
        )
        who = f"accepted by {decided.decided_by}, {decided.decided_on}"
        chain = " → ".join(c.source)
        cards.append(
            replace(blank, chain=chain, actors=c.actors, decided=who, editable=False, detail=c.detail, confidence=-1.0)
        )
    return Sheet(
        key=key,
        name=page.file,
        title=page.file,
        outlet=page.outlet,
        published=page.published.isoformat() if page.published else "",
        text=text,
        cards=tuple(sorted(cards, key=lambda c: (c.start, c.end))),
        cut=(),
        editable=False,
    )


def last_decisions(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return the last decision on each claim."""
    return {d.claim: d for d in decisions}


def card(entry: Entry, last: Decision | None) -> Card:
    """Put a claim of the ledger into what is shown."""
    c = entry.claim
    return Card(
        id=c.id,
        status=entry.status,
        quote=c.quote,
        start=c.start,
        end=c.end,
        kind=c.kind,
        hedged=c.hedged,
        negated=c.negated,
        chain=chain_words(c.source),
        actors=c.actors,
        places=c.places,
        dates=tuple(_date_words(d) for d in c.dates),
        numbers=tuple(f"{n.text}" for n in c.numbers),
        cue=c.cue or "",
        confidence=c.confidence,
        said=entry.said.isoformat() if entry.said else "",
        version=last.number if last else 0,
        decided=decision_words(last) if last else "",
        editable=True,
    )


def _date_words(d: DateMention) -> str:
    if d.start is None and d.end is None:
        return f"{d.text} (not resolved)"
    if d.start == d.end:
        return f"{d.text}: {d.start}"
    return f"{d.text}: {d.start or '…'} to {d.end or '…'}"


def decision_words(d: Decision) -> str:
    """Say who did what, and when.

    >>> decision_words(Decision(number=1, claim="c1", at="2026-02-13T09:30:00.000000Z", who="Ada", what="accept",
    ...     draft=1, before={}, after={}))
    'accepted by Ada, 2026-02-13 09:30'
    """
    did = {"accept": "accepted", "reject": "rejected"}.get(d.what, "edited")
    if d.what == "edit" and d.after.get("status") == "draft":
        did = "reopened"
    return f"{did} by {d.who}, {d.at[:16].replace('T', ' ')}"


def hop_line(hop: Hop) -> str:
    """Write one link of a source chain as it is typed (see ``dossier.hop``).

    >>> [hop_line(h) for h in (Hop(outlet="The Post"), Hop(name="A. Person", role="envoy"), Hop(anonymous=True))]
    ['outlet: The Post', 'A. Person, envoy', 'unnamed']
    """
    if hop.outlet is not None:
        return f"outlet: {hop.outlet}"
    first = "unnamed" if hop.anonymous or not hop.name else hop.name
    return f"{first}, {hop.role}" if hop.role else first


def read_hops(lines: str, before: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """Read a source chain as typed, one link a line; a line left as it was keeps all that its link knew."""
    known = {hop_line(h): h for h in before}
    typed = [line.strip() for line in lines.splitlines() if line.strip()]
    return tuple(known.get(line) or dossier.hop(line) for line in typed)
