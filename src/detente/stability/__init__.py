"""When a state holds: one file per concept, one formula for all of them."""

from detente.stability.analyze import Verdicts, analyze, find_concept
from detente.stability.batch import Tally, analyze_batch
from detente.stability.concept import Concept
from detente.stability.registry import CONCEPTS

__all__ = ["CONCEPTS", "Concept", "Tally", "Verdicts", "analyze", "analyze_batch", "find_concept"]
