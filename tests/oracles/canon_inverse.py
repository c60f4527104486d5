"""Inverse analysis by listing every strict ranking; the switches plant what other tools do."""

from itertools import permutations

from oracles.literal import Literal


def rankings(m):
    for order in permutations(range(m)):  # best first
        rank = [0] * m
        for place, s in enumerate(order):
            rank[s] = m - 1 - place
        yield rank


def with_rank(model, i, rank):
    ranks = [list(row) for row in model.rank]
    ranks[i] = rank
    return ranks


def counts(model, i, state, concept):
    """How many strict rankings of i make the state stable for i, and an equilibrium."""
    own = all_ = 0
    for rank in rankings(model.m):
        oracle = Literal(model.states, model.reach, with_rank(model, i, rank))
        if oracle.stable(concept, i, state):
            own += 1
            all_ += all(oracle.stable(concept, j, state) for j in range(model.n) if j != i)
    return own, all_


def faulty_count(model, i, state, concept):
    """As a known tool counts: only the last improvement decides, and a tie with the state would not deter."""
    own = 0
    others = model.others(i)
    for rank in rankings(model.m):
        changed = Literal(model.states, model.reach, with_rank(model, i, rank))
        step = changed.improvements if concept == "SEQ" else model.moves
        verdict = True
        for s1 in sorted(changed.improvements(i, state)):
            verdict = any(rank[s2] < rank[state] for s2 in changed.joint(others, s1, step))
        own += verdict
    return own


def mistaken_count(model, i, state, concept, mistake):
    """How many strict rankings of i make the state stable for i, by one rule of a known tool, planted alone.

    ``alone``: a sanction is a single move of a single opponent. ``once``: each opponent moves at most once in it.
    ``strict``: what returns to the state does not deter. ``last``: the verdict is set anew at each improvement, so that
    only the last one decides.
    """
    own = 0
    for rank in rankings(model.m):
        switches = {} if mistake == "last" else {mistake: True}
        changed = Literal(model.states, model.reach, with_rank(model, i, rank), **switches)
        if mistake == "last":
            gains = sorted(changed.improvements(i, state))[-1:]
            reach = [dict(arcs) for arcs in model.reach]
            reach[i][state] = set(gains)
            changed = Literal(model.states, reach, changed.rank)
        own += changed.stable(concept, i, state)
    return own


def first_answer_count(model, i, state):
    """As a known tool counts under SMR: only the first answer that deters is tried against countermoves."""
    own = 0
    for rank in rankings(model.m):
        changed = Literal(model.states, model.reach, with_rank(model, i, rank))

        def sanctioned(s1, rank=rank, changed=changed):
            for s2 in sorted(changed.joint(model.others(i), s1, model.moves)):
                if rank[s2] <= rank[state]:
                    return all(rank[s3] <= rank[state] for s3 in model.reach[i][s2])
            return False

        own += all(sanctioned(s1) for s1 in changed.improvements(i, state))
    return own
