"""Sequential stability: every gain can be answered by moves that pay those who make them."""

from detente.stability.concept import Answers, Concept

CONCEPT = Concept(
    key="SEQ",
    name="Sequential stability",
    formula="∀ s₁ ∈ R⁺ᵢ(s) ∃ s₂ ∈ R⁺_{N−i}(s₁): s₂ ≼ᵢ s",
    source="Fraser and Hipel 1979, 1984",
    implies=("GMR",),
    answers=Answers(improving=True, final=True),
)
