"""Coalitional sequential stability: an answer that pays every group that takes a step of it."""

from detente.canon.concept import CanonConcept
from detente.canon.opposed import Opposed
from detente.canon.spread import Rows, spread


def answered(side: Opposed) -> Rows:
    """Return for every state the states from which the group is deterred once it has come there."""
    return spread(side.improving(), side.deterred)


CSEQ = CanonConcept(
    key="CSEQ",
    name="Coalitional sequential stability",
    formula="∀ s₁ ∈ CI_H(s) ∃ s₂ ∈ CI*_{N−H}(s₁) that some member of H does not prefer to s",
    source="Inohara and Hipel 2008",
    implies=("CGMR",),
    scope="coalitions",
)
