"""Why a state holds, or who would leave it for what: every decision maker's witness in words, with the passages."""

from collections.abc import Sequence
from typing import Any

from detente.analysis import explain
from detente.analysis.words import state_words, witness_words
from detente.base import DetenteError
from detente.stability import find_concept
from detente.workbench.passages import passages
from detente.workbench.place import Model, Place
from detente.workbench.verdicts import index_of, judged
from detente.workbench.words import words_of


def why_values(place: Place, model: Model, believed: frozenset[str], key: str, name: str) -> dict[str, Any]:
    """Put the witnesses of one cell into words, one a decision maker.

    Raises
    ------
    DetenteError
        The concept or the state is unknown.
    """
    conflict = model.conflict
    assert conflict is not None
    concept = find_concept(key)
    now = judged(conflict, model.judged_as, believed)
    s = index_of(now.graph, name)
    if s is None:
        raise DetenteError("This state is not feasible in the reading now chosen, so there is no verdict on it.")
    people = []
    for i, who in enumerate(now.graph.decision_makers):
        witness = explain(now.graph, i, s, concept.key, conflict, believed)
        statements = [p for step in witness.improvements for p in (step.gains_by, step.deterred_by) if p is not None]
        behind = [claim for p in statements for claim in (*p.guard.because, *p.guard.when, *p.guard.unless)]
        people.append(
            {
                "name": who,
                "stable": witness.stable,
                "text": witness_words(witness, conflict),
                "passages": passages(place, behind),
            }
        )
    holds = int(now.graph.codes[s]) in now.equilibria[concept.key]
    return {
        "value": f"{key}.{name}",
        "problem": "",
        "key": concept.key,
        "name": concept.name,
        "words": words_of(state_words(now.graph, s, conflict)),
        "condition": _conjunction(now.graph.options, int(now.graph.codes[s])),
        "verdict": "holds" if holds else "does not hold",
        "people": sorted(people, key=lambda w: bool(w["stable"])),
    }


def _conjunction(options: Sequence[str], code: int) -> str:
    """Write a state as a condition that only it satisfies."""
    return " and ".join(o if code >> k & 1 else f"not {o}" for k, o in enumerate(options))
