"""Simultaneous stability: several move at the same time, and what comes of it may please nobody."""

from itertools import product

import numpy as np

from detente.base import DetenteError, Diagnostic
from detente.canon.concept import CanonConcept
from detente.canon.spread import Flags
from detente.graph import GraphModel, improvements
from detente.stability import analyze


def simultaneous(graph: GraphModel) -> Flags:
    """Say which states hold under SEQ or, failing that, by simultaneous moves of those who would leave.

    Returns
    -------
    stable : bool, shape (n, m)

    Raises
    ------
    DetenteError
        E716: the model has no options, from which the joint result of moves could be read.

    Notes
    -----
    First sequential stability. Then, at a state that two or more decision makers would leave, each of their
    improvements is combined with improvements of others *who would leave as well*, all from the same state and at
    most one each, all changed options changing at once. If each of i's improvements can in this way end at a state
    that i does not prefer, the state holds for i. Combinations that are not feasible are left out.

    References
    ----------
    Fraser and Hipel (1979, 1984), Conflict Analysis: Models and Resolutions, North-Holland.
    """
    _check(graph)
    sequential = analyze(graph, ["SEQ"]).stable["SEQ"]
    stable = sequential.copy()
    for s in range(graph.size):
        leaving = np.flatnonzero(~sequential[:, s]).tolist()
        for i in leaving:
            stable[i, s] = _all_spoilt(graph, s, i, [j for j in leaving if j != i])
    return stable


def simultaneous_any(graph: GraphModel) -> Flags:
    """Say which states hold by simultaneous moves of anybody, whether they would leave or not.

    Returns
    -------
    stable : bool, shape (n, m)

    Raises
    ------
    DetenteError
        E716: the model has no options.

    Notes
    -----
    Every improvement of i can be combined with at most one improvement of each opponent so as to end at a state that
    i does not prefer. This is the rule of gmcr-py. It drops the precondition that the others would leave, and so
    finds more states stable than the definition of Fraser and Hipel does together with SEQ.
    """
    _check(graph)
    n = len(graph.decision_makers)
    return np.array(
        [[_all_spoilt(graph, s, i, [j for j in range(n) if j != i]) for s in range(graph.size)] for i in range(n)]
    )


def _all_spoilt(graph: GraphModel, s: int, i: int, others: list[int]) -> bool:
    """Say whether each improvement of i can be spoilt by others who improve from ``s`` at the same time."""
    here = int(graph.codes[s])
    flips = [[0, *(here ^ int(graph.codes[t]) for t in improvements(graph, j, s))] for j in others]
    for t in improvements(graph, i, s).tolist():
        own = int(graph.codes[t])
        ends = (graph.index(own ^ _union(combined)) for combined in product(*flips))
        if not any(end is not None and graph.rank[i, end] <= graph.rank[i, s] for end in ends):
            return False
    return True


def _union(flips: tuple[int, ...]) -> int:
    total = 0
    for flip in flips:  # owners differ, so that no two share an option
        total |= flip
    return total


def _check(graph: GraphModel) -> None:
    if graph.arcs is not None or not graph.options:
        raise DetenteError(
            Diagnostic(
                code="E716",
                message="simultaneous moves need options: in graph form nothing says where they end together",
                hint="use NASH, GMR, SMR, SEQ or SSEQ",
            )
        )


SIMULTANEOUS = CanonConcept(
    key="SIM",
    name="Sequential or simultaneous stability",
    formula="SEQ, or each improvement can be spoilt by improvements, at the same time, of others who would leave too",
    source="Fraser and Hipel 1979, 1984",
    scope="models with options",
    judge=lambda graph, h: simultaneous(graph),
)
SIMULTANEOUS_ANY = CanonConcept(
    key="SIMANY",
    name="Simultaneous stability against anybody (rule of gmcr-py)",
    formula="each improvement can be spoilt by at most one improvement of every opponent, at the same time",
    source="gmcr-py 0.4.1",
    scope="models with options",
    judge=lambda graph, h: simultaneous_any(graph),
)
