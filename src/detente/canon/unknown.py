"""Preferences the analyst does not know: some pairs of states are simply not compared."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.canon.spread import Flags
from detente.canon.structure import Structure, check_relation
from detente.graph import GraphModel

EXTENSIONS: dict[str, str] = {
    "a": "moves where it may gain; only a known loss deters",
    "b": "moves only where it surely gains; only a known loss deters",
    "c": "moves where it may gain; a possible loss deters",
    "d": "moves only where it surely gains; a possible loss deters",
}


def unknown(graph: GraphModel, prefers: Flags, unsure: Flags, extension: str) -> Structure:
    """Return a preference in which some comparisons are unknown, read in one of four ways.

    Parameters
    ----------
    prefers : bool, shape (n, m, m); prefers[i, s, t] says that i strictly prefers t to s
    unsure : bool, shape (n, m, m), symmetric; unsure[i, s, t] says that i's comparison of s and t is unknown
    extension : "a", "b", "c" or "d", see ``EXTENSIONS``

    Raises
    ------
    DetenteError
        E709 wrong shape, or a pair that is both known and unknown, or preferred both ways; E710 no such extension.

    Notes
    -----
    ========= ============= =============== ===================
    extension i gains       opponents step  deters, holds
    ========= ============= =============== ===================
    a         ≻ or U        ≻ or U          ≺ or ~
    b         ≻             ≻ or U          ≺ or ~
    c         ≻ or U        ≻ or U          ≺, ~ or U
    d         ≻             ≻ or U          ≺, ~ or U
    ========= ============= =============== ===================

    The unknown relation need not be transitive. SSEQ is not in the source, which defines NASH, GMR, SMR and SEQ.

    References
    ----------
    Li, Hipel, Kilgour and Fang (2004), IEEE Transactions on Systems, Man, and Cybernetics A 34(4), 507-520.
    """
    if extension not in EXTENSIONS:
        raise DetenteError(
            Diagnostic(
                code="E710",
                message=f"no extension of unknown preference is called {extension!r}",
                hint="the extensions are " + "; ".join(f"{key}: {what}" for key, what in EXTENSIONS.items()),
            )
        )
    check_relation(graph, prefers, "prefers")
    check_relation(graph, unsure, "unsure")
    for i, name in enumerate(graph.decision_makers):
        _consistent(name, prefers[i], unsure[i])

    may_gain: Flags = prefers | unsure
    deters: Flags = ~(prefers if extension in "cd" else may_gain)
    return Structure(
        key=f"unknown-{extension}",
        name=f"unknown ({extension})",
        source="Li, Hipel, Kilgour and Fang 2004",
        gain=may_gain if extension in "ac" else prefers,
        step=may_gain,
        deters=deters,
        holds=deters,
        concepts=("NASH", "GMR", "SMR", "SEQ"),
        missing=(("SSEQ", "the source defines sixteen concepts, none of them SSEQ"),),
    )


def from_alternatives(ranks: Sequence[NDArray[np.int32] | NDArray[np.int16]]) -> tuple[Flags, Flags]:
    """Combine several rankings of one decision maker, when the analyst does not know which of them holds.

    Parameters
    ----------
    ranks : arrays of shape (m,), larger = preferred

    Returns
    -------
    prefers, unsure : bool, shape (m, m) each; a pair is preferred (or tied) if all rankings agree, else unknown

    Examples
    --------
    >>> prefers, unsure = from_alternatives([np.array([0, 1, 2]), np.array([0, 2, 1])])
    >>> bool(prefers[0, 1]), bool(unsure[1, 2]), bool(unsure[0, 1])
    (True, True, False)
    """
    above = np.array([rank[None, :] > rank[:, None] for rank in ranks], dtype=np.bool_)
    equal = np.array([rank[None, :] == rank[:, None] for rank in ranks], dtype=np.bool_)
    prefers: Flags = np.logical_and.reduce(above)
    agreed: Flags = prefers | prefers.T | np.logical_and.reduce(equal)
    return prefers, ~agreed


def _consistent(name: str, prefers: Flags, unsure: Flags) -> None:
    faults = (
        (prefers & prefers.T, "prefers both of two states to the other"),
        (unsure & ~unsure.T, "has an unknown comparison in one direction only"),
        (unsure & np.eye(len(unsure), dtype=np.bool_), "has an unknown comparison of a state with itself"),
        (prefers & unsure, "both knows and does not know a comparison"),
    )
    for table, what in faults:
        if table.any():
            s, t = (int(x) + 1 for x in np.argwhere(table)[0])
            raise DetenteError(Diagnostic(code="E709", message=f"{name} {what}: states {s} and {t}"))
