"""Models to measure on: random prioritized statements, gaps, one-way options, and the adversarial snake."""

import random

import numpy as np

from detente.conditions import And, Not, Or, Var
from detente.graph import GraphModel
from detente.graph.ranks import feasible_codes, rank_states


def owners(options, decision_makers):
    """Share the options out evenly, neighbours together."""
    return tuple(sorted(o % decision_makers for o in range(options)))


def statement(r, options):
    """Draw a conjunction or disjunction of one to three literals, as conditions have it."""
    parts = tuple(
        Var(f"o{o}") if r.random() < 0.5 else Not(Var(f"o{o}")) for o in r.sample(range(options), r.randint(1, 3))
    )
    return parts[0] if len(parts) == 1 else r.choice([And, Or])(parts)


def graph(options, decision_makers=3, *, gaps=0.0, one_way=0.0, statements=12, seed=0):
    """Return a random model; ``gaps`` is the share of states that are infeasible, ``one_way`` that of such options."""
    r = random.Random(seed)
    names = tuple(f"o{o}" for o in range(options))
    codes = feasible_codes([], names)
    if gaps:
        codes = codes[np.random.default_rng(seed).random(len(codes), dtype=np.float32) >= gaps]
    wants = [[statement(r, options) for _ in range(statements)] for _ in range(decision_makers)]
    return GraphModel(
        decision_makers=tuple(f"DM{i}" for i in range(decision_makers)),
        options=names,
        owner=owners(options, decision_makers),
        one_way=tuple(r.choice([1, -1]) if r.random() < one_way else 0 for _ in range(options)),
        codes=codes,
        rank=rank_states(wants, names, codes, workers=2),
    )


def text(options, decision_makers=3, *, statements=12, seed=0):
    """Write a random model as a model file; every state is feasible and every option goes both ways."""
    r = random.Random(seed)
    own = owners(options, decision_makers)

    def words():
        size = r.randint(1, 3)
        parts = [f"{'not ' if r.random() < 0.5 else ''}o{o}" for o in r.sample(range(options), size)]
        return f" {r.choice(['and', 'or'])} ".join(parts)

    lines = ["detente: 1", "title: A random model", "decision_makers:"]
    for i in range(decision_makers):
        mine = ", ".join(f"o{o}: Option {o}" for o in range(options) if own[o] == i)
        lines.append(f"  dm{i}: {{name: DM{i}, options: {{{mine}}}}}")
    lines += ["status_quo: {}", "preferences:"]
    for i in range(decision_makers):
        lines.append(f"  dm{i}:")
        lines += [f"    - {{want: {words()}, assumed: drawn at random}}" for _ in range(statements)]
    return "\n".join(lines) + "\n"


def snake(options, seed=0):
    """Return an induced path of the hypercube, the longest of some random walks."""
    best = []
    for attempt in range(20):
        r = random.Random(seed * 1000 + attempt)
        path, near = [0], {0}
        while True:
            steps = [path[-1] ^ (1 << o) for o in range(options)]
            fresh = [code for code in steps if code not in near]
            near.update(steps)
            if not fresh:
                break
            path.append(r.choice(fresh))
        best = max(best, path, key=len)
    return best


def snake_graph(options, seed=0, *, infeasible=False):
    """Return (model, path): one-option decision makers whose only improvements run along a snake; one more watches.

    With ``infeasible`` there is nothing beside the snake at all.
    """
    path = snake(options, seed)
    place = np.full(1 << options, -1, dtype=np.int32)
    place[path] = np.arange(len(path))
    codes = np.arange(2 << options, dtype=np.int64)
    along = np.concatenate([place, place])
    if infeasible:
        codes, along = codes[along >= 0], along[along >= 0]
    rank = np.tile(np.where(along >= 0, along + 1, 0), (options + 1, 1)).astype(np.int32)
    rank[options] = np.where(along == len(path) - 1, 0, 2 + (codes >> options))
    model = GraphModel(
        decision_makers=tuple(f"DM{i}" for i in range(options + 1)),
        options=tuple(f"o{o}" for o in range(options + 1)),
        owner=tuple(range(options + 1)),
        one_way=(0,) * (options + 1),
        codes=codes,
        rank=rank,
    )
    return model, path
