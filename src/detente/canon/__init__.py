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
from detente.canon.hypergames import (
    Hypergame,
    Perceived,
    Surprise,
    hypergame,
)
from detente.canon.inverse import (
    Clause,
    Inverse,
    inverse,
)
from detente.canon.orders import (
    Above,
    Every,
    Not,
    Pattern,
    Some,
    count_rankings,
    find_ranking,
    meets,
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
    "Above",
    "Clause",
    "CoalitionVerdicts",
    "Degrees",
    "Every",
    "Evolution",
    "Hypergame",
    "Inverse",
    "Not",
    "Pattern",
    "Perceived",
    "Some",
    "Step",
    "StrengthVerdicts",
    "Structure",
    "Surprise",
    "all_coalitions",
    "coalition_improvements",
    "coalition_stability",
    "count_rankings",
    "degrees_from_gaps",
    "evolution",
    "find_members",
    "find_ranking",
    "graph_form",
    "hypergame",
    "inverse",
    "judge",
    "meets",
    "partition_stability",
    "simple",
    "strength",
    "strength_stability",
    "unknown",
]
