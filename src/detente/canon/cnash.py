"""Coalitional Nash stability: the group can reach nothing that all its members prefer."""

from detente.canon.concept import CanonConcept

CNASH = CanonConcept(
    key="CNASH",
    name="Coalitional Nash stability",
    formula="CI_H(s) = ∅",
    source="Kilgour, Hipel, Fang and Peng 2001",
    implies=("CSMR", "CSEQ", "CGMR"),
    scope="coalitions",
)
