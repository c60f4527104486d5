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
from detente.canon.concept import (
    CanonConcept,
)
from detente.canon.elicit import (
    degrees_from_statements,
    rank_by_statements,
    relation_from_pairs,
    unknown_from_statements,
)
from detente.canon.forms import (
    Coalesced,
    arrows,
    coalesce,
    delete_arcs,
    forbid_moves,
    forbid_pattern,
    graph_form,
    rank_by_weights,
)
from detente.canon.hybrid import (
    hybrid,
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
from detente.canon.limited_move import (
    limited_move,
)
from detente.canon.maximin import (
    maximin,
)
from detente.canon.merged import (
    MERGED,
    merge_decision_makers,
)
from detente.canon.mixed import (
    MIXED,
    IndividualVerdicts,
    individual_stability,
    judge_individually,
    mixed_equilibria,
)
from detente.canon.non_myopic import (
    non_myopic,
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
from detente.canon.registry import (
    CANON,
)
from detente.canon.robustness import (
    Goal,
    Margin,
    Robustness,
    robustness,
    seek,
    statement_robustness,
)
from detente.canon.simultaneous import (
    simultaneous,
)
from detente.canon.simultaneous_any import (
    simultaneous_any,
)
from detente.canon.stackelberg import (
    stackelberg,
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
from detente.canon.valued import (
    fuzzy,
    grey,
    probabilistic,
)

__all__ = [
    "CANON",
    "COALITION_CONCEPTS",
    "MERGED",
    "MIXED",
    "Above",
    "CanonConcept",
    "Clause",
    "Coalesced",
    "CoalitionVerdicts",
    "Degrees",
    "Every",
    "Evolution",
    "Goal",
    "Hypergame",
    "IndividualVerdicts",
    "Inverse",
    "Margin",
    "Not",
    "Pattern",
    "Perceived",
    "Robustness",
    "Some",
    "Step",
    "StrengthVerdicts",
    "Structure",
    "Surprise",
    "all_coalitions",
    "arrows",
    "coalesce",
    "coalition_improvements",
    "coalition_stability",
    "count_rankings",
    "degrees_from_gaps",
    "degrees_from_statements",
    "delete_arcs",
    "evolution",
    "find_members",
    "find_ranking",
    "forbid_moves",
    "forbid_pattern",
    "fuzzy",
    "graph_form",
    "grey",
    "hybrid",
    "hypergame",
    "individual_stability",
    "inverse",
    "judge",
    "judge_individually",
    "limited_move",
    "maximin",
    "meets",
    "merge_decision_makers",
    "mixed_equilibria",
    "non_myopic",
    "partition_stability",
    "probabilistic",
    "rank_by_statements",
    "rank_by_weights",
    "relation_from_pairs",
    "robustness",
    "seek",
    "simple",
    "simultaneous",
    "simultaneous_any",
    "stackelberg",
    "statement_robustness",
    "strength",
    "strength_stability",
    "unknown",
    "unknown_from_statements",
]
