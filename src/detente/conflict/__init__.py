"""A conflict as its author writes it: decision makers, options, statements; the model file."""

from detente.conflict.values import (
    Conflict,
    ContestedClaim,
    DecisionMaker,
    Guard,
    Infeasible,
    Option,
    PreferenceStatement,
)

__all__ = [
    "Conflict",
    "ContestedClaim",
    "DecisionMaker",
    "Guard",
    "Infeasible",
    "Option",
    "PreferenceStatement",
]
