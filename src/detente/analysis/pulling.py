"""Levers pulled: what becomes of a reading, and in how many readings the settlement is then held and reached."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.analysis.bench import Bench, Variant, bench, graph_of, judge, variant
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
