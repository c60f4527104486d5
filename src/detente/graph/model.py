"""The graph model as plain arrays, in the order that users see."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Arcs:
    """One decision maker's one-step moves in compressed rows: from ``s`` to ``to[start[s]:start[s + 1]]``."""

    start: NDArray[np.int64]
    to: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphModel:
    """A conflict ready for analysis: n decision makers, m feasible states.

    Attributes
    ----------
    decision_makers : names, length n
    options : option ids in user order, length k (empty in graph form)
    owner : owner[o] is the index of the decision maker that owns option o
    one_way : one_way[o] is +1 if the option may only go from N to Y, -1 if only from Y to N, else 0
    codes : int64, shape (m,)
        The feasible states, ascending; bit o of a code says whether option o is taken. State *ids* shown to users
        count from 1 along this order. In graph form ``codes`` is arange(m) and ``labels`` carries the ids.
    rank : int32 or int16, shape (n, m); larger = preferred, equal = indifferent, never negative
    arcs : one ``Arcs`` a decision maker, or None where the moves follow from the options
        (a move changes only the mover's options, no one-way option backwards, and ends at a feasible state).
    status_quo : index of the state where the conflict stands, or None
    labels : what to call each state where codes do not say it (graph form, coalesced states); else empty
    members : for coalesced states, the option strings behind each state; else empty
    transitive : False where some decision maker's moves do not compose, so that the rule "nobody moves twice in
        succession" matters
    """

    decision_makers: tuple[str, ...]
    options: tuple[str, ...] = ()
    owner: tuple[int, ...] = ()
    one_way: tuple[int, ...] = ()
    codes: NDArray[np.int64]
    rank: NDArray[np.int32] | NDArray[np.int16]
    arcs: tuple[Arcs, ...] | None = None
    status_quo: int | None = None
    labels: tuple[str, ...] = ()
    members: tuple[tuple[str, ...], ...] = ()
    transitive: bool = True
    notes: tuple[str, ...] = field(default=())

    @property
    def size(self) -> int:
        """The number m of feasible states."""
        return len(self.codes)

    def pattern(self, s: int) -> str:
        """Write state ``s`` as one letter an option, Y or N, in user order."""
        code = int(self.codes[s])
        return "".join("Y" if code >> o & 1 else "N" for o in range(len(self.options)))

    def index(self, code: int) -> int | None:
        """Return the state with this option code, or None where it is not feasible."""
        at = int(np.searchsorted(self.codes, code))
        return at if at < len(self.codes) and int(self.codes[at]) == code else None
