"""The two operations that every stability concept needs, over all states at once.

``best(i, x)`` is the largest x that decision maker i can move to or keep; ``worst(i, x, improving)`` the smallest that
i's opponents can bring about jointly. Neither ever holds a states-by-states table.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError
from detente.graph.model import GraphModel
from detente.graph.moves import own_masks

Values = NDArray[np.int32]
FAR = np.iinfo(np.int32).max
MOST_OPTIONS = 26


class Board(Protocol):
    """A model laid out for sweeping; arrays of values are in the layout's own order, one entry a place."""

    def rank(self, i: int) -> Values:
        """Return decision maker ``i``'s ranks, -1 where a place is not feasible."""

    def best(self, i: int, x: Values) -> Values:
        """Return the largest ``x`` over each place and ``i``'s one-step moves from it (x must be -1 if infeasible)."""

    def worst(self, i: int, x: Values, improving: bool) -> Values:
        """Return the smallest ``x`` over each place and all that ``i``'s opponents reach jointly from it."""

    def states(self, x: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the entries of ``x`` in the model's state order, shape (m,)."""


def board(graph: GraphModel) -> Board:
    """Lay out ``graph`` for sweeping: by option codes where moves follow from options, else by its arcs.

    Raises
    ------
    DetenteError
        More than 26 options: the layout would not fit into memory.
    """
    return Places(graph) if graph.arcs is None else Links(graph)


class Places:
    """All 2^k option codes, each decision maker's options side by side, infeasible places at rank -1."""

    def __init__(self, graph: GraphModel) -> None:
        k, n = len(graph.options), len(graph.decision_makers)
        if k > MOST_OPTIONS:
            need = (1 << k) * 4 * (n + 4) / 2**30
            raise DetenteError(
                f"{k} options make 2^{k} = {1 << k:,} option codes, about {need:,.0f} GiB to analyze; "
                f"{MOST_OPTIONS} options is the most. Next step: leave out options that no preference mentions."
            )
        self.order = sorted(range(k), key=lambda o: graph.owner[o])
        self.at = np.zeros(graph.size, dtype=np.int64)
        for place, o in enumerate(self.order):
            self.at |= (graph.codes >> o & 1) << place
        self.size = 1 << k
        self.feasible = np.zeros(self.size, dtype=bool)
        self.feasible[self.at] = True
        self.graph = graph
        self.ranks: Values = np.full((n, self.size), -1, dtype=np.int32)
        self.ranks[:, self.at] = graph.rank
        self.sorted: dict[tuple[int, int], tuple[NDArray[np.intp], NDArray[np.intp]]] = {}

    def rank(self, i: int) -> Values:
        """Return decision maker ``i``'s ranks, shape (2^k,), -1 where infeasible."""
        own: Values = self.ranks[i]
        return own

    def states(self, x: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the entries of ``x`` at the feasible places, in state order."""
        return x[self.at]

    def best(self, i: int, x: Values) -> Values:
        """Return the largest ``x`` over each place and ``i``'s moves from it; -1 where infeasible."""
        x = x.copy()
        self._sweep(i, x, np.maximum)
        x[~self.feasible] = -1
        return x

    def worst(self, i: int, x: Values, improving: bool) -> Values:
        """Return the smallest ``x`` over each place and what ``i``'s opponents reach jointly from it."""
        x = np.where(self.feasible, x, np.int32(FAR)).astype(np.int32)
        opponents = [j for j in range(len(self.ranks)) if j != i and j in self.graph.owner]
        quiet = 0
        while opponents and quiet < len(opponents):
            for j in opponents:
                before = x.copy()
                if improving:
                    self._improve(j, x)
                else:
                    self._sweep(j, x, np.minimum)
                x[~self.feasible] = FAR  # between moves of different decision makers every state must be feasible
                quiet = 0 if (x != before).any() else quiet + 1
                if quiet >= len(opponents):
                    break
        return x

    def _sweep(self, j: int, x: Values, pick: np.ufunc) -> None:
        """Fold ``x`` over j's moves, option by option; feasibility is *not* looked at in between."""
        for place, o in enumerate(self.order):
            if self.graph.owner[o] == j:
                pair = x.reshape(-1, 2, 1 << place)
                low, high = pair[:, 0], pair[:, 1]
                both = pick(low, high)
                if self.graph.one_way[o] >= 0:
                    low[...] = both
                if self.graph.one_way[o] <= 0:
                    high[...] = both

    def _improve(self, j: int, x: Values) -> None:
        """Lower ``x`` to the smallest x among j's strictly better moves, one fibre of j's options at a time."""
        mine = [place for place, o in enumerate(self.order) if self.graph.owner[o] == j]
        low, width = mine[0], len(mine)
        fibres = x.reshape(-1, 1 << width, 1 << low)
        ranks = self.ranks[j].reshape(fibres.shape)
        _, up, down = self._local(j, low)
        combos = np.arange(1 << width)
        old = fibres.copy()
        for kind in np.unique(combos & (up | down)):
            here = np.flatnonzero((combos & (up | down)) == kind)
            ahead = np.flatnonzero((kind & up & ~combos == 0) & (combos & down & ~kind == 0))
            key = (j, int(kind))
            if key not in self.sorted:
                self.sorted[key] = _better(ranks[:, ahead], ranks[:, here])
            order, first = self.sorted[key]
            tail = np.take_along_axis(old[:, ahead], order, axis=1)
            tail = np.minimum.accumulate(tail[:, ::-1], axis=1)[:, ::-1]
            tail = np.concatenate([tail, np.full_like(tail[:, :1], FAR)], axis=1)
            fibres[:, here] = np.minimum(old[:, here], np.take_along_axis(tail, first, axis=1))

    def _local(self, j: int, low: int) -> tuple[int, int, int]:
        masks = own_masks(self.graph, j)
        local = [0, 0, 0]
        for place, o in enumerate(self.order):
            for n, mask in enumerate(masks):
                if mask >> o & 1:
                    local[n] |= 1 << (place - low)
        return local[0], local[1], local[2]


def _better(ahead: Values, here: Values) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Sort the states ahead by rank; say for each state here where the strictly better ones begin."""
    order = np.argsort(ahead, axis=1, kind="stable")
    ranks = np.take_along_axis(ahead, order, axis=1)
    first = np.zeros(here.shape, dtype=np.intp)
    step = 1 << (ranks.shape[1]).bit_length()
    while step:  # binary search in every fibre at once
        probe = first + step
        inside = probe <= ranks.shape[1]
        value = np.take_along_axis(ranks, np.minimum(probe, ranks.shape[1]) - 1, axis=1)
        first = np.where(inside & (value <= here), probe, first)
        step >>= 1
    return order, first


class Links:
    """The feasible states with each decision maker's arcs; the last mover is kept, since moves need not compose."""

    def __init__(self, graph: GraphModel) -> None:
        self.graph = graph
        self.ranks: Values = graph.rank.astype(np.int32)
        self.arcs: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        for arcs in graph.arcs or ():
            source = np.repeat(np.arange(graph.size), np.diff(arcs.start))
            self.arcs.append((source, arcs.to.astype(np.int64)))

    def rank(self, i: int) -> Values:
        """Return decision maker ``i``'s ranks, shape (m,)."""
        own: Values = self.ranks[i]
        return own

    def states(self, x: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return ``x`` itself: places are states here."""
        return x

    def best(self, i: int, x: Values) -> Values:
        """Return the largest ``x`` over each state and ``i``'s moves from it."""
        source, to = self.arcs[i]
        out = x.copy()
        np.maximum.at(out, source, x[to])
        return out

    def worst(self, i: int, x: Values, improving: bool) -> Values:
        """Return the smallest ``x`` over each state and all legal sequences of ``i``'s opponents from it.

        ``after[j]`` is that value where j has just moved and so may not move next.
        """
        opponents = [j for j in range(len(self.ranks)) if j != i]
        steps = {}
        for j in opponents:
            source, to = self.arcs[j]
            keep = self.ranks[j, to] > self.ranks[j, source] if improving else source != to
            steps[j] = source[keep], to[keep]
        after = {j: x.copy() for j in opponents}
        result = x.copy()
        changed = True
        while changed:
            changed = False
            by = {}
            for j in opponents:
                by[j] = np.full_like(x, FAR)
                np.minimum.at(by[j], steps[j][0], after[j][steps[j][1]])
                np.minimum(result, by[j], out=result)
            for j in opponents:
                for other in opponents:
                    if other != j and (by[other] < after[j]).any():
                        np.minimum(after[j], by[other], out=after[j])
                        changed = True
        return result
