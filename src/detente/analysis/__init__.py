"""Questions put to a model: what holds, why, on what it sticks, on which claims it hinges, what would unlock it."""

from detente.analysis.answer import answer

__all__ = ["answer"]
