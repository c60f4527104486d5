"""Simultaneous stability against anybody: the rule of another program, under a name of its own."""

import numpy as np

from detente.canon.concept import CanonConcept
from detente.canon.spread import Flags
from detente.canon.together import all_spoilt, check_options
from detente.graph import GraphModel


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
    check_options(graph)
    n = len(graph.decision_makers)
    return np.array(
        [[all_spoilt(graph, s, i, [j for j in range(n) if j != i]) for s in range(graph.size)] for i in range(n)]
    )


SIMULTANEOUS_ANY = CanonConcept(
    key="SIMANY",
    name="Simultaneous stability against anybody (rule of gmcr-py)",
    formula="each improvement can be spoilt by at most one improvement of every opponent, at the same time",
    source="gmcr-py 0.4.1",
    scope="models with options",
    judge=lambda graph, h: simultaneous_any(graph),
)
