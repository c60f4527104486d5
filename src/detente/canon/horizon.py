"""What two decision makers anticipate when they look a number of moves ahead."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.canon.spread import Flags, Links, links
from detente.graph import GraphModel

MOST_LEVELS = 10_000
DISPUTED = "for more, two published definitions exist and both are disputed"
Ranks = NDArray[np.int64]
Ahead = tuple[tuple[Ranks, Ranks], tuple[Ranks, Ranks]]  # [mover][k]: worst rank for k among what is anticipated


def levels(graph: GraphModel) -> Iterator[tuple[Flags, Ahead]]:
    """Yield, for horizons 1, 2, …, who stays where, and the worst ranks among what each then anticipates."""
    rank = graph.rank.astype(np.int64)
    ways = [links(graph, i) for i in range(2)]
    ahead: Ahead = ((rank[0], rank[1]), (rank[0], rank[1]))
    while True:
        first, second = (_choose(ways[i], rank, i, ahead[1 - i]) for i in range(2))
        ahead = (first[1], second[1])
        yield np.array([first[0], second[0]]), ahead


def course(graph: GraphModel, longest: int) -> tuple[list[Flags], int | None]:
    """Return who stays where at horizons 1, 2, …, until what is anticipated repeats or ``longest`` is reached.

    Returns
    -------
    found : bool arrays of shape (2, m), one a horizon
    start : from this index on ``found`` is the part that repeats for ever; None where it stopped before
    """
    seen: dict[bytes, int] = {}
    found: list[Flags] = []
    for stable, ahead in levels(graph):
        found.append(stable)
        mark = b"".join(row.tobytes() for pair in ahead for row in pair)
        if mark in seen:
            return found, seen[mark] + 1
        seen[mark] = len(found) - 1
        if len(found) == longest:
            break
    return found, None


def never_repeats() -> DetenteError:
    """Return the refusal of a question whose answer lies too many moves ahead."""
    return DetenteError(
        Diagnostic(
            code="E712",
            message=f"what is anticipated does not repeat within {MOST_LEVELS:,} moves",
            hint="ask for a fixed horizon such as L4",
        )
    )


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
