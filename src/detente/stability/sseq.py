"""Symmetric sequential stability: credible answers that no countermove repairs."""

from detente.stability.concept import Answers, Concept

CONCEPT = Concept(
    key="SSEQ",
    name="Symmetric sequential stability",
    formula="∀ s₁ ∈ R⁺ᵢ(s) ∃ s₂ ∈ R⁺_{N−i}(s₁): s₂ ≼ᵢ s and ∀ s₃ ∈ Rᵢ(s₂): s₃ ≼ᵢ s",
    source="Rêgo and Vieira 2017",
    implies=("SEQ", "SMR", "GMR"),
    answers=Answers(improving=True, final=False),
)
