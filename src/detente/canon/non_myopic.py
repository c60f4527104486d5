"""Non-myopic stability: a state that holds however far ahead both sides look, once it is far enough."""

import numpy as np

from detente.canon.concept import CanonConcept, check_two
from detente.canon.horizon import DISPUTED, MOST_LEVELS, course, never_repeats
from detente.canon.spread import Flags
from detente.graph import GraphModel


def non_myopic(graph: GraphModel) -> Flags:
    """Say which states hold for two decision makers whatever the horizon, once it is long enough.

    Returns
    -------
    stable : bool, shape (2, m); stable for i iff there is an h₀ with G_h(i, s) = {s} for all h ≥ h₀

    Raises
    ------
    DetenteError
        E714: not two decision makers; E712: what is anticipated does not repeat within 10,000 moves.

    Notes
    -----
    What is anticipated at one horizon follows from the one before, so that sooner or later it repeats; a state is
    non-myopically stable iff it is L_h-stable for every h of the part that repeats.

    References
    ----------
    Brams and Wittman (1981); Kilgour (1984).
    """
    check_two(graph, "non-myopic stability", DISPUTED)
    found, start = course(graph, MOST_LEVELS)
    if start is None:
        raise never_repeats()
    held: Flags = np.logical_and.reduce(np.array(found[start:]))
    return held


NON_MYOPIC = CanonConcept(
    key="NM",
    name="Non-myopic stability",
    formula="∃ h₀ ∀ h ≥ h₀: G_h(i, s) = {s}",
    source="Brams and Wittman 1981; Kilgour 1984",
    scope="two decision makers",
    judge=lambda graph, h: non_myopic(graph),
)
