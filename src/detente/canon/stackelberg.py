"""Stackelberg stability: the leader reckons with the answer, the follower only with its own next move."""

import numpy as np

from detente.base import DetenteError, Diagnostic
from detente.canon.concept import CanonConcept, check_two
from detente.canon.limited_move import limited_move
from detente.canon.spread import Flags
from detente.graph import GraphModel


def stackelberg(graph: GraphModel, leader: int) -> Flags:
    """Say which states are Stackelberg equilibria: the leader looks two moves ahead, the follower one.

    Parameters
    ----------
    leader : index of the leader, 0 or 1

    Returns
    -------
    equilibrium : bool, shape (m,); L_2-stable for the leader and Nash-stable for the other

    Raises
    ------
    DetenteError
        E714: not two decision makers, or no such leader.

    References
    ----------
    Fang, Hipel and Kilgour (1993), Interactive Decision Making, Wiley.
    """
    both: Flags = np.logical_and.reduce(_stackelberg_rows(graph, leader))
    return both


def _stackelberg_rows(graph: GraphModel, leader: int) -> Flags:
    check_two(graph, "a Stackelberg equilibrium", "the definition names one leader and one follower")
    if leader not in (0, 1):
        raise DetenteError(
            Diagnostic(code="E714", message="the leader must be one of the two decision makers, number 1 or 2")
        )
    ahead, near = limited_move(graph, 2), limited_move(graph, 1)
    return np.array([(ahead if i == leader else near)[i] for i in range(2)])


STACKELBERG = CanonConcept(
    key="STACKELBERGk",
    name="Stackelberg stability",
    formula="L₂-stable for the leader and Nash-stable for the follower",
    source="Fang, Hipel and Kilgour 1993",
    implies=("GMR",),
    scope="two decision makers; k is the number of the leader, 1 or 2",
    judge=lambda graph, k: _stackelberg_rows(graph, k - 1),
)
