"""How a conflict can develop: what is reached from the status quo, in how few steps, and along which paths."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.canon.coalitions import coalition_improvements
from detente.canon.spread import Links, check_group, check_size, links
from detente.graph import GraphModel

BY: tuple[str, ...] = ("moves", "improvements", "coalition")
MOST_PATHS = 100
Node = tuple[int, int, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a path: who moves (one decision maker or a coalition), and to which state."""

    by: tuple[int, ...]
    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evolution:
    """What can be reached from ``start``.

    Attributes
    ----------
    start : index of the state set out from
    by : "moves", "improvements", or "coalition" (improvements, and at most one joint step of a coalition)
    steps : int64, shape (m,); the fewest legal steps to each state, 0 at the start, -1 where it is not reached
    depth, came : for each node (state, last mover, joint step used) its fewest steps and the nodes just before it
    movers : who the movers are, by number
    """

    start: int
    by: str
    steps: NDArray[np.int64]
    depth: dict[Node, int]
    came: dict[Node, list[Node]]
    movers: tuple[tuple[int, ...], ...]

    def paths(self, to: int, most: int = MOST_PATHS) -> tuple[tuple[tuple[Step, ...], ...], bool]:
        """Return all shortest legal paths to a state, and whether there are more than ``most``.

        Examples
        --------
        >>> from detente.canon.forms import graph_form
        >>> graph = graph_form(states=["a", "b"], moves={"X": [("a", "b")]}, rankings={"X": [["b"], ["a"]]})
        >>> evolution(graph, 0).paths(1)
        (((Step(by=(0,), to=1),),), False)
        """
        ends = [node for node, depth in self.depth.items() if node[0] == to and depth == self.steps[to] > 0]
        found: list[tuple[Step, ...]] = []
        todo: list[tuple[Node, tuple[Step, ...]]] = [(node, ()) for node in sorted(ends, reverse=True)]
        while todo and len(found) <= most:
            node, tail = todo.pop()
            if node[1] < 0:
                found.append(tail)
                continue
            step = Step(by=self.movers[node[1]], to=node[0])
            todo.extend((before, (step, *tail)) for before in sorted(self.came[node], reverse=True))
        return tuple(found[:most]), len(found) > most


def evolution(graph: GraphModel, start: int, by: str = "moves", coalitions: Iterable[Iterable[int]] = ()) -> Evolution:
    """Work out which states can be reached from ``start``, in how few steps, and how.

    Parameters
    ----------
    start : index of a state, usually the status quo
    by : "moves" (any), "improvements" (each mover strictly gains by its own step), or "coalition" (improvements, and
        in one place of the path one coalition improvement, counted as one step)
    coalitions : the coalitions that may take the joint step; every group of two or more if none is given

    Raises
    ------
    DetenteError
        E711: no such state, or no such way; E705: too many states.

    Notes
    -----
    Nobody moves twice in succession; a coalition counts as a mover of its own, so that one of its members may follow
    it. Only paths of the fewest steps are kept.

    References
    ----------
    Li, Kilgour and Hipel (2005), Journal of the Operational Research Society 56, 699-707; Xu, Kilgour, Hipel and
    Kemkes (2010), European Journal of Operational Research 207, 318-329. The joint step as in the account of the
    Elmira conflict by Kilgour, Hipel, Fang and Peng (2001), Group Decision and Negotiation 10, 159-175.
    """
    if by not in BY:
        raise DetenteError(Diagnostic(code="E711", message=f"states are reached by {', '.join(BY)}, not {by!r}"))
    if not 0 <= start < graph.size:
        raise DetenteError(Diagnostic(code="E711", message=f"no state has index {start}; there are {graph.size}"))
    check_size(graph, "status quo analysis")
    n = len(graph.decision_makers)
    movers: list[tuple[int, ...]] = [(i,) for i in range(n)]
    ways = [links(graph, i) for i in range(n)]
    if by != "moves":
        ways = [w.only(graph.rank[i][w.to] > graph.rank[i][w.source]) for i, w in enumerate(ways)]
    if by == "coalition":
        groups = [check_group(graph, group) for group in coalitions]
        for group in groups or [g for k in range(2, n + 1) for g in combinations(range(n), k)]:
            movers.append(group)
            ways.append(Links.of(coalition_improvements(graph, group)))
    return _search(start, by, movers, [_ends(w, graph.size) for w in ways], n, graph.size)


def _ends(steps: Links, m: int) -> list[list[int]]:
    start = np.searchsorted(steps.source, np.arange(m + 1))
    return [steps.to[start[s] : start[s + 1]].tolist() for s in range(m)]


def _search(
    start: int, by: str, movers: list[tuple[int, ...]], ends: list[list[list[int]]], n: int, m: int
) -> Evolution:
    """Search breadth first over nodes (state, last mover, joint step used), keeping all shortest predecessors."""
    steps = np.full(m, -1, dtype=np.int64)
    steps[start] = 0
    front: list[Node] = [(start, -1, False)]
    depth: dict[Node, int] = {front[0]: 0}
    came: dict[Node, list[Node]] = {front[0]: []}
    level = 0
    while front:
        level += 1
        fresh = []
        for node in front:
            at, last, used = node
            for j, ways in enumerate(ends):
                if j == last or (j >= n and used):
                    continue
                for to in ways[at]:
                    ahead = (to, j, used or j >= n)
                    if ahead not in depth:
                        depth[ahead] = level
                        came[ahead] = []
                        fresh.append(ahead)
                    if depth[ahead] == level:
                        came[ahead].append(node)
                    if steps[to] < 0:
                        steps[to] = level
        front = fresh
    return Evolution(start=start, by=by, steps=steps, depth=depth, came=came, movers=tuple(movers))
