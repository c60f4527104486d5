"""Maximin stability: the other side is feared to do one's worst, for a number of moves ahead."""

import numpy as np

from detente.canon.concept import CanonConcept, check_horizon, check_two
from detente.canon.spread import Flags, links
from detente.graph import GraphModel


def maximin(graph: GraphModel, h: int) -> Flags:
    """Say which states hold if the other one always does its worst to the decision maker, ``h`` moves in all.

    Parameters
    ----------
    h : the number of moves, at least 1; the decision maker itself moves first

    Returns
    -------
    stable : bool, shape (2, m)

    Raises
    ------
    DetenteError
        E714: not two decision makers, or a horizon below 1.

    Notes
    -----
    V_0(s) = P_i(s). At i's turn V_h(s) = max(P_i(s), max_{t ∈ R_i(s)} V_{h−1}(t)), at the other's turn V_h(s) =
    min(P_i(s), min_{t ∈ R_j(s)} V_{h−1}(t)); each may stay, which ends the exchange. s is stable iff V_h(s) = P_i(s)
    with i to move. For h = 1, 2, 3 this is NASH, GMR and SMR.

    References
    ----------
    Rêgo and Vieira, on Maximin_h in the graph model (2019-2021).
    """
    check_two(graph, "Maximin stability", "the definition for more could not be read at its source")
    check_horizon(h, "Maximin stability")
    ways = [links(graph, i) for i in range(2)]
    stable = []
    for i in range(2):
        own = graph.rank[i].astype(np.int64)
        value, done, seen = own, 0, dict[tuple[int, bytes], int]()
        while done < h:  # from the last move back to the first, which is i's
            mark = ((h - 1 - done) % 2, value.tobytes())
            if mark in seen:  # what follows has been before, again and again: leave out whole rounds
                done = h - (h - done) % (done - seen[mark])
                seen = {}
                continue
            seen[mark] = done
            mover = i if mark[0] == 0 else 1 - i
            row = own.copy()
            fold = np.maximum if mover == i else np.minimum
            fold.at(row, ways[mover].source, value[ways[mover].to])
            value, done = row, done + 1
        stable.append(value == own)
    return np.array(stable)


MAXIMIN = CanonConcept(
    key="MAXIMINh",
    name="Maximin stability",
    formula="V_h(s) = P_i(s), where i maximises and the other minimises P_i in turn, h moves in all",
    source="Rêgo and Vieira 2019-2021",
    scope="two decision makers",
    judge=maximin,
)
