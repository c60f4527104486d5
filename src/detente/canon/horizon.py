"""What two decision makers anticipate when they look a number of moves ahead."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from detente.canon.spread import Flags, Links, links
from detente.graph import GraphModel

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
