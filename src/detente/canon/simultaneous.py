"""Simultaneous stability: those who would leave move at the same time, and what comes of it may please nobody."""

import numpy as np

from detente.canon.concept import CanonConcept
from detente.canon.spread import Flags
from detente.canon.together import all_spoilt, check_options
from detente.graph import GraphModel
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
    check_options(graph)
    sequential = analyze(graph, ["SEQ"]).stable["SEQ"]
    stable = sequential.copy()
    for s in range(graph.size):
        leaving = np.flatnonzero(~sequential[:, s]).tolist()
        for i in leaving:
            stable[i, s] = all_spoilt(graph, s, i, [j for j in leaving if j != i])
    return stable


SIMULTANEOUS = CanonConcept(
    key="SIM",
    name="Sequential or simultaneous stability",
    formula="SEQ, or each improvement can be spoilt by improvements, at the same time, of others who would leave too",
    source="Fraser and Hipel 1979, 1984",
    scope="models with options",
    judge=lambda graph, h: simultaneous(graph),
)
