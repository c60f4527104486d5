"""Coalitional general metarationality: whatever the group gains together, others can answer, at whatever cost."""

from detente.canon.concept import CanonConcept
from detente.canon.opposed import Opposed
from detente.canon.spread import Rows, spread


def answered(side: Opposed) -> Rows:
    """Return for every state the states from which the group is deterred once it has come there."""
    return spread(side.rest, side.deterred)


CGMR = CanonConcept(
    key="CGMR",
    name="Coalitional general metarational stability",
    formula="∀ s₁ ∈ CI_H(s) ∃ s₂ ∈ R_{N−H}(s₁) that some member of H does not prefer to s",
    source="Inohara and Hipel 2008",
    scope="coalitions",
)
