"""Symmetric metarationality: every gain can be answered so that no countermove repairs the loss."""

from detente.graph.board import Board, Values
from detente.stability.concept import Concept


def threat(board: Board, i: int) -> Values:
    """Expect the joint answer after which even the best countermove is worst."""
    return board.worst(i, board.best(i, board.rank(i)), improving=False)


CONCEPT = Concept(
    key="SMR",
    name="Symmetric metarational stability",
    formula="∀ s₁ ∈ R⁺ᵢ(s) ∃ s₂ ∈ R_{N−i}(s₁): s₂ ≼ᵢ s and ∀ s₃ ∈ Rᵢ(s₂): s₃ ≼ᵢ s",
    source="Howard 1971",
    implies=("GMR",),
    threat=threat,
)
