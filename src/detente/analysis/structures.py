"""Which states hold where preferences are unknown in part, or graded, as the model declares them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from detente.base import DetenteError
from detente.canon import Structure, hybrid, judge, strength, strength_stability, unknown
from detente.canon.spread import Flags
from detente.canon.strength import STRENGTH_CONCEPTS
from detente.canon.unknown import EXTENSIONS
from detente.conflict import Conflict, Pairs, kind_of, pairs
from detente.graph import GraphModel

StateIds = Callable[[Iterable[int]], list[Any]]
"""Writes indices of states as their ids."""


def structure_part(
    conflict: Conflict, graph: GraphModel, believed: frozenset[str], concepts: Sequence[str] | None, ids: StateIds
) -> dict[str, Any]:
    """Return the answers under unknown, graded or hybrid preference; nothing where preferences are simple.

    Parameters
    ----------
    graph : what ``compile`` made of the reading ``believed``
    concepts : keys asked for; those that the structure's sources do not define are listed as missing

    Returns
    -------
    part : at most one entry

        * ``unknown``: for each of the extensions a to d its meaning, and ``concepts`` as in the plain answer
        * ``strength``: ``degrees``, and ``general``, ``strong`` and ``weak``, each with ``concepts``; a state is a weak
          equilibrium if it holds for everybody, and not strongly for everybody; ``degree`` says for each concept and
          decision maker the highest degree at which each state holds
        * ``hybrid``: for each extension ``general`` and ``strong``; what the sources leave open is refused
    """
    kind = kind_of(conflict, believed)
    if kind == "simple":
        return {}
    wanted = None if concepts is None else [key.upper() for key in concepts]
    try:
        found = pairs(conflict, graph, believed)
        if kind == "unknown":
            part = {
                e: _judged(graph, unknown(graph, found.degree > 0, found.unsure, e), wanted, ids) for e in EXTENSIONS
            }
            return {"unknown": {e: {"meaning": EXTENSIONS[e], **p} for e, p in part.items()}}
        if kind == "strength":
            return {"strength": _graded(graph, found, wanted, ids)}
        return {"hybrid": {e: {"meaning": EXTENSIONS[e], **_hybrid(graph, found, e, wanted, ids)} for e in EXTENSIONS}}
    except DetenteError as refusal:
        if refusal.diagnostics[0].code != "E705":
            raise
        return {kind: {"refused": refusal.diagnostics[0].message}}


def _judged(graph: GraphModel, structure: Structure, wanted: Sequence[str] | None, ids: StateIds) -> dict[str, Any]:
    keys = [key for key in structure.concepts if wanted is None or key in wanted]
    part: dict[str, Any] = {"concepts": _written(graph, judge(graph, structure, keys), ids)}
    missing = {key: why for key, why in structure.missing if wanted is not None and key in wanted}
    return {**part, "missing": missing} if missing else part


def _written(graph: GraphModel, stable: Mapping[str, Flags], ids: StateIds) -> dict[str, Any]:
    return {
        key: {
            "stable": {name: ids(np.flatnonzero(held[i])) for i, name in enumerate(graph.decision_makers)},
            "equilibria": ids(np.flatnonzero(held.all(axis=0))),
        }
        for key, held in stable.items()
    }


def without_stable(part: dict[str, Any]) -> dict[str, Any]:
    """Return a ``structure_part`` with the equilibria alone."""
    kept = {key: value for key, value in part.items() if key not in ("stable", "degree")}
    return {key: without_stable(value) if isinstance(value, dict) else value for key, value in kept.items()}


def _graded(graph: GraphModel, found: Pairs, wanted: Sequence[str] | None, ids: StateIds) -> dict[str, Any]:
    verdicts = strength_stability(graph, found.degree)
    keys = [key for key in STRENGTH_CONCEPTS if wanted is None or key in wanted]
    weak = _written(graph, {key: verdicts.weak[key] for key in keys}, ids)
    for key in keys:
        fragile = verdicts.general[key].all(axis=0) & ~verdicts.strong[key].all(axis=0)
        weak[key]["equilibria"] = ids(np.flatnonzero(fragile))
    return {
        "degrees": int(found.degree.max(initial=0)),
        "general": _judged(graph, strength(graph, found.degree), wanted, ids),
        "strong": {"concepts": _written(graph, {key: verdicts.strong[key] for key in keys}, ids)},
        "weak": {"concepts": weak},
        "degree": {
            key: {
                name: [
                    {"id": s, "degree": int(at)}
                    for s, at in zip(ids(np.flatnonzero(held >= 0)), held[held >= 0], strict=True)
                ]
                for name, held in zip(graph.decision_makers, verdicts.degree[key], strict=True)
            }
            for key in keys
        },
    }


def _hybrid(
    graph: GraphModel, found: Pairs, extension: str, wanted: Sequence[str] | None, ids: StateIds
) -> dict[str, Any]:
    part: dict[str, Any] = {}
    for word, strong in (("general", False), ("strong", True)):
        try:
            part[word] = _judged(graph, hybrid(graph, found.degree, found.unsure, extension, strong), wanted, ids)
        except DetenteError as refusal:
            if refusal.diagnostics[0].code != "E717":
                raise
            part[word] = {"refused": refusal.diagnostics[0].message}
    return part
