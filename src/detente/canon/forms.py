"""Conflicts given as states and arcs, without options, as many published ones are."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.graph import Arcs, GraphModel


def graph_form(
    *,
    states: Sequence[str],
    moves: Mapping[str, Iterable[tuple[str, str]]],
    rankings: Mapping[str, Sequence[Iterable[str]]],
    status_quo: str | None = None,
) -> GraphModel:
    """Build a model from states, each decision maker's arcs and rankings.

    Parameters
    ----------
    states : labels, in the order in which they are numbered
    moves : for each decision maker, in order, its one-step moves (from, to); two may own the same arc
    rankings : for each decision maker its groups of states, most preferred first, ties together
    status_quo : label of the state where the conflict stands

    Raises
    ------
    DetenteError
        E707: a label is unknown or given twice, an arc returns to its own state, or a ranking leaves out a state or
        ranks one twice.

    Examples
    --------
    >>> graph = graph_form(states=["a", "b"], moves={"X": [("a", "b")]}, rankings={"X": [["b"], ["a"]]})
    >>> graph.labels, graph.rank.tolist()
    (('a', 'b'), [[0, 1]])
    """
    at = {label: s for s, label in enumerate(states)}
    if len(at) != len(states):
        twice = next(label for s, label in enumerate(states) if at[label] != s)
        raise _refuse(f"the state '{twice}' is listed twice", "give each state its own label")
    if not at:
        raise _refuse("a model needs at least one state", "list the states")
    if set(moves) != set(rankings):
        odd = sorted(set(moves) ^ set(rankings))[0]
        raise _refuse(f"'{odd}' has moves or a ranking, but not both", "give every decision maker both")
    names = tuple(moves)
    m = len(states)
    arcs, rank = [], []
    for name in names:
        ends: list[set[int]] = [set() for _ in range(m)]
        for a, b in moves[name]:
            source, to = _find(at, a), _find(at, b)
            if source == to:
                raise _refuse(f"an arc of {name} leads from '{a}' to itself", "leave it out: staying is no move")
            ends[source].add(to)
        start = np.cumsum([0, *(len(e) for e in ends)], dtype=np.int64)
        arcs.append(Arcs(start=start, to=np.array([t for e in ends for t in sorted(e)], dtype=np.int32)))
        rank.append(_rank(name, rankings[name], at))
    return GraphModel(
        decision_makers=names,
        codes=np.arange(m, dtype=np.int64),
        rank=np.array(rank, dtype=np.int32).reshape(len(names), m),
        arcs=tuple(arcs),
        status_quo=None if status_quo is None else _find(at, status_quo),
        labels=tuple(states),
        transitive=False,
    )


def _refuse(message: str, hint: str) -> DetenteError:
    return DetenteError(Diagnostic(code="E707", message=message, hint=hint))


def _find(at: Mapping[str, int], label: str) -> int:
    if label in at:
        return at[label]
    near = did_you_mean(label, at)
    raise _refuse(f"no state is called '{label}'", f"did you mean '{near}'?" if near else "list it under the states")


def _rank(name: str, groups: Sequence[Iterable[str]], at: Mapping[str, int]) -> list[int]:
    rank = [-1] * len(at)
    for place, group in enumerate(groups):
        for label in group:
            s = _find(at, label)
            if rank[s] >= 0:
                raise _refuse(f"{name} ranks the state '{label}' twice", "remove one of the two")
            rank[s] = len(groups) - 1 - place
    if -1 in rank:
        label = list(at)[rank.index(-1)]
        raise _refuse(f"the ranking of {name} leaves out the state '{label}'", "rank every state")
    return rank
