"""Which states hold, for whom, under which concept."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.graph import Board, GraphModel, board
from detente.stability.concept import Concept
from detente.stability.registry import CONCEPTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Stability of every state for every decision maker.

    ``stable[key]`` is a bool array of shape (n, m): ``stable["SEQ"][i, s]`` says whether s is stable for i under SEQ.
    """

    graph: GraphModel
    stable: dict[str, NDArray[np.bool_]]

    def equilibria(self, key: str) -> NDArray[np.int64]:
        """Return the indices of the states that are stable for every decision maker under concept ``key``."""
        return np.flatnonzero(self.stable[key].all(axis=0))


def find_concept(key: str) -> Concept:
    """Return the built-in concept called ``key``, in capitals or not.

    Raises
    ------
    DetenteError
        There is no such concept.
    """
    known = {concept.key: concept for concept in CONCEPTS}
    if key.upper() in known:
        return known[key.upper()]
    near = did_you_mean(key, known)
    hint = f"did you mean {near!r}?" if near else "the concepts are " + ", ".join(known)
    raise DetenteError(Diagnostic(code="E700", message=f"no concept is called {key!r}", hint=hint))


def analyze(graph: GraphModel, concepts: Iterable[str] | None = None) -> Verdicts:
    """Judge every state of ``graph`` for every decision maker.

    Parameters
    ----------
    graph : the model
    concepts : keys such as "NASH" or "SEQ"; all built-in concepts if None

    Raises
    ------
    DetenteError
        A concept is unknown, the model is too large, or its arrays do not fit together.
    """
    chosen = CONCEPTS if concepts is None else tuple(find_concept(key) for key in concepts)
    n, m = len(graph.decision_makers), graph.size
    if graph.rank.shape != (n, m):
        raise DetenteError(f"rank has shape {graph.rank.shape}; {n} decision makers and {m} states need ({n}, {m})")
    layout = board(graph)
    return Verdicts(
        graph=graph,
        stable={c.key: np.array([_stable(c, layout, i) for i in range(n)], dtype=bool).reshape(n, m) for c in chosen},
    )


def _stable(concept: Concept, layout: Board, i: int) -> NDArray[np.bool_]:
    rank = layout.rank(i)
    threat = concept.threat(layout, i)
    gain = rank if threat is None else np.minimum(rank, threat)
    return layout.states(layout.best(i, gain) <= rank)
