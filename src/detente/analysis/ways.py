"""Paths from the status quo as a document, with the reason where there is none."""

from collections.abc import Sequence
from typing import Any

import numpy as np

import detente
from detente.analysis.answer import model_part, state_part
from detente.analysis.explain import find_state
from detente.analysis.paths import Group, Paths, paths
from detente.analysis.question import where_states
from detente.analysis.words import move_words
from detente.base import DetenteError, Diagnostic
from detente.conditions import Condition
from detente.conflict import Conflict, compile
from detente.graph import GraphModel


def paths_document(
    conflict: Conflict,
    target: Condition | str,
    believed: frozenset[str] | None = None,
    *,
    reach: str = "improvements",
    coalitions: Sequence[Group] = (),
) -> dict[str, Any]:
    """List all shortest paths from the status quo, as the document of ``detente paths --json``.

    Parameters
    ----------
    target : a state id or option string, or a condition over options

    Raises
    ------
    DetenteError
        E729: the model has no feasible status quo in this reading.
    """
    graph = compile(conflict, believed)
    if graph.status_quo is None:
        raise DetenteError(
            Diagnostic(
                code="E729",
                message="there is no feasible status quo in this reading, so no path can begin",
                file=conflict.file,
                hint="write status_quo: in the model file",
            )
        )
    if isinstance(target, str):
        targets = [find_state(graph, target)]
    else:
        targets = np.flatnonzero(where_states(graph, target)).tolist()
    found = paths(graph, graph.status_quo, targets, reach, coalitions)
    return {
        "detente": detente.__version__,
        "model": model_part(conflict),
        "from": state_part(graph, graph.status_quo),
        "to": [state_part(graph, s) for s in targets],
        "reach": reach,
        "coalitions": [[graph.decision_makers[j] for j in group] for group in coalitions],
        "length": found.length,
        "total": found.total,
        "paths": [
            [
                {
                    "by": [graph.decision_makers[j] for j in leg.by],
                    "to": leg.to + 1,
                    "options": graph.pattern(leg.to) if graph.options else None,
                    "move": move_words(graph, came, leg.to, conflict),
                    "gains": list(leg.gains),
                }
                for came, leg in zip([found.start, *(leg.to for leg in path)], path, strict=False)
            ]
            for path in found.paths
        ],
        "reason": None if found.length is not None else _no_path(graph, targets, found, reach, conflict),
    }


def _no_path(graph: GraphModel, targets: Sequence[int], found: Paths, reach: str, conflict: Conflict) -> str:
    if not targets:
        return "No feasible state is meant in this reading."
    if found.visited == 1:
        return "Nobody has a step away from the status quo" + (" that pays." if reach == "improvements" else ".")
    text = f"{found.visited} states can be come to from the status quo, and none of them is meant."
    if reach == "improvements":
        anyhow = paths(graph, found.start, targets, "moves")
        if anyhow.length:
            at = found.start
            for leg in anyhow.paths[0]:
                if not all(leg.gains):
                    who = graph.decision_makers[leg.by[0]]
                    text += f" By moves it takes {anyhow.length}; on the first such path {who} would not gain by"
                    return f"{text} {move_words(graph, at, leg.to, conflict)}."
                at = leg.to
        text += " Not even moves that pay nobody lead there." if anyhow.length is None else ""
    return text
