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
from detente.canon.forms import (
    graph_form,
)
from detente.canon.status_quo import (
    Evolution,
    Step,
    evolution,
)
from detente.canon.strength import (
    Degrees,
    StrengthVerdicts,
    degrees_from_gaps,
    strength,
    strength_stability,
)
from detente.canon.structure import (
    Structure,
    judge,
    simple,
)
from detente.canon.unknown import (
    unknown,
)

__all__ = [
    "COALITION_CONCEPTS",
    "CoalitionVerdicts",
    "Degrees",
    "Evolution",
    "Step",
    "StrengthVerdicts",
    "Structure",
    "all_coalitions",
    "coalition_improvements",
    "coalition_stability",
    "degrees_from_gaps",
    "evolution",
    "find_members",
    "graph_form",
    "judge",
    "partition_stability",
    "simple",
    "strength",
    "strength_stability",
    "unknown",
]
