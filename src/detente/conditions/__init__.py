"""The language of conditions over options: ``guarantee if sign_u``."""

from detente.conditions.syntax import (
    KEYWORDS,
    And,
    Condition,
    ConditionError,
    If,
    Iff,
    Not,
    Or,
    Var,
    conjuncts,
    holds,
    names,
    parse,
    show,
    tokens,
)
from detente.conditions.table import fold, packed, truth

__all__ = [
    "KEYWORDS",
    "And",
    "Condition",
    "ConditionError",
    "If",
    "Iff",
    "Not",
    "Or",
    "Var",
    "conjuncts",
    "fold",
    "holds",
    "names",
    "packed",
    "parse",
    "show",
    "tokens",
    "truth",
]
