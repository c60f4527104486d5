"""Symmetric sequential stability: credible answers that no countermove repairs."""

from detente.graph.board import Board, Values
from detente.stability.concept import Concept


def threat(board: Board, i: int) -> Values:
    """Expect the joint answer by improvements after which even the best countermove is worst."""
    return board.worst(i, board.best(i, board.rank(i)), improving=True)


CONCEPT = Concept(
    key="SSEQ",
    name="Symmetric sequential stability",
    formula="∀ s₁ ∈ R⁺ᵢ(s) ∃ s₂ ∈ R⁺_{N−i}(s₁): s₂ ≼ᵢ s and ∀ s₃ ∈ Rᵢ(s₂): s₃ ≼ᵢ s",
    source="Rêgo and Vieira 2017",
    implies=("SEQ", "SMR", "GMR"),
    threat=threat,
)
