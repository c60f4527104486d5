"""Coalitional symmetric metarationality: an answer that no countermove of the group repairs."""

from detente.canon.concept import CanonConcept
from detente.canon.opposed import Opposed
from detente.canon.spread import Rows, spread


def answered(side: Opposed) -> Rows:
    """Return for every state the states from which the group is deterred once it has come there."""
    return spread(side.rest, side.deterred & ~side.escapes)


CSMR = CanonConcept(
    key="CSMR",
    name="Coalitional symmetric metarational stability",
    formula="as CGMR, and of all s₃ ∈ R_H(s₂) none is preferred to s by all of H",
    source="Inohara and Hipel 2008",
    implies=("CGMR",),
    scope="coalitions",
)
