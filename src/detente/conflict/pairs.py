"""What a model says of pairs of states: which it does not compare, and how strongly it prefers one to the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.canon.strength import Degrees
from detente.canon.unknown import from_alternatives
from detente.conflict.ranks import places, ranks_of, statements_present, wishes
from detente.conflict.space import Flags, Space
from detente.conflict.values import Conflict, DecisionMaker
from detente.graph import GraphModel

Kind = Literal["simple", "unknown", "strength", "hybrid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Preferences pair by pair; [i, s, t] speaks of decision maker i going from state s to t.

    Attributes
    ----------
    unsure : bool, shape (n, m, m), symmetric; the comparison is not known
    degree : int8, shape (n, m, m), antisymmetric; d > 0 where t is preferred at degree d, 0 for ties and unknown pairs
    """

    unsure: Flags
    degree: Degrees


def kind_of(conflict: Conflict, believed: frozenset[str] | None = None) -> Kind:
    """Say what a model's preferences are: simple, unknown in part, of several degrees, or both (hybrid)."""
    reading = conflict.default_reading if believed is None else believed
    stated = [s for dm in conflict.decision_makers for s in statements_present(dm, reading)]
    unsure = any(s.versions for s in stated) or any(dm.rankings or dm.unsure for dm in conflict.decision_makers)
    graded = any(s.degree > 1 for s in stated) or any(dm.gaps for dm in conflict.decision_makers)
    if unsure:
        return "hybrid" if graded else "unknown"
    return "strength" if graded else "simple"


def pairs(conflict: Conflict, graph: GraphModel, believed: frozenset[str] | None = None) -> Pairs:
    """Compare all states in pairs for every decision maker.

    Parameters
    ----------
    graph : what ``compile`` made of the same reading

    Raises
    ------
    DetenteError
        E405: more than 64 complete lists.

    Notes
    -----
    A pair is known where all complete lists agree on which state is preferred, or that none is. Its degree is that of
    the statement which decides it, or of the largest gap between its places in a ranking; where lists agree on the
    preference and not on its degree, the smallest degree is sure and counts. These two rules are this project's. Pairs
    listed under ``unsure`` beside a ranking are not known either.

    Examples
    --------
    >>> from detente.conflict import compile, loads
    >>> conflict = loads("decision_makers: {x: {options: {a: A}}}\\npreferences: {x: [{want: a, degree: 2}]}")
    >>> pairs(conflict, compile(conflict)).degree.tolist()
    [[[0, 2], [-2, 0]]]
    """
    reading = conflict.default_reading if believed is None else believed
    names = graph.labels if conflict.states else graph.options
    on = Space(names=names, codes=graph.codes, graph_form=bool(conflict.states))
    n, m = len(graph.decision_makers), graph.size
    unsure = np.zeros((n, m, m), dtype=np.bool_)
    degree: Degrees = np.zeros((n, m, m), dtype=np.int8)
    for i, dm in enumerate(conflict.decision_makers):
        unsure[i] = from_alternatives(ranks_of(conflict, dm, reading, on))[1] | _not_compared(dm, on)
        found = _degrees(conflict, dm, reading, on)
        least = np.min(np.abs(np.array(found)), axis=0)
        degree[i] = np.where(unsure[i], 0, np.sign(found[0]) * least)
    return Pairs(unsure=unsure, degree=degree)


def _not_compared(dm: DecisionMaker, on: Space) -> Flags:
    """Mark the pairs of different patterns that stand in one set of ``unsure``, and no state with itself."""
    table = np.zeros((len(on.codes), len(on.codes)), dtype=np.bool_)
    for entry in dm.unsure:
        for one, other in combinations(entry, 2):
            a, b = on.matching(one), on.matching(other)
            pair = np.zeros(len(on.codes), dtype=np.bool_), np.zeros(len(on.codes), dtype=np.bool_)
            pair[0][a], pair[1][b] = True, True
            table |= pair[0][:, None] & pair[1][None, :]
    table |= table.T
    np.fill_diagonal(table, False)
    return table


def _degrees(conflict: Conflict, dm: DecisionMaker, believed: frozenset[str], on: Space) -> Sequence[Degrees]:
    """Return for each complete list the degrees of all pairs."""
    if dm.gaps and dm.ranking is not None:
        return [_by_gaps(places(conflict, dm, dm.ranking, on), dm.gaps)]
    if dm.ranking is not None:
        return [_mildly(rank) for rank in ranks_of(conflict, dm, believed, on)]
    marks = [s.degree for s in statements_present(dm, believed)]
    return [
        _by_statements([on.where(want) for want in listed], marks, len(on.codes)) for listed in wishes(dm, believed)
    ]


def _mildly(rank: NDArray[np.int32]) -> Degrees:
    degree: Degrees = np.sign(rank[None, :] - rank[:, None]).astype(np.int8)
    return degree


def _by_gaps(place: NDArray[np.int32], gaps: tuple[int, ...]) -> Degrees:
    """Grade pairs by the largest gap between their places (larger = preferred, holes allowed)."""
    upward = np.array(gaps[::-1], dtype=np.int8)  # upward[k] lies between places k and k + 1
    between = np.zeros((len(gaps) + 1, len(gaps) + 1), dtype=np.int8)
    for low in range(len(gaps)):
        between[low, low + 1 :] = np.maximum.accumulate(upward[low:])
    degree: Degrees = (between - between.T)[place[:, None], place[None, :]]
    return degree


def _by_statements(truths: Sequence[Flags], marks: Sequence[int], m: int) -> Degrees:
    degree: Degrees = np.zeros((m, m), dtype=np.int8)
    for truth, mark in zip(truths, marks, strict=True):
        value = truth.astype(np.int8) * np.int8(mark)
        degree = np.where(degree == 0, value[None, :] - value[:, None], degree)
    return degree
