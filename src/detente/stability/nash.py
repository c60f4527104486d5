"""Nash stability: nobody gains by moving alone."""

from detente.stability.concept import Concept

CONCEPT = Concept(
    key="NASH",
    name="Nash stability",
    formula="R⁺ᵢ(s) = ∅",
    source="Nash 1950, 1951; Kilgour, Hipel and Fang 1987",
    implies=("SSEQ", "SEQ", "SMR", "GMR"),
    answers=None,
)
