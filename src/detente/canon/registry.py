"""The concepts beyond the basic five, in the open."""

from detente.canon.coalitions import CGMR, CNASH, CSEQ, CSMR
from detente.canon.concept import CanonConcept
from detente.canon.horizon import LIMITED_MOVE, NON_MYOPIC, STACKELBERG
from detente.canon.maximin import MAXIMIN
from detente.canon.simultaneous import SIMULTANEOUS, SIMULTANEOUS_ANY

CANON: tuple[CanonConcept, ...] = (
    SIMULTANEOUS,
    SIMULTANEOUS_ANY,
    LIMITED_MOVE,
    NON_MYOPIC,
    MAXIMIN,
    STACKELBERG,
    CNASH,
    CGMR,
    CSMR,
    CSEQ,
)
