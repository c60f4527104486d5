"""Sets of states as rows of bits, and how they spread along legal sequences of moves.

The concepts beyond the basic five compare states in ways that no single number per state expresses (several members
who must all gain, unknown comparisons, degrees). So instead of a smallest rank, whole sets travel: a row of bits for
every state. Memory grows with the square of the number of states, which bounds the size of the models taken here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.graph import GraphModel, moves

Flags = NDArray[np.bool_]
Rows = NDArray[np.uint8]
MOST_STATES = 4096
MOST_MOVES = 1 << 26
CHUNK = 1 << 24  # bytes of rows gathered at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """One mover's steps between m states: from ``source[k]`` to ``to[k]``, ascending by source, none to itself."""

    source: NDArray[np.int64]
    to: NDArray[np.int64]

    @classmethod
    def of(cls, table: Flags) -> "Links":
        """Take the steps from a table of shape (m, m), from row to column."""
        source, to = np.nonzero(table)
        apart = source != to
        return cls(source=source[apart].astype(np.int64), to=to[apart].astype(np.int64))

    def only(self, keep: Flags) -> "Links":
        """Return the steps for which ``keep``, shape (number of steps,), is true."""
        return Links(source=self.source[keep], to=self.to[keep])


def links(graph: GraphModel, i: int) -> Links:
    """Return all one-step moves of decision maker ``i``."""
    reached = [moves(graph, i, s).astype(np.int64) for s in range(graph.size)]
    sizes = [len(r) for r in reached]
    to = np.concatenate(reached) if reached else np.zeros(0, dtype=np.int64)
    return Links(source=np.repeat(np.arange(graph.size, dtype=np.int64), sizes), to=to)


def check_size(graph: GraphModel, what: str) -> None:
    """Refuse, with an estimate, models whose tables of states by states would not fit.

    Raises
    ------
    DetenteError
        E705: more than 4096 states.
    """
    m = graph.size
    if m > MOST_STATES:
        raise DetenteError(
            Diagnostic(
                code="E705",
                message=f"{what} takes models of up to {MOST_STATES:,} states; this one has {m:,}, "
                f"and its {m * m:,} pairs of states would need "
                f"about {m * m * (len(graph.decision_makers) + 4) / 2**30:,.1f} GiB",
                hint="leave out options that no preference mentions, or remove infeasible states",
            )
        )


def check_moves(graph: GraphModel, what: str) -> None:
    """Refuse, with an estimate, models whose single moves would not fit.

    Raises
    ------
    DetenteError
        E705: more than 2^26 moves.
    """
    if graph.arcs is not None:
        return
    own = [graph.owner.count(i) for i in range(len(graph.decision_makers))]
    total = graph.size * sum(2**k - 1 for k in own)
    if total > MOST_MOVES:
        raise DetenteError(
            Diagnostic(
                code="E705",
                message=f"{what} lists every move: {graph.size:,} states have up to {total:,} of them, "
                f"and {MOST_MOVES:,} are the most",
                hint="leave out options that no preference mentions, or remove infeasible states",
            )
        )


def check_group(graph: GraphModel, members: Iterable[int]) -> tuple[int, ...]:
    """Return the members of a coalition, ascending and each once.

    Raises
    ------
    DetenteError
        E706: nobody, or somebody who is not in the model.
    """
    group = tuple(sorted(set(members)))
    n = len(graph.decision_makers)
    if not group:
        raise DetenteError(Diagnostic(code="E706", message="a coalition needs at least one member"))
    if group[0] < 0 or group[-1] >= n:
        wrong = group[0] if group[0] < 0 else group[-1]
        raise DetenteError(Diagnostic(code="E706", message=f"no decision maker has index {wrong}; there are {n}"))
    return group


def pack(table: Flags) -> Rows:
    """Pack a table of shape (m, k) into rows of bits."""
    return np.packbits(table, axis=1)


def unpack(rows: Rows, k: int) -> Flags:
    """Return packed rows as a table of shape (m, k)."""
    return np.unpackbits(rows, axis=1, count=k).astype(np.bool_)


def gather(steps: Links, rows: Rows) -> Rows:
    """Return, for every state, the union of ``rows`` over the ends of its steps."""
    found = np.zeros_like(rows)
    if not len(steps.source):
        return found
    sources, start = np.unique(steps.source, return_index=True)
    stop = np.append(start[1:], len(steps.source))
    most = max(1, CHUNK // max(1, rows.shape[1]))
    a = 0
    while a < len(sources):  # as many whole sources at a time as fit
        b = max(a + 1, int(np.searchsorted(stop, start[a] + most, side="right")))
        ends = steps.to[start[a] : stop[b - 1]]
        found[sources[a:b]] = np.bitwise_or.reduceat(rows[ends], start[a:b] - start[a], axis=0)
        a = b
    return found


def spread(movers: Sequence[Links], rows: Rows) -> Rows:
    """Return, for every state, the union of ``rows`` over all that the movers reach from it by legal sequences.

    No mover acts twice in succession. The state itself counts only where a sequence returns to it.

    Parameters
    ----------
    movers : the steps of each mover; a mover may be a decision maker or a coalition
    rows : uint8, shape (m, w), a set for every state

    Notes
    -----
    A_j(s), what a sequence that begins with j can bring, is the smallest solution of
    A_j(s) = ∪_{t ∈ step_j(s)} (rows(t) ∪ ∪_{k≠j} A_k(t)).
    """
    brought = [np.zeros_like(rows) for _ in movers]
    changed = bool(movers)
    while changed:
        changed = False
        for j, steps in enumerate(movers):
            ahead = rows.copy()
            for k, others in enumerate(brought):
                if k != j:
                    ahead |= others
            now = gather(steps, ahead)
            if not np.array_equal(now, brought[j]):
                brought[j], changed = now, True
    total = np.zeros_like(rows)
    for part in brought:
        total |= part
    return total


def reach(movers: Sequence[Links], m: int) -> Flags:
    """Return the table of what the movers reach by legal sequences, shape (m, m), from row to column."""
    return unpack(spread(movers, pack(np.eye(m, dtype=np.bool_))), m)
