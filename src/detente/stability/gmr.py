"""General metarationality: every gain can be answered by the others, at whatever cost to them."""

from detente.stability.concept import Answers, Concept

CONCEPT = Concept(
    key="GMR",
    name="General metarational stability",
    formula="∀ s₁ ∈ R⁺ᵢ(s) ∃ s₂ ∈ R_{N−i}(s₁): s₂ ≼ᵢ s",
    source="Howard 1971",
    implies=(),
    answers=Answers(improving=False, final=True),
)
