"""Symmetric metarationality: every gain can be answered so that no countermove repairs the loss."""

from detente.stability.concept import Answers, Concept

CONCEPT = Concept(
    key="SMR",
    name="Symmetric metarational stability",
    formula="∀ s₁ ∈ R⁺ᵢ(s) ∃ s₂ ∈ R_{N−i}(s₁): s₂ ≼ᵢ s and ∀ s₃ ∈ Rᵢ(s₂): s₃ ≼ᵢ s",
    source="Howard 1971",
    implies=("GMR",),
    answers=Answers(improving=False, final=False),
)
