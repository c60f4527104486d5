"""Changes after which a settlement holds and is reached: every minimal set of them, or every cheapest.

Minimal changes of preference go back to inverse analysis in the Graph Model (Kinsara, Kilgour and Hipel 2015; Wang,
Hipel, Fang and Dang 2018; changes in the order of statements: Wu, Xu and Ke). Nothing here says that a change is
lawful, fair or bearable.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby
from math import comb

import numpy as np
from numpy.typing import NDArray

from detente.analysis.bench import Bench, Variant, bench, graph_of, judge, variant
from detente.analysis.paths import Group, reached
from detente.analysis.question import Question, verdicts
from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.conditions import Condition, names, show
from detente.conflict import Conflict, Infeasible, PreferenceStatement
from detente.conflict.values import Guard

KINDS = ("drop", "swap", "commit", "renounce", "first")
DEFAULT_KINDS = ("drop", "swap", "commit", "first")
MAX_SETS = 1 << 16
MAX_CELLS = 1 << 24
MAX_SIZE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A statement the user could bring about: decision maker ``to`` would want it at priority ``place`` (from 1)."""

    to: int
    want: Condition
    place: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One change.

    Attributes
    ----------
    key : what the user calls it, such as ``drop:ukraine:1``; places count from 1 in order of priority
    kind : drop, swap, commit, renounce, first, offer, rule or joint
    by : who gives; empty where it comes from outside
    about : the options it touches or whose statements it changes
    text : the change in words
    args : places or numbers, by kind
    """

    key: str
    kind: str
    by: tuple[int, ...]
    about: frozenset[str]
    text: str
    args: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What was found.

    Attributes
    ----------
    already : nothing needs to change
    sets : places in ``levers``; all inclusion-minimal sets, or all cheapest where prices were given
    works_in : for each set, in how many of the readings asked about the settlement then holds and is reached
    readings : how many readings were asked about
    before : in how many of them it does so unchanged
    at_most : largest number of changes in a set
    tried : sets judged
    cost : price of the cheapest sets; None without prices
    """

    levers: tuple[Lever, ...]
    already: bool
    sets: tuple[tuple[int, ...], ...]
    works_in: tuple[int, ...]
    readings: int
    before: int
    at_most: int
    tried: int
    cost: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A bench on which offered statements and added infeasibilities lie ready, unused at first."""

    on: Bench
    conflict: Conflict
    offers: tuple[Offer, ...]
    rules: tuple[Condition, ...]
    coalitions: tuple[Group, ...]


def stand(
    conflict: Conflict,
    offers: Sequence[Offer] = (),
    rules: Sequence[Condition] = (),
    coalitions: Sequence[Group] = (),
) -> Stand:
    """Lay the offers beside the conflict.

    Raises
    ------
    DetenteError
        E731: an offer goes to a decision maker whose preferences are a ranking.
    """
    makers = list(conflict.decision_makers)
    for offer in offers:
        dm = makers[offer.to]
        if dm.ranking is not None:
            raise DetenteError(
                Diagnostic(
                    code="E731",
                    message=f"{dm.name} has a ranking, into which no statement can be put",
                    hint="write its preferences as statements",
                )
            )
        extra = PreferenceStatement(want=offer.want, guard=Guard(assumed="offered"))
        makers[offer.to] = replace(dm, statements=(*dm.statements, extra))
    added = tuple(Infeasible(condition=rule, guard=Guard(assumed="added")) for rule in rules)
    wide = replace(conflict, decision_makers=tuple(makers), infeasible=(*conflict.infeasible, *added))
    return Stand(
        on=bench(wide), conflict=conflict, offers=tuple(offers), rules=tuple(rules), coalitions=tuple(coalitions)
    )


def levers(at: Stand, kinds: Sequence[str] = DEFAULT_KINDS) -> tuple[Lever, ...]:
    """List every single change of the kinds asked for, in model order, then what was offered from outside."""
    found: list[Lever] = []
    conflict = at.conflict
    for i, dm in enumerate(conflict.decision_makers):
        wants = [s.want for s in dm.statements] if dm.ranking is None else []
        if "drop" in kinds:
            for p, want in enumerate(wants):
                text = f"{dm.name} gives up “{show(want)}”"
                found.append(_lever(f"drop:{dm.id}:{p + 1}", "drop", (i,), (want,), text, (i, p)))
        if "swap" in kinds:
            for p, q in combinations(range(len(wants)), 2):
                text = f"{dm.name} exchanges the priority of “{show(wants[p])}” and “{show(wants[q])}”"
                key = f"swap:{dm.id}:{p + 1}:{q + 1}"
                found.append(_lever(key, "swap", (i,), (wants[p], wants[q]), text, (i, p, q)))
        for o, option in enumerate(conflict.options):
            if option.owner == dm.id:
                found += _steps(conflict, kinds, i, o)
    for k, offer in enumerate(at.offers):
        name = conflict.decision_makers[offer.to].name
        text = f"{name} is brought to want “{show(offer.want)}” at priority {offer.place}"
        found.append(_lever(f"offer:{k + 1}", "offer", (), (offer.want,), text, (k,)))
    for k, rule in enumerate(at.rules):
        text = f"from outside, “{show(rule)}” is made impossible"
        found.append(_lever(f"rule:{k + 1}", "rule", (), (rule,), text, (k,)))
    for k, group in enumerate(at.coalitions):
        members = [conflict.decision_makers[j] for j in group]
        text = f"{' and '.join(dm.name for dm in members)} move together"
        found.append(_lever(f"joint:{'+'.join(dm.id for dm in members)}", "joint", group, (), text, (k,)))
    return tuple(found)


def _lever(
    key: str, kind: str, by: tuple[int, ...], conditions: Sequence[Condition], text: str, args: tuple[int, ...]
) -> Lever:
    about = frozenset(name for condition in conditions for name in names(condition))
    return Lever(key=key, kind=kind, by=by, about=about, text=text, args=args)


def _steps(conflict: Conflict, kinds: Sequence[str], i: int, o: int) -> Iterator[Lever]:
    option, who = conflict.options[o], conflict.decision_makers[i].name
    taken = option.id in (conflict.status_quo or ())

    def lever(kind: str, text: str) -> Lever:
        return Lever(key=f"{kind}:{option.id}", kind=kind, by=(i,), about=frozenset({option.id}), text=text, args=(o,))

    if "commit" in kinds and not option.one_way:
        yield lever("commit", f"{who} makes “{option.name}” a step that cannot be taken back")
    if "renounce" in kinds and not option.one_way:
        yield lever("renounce", f"{who} makes dropping “{option.name}” final")
    blocked = option.one_way == ("N->Y" if taken else "Y->N")
    if "first" in kinds and conflict.status_quo is not None and not blocked:
        yield lever("first", f"{who} goes first, {'dropping' if taken else 'taking up'} “{option.name}”")


def compatible(chosen: Sequence[Lever]) -> bool:
    """Say whether changes can be made together without touching the same statement or option twice."""
    seen: set[tuple[object, ...]] = set()
    for lever in chosen:
        if lever.kind in ("drop", "swap"):
            marks: list[tuple[object, ...]] = [("statement", lever.args[0], p) for p in lever.args[1:]]
        elif lever.kind in ("commit", "renounce"):
            marks = [("direction", lever.args[0])]
        else:
            marks = [(lever.kind, *lever.args)]
        if seen.intersection(marks):
            return False
        seen.update(marks)
    return True


def pull(at: Stand, base: Variant, chosen: Sequence[Lever]) -> Variant:
    """Apply changes to one reading.

    Parameters
    ----------
    base : the reading as a variant of the stand's bench, offers unused

    Notes
    -----
    Exchanges come first, over all statements whether this reading counts them or not; then statements are dropped;
    then offers are put in at their places, counted among the statements left.
    """
    made = base
    full: dict[int, list[int]] = {}

    def order(i: int) -> list[int]:
        return full.setdefault(i, list(range(len(at.conflict.decision_makers[i].statements))))

    for lever in chosen:
        if lever.kind == "swap":
            i, p, q = lever.args
            mine = order(i)
            a, b = mine.index(p), mine.index(q)
            mine[a], mine[b] = q, p
    for lever in chosen:
        if lever.kind == "drop":
            order(lever.args[0]).remove(lever.args[1])
    orders = list(made.orders)
    for i, mine in full.items():
        present = set(base.orders[i])
        orders[i] = tuple(p for p in mine if p in present)
    for lever in chosen:
        if lever.kind == "offer":
            offer = at.offers[lever.args[0]]
            before = sum(o.to == offer.to for o in at.offers[: lever.args[0]])
            place = len(at.conflict.decision_makers[offer.to].statements) + before
            now = list(orders[offer.to])
            now.insert(offer.place - 1, place)
            orders[offer.to] = tuple(now)
    made = replace(made, orders=tuple(orders))
    for lever in chosen:
        o = lever.args[0]
        if lever.kind in ("commit", "renounce"):
            way = tuple((1 if lever.kind == "commit" else -1) if k == o else w for k, w in enumerate(made.one_way))
            made = replace(made, one_way=way)
        elif lever.kind == "first":
            made = replace(made, start=made.start if o in made.absent else made.start ^ (1 << o))
        elif lever.kind == "rule":
            made = replace(made, rules=(*made.rules, len(at.conflict.infeasible) + o))
    return made


def untouched(at: Stand, believed: frozenset[str] | None) -> Variant:
    """Return one reading as a variant of the stand's bench with every offer unused."""
    plain = bench(at.conflict)
    base = variant(plain, believed)
    rows = {order for order in base.orders if order[:1] == (-1,)}
    if rows:  # rankings are worked out without the added infeasibilities and carried over
        moved = []
        for i, order in enumerate(base.orders):
            if order in rows:
                values = plain.ranks[i, order]
                row = at.on.rows.setdefault((i, values.tobytes()), len(at.on.rows))
                order = (-1, row)
                at.on.ranks[i, order] = values
            moved.append(order)
        base = replace(base, orders=tuple(moved))
    return base


def works(
    at: Stand, bases: Sequence[Variant], question: Question, sets: Sequence[Sequence[Lever]]
) -> NDArray[np.int64]:
    """Count for every set of changes the readings in which the settlement then holds and is reached."""
    found = np.zeros(len(sets), dtype=np.int64)
    width = max(1, (MAX_CELLS >> len(at.on.names)) // len(bases))
    for begin in range(0, len(sets), width):
        some = sets[begin : begin + width]
        made = [pull(at, base, chosen) for chosen in some for base in bases]
        judged = judge(at.on, made, question.concept, question.reach)
        for k, chosen in enumerate(some):
            groups = [at.coalitions[lever.args[0]] for lever in chosen if lever.kind == "joint"]
            if groups:
                for b in range(k * len(bases), (k + 1) * len(bases)):
                    judged.reached[:, b] = _with_groups(at.on, made[b], question, groups)
        _, both = verdicts(at.on, question, judged)
        found[begin : begin + width] = both.reshape(len(some), len(bases)).sum(axis=1)
    return found


def _with_groups(on: Bench, which: Variant, question: Question, groups: Sequence[Group]) -> NDArray[np.bool_]:
    out = np.zeros(1 << len(on.names), dtype=np.bool_)
    graph = graph_of(on, which)
    if graph.status_quo is not None:
        out[graph.codes[sorted(reached(graph, graph.status_quo, question.reach, groups))]] = True
    return out


def find_levers(
    at: Stand,
    question: Question,
    readings: Sequence[frozenset[str] | None],
    available: Sequence[Lever],
    *,
    prices: Sequence[float] | None = None,
    at_most: int | None = None,
    most: bool = False,
) -> Pulled:
    """Find the sets of changes after which the settlement holds and is reached.

    Parameters
    ----------
    readings : the readings in which it has to (None: the model's own)
    prices : one a lever; then all cheapest sets are returned, else all inclusion-minimal ones
    at_most : largest number of changes together; None takes 2, or fewer where that makes too many sets
    most : instead of all readings, as many as any set of this size can win

    Notes
    -----
    Complete enumeration: every set up to the size is judged, unless it contains a set already found (it cannot be
    minimal) or, with prices, costs more than the cheapest found.
    """
    bases = [untouched(at, r) for r in readings]
    before = int(works(at, bases, question, [()])[0])
    size = _size(len(available)) if at_most is None else at_most
    sets: list[tuple[int, ...]] = []
    counts: list[int] = []
    tried, cost = 1, None
    already = before == len(bases)
    if not already and most:
        sets, counts, tried, cost = _as_many(at, bases, question, available, prices, size, before)
    elif not already and prices is None:
        sets, counts, tried, cost = _minimal(at, bases, question, available, size)
    elif not already and prices is not None:
        sets, counts, tried, cost = _cheapest(at, bases, question, available, prices, size)
    return Pulled(
        levers=tuple(available),
        already=already,
        sets=tuple(sets),
        works_in=tuple(counts),
        readings=len(bases),
        before=before,
        at_most=size,
        tried=tried,
        cost=cost,
    )


Found = tuple[list[tuple[int, ...]], list[int], int, float | None]


def _size(total: int) -> int:
    size, count = 0, 1
    while size < min(total, MAX_SIZE) and count + comb(total, size + 1) <= MAX_SETS:
        size += 1
        count += comb(total, size)
    return size


def _together(available: Sequence[Lever], size: int) -> list[tuple[int, ...]]:
    return [c for c in combinations(range(len(available)), size) if compatible([available[k] for k in c])]


def _minimal(
    at: Stand, bases: Sequence[Variant], question: Question, available: Sequence[Lever], at_most: int
) -> Found:
    found: list[tuple[int, ...]] = []
    tried = 1
    for size in range(1, at_most + 1):
        known = [frozenset(s) for s in found]
        sets = [c for c in _together(available, size) if not any(k <= frozenset(c) for k in known)]
        tried += len(sets)
        counts = works(at, bases, question, [[available[k] for k in c] for c in sets])
        found += [sets[k] for k in np.flatnonzero(counts == len(bases)).tolist()]
    return found, [len(bases)] * len(found), tried, None


def _cheapest(
    at: Stand,
    bases: Sequence[Variant],
    question: Question,
    available: Sequence[Lever],
    prices: Sequence[float],
    at_most: int,
) -> Found:
    def price(c: tuple[int, ...]) -> float:
        return round(sum(prices[k] for k in c), 9)

    sets = [c for size in range(1, at_most + 1) for c in _together(available, size)]
    tried = 1
    for cost, level in groupby(sorted(sets, key=lambda c: (price(c), len(c), c)), key=price):
        some = list(level)
        tried += len(some)
        counts = works(at, bases, question, [[available[k] for k in c] for c in some])
        hits = [some[k] for k in np.flatnonzero(counts == len(bases)).tolist()]
        if hits:
            kept = _inclusion_minimal(hits)
            return kept, [len(bases)] * len(kept), tried, cost
    return [], [], tried, None


def _as_many(
    at: Stand,
    bases: Sequence[Variant],
    question: Question,
    available: Sequence[Lever],
    prices: Sequence[float] | None,
    at_most: int,
    before: int,
) -> Found:
    sets = [c for size in range(1, at_most + 1) for c in _together(available, size)]
    counts = works(at, bases, question, [[available[k] for k in c] for c in sets])
    top = int(counts.max(initial=0))
    if top <= before:
        return [], [], len(sets) + 1, None
    hits = [sets[k] for k in np.flatnonzero(counts == top).tolist()]
    cost = None
    if prices is not None:
        each = [round(sum(prices[k] for k in c), 9) for c in hits]
        cost = min(each)
        hits = [c for c, price in zip(hits, each, strict=True) if price == cost]
    kept = _inclusion_minimal(hits)
    return kept, [top] * len(kept), len(sets) + 1, cost


def _inclusion_minimal(sets: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    kept: list[tuple[int, ...]] = []
    for c in sorted(sets, key=lambda c: (len(c), c)):
        if not any(frozenset(k) <= frozenset(c) for k in kept):
            kept.append(c)
    return kept


def matching(lever: Lever, token: str, conflict: Conflict) -> int:
    """Say how closely a user's word means a lever: 0 not at all, 5 exactly.

    A word may be a key (5) or its beginning (4), an option it is about (3), who gives (2), or a kind (1).
    """
    if token == lever.key:
        return 5
    if ":" in token and lever.key.startswith(token.rstrip(":") + ":"):
        return 4
    if token in lever.about:
        return 3
    if any(token in (conflict.decision_makers[i].id, conflict.decision_makers[i].name) for i in lever.by):
        return 2
    return int(token == lever.kind)


def permitted(available: Sequence[Lever], forbidden: Sequence[str], conflict: Conflict) -> tuple[Lever, ...]:
    """Leave out what the user forbids.

    Raises
    ------
    DetenteError
        E730: a word means no lever.
    """
    for token in forbidden:
        _known(available, token, conflict)
    return tuple(lever for lever in available if not any(matching(lever, t, conflict) for t in forbidden))


def priced(
    available: Sequence[Lever], prices: Sequence[tuple[str, float]], conflict: Conflict
) -> tuple[tuple[Lever, ...], tuple[float, ...]]:
    """Return the levers that have a price, with it; of several prices the closest word counts, then the last.

    Raises
    ------
    DetenteError
        E730: a word means no lever.
    """
    for token, _ in prices:
        _known(available, token, conflict)
    kept, paid = [], []
    for lever in available:
        close = [(matching(lever, token, conflict), k) for k, (token, _) in enumerate(prices)]
        best = max((c for c in close if c[0]), default=None)
        if best is not None:
            kept.append(lever)
            paid.append(prices[best[1]][1])
    return tuple(kept), tuple(paid)


def _known(available: Sequence[Lever], token: str, conflict: Conflict) -> None:
    if any(matching(lever, token, conflict) for lever in available):
        return
    words = {lever.key for lever in available} | {lever.kind for lever in available}
    words |= {o.id for o in conflict.options} | {dm.id for dm in conflict.decision_makers}
    near = did_you_mean(token, sorted(words))
    hint = f"did you mean '{near}'?" if near else "name a lever's key, a kind, an option or a decision maker"
    raise DetenteError(Diagnostic(code="E730", message=f"no lever is meant by '{token}'", hint=hint))
