"""General metarationality: every gain can be answered by the others, at whatever cost to them."""

from detente.graph.board import Board, Values
from detente.stability.concept import Concept


def threat(board: Board, i: int) -> Values:
    """Expect the worst state that the opponents can reach jointly."""
    return board.worst(i, board.rank(i), improving=False)


CONCEPT = Concept(
    key="GMR",
    name="General metarational stability",
    formula="∀ s₁ ∈ R⁺ᵢ(s) ∃ s₂ ∈ R_{N−i}(s₁): s₂ ≼ᵢ s",
    source="Howard 1971",
    implies=(),
    threat=threat,
)
