"""Random conflicts for tests of the engine; imports the package's values only."""

import random

import numpy as np

from detente.graph import GraphModel


def random_model(seed, *, most=6, decision_makers=(1, 4), ways=(0, 0, 0, 1, -1), shares=(0.3, 0.6, 0.9, 1.0)):
    """Return a model with 1 to 4 decision makers (some perhaps without options), ties, gaps and one-way options."""
    r = random.Random(seed)
    n = r.randint(*decision_makers)
    k = r.randint(2, most)
    owner = tuple(r.randrange(n) for _ in range(k))
    one_way = tuple(r.choice(ways) for _ in range(k))
    share = r.choice(shares)
    codes = [c for c in range(1 << k) if r.random() < share] or [0]
    top = r.choice([2, 4, len(codes)])
    return graph_of(owner, one_way, codes, [[r.randrange(top) for _ in codes] for _ in range(n)])


def graph_of(owner, one_way, codes, rank):
    return GraphModel(
        decision_makers=tuple(f"DM{i}" for i in range(len(rank))),
        options=tuple(f"o{o}" for o in range(len(owner))),
        owner=tuple(owner),
        one_way=tuple(one_way),
        codes=np.array(codes, dtype=np.int64),
        rank=np.array(rank, dtype=np.int32).reshape(len(rank), len(codes)),
    )
