"""Sequential stability: every gain can be answered by moves that pay those who make them."""

from detente.graph.board import Board, Values
from detente.stability.concept import Concept


def threat(board: Board, i: int) -> Values:
    """Expect the worst state that the opponents can reach jointly by improvements."""
    return board.worst(i, board.rank(i), improving=True)


CONCEPT = Concept(
    key="SEQ",
    name="Sequential stability",
    formula="∀ s₁ ∈ R⁺ᵢ(s) ∃ s₂ ∈ R⁺_{N−i}(s₁): s₂ ≼ᵢ s",
    source="Fraser and Hipel 1979, 1984",
    implies=("GMR",),
    threat=threat,
)
