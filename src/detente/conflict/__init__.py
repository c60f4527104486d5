"""A conflict as its author writes it: decision makers, options, statements; the model file; the way to a graph."""

from detente.conflict.compile import compile, deciding_statement
from detente.conflict.dump import dump
from detente.conflict.file import diagnose, load, loads
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
    "compile",
    "deciding_statement",
    "diagnose",
    "dump",
    "load",
    "loads",
]
