"""Which claims are copies of one report, and which deny which: shown with the reason, decided by the analyst.

Five papers that retell one anonymous story are one report. What counts as the same is cautious: same kind, same
conduct with the same scope, same origin, and nearby in time; the reason is told with every link.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from detente.claims import Claim, Hop
from detente.dossier.deeds import conditioned, demanded, possible, refused
from detente.dossier.ledger import Entry
from detente.dossier.retold import likeness, speaks_of, substance
from detente.dossier.words import content, tokens

WINDOW = 7
"""Days within which one origin, retold without a citation, is taken for the same occasion."""
SAME_WORDS = 0.8
"""Share of content words from which two passages are the same wording."""
_FAMILY = {"refusal": "condition", "acceptance": "event", "plan": "possibility"}
"""Kinds under which two papers may tell one thing."""
DENIABLE = frozenset({"possibility", "acceptance", "offer", "plan", "event", "assessment", "threat", "demand"})
_DENY = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed|ing)|(?:reject|dismiss)(?:s|es|ed|ing)? (?:the |that |those |any )?"
    r"(?:reports?|claims?|allegations?|rumou?rs?|suggestions?)|(?:is|was|are|were) (?:untrue|false|not true))\b",
    re.IGNORECASE,
)
_CORRECT = re.compile(
    r"\b(?:correct(?:s|ed|ing|ion)|retract(?:s|ed|ing|ion)|withdr(?:ew|awn) (?:the|its) report|earlier version)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Claims that are one report: ``first`` is the earliest, ``why`` says for each of ``copies`` what makes it one."""

    first: str
    copies: tuple[str, ...] = ()
    why: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[str, ...]:
        """All claims of the report, the earliest first."""
        return (self.first, *self.copies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """A claim that denies others, or corrects them: all copies of a report, the earliest first."""

    claim: str
    denies: tuple[str, ...]
    why: str
    corrects: bool = False


def told(claim: Claim) -> str:
    """Return what a claim says that somebody does, would or should do, as a phrase.

    >>> told(Claim(id="c", quote="the company would not keep the depot", start=0, end=36, kind="refusal"))
    'keep the depot'
    """
    if claim.kind == "demand":
        return demanded(claim.quote, claim.actors).phrase or claim.quote
    if claim.kind == "refusal" or claim.negated:
        return refused(claim.quote, claim.actors).phrase or claim.quote
    if claim.kind in ("possibility", "plan", "offer", "acceptance", "threat"):
        return possible(claim.quote, claim.actors).phrase or claim.quote
    if claim.kind == "condition":
        pair = conditioned(claim.quote, claim.halves, claim.actors)
        return pair[0].phrase if pair else claim.quote
    return claim.quote


def units(entries: Sequence[Entry]) -> tuple[Unit, ...]:
    """Bring copies of one report together; every claim is in exactly one unit, in time order of the earliest.

    Parameters
    ----------
    entries : claims of a dossier, whatever their status
    """
    return _units(tuple(entries))


@lru_cache(maxsize=32)
def _units(entries: tuple[Entry, ...]) -> tuple[Unit, ...]:
    order = _in_time(entries)
    words = [_topic(entry.claim) for entry in entries]
    head: dict[int, int] = {}
    why: dict[int, str] = {}
    before: dict[str, list[int]] = {}
    for k in order:
        claim = entries[k].claim
        for j in before.setdefault(_FAMILY.get(claim.kind, claim.kind), []):
            reason = _may_speak(words[j], words[k]) and copied(entries[j], entries[k])
            if reason:
                head[k], why[k] = head.get(j, j), f"{reason} as {entries[j].claim.id}"
                break
        before[_FAMILY.get(claim.kind, claim.kind)].append(k)
    mine: dict[int, list[int]] = {}
    for k in order:
        mine.setdefault(head.get(k, k), []).append(k)
    return tuple(
        Unit(
            first=entries[k].claim.id,
            copies=tuple(entries[c].claim.id for c in mine[k][1:]),
            why=tuple(why[c] for c in mine[k][1:]),
        )
        for k in order
        if k not in head
    )


def _in_time(entries: Sequence[Entry]) -> list[int]:
    return sorted(range(len(entries)), key=lambda k: (_day(entries[k]) or date.max, k))


Topic = tuple[frozenset[str], frozenset[str]]


def _topic(claim: Claim) -> Topic:
    """Return the stems of what a claim speaks of, and those of the names in it."""
    return content(claim.quote) | speaks_of(claim.quote) | content(told(claim)), content(" ".join(claim.actors))


def _may_speak(a: Topic, b: Topic) -> bool:
    """Say whether two claims share a word that is no name; if not, they cannot be about the same thing."""
    return not (a[0] & b[0] <= a[1] | b[1])


def copied(early: Entry, late: Entry) -> str:
    """Say why the later of two claims is the same report as the earlier; empty where it is not."""
    a, b = early.claim, late.claim
    if (
        early.document == late.document
        or correcting(a) != correcting(b)
        or not _same_sort(a, b)
        or not _same_people(a, b)
    ):
        return ""
    if early.said and late.said and early.said != late.said:
        return ""
    names = [word for actor in (*a.actors, *b.actors) for word in tokens(actor)]
    same_words = _share(a.quote, b.quote, names) >= SAME_WORDS
    if a.kind == "condition" or b.kind == "condition":
        same = likeness(substance(a.quote), substance(b.quote), names)  # what is refused and until when
    else:
        same = _alike(a, b, names)
    if not same_words and not same:
        return ""
    return _same_origin(early, late, same_words)


def _same_sort(a: Claim, b: Claim) -> bool:
    """Say whether two claims can tell the same thing: one paper's acceptance is another's event, but a no is a no."""
    if _FAMILY.get(a.kind, a.kind) != _FAMILY.get(b.kind, b.kind):
        return False
    if {a.kind, b.kind} == {"condition", "refusal"}:
        return True
    return a.negated == b.negated


def _alike(a: Claim, b: Claim, names: Sequence[str]) -> bool:
    """Say whether two claims tell of the same conduct, by what they say is done or by the passages as a whole."""
    if a.kind == b.kind and likeness(told(a), told(b), names):
        return True
    return likeness(substance(a.quote), substance(b.quote), names)


def _same_origin(early: Entry, late: Entry, same_words: bool) -> str:
    a, b = early.claim.source, late.claim.source
    outlets = [hop.outlet for hop in a if hop.outlet]
    cited = [hop.outlet for hop in b[:-1] if hop.outlet]
    through = next((o for o in cited if o.casefold() in (x.casefold() for x in outlets)), "")
    if through and _may_be_one(a, b):
        return f"through {through}: the same report"
    near = _near(early, late)
    people = [next((hop for hop in chain if not hop.outlet), None) for chain in (a, b)]
    if people[0] and people[1] and near:
        if people[0].name and people[1].name and _one_name(people[0].name, people[1].name):
            return f"both from {people[1].name}: the same statement"
        if not people[0].name and not people[1].name and same_words and _may_be_one(a, b):
            return "an unnamed origin of the same description, in the same words: the same report"
    if same_words and near and not people[0] and not people[1] and len(early.claim.quote.split()) > 8:
        return "the same words: the same report"
    return ""


def denials(entries: Sequence[Entry]) -> tuple[Denial, ...]:
    """Link every denial to the claims that it denies, copies of the denied report included, in time order."""
    return _denials(tuple(entries))


@lru_cache(maxsize=32)
def _denials(entries: tuple[Entry, ...]) -> tuple[Denial, ...]:
    order = _in_time(entries)
    words = [_topic(entry.claim) for entry in entries]
    together = {claim: unit for unit in units(entries) for claim in unit.claims}
    found = []
    for place, k in enumerate(order):
        late = entries[k]
        if not (denying(late.claim) or correcting(late.claim)):
            continue
        earlier = [entries[j] for j in order[:place] if _may_speak(words[j], words[k])]
        meant = [e.claim.id for e in earlier if _denied(e, late)]
        if meant:
            all_of = dict.fromkeys(c for m in meant for c in together[m].claims if c != late.claim.id)
            corrects = correcting(late.claim)
            verb = "corrects what was told of" if corrects else "denies"
            why = f"it {verb} “{told(late.claim)}” after {meant[0]} had told of it"
            found.append(Denial(claim=late.claim.id, denies=tuple(all_of), why=why, corrects=corrects))
    return tuple(found)


def denying(claim: Claim) -> bool:
    """Say whether a claim is a denial of something told, not a mere refusal to do it."""
    return claim.negated or (claim.kind == "refusal" and _DENY.search(claim.quote) is not None)


def correcting(claim: Claim) -> bool:
    """Say whether a claim takes back or mends what was told before."""
    told_by = " ".join(f"{hop.name or ''} {hop.role or ''}" for hop in claim.source if not hop.outlet)
    return _CORRECT.search(f"{claim.quote} {told_by}") is not None


def _denied(early: Entry, late: Entry) -> bool:
    a, b = early.claim, late.claim
    if a.negated or a.kind not in DENIABLE or not _same_people(a, b):
        return False
    names = [word for actor in (*a.actors, *b.actors) for word in tokens(actor)]
    if correcting(b):
        own = [hop.outlet for hop in b.source if hop.outlet]
        return bool({hop.outlet for hop in a.source if hop.outlet} & set(own)) and (
            _alike(a, b, names) or likeness(told(a), b.quote, names)
        )
    return likeness(told(a), told(b), names) or likeness(substance(a.quote), substance(b.quote), names)


def links_of(entries: Sequence[Entry], ids: Iterable[str]) -> list[dict[str, Any]]:
    """Say of claims, as plain values, which others repeat each and which deny it."""
    denied, wanted = denials(entries), set(ids)
    return [
        {"claim": u.first, "copies": list(u.copies), "denied_by": [d.claim for d in denied if u.first in d.denies]}
        for u in units(entries)
        if u.first in wanted
    ]


def heads(entries: Sequence[Entry]) -> dict[str, str]:
    """Return for every copy the earliest claim of its report."""
    return {copy: unit.first for unit in units(entries) for copy in unit.copies}


def merge(ids: Iterable[str], first_of: Mapping[str, str]) -> tuple[str, ...]:
    """Put the earliest claim of each report in place of its copies, each once.

    >>> merge(("c3", "c1", "c2"), {"c3": "c1"})
    ('c1', 'c2')
    """
    return tuple(dict.fromkeys(first_of.get(ident, ident) for ident in ids))


def hop_words(hop: Hop) -> str:
    """Name one link of a source chain.

    >>> hop_words(Hop(role="advisers to the president", anonymous=True, count=2))
    '2 unnamed advisers to the president'
    >>> hop_words(Hop(name="Ilka Dorn", role="union secretary"))
    'Ilka Dorn, union secretary'
    """
    if hop.outlet:
        return hop.outlet
    if hop.anonymous or not hop.name:
        number = f"{hop.count} " if hop.count else ""
        return f"{number}unnamed {hop.role or 'source'}"
    return f"{hop.name}, {hop.role}" if hop.role else hop.name


def _day(entry: Entry) -> date | None:
    return entry.published or entry.said


def _near(early: Entry, late: Entry) -> bool:
    a, b = _day(early), _day(late)
    return a is None or b is None or abs((b - a).days) <= WINDOW


def _same_people(a: Claim, b: Claim) -> bool:
    return not a.actors or not b.actors or any(_one_name(x, y) for x in a.actors for y in b.actors)


def _one_name(a: str, b: str) -> bool:
    x, y = [word.casefold() for word in tokens(a)], [word.casefold() for word in tokens(b)]
    short, long = sorted((x, y), key=len)
    return bool(short) and long[-len(short) :] == short


def _may_be_one(a: Sequence[Hop], b: Sequence[Hop]) -> bool:
    """Say whether two chains can begin with the same person or body."""
    first, other = (next((hop for hop in chain if not hop.outlet), None) for chain in (a, b))
    if first is None or other is None:
        return True
    if first.name and other.name:
        return _one_name(first.name, other.name)
    if first.name or other.name:
        return False
    roles = content(first.role or ""), content(other.role or "")
    return not roles[0] or not roles[1] or bool(roles[0] & roles[1])


def _share(a: str, b: str, without: Sequence[str]) -> float:
    x, y = content(a, without), content(b, without)
    return len(x & y) / max(1, len(x | y)) if x and y else 0.0
