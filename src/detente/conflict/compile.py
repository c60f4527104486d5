"""Conflict → graph model: which states can be, and how each decision maker ranks them."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.conditions import Condition, Var, holds, packed, truth
from detente.conflict.values import Conflict, DecisionMaker, PreferenceStatement
from detente.graph import GraphModel

MAX_OPTIONS = 26


def compile(conflict: Conflict, believed: frozenset[str] | None = None) -> GraphModel:
    """Work out the states and ranks of one reading of the contested claims.

    Parameters
    ----------
    conflict : the model as written
    believed : contested claims believed; None takes the model's own default reading

    Returns
    -------
    graph : ``rank`` has shape (n, m), dense from 0 (least preferred); preference is lexicographic in the statements

    Raises
    ------
    DetenteError
        E401 no state is feasible; E402 more than 26 options; E403 a ranking leaves out a feasible state or ranks one
        twice.
    """
    reading = conflict.default_reading if believed is None else believed
    order = [option.id for option in conflict.options]
    check_size(conflict)
    codes = feasible_codes(conflict, reading)
    if not len(codes):
        line = next((rule.guard.line for rule in conflict.infeasible if rule.guard.present(reading)), 0)
        raise DetenteError(
            Diagnostic(
                code="E401",
                message="no state is feasible: the infeasible entries remove every combination of options",
                file=conflict.file,
                line=line,
                column=1 if line else 0,
                hint="relax one of the entries under infeasible",
            )
        )
    ranks = [_rank(conflict, dm, reading, order, codes) for dm in conflict.decision_makers]
    top = max((int(r.max()) for r in ranks), default=0)
    stacked = np.array(ranks, dtype=np.int32).reshape(len(ranks), len(codes))
    rank = stacked.astype(np.int16) if top < 2**15 - 1 else stacked
    owners = {dm.id: i for i, dm in enumerate(conflict.decision_makers)}
    at, notes = _status_quo(conflict, reading, codes)
    return GraphModel(
        decision_makers=tuple(dm.name for dm in conflict.decision_makers),
        options=tuple(order),
        owner=tuple(owners[option.owner] for option in conflict.options),
        one_way=tuple(
            {"N->Y": 1, "Y->N": -1, "": 0}[option.one_way if option.one_way_guard.present(reading) else ""]
            for option in conflict.options
        ),
        codes=codes,
        rank=rank,
        status_quo=at,
        notes=notes,
    )


def check_size(conflict: Conflict) -> None:
    """Raise E402, with an estimate, where the states are too many to list."""
    n = len(conflict.options)
    if n > MAX_OPTIONS:
        states = 2**n
        raise DetenteError(
            Diagnostic(
                code="E402",
                message=f"{n} options give up to {states:.3g} states, about {states * 16 / 2**30:.3g} GiB;"
                f" {MAX_OPTIONS} options are the most that can be listed",
                file=conflict.file,
                hint="merge options, or split the conflict",
            )
        )


def feasible_codes(conflict: Conflict, believed: frozenset[str]) -> NDArray[np.int64]:
    """Return the codes of the feasible states, ascending; an absent option is never taken."""
    order = [option.id for option in conflict.options]
    removed: list[Condition] = [Var(option.id) for option in conflict.options if not option.guard.present(believed)]
    removed += [rule.condition for rule in conflict.infeasible if rule.guard.present(believed)]
    keep = np.full(max(1, 2 ** len(order) // 64), 2**64 - 1, dtype=np.uint64)
    for condition in removed:
        keep &= ~packed(condition, order)
    bits = np.unpackbits(keep.astype("<u8").view(np.uint8), bitorder="little")[: 2 ** len(order)]
    return np.flatnonzero(bits).astype(np.int64)


def statements_present(dm: DecisionMaker, believed: frozenset[str]) -> tuple[PreferenceStatement, ...]:
    """Return the statements that count in a reading, still in priority order."""
    return tuple(statement for statement in dm.statements if statement.guard.present(believed))


def deciding_statement(
    conflict: Conflict, dm_index: int, code_a: int, code_b: int, believed: frozenset[str] | None = None
) -> PreferenceStatement | None:
    """Return the first statement, in priority order, on which two states differ (None: a tie, or a ranking)."""
    dm = conflict.decision_makers[dm_index]
    reading = conflict.default_reading if believed is None else believed
    if dm.ranking is not None:
        return None
    first, second = (
        {option.id: bool(code >> k & 1) for k, option in enumerate(conflict.options)} for code in (code_a, code_b)
    )
    for statement in statements_present(dm, reading):
        if holds(statement.want, first) != holds(statement.want, second):
            return statement
    return None


def _status_quo(
    conflict: Conflict, believed: frozenset[str], codes: NDArray[np.int64]
) -> tuple[int | None, tuple[str, ...]]:
    if conflict.status_quo is None:
        return None, ()
    taken = set(conflict.status_quo)
    code = sum(1 << k for k, o in enumerate(conflict.options) if o.id in taken and o.guard.present(believed))
    at = int(np.searchsorted(codes, code))
    if at < len(codes) and int(codes[at]) == code:
        return at, ()
    return None, ("the status quo is not a feasible state in this reading",)


def _rank(
    conflict: Conflict, dm: DecisionMaker, believed: frozenset[str], order: Sequence[str], codes: NDArray[np.int64]
) -> NDArray[np.int32]:
    if dm.weights is not None:
        return by_weights(dm.weights, order, codes)
    if dm.ranking is not None:
        return _from_ranking(conflict, dm, dm.ranking, len(order), codes)
    return lexicographic([s.want for s in statements_present(dm, believed)], order, codes)


def lexicographic(wants: Sequence[Condition], order: Sequence[str], codes: NDArray[np.int64]) -> NDArray[np.int32]:
    """Rank states by the first condition on which they differ.

    Returns
    -------
    rank : int32, shape (m,), dense from 0; larger = preferred

    Notes
    -----
    Each condition doubles the classes found so far (better half first), and empty classes are closed up, so any number
    of statements fits.
    """
    rank = np.zeros(len(codes), dtype=np.int32)
    everything = len(codes) == 2 ** len(order)
    for want in wants:
        value = truth(want, order)
        split = 2 * rank + (value if everything else value[codes])
        seen = np.zeros(int(split.max(initial=0)) + 1, dtype=np.bool_)
        seen[split] = True
        rank = (np.cumsum(seen, dtype=np.int32) - np.int32(1))[split]
    return rank


def by_weights(weights: Sequence[tuple[str, str]], order: Sequence[str], codes: NDArray[np.int64]) -> NDArray[np.int32]:
    """Rank states by the total weight of the options taken, exactly; equal totals are ties.

    Parameters
    ----------
    weights : (option, number as written); options not named weigh nothing

    Returns
    -------
    rank : int32, shape (m,), dense from 0; larger = preferred

    Examples
    --------
    >>> by_weights([("a", "0.3"), ("b", "0.1")], ["a", "b"], np.arange(4)).tolist()
    [0, 2, 1, 3]
    """
    exact = {option: Fraction(weight) for option, weight in weights}
    scale = lcm(*(weight.denominator for weight in exact.values()))
    whole = [int(exact.get(option, Fraction(0)) * scale) for option in order]
    if sum(map(abs, whole)) < 2**62:
        total = np.zeros(len(codes), dtype=np.int64)
        for k, weight in enumerate(whole):
            total += (codes >> k & 1) * weight
        return np.unique(total, return_inverse=True)[1].reshape(-1).astype(np.int32)
    sums = [sum(w for k, w in enumerate(whole) if code >> k & 1) for code in codes.tolist()]
    place = {value: rank for rank, value in enumerate(sorted(set(sums)))}
    return np.array([place[value] for value in sums], dtype=np.int32)


def _from_ranking(
    conflict: Conflict, dm: DecisionMaker, ranking: tuple[tuple[str, ...], ...], n: int, codes: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Rank by listed patterns; a ``-`` stands for either letter."""
    rank = np.full(len(codes), -1, dtype=np.int32)

    def refuse(message: str, hint: str) -> DetenteError:
        line = dm.line
        d = Diagnostic(code="E403", message=message, file=conflict.file, line=line, column=int(line > 0), hint=hint)
        return DetenteError(d)

    for place, group in enumerate(ranking):
        for pattern in group:
            hit = _matching(pattern, codes)
            if np.any(rank[hit] >= 0):
                raise refuse(f"{dm.name}: the pattern {pattern} ranks a state a second time", "remove one of the two")
            rank[hit] = len(ranking) - 1 - place
    missing = np.flatnonzero(rank < 0)
    if len(missing):
        code = int(codes[missing[0]])
        first = "".join("Y" if code >> k & 1 else "N" for k in range(n))
        raise refuse(
            f"the ranking of {dm.name} leaves out {len(missing)} of {len(codes)} feasible states, first {first}",
            "rank every feasible state, or write statements",
        )
    _, dense = np.unique(rank, return_inverse=True)
    return dense.reshape(-1).astype(np.int32)


def _matching(pattern: str, codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the indices of the states that a pattern describes."""
    value = sum(1 << k for k, letter in enumerate(pattern) if letter == "Y")
    if "-" not in pattern:
        at = int(np.searchsorted(codes, value))
        found = at < len(codes) and int(codes[at]) == value
        return np.array([at] if found else [], dtype=np.int64)
    mask = sum(1 << k for k, letter in enumerate(pattern) if letter != "-")
    return np.flatnonzero((codes & mask) == value)
