"""A conflict as its author writes it: decision makers, options, statements; the model file; the way to a graph."""

from detente.conflict.compile import compile, deciding_statement
from detente.conflict.dump import dump
from detente.conflict.file import diagnose, load, loads
from detente.conflict.pairs import Pairs, kind_of, pairs
from detente.conflict.values import (
    Coalesced,
    Conflict,
    ContestedClaim,
    DecisionMaker,
    ForbiddenMoves,
    Guard,
    Infeasible,
    Option,
    PreferenceStatement,
    State,
)

__all__ = [
    "Coalesced",
    "Conflict",
    "ContestedClaim",
    "DecisionMaker",
    "ForbiddenMoves",
    "Guard",
    "Infeasible",
    "Option",
    "Pairs",
    "PreferenceStatement",
    "State",
    "compile",
    "deciding_statement",
    "diagnose",
    "dump",
    "kind_of",
    "load",
    "loads",
    "pairs",
]
