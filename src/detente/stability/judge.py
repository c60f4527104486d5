"""The stability of every place of many variants, by whichever engine suits the size."""

import importlib.util
import sys
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError
from detente.graph import Layout, Places, Ranks
from detente.stability.concept import Concept, stable

Bits = NDArray[np.uint8]
Engine = Literal["auto", "numpy", "compiled"]
WORTH_A_COMPILE = 2.0
"""Seconds: below that, waiting for compiled loops to be loaded or made costs more than it saves."""
WORTH_THREADS = 1 << 16


def judge(
    layout: Layout,
    ranks: Ranks,
    chosen: Sequence[Concept],
    engine: Engine = "auto",
    *,
    workers: int = 1,
    complete: bool = False,
    work: int | None = None,
) -> Bits:
    """Judge V variants that share a layout.

    Parameters
    ----------
    ranks : int16 or int32, shape (V, n, S), -1 where a place is infeasible (for all decision makers alike)
    workers : threads for the compiled engine
    complete : whether every place is known to be feasible
    work : how many places there are to judge in all, if this is one call of many

    Returns
    -------
    bits : uint8, shape (V, n, S)
        Bit c says whether the place is stable under the c-th chosen concept; 0 at infeasible places.

    Raises
    ------
    DetenteError
        The compiled engine is asked for and Numba is not installed.
    """
    if engine == "compiled" or (engine == "auto" and _pays(layout, ranks, chosen, work)):
        return _compiled(layout, ranks, chosen, workers, complete)
    board = Places(layout, ranks)
    bits = np.zeros(ranks.shape, dtype=np.uint8)
    for i in range(ranks.shape[1]):
        own = bits[:, i]
        for c, concept in enumerate(chosen):
            held = stable(concept, board, i) & board.feasible
            own |= held.view(np.uint8).reshape(own.shape) << np.uint8(c)
    return bits


def numpy_seconds(layout: Layout, decision_makers: int, chosen: Sequence[Concept], places: int) -> float:
    """Estimate, from measurements on one machine, how long the plain engine would take."""
    each = sum(250e-9 if c.answers is not None and c.answers.improving else 8e-9 for c in chosen)
    ways = 4 if any(own.ways for own in layout.fields) else 1
    return places * decision_makers * each * ways * max(1.0, decision_makers / 3)


def _pays(layout: Layout, ranks: Ranks, chosen: Sequence[Concept], work: int | None) -> bool:
    if sys.modules.get("detente.graph.compiled") is not None:
        return True
    if importlib.util.find_spec("numba") is None:
        return False
    places = ranks.shape[0] * ranks.shape[2]
    return numpy_seconds(layout, ranks.shape[1], chosen, max(places, work or 0)) > WORTH_A_COMPILE


def _compiled(layout: Layout, ranks: Ranks, chosen: Sequence[Concept], workers: int, complete: bool) -> Bits:
    try:
        from detente.graph.compiled import judge_places
    except ImportError as missing:
        raise DetenteError(
            f"compiled loops need {missing.name}, which is not installed; next step: pip install 'detente[fast]'"
        ) from missing
    wishes = [None if c.answers is None else (c.answers.improving, c.answers.final) for c in chosen]
    few = ranks.shape[0] * ranks.shape[2] < WORTH_THREADS
    return judge_places(layout, np.ascontiguousarray(ranks), wishes, 1 if few else workers, complete)
