"""Which states hold for coalitions, or for each by a concept of its own, as plain entries of ``detente analyze``."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from detente.analysis.answer import state_ids
from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.canon import (
    COALITION_CONCEPTS,
    all_coalitions,
    coalition_stability,
    judge,
    merge_decision_makers,
    mixed_equilibria,
    partition_stability,
)
from detente.conflict import Conflict
from detente.graph import GraphModel


def members_of(conflict: Conflict, text: str) -> tuple[int, ...]:
    """Read a coalition written as names or ids with commas between; a name may itself contain commas.

    Raises
    ------
    DetenteError
        E706: nobody is called that, or nobody is named.
    """
    known = {word: i for i, dm in enumerate(conflict.decision_makers) for word in (dm.id, dm.name)}
    words = [word.strip() for word in text.split(",")]
    found: set[int] = set()
    at = 0
    while at < len(words):
        for end in range(len(words), at, -1):
            word = ", ".join(words[at:end])
            if word in known:
                found.add(known[word])
                at = end
                break
        else:
            near = did_you_mean(words[at], known)
            hint = f"did you mean '{near}'?" if near else "write names or ids of decision makers, with commas between"
            raise DetenteError(Diagnostic(code="E706", message=f"no decision maker is called '{words[at]}'", hint=hint))
    return tuple(sorted(found))


def coalition_part(graph: GraphModel, members: tuple[int, ...]) -> dict[str, Any]:
    """Return the coalition's members by name and, under each concept, the ids of the states that hold for it."""
    part: dict[str, Any] = {"members": [graph.decision_makers[i] for i in members]}
    for key, stable in coalition_stability(graph, members).items():
        part[key] = state_ids(graph, np.flatnonzero(stable))
    return part


def partition_of(conflict: Conflict, text: str) -> tuple[tuple[int, ...], ...]:
    """Read a partition written as coalitions with semicolons between; those not named act alone.

    Raises
    ------
    DetenteError
        E706: nobody is called that, or somebody is in two coalitions.
    """
    groups = [members_of(conflict, part) for part in text.split(";") if part.strip()]
    named = [i for group in groups for i in group]
    twice = next((i for i in named if named.count(i) > 1), None)
    if twice is not None:
        name = conflict.decision_makers[twice].name
        hint = "name everybody once at most"
        raise DetenteError(Diagnostic(code="E706", message=f"{name} is in two coalitions of a partition", hint=hint))
    alone = [(i,) for i in range(len(conflict.decision_makers)) if i not in named]
    return tuple(sorted([*groups, *alone]))


def partition_part(graph: GraphModel, groups: Sequence[tuple[int, ...]]) -> dict[str, Any]:
    """Return a partition's coalitions by name and the ids of the states that hold for each of them."""
    found = partition_stability(graph, groups)
    part: dict[str, Any] = {"partition": [[graph.decision_makers[i] for i in group] for group in groups]}
    return part | {key: state_ids(graph, found.equilibria(key)) for key in COALITION_CONCEPTS}


def all_part(graph: GraphModel) -> dict[str, Any]:
    """Return the ids of the states that hold for every coalition, single decision makers included."""
    found = all_coalitions(graph)
    return {key: state_ids(graph, found.equilibria(key)) for key in COALITION_CONCEPTS}


def concepts_of(conflict: Conflict, texts: Sequence[str]) -> list[str]:
    """Read a concept for every decision maker, written as ``NAME=CONCEPT``.

    Raises
    ------
    DetenteError
        E706: nobody is called that. E718: a decision maker has none, or two.
    """
    chosen: dict[int, str] = {}
    for text in texts:
        name, _, key = text.rpartition("=")
        for i in members_of(conflict, name):
            if chosen.setdefault(i, key.strip().upper()) != key.strip().upper():
                who = conflict.decision_makers[i].name
                raise DetenteError(Diagnostic(code="E718", message=f"{who} is given two concepts", hint="choose one"))
    missing = [dm.name for i, dm in enumerate(conflict.decision_makers) if i not in chosen]
    if missing:
        hint = f"add --each '{missing[0]}=SEQ'"
        message = f"no concept is given for {' and '.join(missing)}"
        raise DetenteError(Diagnostic(code="E718", message=message, hint=hint))
    return [chosen[i] for i in range(len(conflict.decision_makers))]


def mixed_part(graph: GraphModel, concepts: Sequence[str]) -> dict[str, Any]:
    """Return each decision maker's concept, and the ids of the states that hold for each by its own."""
    held = np.flatnonzero(mixed_equilibria(graph, concepts))
    return {
        "concepts": dict(zip(graph.decision_makers, concepts, strict=True)),
        "equilibria": state_ids(graph, held),
    }


def merged_part(graph: GraphModel, members: tuple[int, ...]) -> dict[str, Any]:
    """Return the members of a merged decision maker and, under each concept, the ids of the equilibria."""
    held = judge(*merge_decision_makers(graph, members))
    part: dict[str, Any] = {"members": [graph.decision_makers[i] for i in members]}
    return part | {key: state_ids(graph, np.flatnonzero(stable.all(axis=0))) for key, stable in held.items()}
