"""The two operations that every stability concept needs, over all states at once.

``best(i, x)`` is the largest x that decision maker i can move to or keep; ``worst(i, x, improving)`` the smallest that
i's opponents can bring about jointly. Neither ever holds a states-by-states table.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError
from detente.graph.model import GraphModel
from detente.graph.moves import count_pairs, pairs

Values = NDArray[np.int32]
Numbers = NDArray[np.int64]
FAR = np.iinfo(np.int32).max
NOTHING: Numbers = np.zeros(0, dtype=np.int64)
MOST_OPTIONS = 26
MOST_KEPT = 1 << 28  # sorted entries kept between sweeps; many one-way options would need far more


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

    Models with few feasible states among very many option codes are laid out by their moves as well.

    Raises
    ------
    DetenteError
        More than 26 options and not few feasible states: the layout would not fit into memory.
    """
    if graph.arcs is not None:
        return Links(graph)
    codes, most = 1 << len(graph.options), 1 << MOST_OPTIONS
    few = graph.size <= most and graph.size * 64 < codes
    return Links(graph) if few and count_pairs(graph) * 16 < min(codes, most) else Places(graph)


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
        self.fields: dict[int, tuple[int, int]] = {}  # decision maker -> (place of its first option, how many)
        for place, o in enumerate(self.order):
            low, width = self.fields.get(graph.owner[o], (place, 0))
            self.fields[graph.owner[o]] = low, width + 1
        self.at = np.zeros(graph.size, dtype=np.int64)
        for place, o in enumerate(self.order):
            self.at |= (graph.codes >> o & 1) << place
        self.size = 1 << k
        self.feasible = np.zeros(self.size, dtype=bool)
        self.feasible[self.at] = True
        self.graph = graph
        self.ranks: Values = np.full((n, self.size), -1, dtype=np.int32)
        self.ranks[:, self.at] = graph.rank
        self.kept = 0
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
        if i in self.fields:
            low, width = self.fields[i]
            self._sweep(i, x.reshape(-1, 1 << width, 1 << low), np.maximum)
            x[~self.feasible] = -1
        return x

    def worst(self, i: int, x: Values, improving: bool) -> Values:
        """Return the smallest ``x`` over each place and what ``i``'s opponents reach jointly from it.

        Opponents take turns at lowering x until nothing changes. Whoever is next looks only at the fibres (states that
        differ in its own options alone) where somebody else has lowered a value, so that a long chain of answers
        costs no more than its length.
        """
        x = np.where(self.feasible, x, np.int32(FAR)).astype(np.int32)
        opponents = [j for j in self.fields if j != i]
        pending: dict[int, Numbers | None] = dict.fromkeys(opponents)  # None: every fibre
        while any(fibres is None or len(fibres) for fibres in pending.values()):
            for j in opponents:
                fibres, pending[j] = pending[j], NOTHING
                if fibres is not None and not len(fibres):
                    continue
                changed = self._lower(j, x, fibres, improving)
                for other in opponents:
                    if other != j:
                        pending[other] = self._touched(other, changed, pending[other])
        return x

    def _touched(self, j: int, places: Numbers, more: Numbers | None) -> Numbers | None:
        """Return the numbers of j's fibres through ``places``, and those in ``more``; None once they are many."""
        low, width = self.fields[j]
        if more is None or len(places) + len(more) > self.size >> (width + 2):
            return None if more is None or len(places) else more
        return np.unique(np.concatenate([more, places >> (low + width) << low | places & ((1 << low) - 1)]))

    def _lower(self, j: int, x: Values, fibres: Numbers | None, improving: bool) -> Numbers:
        """Lower ``x`` in place by one move of j inside the given fibres; return the places that changed."""
        low, width = self.fields[j]
        if fibres is None:
            block = x.reshape(-1, 1 << width, 1 << low)
        else:
            first = fibres >> low << (low + width) | fibres & ((1 << low) - 1)
            index = first[:, None] + (np.arange(1 << width) << low)
            block = x[index][:, :, None]
        before = block.copy()
        if improving:
            self._improve(j, block, before, fibres)
        else:
            self._sweep(j, block, np.minimum)
        block[before == FAR] = FAR  # between moves of different decision makers every state must be feasible
        changed = np.flatnonzero(block != before)
        if fibres is None:
            return changed
        x[index] = block[:, :, 0]
        return index.ravel()[changed]

    def _sweep(self, j: int, block: Values, pick: np.ufunc) -> None:
        """Fold ``block`` over j's moves, option by option; feasibility is *not* looked at in between."""
        low, width = self.fields[j]
        for bit, o in enumerate(self.order[low : low + width]):
            pair = block.reshape(-1, 2, block.shape[2] << bit)
            both = pick(pair[:, 0], pair[:, 1])
            if self.graph.one_way[o] >= 0:
                pair[:, 0] = both
            if self.graph.one_way[o] <= 0:
                pair[:, 1] = both

    def _improve(self, j: int, block: Values, before: Values, fibres: Numbers | None) -> None:
        """Lower ``block`` to the smallest value before the move among j's strictly better moves."""
        low, width = self.fields[j]
        ranks = self.ranks[j].reshape(-1, 1 << width, 1 << low)
        ways = [self.graph.one_way[o] for o in self.order[low : low + width]]
        up, down = (sum(1 << bit for bit, way in enumerate(ways) if way == side) for side in (1, -1))
        combos = np.arange(1 << width)
        for kind in np.unique(combos & (up | down)).tolist():
            here = np.flatnonzero(combos & (up | down) == kind)
            ahead = np.flatnonzero((kind & up & ~combos == 0) & (combos & down & ~kind == 0))
            found = self.sorted.get((j, kind))
            order, first = _better(ranks[:, ahead], ranks[:, here]) if found is None else found
            if found is None and self.kept + order.size <= MOST_KEPT:
                self.kept += order.size
                self.sorted[j, kind] = order, first
            if fibres is not None:
                high, inside = fibres >> low, fibres & ((1 << low) - 1)
                order, first = order[high, :, inside][:, :, None], first[high, :, inside][:, :, None]
            tail = np.take_along_axis(before[:, ahead], order, axis=1)
            tail = np.minimum.accumulate(tail[:, ::-1], axis=1)[:, ::-1]
            tail = np.concatenate([tail, np.full_like(tail[:, :1], FAR)], axis=1)
            block[:, here] = np.minimum(before[:, here], np.take_along_axis(tail, first, axis=1))


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
        if graph.arcs is None:
            self.arcs = [pairs(graph, i) for i in range(len(graph.decision_makers))]
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
