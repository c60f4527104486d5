"""Which changes unlock a settlement: every minimal set of levers, or every cheapest, by complete enumeration.

Minimal changes of preference go back to inverse analysis in the Graph Model (Kinsara, Kilgour and Hipel 2015; Wang,
Hipel, Fang and Dang 2018; changes in the order of statements: Wu, Xu and Ke). Nothing here says that a change is
lawful, fair or bearable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from math import comb

import numpy as np

from detente.analysis.bench import Variant
from detente.analysis.levers import Lever, Stand
from detente.analysis.pulling import compatible, untouched, works
from detente.analysis.question import Question
from detente.analysis.settle import MAX_SETS, MAX_SLOW_SETS

MAX_SIZE = 2
MAX_VARIANTS = 1 << 20
"""So many readings of sets are judged where each set's readings have to be counted; then sets are smaller."""
FIRST = 16
"""A set that fails in one of the first few readings is not judged in the others."""


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
    budget = MAX_SETS if at.base.moves_of_options else MAX_SLOW_SETS // len(bases)
    if most:
        budget = min(budget, MAX_VARIANTS // len(bases))
    size = _size(len(available), max(len(available) + 1, budget)) if at_most is None else at_most
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


def _size(total: int, most: int) -> int:
    size, count = 0, 1
    while size < min(total, MAX_SIZE) and count + comb(total, size + 1) <= most:
        size += 1
        count += comb(total, size)
    return size


def _together(available: Sequence[Lever], size: int) -> list[tuple[int, ...]]:
    return [c for c in combinations(range(len(available)), size) if compatible([available[k] for k in c])]


def _enough(
    at: Stand,
    bases: Sequence[Variant],
    question: Question,
    available: Sequence[Lever],
    sets: Sequence[tuple[int, ...]],
) -> list[tuple[int, ...]]:
    """Return the sets after which the settlement is held and reached in every reading, in their order."""
    left = list(sets)
    different = list(dict.fromkeys(bases))
    for some in (different[:FIRST], different[FIRST:]):
        if some and left:
            counts = works(at, some, question, [[available[k] for k in c] for c in left])
            left = [left[k] for k in np.flatnonzero(counts == len(some)).tolist()]
    return left


def _minimal(
    at: Stand, bases: Sequence[Variant], question: Question, available: Sequence[Lever], at_most: int
) -> Found:
    found: list[tuple[int, ...]] = []
    tried = 1
    for size in range(1, at_most + 1):
        known = [frozenset(s) for s in found]
        sets = [c for c in _together(available, size) if not any(k <= frozenset(c) for k in known)]
        tried += len(sets)
        found += _enough(at, bases, question, available, sets)
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
        hits = _enough(at, bases, question, available, some)
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
