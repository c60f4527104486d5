"""The statements for which somebody leaves a settlement whatever the others answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.analysis.question import where_states
from detente.conflict import Conflict, PreferenceStatement, deciding_statement
from detente.graph import GraphModel, Links, improvements


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A statement (None: a ranking) for which decision maker ``dm`` leaves some states, undeterred.

    No joint move of the others makes the mover as badly off as where it stood, so those states fail under every
    concept. ``example`` is one such move, (from, to).
    """

    dm: int
    statement: PreferenceStatement | None
    states: tuple[int, ...]
    example: tuple[int, int]


def settlement_states(conflict: Conflict, graph: GraphModel) -> tuple[int, ...]:
    """Return the feasible states that count as a settlement, ascending; none where the model names no settlement."""
    if conflict.settlement is None:
        return ()
    return tuple(np.flatnonzero(where_states(graph, conflict.settlement)).tolist())


def left_for_good(
    conflict: Conflict, graph: GraphModel, believed: frozenset[str], states: Sequence[int]
) -> tuple[Left, ...]:
    """Find the statements for which somebody leaves these states, no answer of the others deterring it.

    Returns
    -------
    found : those that most states are left for first, then by decision maker
    """
    left: dict[tuple[int, PreferenceStatement | None], list[int]] = {}
    example: dict[tuple[int, PreferenceStatement | None], tuple[int, int]] = {}
    if not states:
        return ()
    layout = Links(graph)
    for i in range(len(conflict.decision_makers)):
        worst = layout.worst(i, layout.rank(i), improving=False)
        for s in states:
            reasons: dict[tuple[int, PreferenceStatement | None], None] = {}
            better = improvements(graph, i, s)
            for t in better[worst[better] > graph.rank[i, s]].tolist():
                statement = deciding_statement(conflict, i, int(graph.codes[s]), int(graph.codes[t]), believed)
                reasons[i, statement] = None
                example.setdefault((i, statement), (s, t))
            for reason in reasons:
                left.setdefault(reason, []).append(s)
    return tuple(
        Left(dm=key[0], statement=key[1], states=tuple(left[key]), example=example[key])
        for key in sorted(left, key=lambda key: -len(left[key]))
    )
