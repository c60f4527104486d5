"""The two operations that every stability concept needs, over all states at once.

``best(i, x)`` is the largest x that decision maker i can move to or keep; ``worst(i, x, improving)`` the smallest that
i's opponents can bring about jointly. Neither ever holds a states-by-states table.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError
from detente.graph.layout import Layout, Ranks
from detente.graph.machine import memory
from detente.graph.model import GraphModel
from detente.graph.moves import count_pairs, pairs

Values = Ranks
Numbers = NDArray[np.int64]
FAR = np.iinfo(np.int32).max
NOTHING: Numbers = np.zeros(0, dtype=np.int64)
MOST_OPTIONS = 26
MOST_PASSES = 8  # times that all arcs may be passed before places are followed one by one
MOST_KEPT = 1 << 28  # sorted entries kept between sweeps; many one-way options would need far more


class Board(Protocol):
    """A model laid out for sweeping; arrays of values are in the layout's own order, one entry a place."""

    def rank(self, i: int) -> Values:
        """Return decision maker ``i``'s ranks, -1 where a place is not feasible."""

    def best(self, i: int, x: Values) -> Values:
        """Return the largest ``x`` over each place and ``i``'s one-step moves from it (x must be -1 if infeasible)."""

    def worst(self, i: int, x: Values, improving: bool) -> Values:
        """Return the smallest ``x`` over each place and all that ``i``'s opponents reach jointly from it."""


def by_moves(graph: GraphModel) -> bool:
    """Say whether to lay out ``graph`` by its moves: in graph form, or few feasible states among very many codes.

    Raises
    ------
    DetenteError
        More options than fit into memory and not few feasible states: nothing was laid out yet.
    """
    if graph.arcs is not None:
        return True
    k, n = len(graph.options), len(graph.decision_makers)
    codes, most = 1 << k, 1 << MOST_OPTIONS
    few = graph.size <= most and graph.size * 64 < codes
    if few and count_pairs(graph) * 16 < min(codes, most):
        return True
    need = codes * (3 * n + 8)
    if k > MOST_OPTIONS:
        raise DetenteError(
            f"{k} options make 2^{k} = {codes:,} option codes, about {need / 2**30:,.0f} GiB to analyze; "
            f"{MOST_OPTIONS} options is the most. Next step: leave out options that no preference mentions."
        )
    if need > memory():
        raise DetenteError(
            f"{codes:,} option codes and {n} decision makers need about {need / 2**30:,.1f} GiB; this machine has "
            f"{memory() / 2**30:,.1f} GiB. Next step: merge options, or use a larger machine."
        )
    return False


class Places:
    """All 2^k option codes of one or many variants, each decision maker's options side by side, rank -1 if infeasible.

    Variants (V of them) lie one behind the other, as if somebody who never moves owned more options above the others.
    """

    def __init__(self, layout: Layout, ranks: Ranks) -> None:
        """Take ranks of shape (V, n, S) as ``spread_out`` gives them."""
        self.fields = layout.fields
        self.movers = [j for j, own in enumerate(layout.fields) if own.width]
        self.ranks = [np.ascontiguousarray(ranks[:, i]).reshape(-1) for i in range(ranks.shape[1])]
        self.size = ranks.shape[0] * ranks.shape[2]
        self.feasible = self.ranks[0] >= 0 if self.ranks else np.ones(self.size, dtype=np.bool_)
        self.far = np.iinfo(ranks.dtype).max
        self.kept = 0
        self.sorted: dict[tuple[int, int], tuple[NDArray[np.intp], NDArray[np.intp]]] = {}

    def rank(self, i: int) -> Values:
        """Return decision maker ``i``'s ranks, shape (V * S,), -1 where infeasible."""
        return self.ranks[i]

    def best(self, i: int, x: Values) -> Values:
        """Return the largest ``x`` over each place and ``i``'s moves from it; -1 where infeasible."""
        x = x.copy()
        if self.fields[i].width:
            self._sweep(i, x.reshape(-1, 1 << self.fields[i].width, 1 << self.fields[i].low), np.maximum)
            x[~self.feasible] = -1
        return x

    def worst(self, i: int, x: Values, improving: bool) -> Values:
        """Return the smallest ``x`` over each place and what ``i``'s opponents reach jointly from it.

        Opponents take turns at lowering x until nothing changes. Whoever is next looks only at the fibres (states that
        differ in its own options alone) where somebody else has lowered a value, so that a long chain of answers
        costs no more than its length.
        """
        x = np.where(self.feasible, x, x.dtype.type(self.far))
        opponents = [j for j in self.movers if j != i]
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
        low, width = self.fields[j].low, self.fields[j].width
        if more is None or len(places) + len(more) > self.size >> (width + 2):
            return None if more is None or len(places) else more
        return np.unique(np.concatenate([more, places >> (low + width) << low | places & ((1 << low) - 1)]))

    def _lower(self, j: int, x: Values, fibres: Numbers | None, improving: bool) -> Numbers:
        """Lower ``x`` in place by one move of j inside the given fibres; return the places that changed."""
        low, width = self.fields[j].low, self.fields[j].width
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
        block[before == self.far] = self.far  # between moves of different decision makers states must be feasible
        changed = np.flatnonzero(block != before)
        if fibres is None:
            return changed
        x[index] = block[:, :, 0]
        return index.ravel()[changed]

    def _sweep(self, j: int, block: Values, pick: np.ufunc) -> None:
        """Fold ``block`` over j's moves, option by option; feasibility is *not* looked at in between."""
        own = self.fields[j]
        for bit in range(own.width):
            pair = block.reshape(-1, 2, block.shape[2] << bit)
            pick(pair[:, 0], pair[:, 1], out=pair[:, 0])
            if bit < own.plain:
                pair[:, 1] = pair[:, 0]

    def _improve(self, j: int, block: Values, before: Values, fibres: Numbers | None) -> None:
        """Lower ``block`` to the smallest value before the move among j's strictly better moves."""
        own = self.fields[j]
        ranks = self.ranks[j].reshape(-1, 1 << own.width, 1 << own.low)
        kinds = np.arange(1 << own.width) >> own.plain
        for kind in range(1 << own.ways):
            here, ahead = np.flatnonzero(kinds == kind), np.flatnonzero(kinds & kind == kind)
            found = self.sorted.get((j, kind))
            order, first = _better(ranks[:, ahead], ranks[:, here]) if found is None else found
            if found is None and self.kept + order.size <= MOST_KEPT:
                self.kept += order.size
                self.sorted[j, kind] = order, first
            if fibres is not None:
                high, inside = fibres >> own.low, fibres & ((1 << own.low) - 1)
                order, first = order[high, :, inside][:, :, None], first[high, :, inside][:, :, None]
            tail = np.take_along_axis(before[:, ahead], order, axis=1)
            tail = np.minimum.accumulate(tail[:, ::-1], axis=1)[:, ::-1]
            tail = np.concatenate([tail, np.full_like(tail[:, :1], self.far)], axis=1)
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
        self.arcs: list[tuple[Numbers, Numbers]] = []
        if graph.arcs is None:
            self.arcs = [pairs(graph, i) for i in range(len(graph.decision_makers))]
        for arcs in graph.arcs or ():
            source = np.repeat(np.arange(graph.size), np.diff(arcs.start))
            self.arcs.append((source, arcs.to.astype(np.int64)))
        self.back_of: dict[tuple[int, bool], tuple[Numbers, Numbers]] = {}

    def rank(self, i: int) -> Values:
        """Return decision maker ``i``'s ranks, shape (m,)."""
        own: Values = self.ranks[i]
        return own

    def best(self, i: int, x: Values) -> Values:
        """Return the largest ``x`` over each state and ``i``'s moves from it."""
        source, to = self.arcs[i]
        out = x.copy()
        np.maximum.at(out, source, x[to])
        return out

    def worst(self, i: int, x: Values, improving: bool) -> Values:
        """Return the smallest ``x`` over each state and all legal sequences of ``i``'s opponents from it.

        ``after[j]`` is that value where j has just moved and so may not move next. Only where it has fallen is it
        passed on to whoever j can come from. Values that fall again and again, as along a chain of ever worse states,
        would make that quadratic: then places are followed one by one, by rising value, which never passes one twice.
        """
        opponents = [j for j in range(len(self.ranks)) if j != i and len(self.back(j, improving)[1])]
        result, after = x.copy(), {j: x.copy() for j in opponents}
        fallen: dict[int, Numbers] = {j: np.arange(len(x)) for j in opponents}
        left = MOST_PASSES * (len(x) + sum(len(self.back(j, improving)[1]) for j in opponents)) + 1000
        while any(len(states) for states in fallen.values()):
            for j in opponents:
                start, source = self.back(j, improving)
                states, fallen[j] = fallen[j], NOTHING
                count = start[states + 1] - start[states]
                at = np.repeat(start[states] - np.cumsum(count) + count, count) + np.arange(count.sum())
                to, value = source[at], np.repeat(after[j][states], count)
                np.minimum.at(result, to, value)
                for other in opponents:
                    lower = value < after[other][to] if other != j else NOTHING
                    if lower.any():
                        np.minimum.at(after[other], to[lower], value[lower])
                        fallen[other] = self._either(fallen[other], to[lower])
                left -= len(states) + len(at)
            if left < 0:
                return self._one_by_one(opponents, x, improving)
        return result

    def back(self, j: int, improving: bool) -> tuple[Numbers, Numbers]:
        """Return j's moves (only improving ones, or all) by where they end: ``source[start[s]:start[s + 1]]``."""
        if (j, improving) not in self.back_of:
            source, to = self.arcs[j]
            keep = self.ranks[j, to] > self.ranks[j, source] if improving else source != to
            source, to = source[keep], to[keep]
            start = np.zeros(self.ranks.shape[1] + 1, dtype=np.int64)
            np.cumsum(np.bincount(to, minlength=self.ranks.shape[1]), out=start[1:])
            self.back_of[j, improving] = start, source[np.argsort(to, kind="stable")]
        return self.back_of[j, improving]

    def _either(self, some: Numbers, more: Numbers) -> Numbers:
        if (len(some) + len(more)) * 16 < self.ranks.shape[1]:
            return np.unique(np.concatenate([some, more]))
        mark = np.zeros(self.ranks.shape[1], dtype=np.bool_)
        mark[some] = mark[more] = True
        return np.flatnonzero(mark)

    def _one_by_one(self, opponents: list[int], x: Values, improving: bool) -> Values:
        """Find ``worst`` by rising value: the first value to reach a state and last mover is the smallest."""
        steps = []
        for j in opponents:
            start, source = (part.tolist() for part in self.back(j, improving))
            steps.append([source[start[s] : start[s + 1]] for s in range(len(x))])
        values, result = x.tolist(), [None] * len(x)
        open_: list[list[bool]] = [[True] * len(x) for _ in steps]
        for s in np.argsort(x, kind="stable").tolist():
            if result[s] is None:
                result[s] = values[s]
            todo = [(s, j) for j in range(len(steps)) if open_[j][s]]
            for j in range(len(steps)):
                open_[j][s] = False
            while todo:
                to, by = todo.pop()
                for came in steps[by][to]:
                    if result[came] is None:
                        result[came] = values[s]
                    for j in range(len(steps)):
                        if j != by and open_[j][came]:
                            open_[j][came] = False
                            todo.append((came, j))
        return np.array(result, dtype=x.dtype)
