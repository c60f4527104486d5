"""Which states hold, as the plain document that ``detente analyze --json`` prints."""

from collections.abc import Iterable
from typing import Any

import numpy as np

import detente
from detente.canon import judge_individually
from detente.conflict import Conflict, compile
from detente.graph import GraphModel

FIVE = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")


def model_part(conflict: Conflict) -> dict[str, Any]:
    """Return the title, decision makers and options as plain values."""
    return {
        "title": conflict.title,
        "decision_makers": [
            {"id": dm.id, "name": dm.name, "options": list(dm.options)} for dm in conflict.decision_makers
        ],
        "options": [{"id": option.id, "name": option.name} for option in conflict.options],
    }


def state_part(graph: GraphModel, s: int) -> dict[str, Any]:
    """Return one state: its id (counted from 1) and its option string (None in graph form)."""
    part: dict[str, Any] = {"id": s + 1, "options": graph.pattern(s) if graph.options else None}
    if graph.labels:
        part["label"] = graph.labels[s]
    if graph.members:
        part["members"] = list(graph.members[s])
    return part


def answer(
    conflict: Conflict,
    concepts: Iterable[str] | None = None,
    *,
    believed: frozenset[str] | None = None,
    equilibria_only: bool = False,
) -> dict[str, Any]:
    """Judge every state of one reading and write the result as plain values.

    Parameters
    ----------
    conflict : the model as written
    concepts : keys such as "SEQ"; the built-in five if None
    believed : contested claims believed; None takes the model's own default reading
    equilibria_only : leave out ``states`` and ``stable``; equilibria then carry their option strings

    Raises
    ------
    DetenteError
        The model does not compile, or a concept is unknown.
    """
    graph = compile(conflict, believed)
    verdicts = judge_individually(graph, FIVE if concepts is None else concepts)
    result: dict[str, Any] = {"detente": detente.__version__, "model": model_part(conflict)}
    if conflict.contested:
        reading = conflict.default_reading if believed is None else believed
        result["believed"] = [c.id for c in conflict.contested if c.id in reading]
    if not equilibria_only:
        result["states"] = [state_part(graph, s) for s in range(graph.size)]
    result["concepts"] = {}
    for key, stable in verdicts.stable.items():
        equilibria = verdicts.equilibria(key).tolist()
        if equilibria_only:
            result["concepts"][key] = {"equilibria": [state_part(graph, s) for s in equilibria]}
            continue
        result["concepts"][key] = {
            "stable": {name: (np.flatnonzero(stable[i]) + 1).tolist() for i, name in enumerate(graph.decision_makers)},
            "equilibria": [s + 1 for s in equilibria],
        }
    return result
