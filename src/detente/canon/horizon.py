"""Limited-move and non-myopic stability: looking a number of moves ahead, each side for its own good."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.canon.concept import CanonConcept, check_horizon, check_two
from detente.canon.spread import Flags, Links, links
from detente.graph import GraphModel

DISPUTED = "for more, two published definitions exist and both are disputed"
MOST_LEVELS = 10_000
Ranks = NDArray[np.int64]
Ahead = tuple[tuple[Ranks, Ranks], tuple[Ranks, Ranks]]  # [mover][k]: worst rank for k among what is anticipated


def limited_move(graph: GraphModel, h: int) -> Flags:
    """Say which states hold when each of two decision makers looks ``h`` moves ahead.

    Parameters
    ----------
    h : the horizon, a number of moves of at least 1

    Returns
    -------
    stable : bool, shape (2, m)

    Raises
    ------
    DetenteError
        E714: not two decision makers, or a horizon below 1.

    Notes
    -----
    G_0(i, s) = {s}, and G_h(i, s) = {s} where i cannot move. Otherwise a move to s₁ is worth to i the worst rank among
    G_{h−1}(j, s₁), j being the other one. If no move is worth more than staying, G_h(i, s) = {s}; else G_h(i, s) is
    the union of G_{h−1}(j, s₁) over the most valuable moves. s is L_h-stable for i iff G_h(i, s) = {s}.

    With strict rankings this is the anticipated state of the sources. With ties it need not be unique; then all are
    kept, the chooser fears the worst of them, and stays where moving gains nothing.

    References
    ----------
    Kilgour (1985); Fang, Hipel and Kilgour (1993), Interactive Decision Making, Wiley.
    """
    check_two(graph, "limited-move stability", DISPUTED)
    check_horizon(h, "limited-move stability")
    for level, stable in enumerate(_levels(graph), 1):
        if level == h:
            return stable[0]
    raise AssertionError("the levels never end")


def non_myopic(graph: GraphModel) -> Flags:
    """Say which states hold for two decision makers whatever the horizon, once it is long enough.

    Returns
    -------
    stable : bool, shape (2, m); stable for i iff there is an h₀ with G_h(i, s) = {s} for all h ≥ h₀

    Raises
    ------
    DetenteError
        E714: not two decision makers; E712: what is anticipated does not repeat within 10,000 moves.

    Notes
    -----
    What is anticipated at one horizon follows from the one before, so that sooner or later it repeats; a state is
    non-myopically stable iff it is L_h-stable for every h of the part that repeats.

    References
    ----------
    Brams and Wittman (1981); Kilgour (1984).
    """
    check_two(graph, "non-myopic stability", DISPUTED)
    seen: dict[bytes, int] = {}
    history: list[Flags] = []
    for stable, ahead in _levels(graph):
        mark = b"".join(row.tobytes() for pair in ahead for row in pair)
        if mark in seen:
            held: Flags = np.logical_and.reduce(np.array([*history[seen[mark] + 1 :], stable]))
            return held
        seen[mark] = len(history)
        history.append(stable)
        if len(history) > MOST_LEVELS:
            break
    raise DetenteError(
        Diagnostic(
            code="E712",
            message=f"what is anticipated does not repeat within {MOST_LEVELS:,} moves",
            hint="ask for a fixed horizon such as L4",
        )
    )


def stackelberg(graph: GraphModel, leader: int) -> Flags:
    """Say which states are Stackelberg equilibria: the leader looks two moves ahead, the follower one.

    Parameters
    ----------
    leader : index of the leader, 0 or 1

    Returns
    -------
    equilibrium : bool, shape (m,); L_2-stable for the leader and Nash-stable for the other

    Raises
    ------
    DetenteError
        E714: not two decision makers, or no such leader.

    References
    ----------
    Fang, Hipel and Kilgour (1993), Interactive Decision Making, Wiley.
    """
    both: Flags = np.logical_and.reduce(_stackelberg_rows(graph, leader))
    return both


def _stackelberg_rows(graph: GraphModel, leader: int) -> Flags:
    check_two(graph, "a Stackelberg equilibrium", "the definition names one leader and one follower")
    if leader not in (0, 1):
        raise DetenteError(
            Diagnostic(code="E714", message="the leader must be one of the two decision makers, number 1 or 2")
        )
    ahead, near = limited_move(graph, 2), limited_move(graph, 1)
    return np.array([(ahead if i == leader else near)[i] for i in range(2)])


def _levels(graph: GraphModel) -> Iterator[tuple[Flags, Ahead]]:
    """Yield, for horizons 1, 2, …, who stays where, and the worst ranks among what each then anticipates."""
    rank = graph.rank.astype(np.int64)
    ways = [links(graph, i) for i in range(2)]
    ahead: Ahead = ((rank[0], rank[1]), (rank[0], rank[1]))
    while True:
        first, second = (_choose(ways[i], rank, i, ahead[1 - i]) for i in range(2))
        ahead = (first[1], second[1])
        yield np.array([first[0], second[0]]), ahead


def _choose(ways: Links, rank: Ranks, i: int, after: tuple[Ranks, Ranks]) -> tuple[Flags, tuple[Ranks, Ranks]]:
    """Let i stay or take its most valuable moves; return where it stays and the worst ranks for both."""
    value = rank[i].copy()
    np.maximum.at(value, ways.source, after[i][ways.to])
    stays: Flags = value <= rank[i]
    taken = ~stays[ways.source] & (after[i][ways.to] == value[ways.source])
    worst = []
    for k in range(2):
        row = np.where(stays, rank[k], np.iinfo(np.int64).max)
        np.minimum.at(row, ways.source[taken], after[k][ways.to[taken]])
        worst.append(row)
    return stays, (worst[0], worst[1])


LIMITED_MOVE = CanonConcept(
    key="Lh",
    name="Limited-move stability",
    formula="G_h(i, s) = {s}, where G_h is what i anticipates when both look h moves ahead",
    source="Kilgour 1985; Fang, Hipel and Kilgour 1993",
    scope="two decision makers",
    judge=limited_move,
)
NON_MYOPIC = CanonConcept(
    key="NM",
    name="Non-myopic stability",
    formula="∃ h₀ ∀ h ≥ h₀: G_h(i, s) = {s}",
    source="Brams and Wittman 1981; Kilgour 1984",
    scope="two decision makers",
    judge=lambda graph, h: non_myopic(graph),
)
STACKELBERG = CanonConcept(
    key="STACKELBERGk",
    name="Stackelberg stability",
    formula="L₂-stable for the leader and Nash-stable for the follower",
    source="Fang, Hipel and Kilgour 1993",
    scope="two decision makers; k is the number of the leader, 1 or 2",
    judge=lambda graph, k: _stackelberg_rows(graph, k - 1),
)
