"""The levers of a brief's annex: sets of changes after which a settlement holds and is reached, by who gives."""

from dataclasses import dataclass

from detente.analysis.bench import MAX_OPTIONS
from detente.analysis.levers import levers, stand
from detente.analysis.offers import levers_document
from detente.analysis.question import Question, meaning
from detente.analysis.unlock import find_levers
from detente.analysis.words import spoken
from detente.conflict import Conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """All inclusion-minimal sets up to a stated size; none is called least or best.

    ``groups`` are (who gives, sets of changes in words), in model order; ``proof`` says what was tried; ``caution``
    what the model does not know.
    """

    meaning: str
    proof: str
    caution: str
    already: bool
    groups: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


def annex(conflict: Conflict, concept: str = "SEQ") -> Annex | None:
    """Work out the levers in the model's own reading; None where no settlement is named or the model is large."""
    if conflict.settlement is None or len(conflict.options) > MAX_OPTIONS:
        return None
    question = Question(settlement=conflict.settlement, concept=concept)
    at = stand(conflict)
    found = levers_document(conflict, question, find_levers(at, question, [None], levers(at)), None, "this")
    return Annex(
        meaning=meaning(question, f"({spoken(conflict, conflict.settlement)})"),
        proof=found["proof"],
        caution=found["caution"],
        already=found["already"],
        groups=tuple(
            (
                " and ".join(group["who_gives"]),
                tuple(tuple(change["text"] for change in one["changes"]) for one in group["sets"]),
            )
            for group in found["groups"]
        ),
    )
