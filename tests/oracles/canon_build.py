"""Plain models as the package's own graph models."""

import numpy as np

from detente.canon import graph_form
from detente.graph import GraphModel


def build(model):
    """Option form where the plain model has options, else graph form."""
    if model.codes is None:
        groups = [sorted(set(row), reverse=True) for row in model.rank]
        return graph_form(
            states=model.labels,
            moves={
                name: [(model.labels[a], model.labels[b]) for a in model.states for b in model.reach[i].get(a, ())]
                for i, name in enumerate(model.names)
            },
            rankings={
                name: [[model.labels[s] for s in model.states if model.rank[i][s] == value] for value in groups[i]]
                for i, name in enumerate(model.names)
            },
        )
    return GraphModel(
        decision_makers=tuple(model.names),
        options=tuple(f"o{k}" for k in range(len(model.owner))),
        owner=model.owner,
        one_way=model.one_way,
        codes=np.array(model.codes, dtype=np.int64),
        rank=np.array(model.rank, dtype=np.int32),
    )
