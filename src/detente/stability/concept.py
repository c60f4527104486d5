"""What a stability concept is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.graph import Board


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a decision maker expects after a move of its own.

    Attributes
    ----------
    improving : whether opponents answer by strict improvements only, or at whatever cost to themselves
    final : whether that is the end; if not, the decision maker may still move once more to repair the loss
    """

    improving: bool
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A way to say when a decision maker stays where it is; ``answers`` is None where it expects none."""

    key: str
    name: str
    formula: str
    source: str
    implies: tuple[str, ...]
    answers: Answers | None


def stable(concept: Concept, board: Board, i: int) -> NDArray[np.bool_]:
    """Say at every place whether decision maker ``i`` stays there.

    Let W(t) be the worst that i must expect after moving to t: the smallest value over t and all that its opponents
    reach jointly from t, where a state's value is i's rank of it or, if the answer is not final, of i's best move from
    it. State s is stable for i if and only if no move of i leads to a t whose rank and W both lie above i's rank of s:
    max over t in R_i(s) and s of min(P_i(t), W(t)) <= P_i(s).
    """
    rank = gain = board.rank(i)
    if concept.answers is not None:
        value = rank if concept.answers.final else board.best(i, rank)
        gain = np.minimum(rank, board.worst(i, value, improving=concept.answers.improving))
    held: NDArray[np.bool_] = board.best(i, gain) <= rank
    return held
