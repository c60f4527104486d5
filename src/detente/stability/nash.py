"""Nash stability: nobody gains by moving alone."""

from detente.graph.board import Board
from detente.stability.concept import Concept


def threat(board: Board, i: int) -> None:
    """Expect no answer at all."""
    return


CONCEPT = Concept(
    key="NASH",
    name="Nash stability",
    formula="R⁺ᵢ(s) = ∅",
    source="Nash 1950, 1951; Kilgour, Hipel and Fang 1987",
    implies=("SSEQ", "SEQ", "SMR", "GMR"),
    threat=threat,
)
