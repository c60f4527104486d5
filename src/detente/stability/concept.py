"""What a stability concept is."""

from collections.abc import Callable
from dataclasses import dataclass

from detente.graph.board import Board, Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A way to say when a decision maker stays where it is.

    ``threat(board, i)`` gives, for every place, the worst that i must expect after moving there; None if it expects no
    answer. State s is stable for i if and only if no move of i leads to a place t whose rank and threat both lie
    above i's rank of s: max over t in R_i(s) and s of min(P_i(t), threat(t)) <= P_i(s).
    """

    key: str
    name: str
    formula: str
    source: str
    implies: tuple[str, ...]
    threat: Callable[[Board, int], Values | None]
