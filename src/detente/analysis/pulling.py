"""Levers pulled: what becomes of a reading, and in how many readings the settlement is then held and reached."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.analysis.bench import Bench, Variant, bench, graph_of, judge, rank, spread, statement, variant
from detente.analysis.levers import Lever, Stand
from detente.analysis.paths import Group, reached
from detente.analysis.question import Question, verdicts

MAX_CELLS = 1 << 24


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
    then offers are put in at their places, counted among the statements left. To a ranking, an offer at priority 1 is
    put before it, any other only parts what the ranking leaves equal.
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
            if orders[offer.to][:1] == (-1,):
                orders[offer.to] = _ranked(at.on, offer.to, orders[offer.to], place, first=offer.place == 1)
                continue
            now = list(orders[offer.to])
            now.insert(offer.place - 1, place)
            orders[offer.to] = tuple(now)
    given = {lever.args[0] for lever in chosen if lever.kind == "option"}
    made = replace(made, orders=tuple(orders), absent=tuple(o for o in made.absent if o not in given))
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


def _ranked(on: Bench, i: int, order: tuple[int, ...], place: int, *, first: bool) -> tuple[int, ...]:
    """Put a statement before a ranking, or after it, as a ranking of its own."""
    values, yes = rank(on, i, order), statement(on, i, place).astype(np.int32)
    joined = yes * (values.max() + 1) + values if first else 2 * values + yes
    return _kept(on, i, np.unique(joined, return_inverse=True)[1].astype(np.int32))


def _kept(on: Bench, i: int, values: NDArray[np.int32]) -> tuple[int, ...]:
    row = on.rows.setdefault((i, values.tobytes()), len(on.rows))
    on.ranks[i, (-1, row)] = values
    return (-1, row)


def untouched(at: Stand, believed: frozenset[str] | None) -> Variant:
    """Return one reading as a variant of the stand's bench with every offer unused and new options absent."""
    plain = bench(at.base)
    base = variant(plain, believed)
    new = range(len(at.base.options), len(at.conflict.options))
    outside = len(at.conflict.decision_makers) - len(at.base.decision_makers)
    orders = [  # rankings are worked out without what is added, and carried over
        _kept(at.on, i, np.tile(plain.ranks[i, order], 1 << len(new))) if order[:1] == (-1,) else order
        for i, order in enumerate(base.orders)
    ]
    return replace(
        base,
        orders=(*orders, *((),) * outside),
        absent=(*base.absent, *new),
        one_way=(*base.one_way, *(0,) * len(new)),
    )


def works(
    at: Stand, bases: Sequence[Variant], question: Question, sets: Sequence[Sequence[Lever]]
) -> NDArray[np.int64]:
    """Count for every set of changes the readings in which the settlement then holds and is reached."""
    found = np.zeros(len(sets), dtype=np.int64)
    width = max(1, MAX_CELLS // at.on.size // len(bases))
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
    graph = graph_of(on, which)
    if graph.status_quo is None:
        return np.zeros(on.size, dtype=np.bool_)
    return spread(on, graph, reached(graph, graph.status_quo, question.reach, groups))
