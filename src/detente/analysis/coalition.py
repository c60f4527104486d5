"""Which states hold for a coalition, as the plain entry of ``detente analyze --coalition``."""

from typing import Any

import numpy as np

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.canon import coalition_stability
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
        part[key] = (np.flatnonzero(stable) + 1).tolist()
    return part
