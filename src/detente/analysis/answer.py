"""Which states hold, as the plain document that ``detente analyze --json`` prints."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import numpy as np

import detente
from detente.analysis.structures import structure_part, without_stable
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


def state_id(graph: GraphModel, s: int) -> int | str:
    """Return a state's id: counted from 1, or in graph form as in the file (a number where it is one)."""
    if graph.options or not graph.labels:
        return s + 1
    label = graph.labels[s]
    return int(label) if label.isascii() and label.isdigit() and str(int(label)) == label else label


def state_ids(graph: GraphModel, states: Iterable[int]) -> list[Any]:
    """Return the ids of several states."""
    if graph.options or not graph.labels:
        found: list[Any] = (np.fromiter(states, dtype=np.int64) + 1).tolist()
        return found
    return [state_id(graph, int(s)) for s in states]


def state_part(graph: GraphModel, s: int) -> dict[str, Any]:
    """Return one state: its id and its option string (None in graph form)."""
    part: dict[str, Any] = {"id": state_id(graph, s), "options": graph.pattern(s) if graph.options else None}
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
        for part, state in zip(result["states"], conflict.states, strict=False):
            part["name"] = state.name
    result["concepts"] = {}
    for key, stable in verdicts.stable.items():
        equilibria = verdicts.equilibria(key).tolist()
        if equilibria_only:
            result["concepts"][key] = {"equilibria": [state_part(graph, s) for s in equilibria]}
            continue
        result["concepts"][key] = {
            "stable": {
                name: state_ids(graph, np.flatnonzero(stable[i])) for i, name in enumerate(graph.decision_makers)
            },
            "equilibria": state_ids(graph, equilibria),
        }
    reading = conflict.default_reading if believed is None else believed
    keys = None if concepts is None else list(verdicts.stable)
    structured = structure_part(conflict, graph, reading, keys, partial(state_ids, graph))
    return result | (without_stable(structured) if equilibria_only else structured)
