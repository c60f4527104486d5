"""The stability of every place of many variants, by whichever engine suits the size."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.graph import Layout, Places, Ranks
from detente.stability.concept import Concept, stable

Bits = NDArray[np.uint8]
Engine = Literal["auto", "numpy", "compiled"]


def judge(layout: Layout, ranks: Ranks, chosen: Sequence[Concept], engine: Engine = "auto") -> Bits:
    """Judge V variants that share a layout.

    Parameters
    ----------
    ranks : int16 or int32, shape (V, n, S), -1 where a place is infeasible (for all decision makers alike)

    Returns
    -------
    bits : uint8, shape (V, n, S)
        Bit c says whether the place is stable under the c-th chosen concept; 0 at infeasible places.
    """
    board = Places(layout, ranks)
    bits = np.zeros(ranks.shape, dtype=np.uint8)
    for i in range(ranks.shape[1]):
        own = bits[:, i]
        for c, concept in enumerate(chosen):
            held = stable(concept, board, i) & board.feasible
            own |= held.view(np.uint8).reshape(own.shape) << np.uint8(c)
    return bits
