"""How each decision maker ranks the states of a reading, by each form that preferences take."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import lcm, prod

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.conditions import Condition
from detente.conflict.space import Space
from detente.conflict.values import Conflict, DecisionMaker, PreferenceStatement, Ranking
from detente.graph.layout import MOST_SMALL, Ranks
from detente.graph.machine import cores
from detente.graph.ranks import rank_states

Rank = NDArray[np.int32]
MAX_LISTS = 64


def statements_present(dm: DecisionMaker, believed: frozenset[str]) -> tuple[PreferenceStatement, ...]:
    """Return the statements that count in a reading, still in priority order."""
    return tuple(statement for statement in dm.statements if statement.guard.present(believed))


def rank_of(conflict: Conflict, dm: DecisionMaker, believed: frozenset[str], on: Space) -> Rank:
    """Rank the states for one decision maker; where several versions may be meant, by the first.

    Returns
    -------
    rank : int32, shape (m,), dense from 0; larger = preferred

    Raises
    ------
    DetenteError
        E403: a ranking leaves out a state or ranks one twice.
    """
    if dm.weights is not None:
        return by_weights(dm.weights, on)
    if dm.ranking is not None:
        return by_ranking(conflict, dm, dm.ranking, on)
    return lexicographic([s.want for s in statements_present(dm, believed)], on)


def ranks_together(conflict: Conflict, believed: frozenset[str], on: Space) -> Ranks:
    """Rank the states for every decision maker, as ``rank_of`` does for one.

    Returns
    -------
    rank : int16 if that is wide enough, else int32; shape (n, m)

    Raises
    ------
    DetenteError
        E403 as ``rank_of``.
    """
    everybody = conflict.decision_makers
    if not on.graph_form and all(dm.weights is None and dm.ranking is None for dm in everybody):
        wants = [[s.want for s in statements_present(dm, believed)] for dm in everybody]
        return rank_states(wants, on.names, on.codes, workers=cores())
    rows = [rank_of(conflict, dm, believed, on) for dm in everybody]
    stacked = np.array(rows, dtype=np.int32).reshape(len(rows), len(on.codes))
    return stacked.astype(np.int16) if stacked.max(initial=0) <= MOST_SMALL else stacked


def wishes(dm: DecisionMaker, believed: frozenset[str]) -> Iterator[tuple[Condition, ...]]:
    """Yield the complete lists of wishes that may be meant, the first version of each statement first."""
    return product(*((s.versions or (s.want,)) for s in statements_present(dm, believed)))


def ranks_of(conflict: Conflict, dm: DecisionMaker, believed: frozenset[str], on: Space) -> list[Rank]:
    """Rank the states for one decision maker by every version that may be meant.

    Raises
    ------
    DetenteError
        E403 as ``rank_of``; E405: more than 64 complete lists.
    """
    if dm.rankings:
        return [by_ranking(conflict, dm, ranking, on) for ranking in dm.rankings]
    if dm.ranking is not None:
        return [rank_of(conflict, dm, believed, on)]
    check_lists(conflict, dm, believed)
    return [lexicographic(wants, on) for wants in wishes(dm, believed)]


def check_lists(conflict: Conflict, dm: DecisionMaker, believed: frozenset[str]) -> None:
    """Raise E405 where the versions of what somebody wants make too many complete lists."""
    count = prod(len(s.versions) or 1 for s in statements_present(dm, believed))
    if count > MAX_LISTS:
        line = next(s.guard.line for s in dm.statements if s.versions)
        message = f"the versions of what {dm.name} wants make {count:,} complete lists; {MAX_LISTS} are the most"
        raise DetenteError(
            Diagnostic(
                code="E405",
                message=message,
                file=conflict.file,
                line=line,
                column=int(line > 0),
                hint="give fewer statements several versions",
            )
        )


def lexicographic(wants: Sequence[Condition], on: Space) -> Rank:
    """Rank states by the first condition on which they differ.

    Returns
    -------
    rank : int32, shape (m,), dense from 0; larger = preferred

    Notes
    -----
    Each condition doubles the classes found so far (better half first), and empty classes are closed up, so any number
    of statements fits.
    """
    rank = np.zeros(len(on.codes), dtype=np.int32)
    for want in wants:
        split = 2 * rank + on.where(want)
        seen = np.zeros(int(split.max(initial=0)) + 1, dtype=np.bool_)
        seen[split] = True
        rank = (np.cumsum(seen, dtype=np.int32) - np.int32(1))[split]
    return rank


def by_weights(weights: Sequence[tuple[str, str]], on: Space) -> Rank:
    """Rank states by the total weight of the options taken, exactly; equal totals are ties.

    Parameters
    ----------
    weights : (option, number as written); options not named weigh nothing

    Examples
    --------
    >>> by_weights([("a", "0.3"), ("b", "0.1")], Space(names=("a", "b"), codes=np.arange(4))).tolist()
    [0, 2, 1, 3]
    """
    exact = {option: Fraction(weight) for option, weight in weights}
    scale = lcm(*(weight.denominator for weight in exact.values()))
    whole = [int(exact.get(option, Fraction(0)) * scale) for option in on.names]
    if sum(map(abs, whole)) < 2**62:
        total = np.zeros(len(on.codes), dtype=np.int64)
        for k, weight in enumerate(whole):
            total += (on.codes >> k & 1) * weight
        return np.unique(total, return_inverse=True)[1].reshape(-1).astype(np.int32)
    sums = [sum(w for k, w in enumerate(whole) if code >> k & 1) for code in on.codes.tolist()]
    place = {value: rank for rank, value in enumerate(sorted(set(sums)))}
    return np.array([place[value] for value in sums], dtype=np.int32)


def by_ranking(conflict: Conflict, dm: DecisionMaker, ranking: Ranking, on: Space) -> Rank:
    """Rank by listed patterns, of which ``-`` stands for either letter, or by state ids in graph form."""
    _, dense = np.unique(places(conflict, dm, ranking, on), return_inverse=True)
    return dense.reshape(-1).astype(np.int32)


def places(conflict: Conflict, dm: DecisionMaker, ranking: Ranking, on: Space) -> Rank:
    """Return each state's place in a ranking, counted from 0 for the last group listed, with holes for empty groups."""
    rank = np.full(len(on.codes), -1, dtype=np.int32)

    def refuse(message: str, hint: str) -> DetenteError:
        line = dm.line
        d = Diagnostic(code="E403", message=message, file=conflict.file, line=line, column=int(line > 0), hint=hint)
        return DetenteError(d)

    for place, group in enumerate(ranking):
        for pattern in group:
            hit = on.matching(pattern)
            if np.any(rank[hit] >= 0):
                raise refuse(f"{dm.name}: the pattern {pattern} ranks a state a second time", "remove one of the two")
            rank[hit] = len(ranking) - 1 - place
    missing = np.flatnonzero(rank < 0)
    if len(missing):
        kind = "states" if on.graph_form else "feasible states"
        raise refuse(
            f"the ranking of {dm.name} leaves out {len(missing)} of {len(on.codes)} {kind},"
            f" first {on.show(int(missing[0]))}",
            "rank every state, or write statements"
            if on.graph_form
            else "rank every feasible state, or write statements",
        )
    return rank
