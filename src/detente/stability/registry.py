"""The built-in concepts, in the open."""

from detente.stability import gmr, nash, seq, smr, sseq
from detente.stability.concept import Concept

CONCEPTS: tuple[Concept, ...] = (nash.CONCEPT, gmr.CONCEPT, smr.CONCEPT, seq.CONCEPT, sseq.CONCEPT)
