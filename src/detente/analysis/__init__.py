"""Questions put to a model: what holds, why, on what it sticks, on which claims it hinges, what would unlock it."""

from detente.analysis.answer import answer
from detente.analysis.explain import Improvement, Step, Witness, explain, find_decision_maker, find_state
from detente.analysis.words import move_words, state_words, witness_document, witness_words

__all__ = [
    "Improvement",
    "Step",
    "Witness",
    "answer",
    "explain",
    "find_decision_maker",
    "find_state",
    "move_words",
    "state_words",
    "witness_document",
    "witness_words",
]
