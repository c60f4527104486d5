"""The reachability JSON of GMCR+: a ``.gmcr`` document with ``nodes``, the states and who can go where.

Round trip: as for ``.gmcr``. The nodes are written from the model and ignored on reading, since options and
infeasible conditions give them; where moves are forbidden the nodes lack these moves, and reading back allows them
again. Models in graph form or with merged states are refused: a node has a decimal, which says what options are taken.
"""

import json
from typing import Any

from detente.base import DetenteError, Diagnostic
from detente.conflict import Conflict, compile
from detente.graph import GraphModel, moves
from detente.interop import gmcr
from detente.interop.xu import check_size


def dumps(conflict: Conflict, believed: frozenset[str] | None = None) -> str:
    """Write one reading of a conflict.

    Raises
    ------
    DetenteError
        As ``gmcr.dumps``; E507: states are merged; E508: too many states.
    """
    document = json.loads(gmcr.dumps(conflict, believed))
    graph = compile(conflict, believed)
    check_size(graph, conflict)
    if graph.members:
        message = "this format has no place for states that count as one"
        hint = "keep it as a detente model file"
        raise DetenteError(Diagnostic(code="E507", message=message, file=conflict.file, hint=hint))
    return json.dumps({**document, "nodes": nodes(graph)}, ensure_ascii=False, indent=1) + "\n"


def nodes(graph: GraphModel) -> list[dict[str, Any]]:
    """Return each state as a node: id from 0, decimal, number from 1, letters, and what can be reached from it.

    ``payoffChange`` is how many places the mover's ranking goes up.
    """
    return [
        {
            "id": s,
            "decimal": str(int(graph.codes[s])),
            "ordered": str(s + 1),
            "state": graph.pattern(s),
            "reachable": [
                {"target": t, "dm": f"dm{i}", "payoffChange": int(graph.rank[i, t]) - int(graph.rank[i, s])}
                for i in range(len(graph.decision_makers))
                for t in moves(graph, i, s).tolist()
            ],
        }
        for s in range(graph.size)
    ]
