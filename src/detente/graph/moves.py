"""Who can go where: one-step moves and improvements, alone and jointly."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.graph.model import GraphModel

States = NDArray[np.int32]


def own_masks(graph: GraphModel, i: int) -> tuple[int, int, int]:
    """Return three option masks of decision maker ``i``: all its options, those only N to Y, those only Y to N."""
    own = up = down = 0
    for o, owner in enumerate(graph.owner):
        if owner == i:
            own |= 1 << o
            up |= (graph.one_way[o] > 0) << o
            down |= (graph.one_way[o] < 0) << o
    return own, up, down


def moves(graph: GraphModel, i: int, s: int) -> States:
    """Return the states that decision maker ``i`` reaches from ``s`` in one step, ascending, ``s`` left out.

    In option form a move changes any number of the mover's own options at once, takes no one-way option backwards and
    ends at a feasible state; combinations in between need not be feasible. In graph form the arcs say.
    """
    if graph.arcs is not None:
        arcs = graph.arcs[i]
        found: States = np.unique(arcs.to[arcs.start[s] : arcs.start[s + 1]]).astype(np.int32)
        elsewhere: States = found[found != s]
        return elsewhere
    own, up, down = own_masks(graph, i)
    here = int(graph.codes[s])
    if 1 << own.bit_count() < graph.size:
        ends = np.array([here & ~own], dtype=np.int64)
        for o in range(len(graph.options)):
            if own >> o & 1:
                ends = np.concatenate([ends, ends | (1 << o)])
        at = np.searchsorted(graph.codes, ends)
        at = at[(at < graph.size) & (graph.codes[np.minimum(at, graph.size - 1)] == ends)]
    else:
        at = np.flatnonzero(((graph.codes ^ here) & ~own) == 0)
    codes = graph.codes[at]
    legal = ((here & up & ~codes) == 0) & ((codes & down & ~here) == 0) & (codes != here)
    return np.sort(at[legal]).astype(np.int32)


def pairs(graph: GraphModel, i: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all one-step moves of ``i`` in option form as two equally long arrays, from where and to where."""
    own, up, down = own_masks(graph, i)
    rest = graph.codes & ~own
    by_rest = np.argsort(rest, kind="stable")
    _, start, size = np.unique(rest[by_rest], return_index=True, return_counts=True)
    size_of, start_of = np.repeat(size, size), np.repeat(start, size)  # of each state's fibre, in by_rest order
    source = np.repeat(by_rest, size_of)
    first = np.cumsum(size_of) - size_of
    to = by_rest[np.repeat(start_of - first, size_of) + np.arange(size_of.sum())]
    a, b = graph.codes[source], graph.codes[to]
    legal = (a != b) & (a & up & ~b == 0) & (b & down & ~a == 0)
    return source[legal].astype(np.int64), to[legal].astype(np.int64)


def count_pairs(graph: GraphModel) -> int:
    """Return how many pairs of states differ in one decision maker's options alone: at least as many as moves."""
    total = 0
    for i in range(len(graph.decision_makers)):
        _, size = np.unique(graph.codes & ~own_masks(graph, i)[0], return_counts=True)
        total += int((size.astype(np.int64) ** 2).sum())
    return total


def improvements(graph: GraphModel, i: int, s: int) -> States:
    """Return the one-step moves of ``i`` from ``s`` that ``i`` strictly prefers to ``s``, ascending."""
    reached = moves(graph, i, s)
    better: States = reached[graph.rank[i, reached] > graph.rank[i, s]]
    return better


def joint_moves(graph: GraphModel, group: Sequence[int], s: int) -> States:
    """Return the states that ``group`` reaches from ``s`` by legal sequences of moves, ascending, ``s`` left out.

    Nobody moves twice in succession. Where every decision maker's moves compose (``graph.transitive``) that rule
    changes nothing and plain reachability is used.
    """
    return _reach(graph, group, s, moves)


def joint_improvements(graph: GraphModel, group: Sequence[int], s: int) -> States:
    """Return the states that ``group`` reaches from ``s`` by legal sequences of strict improvements, ``s`` left out.

    Each mover compares with the state just before its own move, not with ``s``.
    """
    return _reach(graph, group, s, improvements)


def _reach(graph: GraphModel, group: Sequence[int], s: int, step: Callable[[GraphModel, int, int], States]) -> States:
    seen: set[tuple[int, int]] = set()
    todo = [(s, -1)]
    while todo:
        at, last = todo.pop()
        for j in group:
            if j != last:
                mark = -1 if graph.transitive else j
                fresh = [(t, mark) for t in step(graph, j, at).tolist() if (t, mark) not in seen]
                seen.update(fresh)
                todo.extend(fresh)
    return np.array(sorted({t for t, _ in seen} - {s}), dtype=np.int32)
