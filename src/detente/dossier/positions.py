"""Where each party stood on each issue, as told and by whom; and where its positions, as told, disagree.

A position is what one claim says that a party wants, offers, refuses or might do. Positions are set side by side with
dates, sources, hedges and scopes; whether they contradict one another is for the analyst to say.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.claims import Claim
from detente.conditions import names
from detente.conflict import Conflict
from detente.dossier.deeds import demanded, possible
from detente.dossier.ledger import Entry
from detente.dossier.links import denials, hop_words, told, units
from detente.dossier.parties import parties
from detente.dossier.words import alike, tokens

Stance = Literal["asks", "would", "would not", "might", "only if"]
STANCES: dict[str, Stance] = {
    "demand": "asks",
    "offer": "would",
    "acceptance": "would",
    "threat": "would",
    "refusal": "would not",
    "possibility": "might",
    "condition": "only if",
}
CALENDAR = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
)
"""Words that are written like names and bound nothing."""
OPPOSED = frozenset({("would", "would not"), ("might", "would not"), ("only if", "would not"), ("would", "only if")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one claim tells of a party's stand.

    Attributes
    ----------
    party : the decision maker, or the actor as the claim names it
    conduct : whose conduct it is about: the party's own, or that of whom a demand is made of; empty if not told
    issue : the option of the model that the claim bears on, or the phrase of the claim that first told of it
    phrase, scope : what would be done, and the places and figures that bound it
    day : when it was said, else published
    copies : other claims that are the same report; denies, denied_by : claims it denies or that deny it
    """

    claim: str
    party: str
    conduct: str
    issue: str
    stance: Stance
    phrase: str
    scope: tuple[str, ...]
    day: date | None
    kind: str
    hedged: bool
    unnamed: bool
    source: tuple[str, ...]
    copies: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Positions of one party that pull apart, in time order.

    ``same_scope`` is False where they are about different things that the model ties together, or name different
    places or figures: then they stand beside each other and need not contradict.
    """

    party: str
    issues: tuple[str, ...]
    positions: tuple[Position, ...]
    same_scope: bool


def positions(
    entries: Sequence[Entry],
    conflict: Conflict | None = None,
    texts: Iterable[str] = (),
    same: Mapping[str, str] | None = None,
) -> tuple[Position, ...]:
    """List the positions that claims tell of, in time order; copies of one report make one position.

    Parameters
    ----------
    entries : the claims that stand
    conflict : a model whose statements rest on some of them: names parties and issues
    texts, same : pages, and actor → decision maker, as for drafting a model
    """
    by_id = {e.claim.id: e for e in entries}
    denied = {d.claim: d.denies for d in denials(entries)}
    makers = [] if conflict is None else [dm.name for dm in conflict.decision_makers]
    who = parties([*makers, *(actor for e in entries for actor in e.claim.actors)], texts, same or {})
    everybody = {
        word.casefold() for name in (*makers, *(a for e in entries for a in e.claim.actors)) for word in tokens(name)
    }

    def nobody(word: str) -> bool:
        return word.casefold() not in everybody and who(word) not in makers and word.casefold() not in CALENDAR

    about = {} if conflict is None else _options(conflict)
    named = {} if conflict is None else {o.id: o.name for o in conflict.options}
    found: list[Position] = []
    for unit in units(entries):
        entry = by_id[unit.first]
        told_of = next((p for p in found if p.claim in denied.get(unit.first, ())), None)
        stance = STANCES.get(entry.claim.kind)
        if told_of is not None and (stance is None or not entry.claim.actors):  # a denial speaks of whoever it is about
            party, conduct, stance = told_of.party, told_of.conduct, "would not"
        elif stance is None or not entry.claim.actors:
            continue
        else:
            party, conduct = _about(entry.claim, [who(actor) for actor in entry.claim.actors])
        phrase = told(entry.claim)
        mine = [o for claim in unit.claims for o in about.get(claim, ()) if _owner(conflict, o) in (conduct, "")]
        mine += [told_of.issue] if told_of is not None and told_of.conduct == conduct else []
        found.append(
            Position(
                claim=unit.first,
                party=party,
                conduct=conduct,
                issue=mine[0] if mine else _issue(phrase, conduct, found, entry.claim),
                stance="would not" if entry.claim.negated else stance,
                phrase=phrase,
                scope=_scope(entry.claim, phrase, named.get(mine[0], "") if mine else "", nobody),
                day=entry.said or entry.published,
                kind=entry.claim.kind,
                hedged=entry.claim.hedged or any(by_id[c].claim.hedged for c in unit.copies),
                unnamed=bool(entry.claim.source) and entry.claim.source[0].anonymous,
                source=tuple(hop_words(hop) for hop in entry.claim.source),
                copies=unit.copies,
                denies=denied.get(unit.first, ()),
                denied_by=tuple(c for c, of in denied.items() if unit.first in of),
            )
        )
    return tuple(sorted(found, key=lambda p: p.day or date.max))


def disagreements(found: Sequence[Position], conflict: Conflict | None = None) -> tuple[Disagreement, ...]:
    """Find where positions of one party about its own conduct pull apart, on one issue or on issues tied by a rule.

    Returns
    -------
    found : in order of the first position; each holds every position of that party on the issues concerned
    """
    tied = {} if conflict is None else _tied(conflict)
    own = [p for p in found if p.conduct == p.party]
    groups: dict[tuple[str, str], list[Position]] = {}
    for p in own:
        groups.setdefault((p.party, tied.get(p.issue, p.issue)), []).append(p)
    result = []
    for (party, _), mine in groups.items():
        apart = [
            (a, b)
            for k, a in enumerate(mine)
            for b in mine[k + 1 :]
            if {(a.stance, b.stance), (b.stance, a.stance)} & OPPOSED
        ]
        if apart:
            issues = tuple(dict.fromkeys(p.issue for p in mine))
            flat = any(a.issue == b.issue and _same_scope(a, b) for a, b in apart)
            result.append(Disagreement(party=party, issues=issues, positions=tuple(mine), same_scope=flat))
    return tuple(result)


def _about(claim: Claim, actors: Sequence[str]) -> tuple[str, str]:
    party = actors[0]
    if claim.kind == "demand":
        by = demanded(claim.quote, claim.actors).by
        named = [actors[k] for k, actor in enumerate(claim.actors) if actor == by]
        others = [actor for actor in actors if actor != party]
        return party, (named or others or [""])[0]
    if claim.kind == "possibility":
        by = possible(claim.quote, claim.actors).by
        named = [actors[k] for k, actor in enumerate(claim.actors) if actor == by]
        party = (named or [party])[0]
    return party, party


def _issue(phrase: str, conduct: str, before: Sequence[Position], claim: Claim) -> str:
    words = [word for actor in claim.actors for word in tokens(actor)]
    known: dict[str, str] = {}
    for p in before:
        if p.conduct == conduct:
            known.setdefault(p.phrase, p.issue)
    for other, issue in known.items():
        if other == phrase or alike(other, phrase, words):
            return issue
    return phrase


def _scope(claim: Claim, phrase: str, option: str, nobody: Callable[[str], bool]) -> tuple[str, ...]:
    """Return what bounds a position: places and figures in the phrase, else in the option's name, else in the claim."""
    for text in (phrase, option):
        inside = [place for place in claim.places if place in text and nobody(place)]
        inside += [n.text for n in claim.numbers if n.text in text]
        if not inside:
            inside = [w for w in tokens(text)[1:] if (w[0].isupper() or w[0].isnumeric()) and nobody(w)]
        if inside:
            return tuple(dict.fromkeys(inside))
    return claim.places


def _same_scope(a: Position, b: Position) -> bool:
    x, y = set(a.scope), set(b.scope)
    return not x or not y or x <= y or y <= x


def _options(conflict: Conflict) -> dict[str, tuple[str, ...]]:
    """Return for every claim the options of the statements that rest on it, those of the narrowest statement first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for dm in conflict.decision_makers:
        for s in dm.statements:
            used = list(dict.fromkeys(names(s.want)))
            mine = [o for o in used if o in dm.options] or used
            for claim in (*s.guard.because, *s.guard.when, *s.guard.unless):
                found.setdefault(claim, []).extend((len(used), o) for o in mine)
    for option in conflict.options:
        for claim in option.guard.because:
            found.setdefault(claim, []).append((0, option.id))
    return {
        claim: tuple(dict.fromkeys(o for _, o in sorted(pairs, key=lambda p: p[0]))) for claim, pairs in found.items()
    }


def _owner(conflict: Conflict | None, option: str) -> str:
    if conflict is None:
        return ""
    owners = {o.id: o.owner for o in conflict.options}
    return next(dm.name for dm in conflict.decision_makers if dm.id == owners[option])


def _tied(conflict: Conflict) -> dict[str, str]:
    """Return for every option the first one that infeasible entries tie it to, of the same owner."""
    head = {option.id: option.id for option in conflict.options}
    owner = {option.id: option.owner for option in conflict.options}
    for rule in conflict.infeasible:
        used = list(dict.fromkeys(names(rule.condition)))
        for o in used:
            partner = next((x for x in used if x != o and owner[x] == owner[o]), None)
            if partner:
                old, new = max(head[o], head[partner]), min(head[o], head[partner])
                head = {k: new if h == old else h for k, h in head.items()}
    return head
