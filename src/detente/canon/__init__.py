"""The rest of the field: coalitions, richer preferences, further concepts, and what is asked after stability."""

from detente.canon.coalitions import (
    COALITION_CONCEPTS,
    CoalitionVerdicts,
    all_coalitions,
    coalition_improvements,
    coalition_stability,
    find_members,
    partition_stability,
)
from detente.canon.forms import graph_form

__all__ = [
    "COALITION_CONCEPTS",
    "CoalitionVerdicts",
    "all_coalitions",
    "coalition_improvements",
    "coalition_stability",
    "find_members",
    "graph_form",
    "partition_stability",
]
