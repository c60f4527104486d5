"""The shortest way to write a yes-or-no table as a condition."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.conditions import And, Condition, Not, Or, Var

MAX_NODES = 20_000
MAX_WORK = 1 << 28
"""Entries of the cover table that the search may look at in all; with fewer nodes than ``MAX_NODES`` if it is large."""
MAX_TABLE = 1 << 21
"""With a larger cover table the cover is grown cube by cube and not searched for."""
MAX_VARIABLES = 13
Cube = tuple[int, ...]
"""One entry a variable: 0 must be false, 1 must be true, 2 does not matter."""


def support(table: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return the variables that change the table somewhere.

    >>> support(np.array([False, True, False, True]))
    (0,)
    """
    k = len(table).bit_length() - 1
    codes = np.arange(len(table))
    return tuple(v for v in range(k) if (table != table[codes ^ (1 << v)]).any())


def primes(table: NDArray[np.bool_]) -> list[Cube]:
    """Return all prime implicants: the largest cubes on which the table is true throughout.

    Parameters
    ----------
    table : bool, shape (2**k,), first variable least significant

    Notes
    -----
    Every cube is looked at (3**k of them): along each axis the third layer is where both others hold.
    """
    k = len(table).bit_length() - 1
    cubes = table.reshape((2,) * k).transpose(range(k)[::-1])  # axis v is variable v
    for v in range(k):
        both = np.take(cubes, [0], axis=v) & np.take(cubes, [1], axis=v)
        cubes = np.concatenate([cubes, both], axis=v)
    prime = cubes.copy()
    for v in range(k):
        wider = np.take(cubes, [2], axis=v)
        layers = [np.take(prime, [0], axis=v) & ~wider, np.take(prime, [1], axis=v) & ~wider]
        prime = np.concatenate([*layers, np.take(prime, [2], axis=v)], axis=v)
    return [tuple(int(x) for x in cube) for cube in np.argwhere(prime)]


def shortest(table: NDArray[np.bool_]) -> tuple[tuple[Cube, ...], bool]:
    """Cover the table by as few literals as possible (then as few alternatives).

    Returns
    -------
    cubes : the alternatives over all variables; empty where the table is false throughout
    proven : whether no shorter cover of this form exists; False where the search was cut off
    """
    k = len(table).bit_length() - 1
    used = support(table)
    small = table[[sum(1 << v for place, v in enumerate(used) if c >> place & 1) for c in range(1 << len(used))]]
    if not small.any():
        return (), True
    chosen, proven = _best(small)
    wide = []
    for cube in chosen:
        full = [2] * k
        for place, v in enumerate(used):
            full[v] = cube[place]
        wide.append(tuple(full))
    return tuple(wide), proven


def _best(table: NDArray[np.bool_]) -> tuple[list[Cube], bool]:
    if len(table).bit_length() - 1 > MAX_VARIABLES:
        return grown(table), False
    candidates = primes(table)
    if len(candidates) * int(table.sum()) > MAX_TABLE:
        return grown(table), False
    return _cover(table, candidates)


def grown(table: NDArray[np.bool_]) -> list[Cube]:
    """Cover a table by prime implicants, each grown from the first entry that is not covered yet.

    Exact, and no cube of it can be wider; that fewer would not do is not shown.
    """
    k = len(table).bit_length() - 1
    left, cubes = table.copy(), []
    while left.any():
        code = int(np.argmax(left))
        inside, cube = np.array([code]), [code >> v & 1 for v in range(k)]
        for v in range(k):
            beside = inside ^ (1 << v)
            if table[beside].all():
                inside, cube[v] = np.concatenate([inside, beside]), 2
        left[inside] = False
        cubes.append(tuple(cube))
    return cubes


def _cover(table: NDArray[np.bool_], candidates: list[Cube]) -> tuple[list[Cube], bool]:
    """Choose prime implicants: those that alone cover something first, then by branch and bound."""
    codes = np.flatnonzero(table)
    bits = codes[:, None] >> np.arange(len(candidates[0]) if candidates[0] else 1)[None, :] & 1
    covers = np.array(
        [
            np.all([np.full(len(codes), True)] + [bits[:, v] == x for v, x in enumerate(cube) if x < 2], axis=0)
            for cube in candidates
        ]
    )
    price = [(sum(x < 2 for x in cube), 1) for cube in candidates]
    alone = covers.sum(axis=0) == 1
    first = sorted({int(np.flatnonzero(covers[:, c])[0]) for c in np.flatnonzero(alone)})
    left: NDArray[np.bool_] = np.ones(len(codes), dtype=np.bool_)
    for c in first:
        left = left & ~covers[c]
    best = first + _greedy(covers, price, left)
    nodes, limit = 0, min(MAX_NODES, MAX_WORK // covers.size)

    def total(chosen: list[int]) -> tuple[int, int]:
        return sum(price[c][0] for c in chosen), len(chosen)

    def branch(chosen: list[int], left: NDArray[np.bool_]) -> None:
        nonlocal best, nodes
        nodes += 1
        if nodes > limit:
            return
        if not left.any():
            if total(chosen) < total(best):
                best = chosen
            return
        if total(chosen) >= total(best):
            return
        open_ = np.flatnonzero(left)
        hardest = open_[np.argmin(covers[:, open_].sum(axis=0))]
        for c in sorted(np.flatnonzero(covers[:, hardest]).tolist(), key=lambda c: price[c]):
            branch([*chosen, c], left & ~covers[c])

    branch(first, left)
    return [candidates[c] for c in sorted(best)], nodes <= limit


def _greedy(covers: NDArray[np.bool_], price: Sequence[tuple[int, int]], left: NDArray[np.bool_]) -> list[int]:
    chosen: list[int] = []
    while left.any():
        gain = (covers & left).sum(axis=1)
        c = min(np.flatnonzero(gain).tolist(), key=lambda c: (price[c][0] / gain[c], c))
        chosen.append(c)
        left = left & ~covers[c]
    return chosen


def condition(cubes: Sequence[Cube], names: Sequence[str]) -> Condition | None:
    """Write a cover as a condition; None where it is always true or never.

    >>> from detente.conditions import show
    >>> show(condition([(1, 2, 0), (2, 1, 2)], ["a", "b", "c"]))
    'a and not c or b'
    """
    terms: list[Condition] = []
    for cube in cubes:
        parts: list[Condition] = [
            Var(name) if x else Not(Var(name)) for x, name in zip(cube, names, strict=True) if x < 2
        ]
        if not parts:
            return None
        terms.append(parts[0] if len(parts) == 1 else And(tuple(parts)))
    if not terms:
        return None
    return terms[0] if len(terms) == 1 else Or(tuple(terms))
