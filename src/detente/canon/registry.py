"""The concepts beyond the basic five, in the open."""

from detente.canon.cgmr import CGMR
from detente.canon.cnash import CNASH
from detente.canon.concept import CanonConcept
from detente.canon.cseq import CSEQ
from detente.canon.csmr import CSMR
from detente.canon.limited_move import LIMITED_MOVE
from detente.canon.maximin import MAXIMIN
from detente.canon.non_myopic import NON_MYOPIC
from detente.canon.simultaneous import SIMULTANEOUS
from detente.canon.simultaneous_any import SIMULTANEOUS_ANY
from detente.canon.stackelberg import STACKELBERG

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
