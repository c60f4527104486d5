"""Least numbers of changes found by listing every weak order and its distance from the present one."""

from collections import deque

from oracles.literal import Literal


def changes(order):
    """All weak orders (tuples of frozensets, best first) one change away, as a set."""
    found = set()
    for k in range(len(order) - 1):
        swapped = list(order)
        swapped[k], swapped[k + 1] = swapped[k + 1], swapped[k]
        found.add(tuple(swapped))
    for k, group in enumerate(order):
        if len(group) >= 2:
            for s in group:
                for pair in ([frozenset({s}), group - {s}], [group - {s}, frozenset({s})]):
                    found.add((*order[:k], *pair, *order[k + 1 :]))
        else:
            if k > 0:
                found.add((*order[: k - 1], order[k - 1] | group, *order[k + 1 :]))
            if k + 1 < len(order):
                found.add((*order[:k], group | order[k + 1], *order[k + 2 :]))
    return found


def distances(rank):
    """Every weak order of the states with its distance from ``rank``."""
    start = tuple(frozenset(s for s, v in enumerate(rank) if v == value) for value in sorted(set(rank), reverse=True))
    away, todo = {start: 0}, deque([start])
    while todo:
        order = todo.popleft()
        for new in changes(order):
            if new not in away:
                away[new] = away[order] + 1
                todo.append(new)
    return away


def rank_from(order, m):
    rank = [0] * m
    for place, group in enumerate(reversed(order)):
        for s in group:
            rank[s] = place
    return rank


def least(model, i, wanted):
    """The distance to the nearest weak order of i whose equilibria satisfy ``wanted(is_equilibrium)``, or None."""
    best = None
    for order, away in distances(model.rank[i]).items():
        if best is None or away < best:
            ranks = [list(row) for row in model.rank]
            ranks[i] = rank_from(order, model.m)
            literal = Literal(model.states, model.reach, ranks)
            if wanted(literal):
                best = away
    return best


def equilibrium(literal, concept, s):
    return all(literal.stable(concept, j, s) for j in range(literal.n))
