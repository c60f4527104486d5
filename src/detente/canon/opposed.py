"""A coalition and those it faces, as the concepts for coalitions look at them."""

from collections.abc import Callable
from dataclasses import dataclass

from detente.canon.spread import Links, Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposed:
    """What a coalition H meets; rows of bits, one row a state.

    Attributes
    ----------
    rest : the moves of each decision maker outside H
    improving : the coalition improvements of every group of them, worked out when asked for
    deterred : row t: the states from which t deters H, because some member does not prefer t
    escapes : row t: the states to which H does better than by staying, by countermoves from t
    """

    rest: list[Links]
    improving: Callable[[], list[Links]]
    deterred: Rows
    escapes: Rows
