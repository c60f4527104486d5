"""How one gets from the status quo to a state: all shortest legal paths, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.graph import GraphModel, improvements, joint_moves, moves
from detente.graph.moves import States

MAX_PATHS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One step of a path: who moves (several where a coalition does), where to, and who of them gains."""

    by: tuple[int, ...]
    to: int
    gains: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """All shortest paths between a start and some targets.

    Attributes
    ----------
    start : where they begin
    length : number of steps; None where no target can be come to
    paths : the paths, at most ``MAX_PATHS`` of them
    total : how many there are
    visited : number of states that can be come to at all, the start included (only those no farther than the targets
        where some target is reached)
    """

    start: int
    length: int | None
    paths: tuple[tuple[Leg, ...], ...]
    total: int
    visited: int


Group = tuple[int, ...]


def paths(
    graph: GraphModel,
    start: int,
    targets: Sequence[int],
    reach: str = "improvements",
    coalitions: Sequence[Group] = (),
) -> Paths:
    """Find all shortest legal paths from ``start`` to any of ``targets``.

    Parameters
    ----------
    reach : "improvements" (each step pays its mover) or "moves"
    coalitions : groups that may also move together; such a step goes where the group can come by legal moves of its
        members, and pays every member where ``reach`` is "improvements"

    Notes
    -----
    Nobody moves twice in succession: nodes of the search are pairs of a state and whoever moved last.
    """
    goal = set(targets)
    groups: list[Group] = [*((j,) for j in range(len(graph.decision_makers))), *coalitions]
    root = (start, ())
    level: list[tuple[int, Group]] = [root]
    parents: dict[tuple[int, Group], list[tuple[int, Group]]] = {root: []}
    length = 0
    while level and not any(s in goal for s, _ in level):
        length += 1
        fresh: dict[tuple[int, Group], list[tuple[int, Group]]] = {}
        for node in level:
            for group in groups:
                if group == node[1]:
                    continue
                for t in _ends(graph, group, node[0], reach):
                    if (t, group) not in parents:
                        fresh.setdefault((t, group), []).append(node)
        parents.update(fresh)
        level = list(fresh)
    ends = [node for node in level if node[0] in goal]
    counts: dict[tuple[int, Group], int] = {root: 1}
    for node in parents:  # in order of distance
        if node != root:
            counts[node] = sum(counts[p] for p in parents[node])
    found: list[tuple[Leg, ...]] = []
    for end in sorted(ends):
        _collect(graph, parents, end, (), found)
    return Paths(
        start=start,
        length=length if ends else None,
        paths=tuple(found),
        total=sum(counts[end] for end in ends),
        visited=len({s for s, _ in parents}),
    )


def _collect(
    graph: GraphModel,
    parents: dict[tuple[int, Group], list[tuple[int, Group]]],
    node: tuple[int, Group],
    tail: tuple[Leg, ...],
    found: list[tuple[Leg, ...]],
) -> None:
    if len(found) >= MAX_PATHS:
        return
    if not parents[node]:
        found.append(tail)
    for before in parents[node]:
        s, (t, group) = before[0], node
        gains = tuple(bool(graph.rank[j, t] > graph.rank[j, s]) for j in group)
        _collect(graph, parents, before, (Leg(by=group, to=t, gains=gains), *tail), found)


def _ends(graph: GraphModel, group: Group, s: int, reach: str) -> list[int]:
    ends: States
    if len(group) == 1:
        ends = improvements(graph, group[0], s) if reach == "improvements" else moves(graph, group[0], s)
    else:
        ends = joint_moves(graph, group, s)
        if reach == "improvements":
            ends = ends[
                np.all(graph.rank[np.ix_(list(group), ends.tolist())] > graph.rank[list(group), s][:, None], axis=0)
            ]
    return [int(t) for t in ends]


def reached(graph: GraphModel, start: int, reach: str, coalitions: Sequence[Group]) -> frozenset[int]:
    """Return every state that can be come to, the start included, coalitions moving too."""
    groups: list[Group] = [*((j,) for j in range(len(graph.decision_makers))), *coalitions]
    seen: set[tuple[int, Group]] = {(start, ())}
    todo: list[tuple[int, Group]] = [(start, ())]
    while todo:
        s, last = todo.pop()
        for group in groups:
            if group != last:
                fresh = [(t, group) for t in _ends(graph, group, s, reach) if (t, group) not in seen]
                seen.update(fresh)
                todo.extend(fresh)
    return frozenset(s for s, _ in seen)


def together(graph: GraphModel, start: int, targets: Sequence[int]) -> list[tuple[Group, int]]:
    """List the smallest groups that can go together from ``start`` to a target that every member prefers.

    Returns
    -------
    pairs (group, target); of two groups with the same target, one inside the other, only the smaller is listed
    """
    n = len(graph.decision_makers)
    found: list[tuple[Group, int]] = []
    for mask in sorted(range(1, 1 << min(n, 12)), key=lambda m: (m.bit_count(), m)):
        group = tuple(j for j in range(n) if mask >> j & 1)
        for t in _ends(graph, group, start, "improvements"):
            if t in targets and not any(t == u and set(smaller) < set(group) for smaller, u in found):
                found.append((group, t))
    return found
