"""Accepted claims as the parts of a model: who decides, over what, and what each wants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from detente.claims import Claim
from detente.dossier.deeds import Deed, conditioned, demanded, mentions, possible, refused
from detente.dossier.ledger import Entry
from detente.dossier.parties import Parties, forms, parties
from detente.dossier.words import alike, slug, tokens

PLACED_KINDS = ("demand", "refusal", "condition", "possibility")  # in this order: a refusal looks back to its demand
REASONS = {
    "plan": "a plan is a step, not a position",
    "offer": "an offer says what somebody would give, not what they want: add it by hand",
    "acceptance": "an acceptance is not a standing wish: see whether it ends a refusal",
    "threat": "a threat is not taken for a preference: add it by hand if it is one",
}
MOST_OPTIONS = 12


@dataclass(slots=True, kw_only=True)
class DraftOption:
    """An option drafted: what it is, who may take it, and the claims that name it."""

    id: str
    phrase: str
    owner: str
    because: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A preference statement drafted for decision maker ``dm`` from one claim."""

    dm: str
    want: str
    claim: str
    kind: str
    guarded: bool
    remark: str = ""


@dataclass(slots=True, kw_only=True)
class Placed:
    """What the claims became: options and wishes, contested claims with the reason, and what found no place.

    ``named`` are all parties of the claims, ``deciders`` those that have an option or a wish.
    """

    parties: Parties
    options: list[DraftOption] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    contested: dict[str, str] = field(default_factory=dict)
    unplaced: dict[str, str] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    deciders: list[str] = field(default_factory=list)


class _NoPlaceError(Exception):
    """Why a claim could not be placed."""


def place(
    entries: Sequence[Entry], texts: Iterable[str], same: Mapping[str, str] | None = None, most: int = MOST_OPTIONS
) -> Placed:
    """Find the place of every claim in a model, or the reason why it has none.

    Parameters
    ----------
    entries : accepted claims, in the order in which they came
    texts : the pages they stand in
    same : actor → decision maker, as the analyst says
    most : how many options are drafted at most (each doubles the states)
    """
    actors = [actor for entry in entries if entry.claim.kind in PLACED_KINDS for actor in _actors(entry.claim)]
    who = parties(actors, texts, same or {})
    placed = Placed(parties=who, named=list(dict.fromkeys(who(actor) for actor in actors)))
    for kind in PLACED_KINDS:
        for entry in entries:
            if entry.claim.kind == kind:
                try:
                    _place(placed, entry, entries, most)
                except _NoPlaceError as reason:
                    placed.unplaced[entry.claim.id] = str(reason)
    for entry in entries:
        if entry.claim.kind not in PLACED_KINDS:
            what = REASONS.get(entry.claim.kind, f"it tells no position (kind: {entry.claim.kind})")
            placed.unplaced[entry.claim.id] = what
    order = {entry.claim.id: n for n, entry in enumerate(entries)}
    placed.wishes.sort(key=lambda wish: order[wish.claim])
    placed.unplaced = dict(sorted(placed.unplaced.items(), key=lambda item: order[item[0]]))
    placed.contested = dict(sorted(placed.contested.items(), key=lambda item: order[item[0]]))
    owners = {option.owner for option in placed.options} | {wish.dm for wish in placed.wishes}
    placed.deciders = [name for name in placed.named if name in owners] or placed.named[:1]
    return placed


def _place(placed: Placed, entry: Entry, entries: Sequence[Entry], most: int) -> None:
    claim, who = replace(entry.claim, actors=_actors(entry.claim)), placed.parties
    if claim.negated:
        raise _NoPlaceError(f"it denies a {claim.kind}: see which claim it answers")
    if not claim.actors:
        raise _NoPlaceError("it names no actor: add one with detente edit --actor")
    mine, remark = who(claim.actors[0]), ""
    others = list(dict.fromkeys(who(actor) for actor in claim.actors[1:] if who(actor) != mine))
    if claim.kind == "demand":
        deeds = [_demand(claim, who, mine, others)]
        if len(others) > 1:
            remark = (
                f"drafted for {deeds[0][1]} alone; it names {', '.join(o for o in others if o != deeds[0][1])} as well"
            )
    elif claim.kind == "refusal":
        deed, remark = _refusal(placed, entry, entries, mine)
        deeds = [(deed, mine)]
    elif claim.kind == "condition":
        deeds, remark = _condition(placed, claim, mine, others)
    else:
        deed = possible(claim.quote, claim.actors)
        mine = who(deed.by) if deed.by not in ("", "it") else mine
        deeds = [(deed, mine)]
    if any(deed.whole for deed, _ in deeds):
        remark = "; ".join(
            filter(None, [remark, "what exactly was not recognised, so the whole passage names the option"])
        )
    options = _options(placed, claim.id, deeds, most)
    names = [f"not {o.id}" if deed.negated else o.id for o, (deed, _) in zip(options, deeds, strict=True)]
    if claim.kind == "condition":  # whether the first half is said as a refusal ("not until") or a promise is one thing
        given = names[1]
        without = options[1].id if deeds[1][0].negated else f"not {options[1].id}"
        names = [f"{options[0].id} if {given}", f"not {options[0].id} if {without}"]
    if not entry.claim.actors:
        remark = "; ".join(filter(None, [remark, f"it names no actor, so {mine}, who says it, is taken"]))
    doubt = _doubt(entry)
    if doubt:
        placed.contested[claim.id] = doubt
    placed.wishes += [
        Wish(dm=mine, want=want, claim=claim.id, kind=claim.kind, guarded=bool(doubt), remark=remark) for want in names
    ]


def _actors(claim: Claim) -> tuple[str, ...]:
    """Return a claim's actors; where it names none, whoever takes the position by saying it."""
    origin = claim.source[0] if claim.source else None
    if claim.actors or claim.kind == "possibility" or origin is None or origin.outlet is not None or not origin.name:
        return claim.actors
    return (origin.name,)


def _demand(claim: Claim, who: Parties, mine: str, others: Sequence[str]) -> tuple[Deed, str]:
    deed = demanded(claim.quote, claim.actors)
    apart = [other for other in others if not mentions(deed.phrase, other)]
    doer = who(deed.by) if deed.by not in ("", "it") else next(iter([*apart, *others]), "")
    if doer == mine:
        raise _NoPlaceError(f"it says what {mine} itself would do: add it by hand, or name whom it is addressed to")
    if not doer:
        raise _NoPlaceError("whom the demand is addressed to is not given: add them second with detente edit --actor")
    return deed, doer


def _refusal(placed: Placed, entry: Entry, entries: Sequence[Entry], mine: str) -> tuple[Deed, str]:
    deed = refused(entry.claim.quote, entry.claim.actors)
    if not deed.points_back:
        return replace(deed, negated=True), ""
    back = _looked_back(placed, entry, entries, mine)
    if back is None:
        raise _NoPlaceError(f"it refuses “{deed.phrase}”, and no accepted demand on {mine} stands before it")
    return Deed(phrase=back[0].phrase, negated=True), f"“{deed.phrase}” is taken for what {back[1]} demands"


def _condition(placed: Placed, claim: Claim, mine: str, others: Sequence[str]) -> tuple[list[tuple[Deed, str]], str]:
    """Find both halves and who brings each about; whom the second half names as its object does not."""
    pair = conditioned(claim.quote, claim.halves, claim.actors)
    if pair is None:
        raise _NoPlaceError("what is conditioned on what could not be told apart: give it with detente edit --halves")
    (what, on), who, remark = pair, placed.parties, ""
    first = who(what.by) if what.by not in ("", "it") else mine
    second = who(on.by) if on.by not in ("", "it") else ""
    if not second:
        near = [name for name in placed.named if name not in (mine, *others) and mentions(claim.quote, name)]
        second = next((name for name in (*others, *near) if not mentions(on.phrase, name)), "")
        remark = f"that {second} meets the condition is read from the sentence" if second in near else ""
    if not second:
        raise _NoPlaceError("who meets the condition is not given: add them second with detente edit --actor")
    return [(what, first), (on, second)], remark


def _doubt(entry: Entry) -> str:
    """Say why a claim is contested, or nothing."""
    claim = entry.claim
    reasons = ["a possibility"] if claim.kind == "possibility" else []
    reasons += ["marked uncertain"] if claim.hedged and claim.kind != "possibility" else []
    reasons += ["somebody unnamed stands in its chain"] if any(hop.anonymous for hop in claim.source) else []
    return ", ".join(reasons)


def _looked_back(placed: Placed, entry: Entry, entries: Sequence[Entry], mine: str) -> tuple[DraftOption, str] | None:
    """Return the option of ``mine`` that the nearest demand before the claim asks for, with that demand's id."""
    before = [
        e.claim.id
        for e in sorted(entries, key=lambda e: -e.claim.start)
        if e.document == entry.document and e.claim.start <= entry.claim.start and e.claim.kind == "demand"
    ]
    for ident in before:
        for option in placed.options:
            if option.owner == mine and ident in option.because:
                return option, ident
    return None


def _options(placed: Placed, claim: str, deeds: Sequence[tuple[Deed, str]], most: int) -> list[DraftOption]:
    """Find or make the option of each deed, all or none."""
    known = {*placed.parties.of, *placed.named}
    out = [word for name in known for form in forms(name) for word in tokens(form)]
    found: list[DraftOption | None] = []
    for deed, owner in deeds:
        if not deed.phrase:
            raise _NoPlaceError("what it asks for could not be told: correct the quote with detente edit --quote")
        own = [o for o in placed.options if o.owner == owner]
        near = [o for o in own if alike(o.phrase, deed.phrase, out)]
        found.append(next((o for o in own if o.phrase == deed.phrase), near[0] if near else None))
    if len(deeds) == 2 and deeds[0][1] == deeds[1][1]:
        one, two = (option.phrase if option else deed.phrase for option, (deed, _) in zip(found, deeds, strict=True))
        if one == two or alike(one, two, out):
            raise _NoPlaceError("both of its halves speak of the same thing: give them with detente edit --halves")
    if len(placed.options) + sum(option is None for option in found) > most:
        raise _NoPlaceError(f"the draft has {most} options at most: place it by hand, or draft with a larger --most")
    result: list[DraftOption] = []
    for (deed, owner), option in zip(deeds, found, strict=True):
        if option is None:
            taken = [o.id for o in placed.options]
            ident = slug(deed.phrase, [], "option")
            if ident in taken:
                ident = slug(f"{ident} {owner}", taken, "option")
            option = DraftOption(id=ident, phrase=deed.phrase, owner=owner, because=[])
            placed.options.append(option)
        if claim not in option.because:
            option.because.append(claim)
        result.append(option)
    return result
