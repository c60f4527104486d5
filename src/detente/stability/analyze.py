"""Which states hold, for whom, under which concept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.graph import GraphModel, Links, by_moves, lay_out, spread_out
from detente.graph.machine import cores
from detente.stability.concept import Concept, stable
from detente.stability.judge import Bits, Engine, judge
from detente.stability.registry import CONCEPTS

Flags = NDArray[np.bool_]
MOST_KEPT = 1 << 20


@dataclass(frozen=True, slots=True)
class Stable(Mapping[str, Flags]):
    """Concept key → bool array of shape (n, m), unpacked when asked for."""

    keys_of: tuple[str, ...]
    bits: Bits
    kept: dict[str, Flags] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, key: str) -> Flags:
        if key in self.kept:
            return self.kept[key]
        if key not in self.keys_of:
            raise KeyError(key)
        flags: Flags = (self.bits >> self.keys_of.index(key) & 1).view(np.bool_)
        if self.bits.size <= MOST_KEPT:  # large ones take as much memory as all concepts together
            self.kept[key] = flags
        return flags

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_of)

    def __len__(self) -> int:
        return len(self.keys_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Stability of every state for every decision maker.

    ``stable[key]`` is a bool array of shape (n, m): ``stable["SEQ"][i, s]`` says whether s is stable for i under SEQ.
    ``stable.bits`` holds the same in one byte a decision maker and state, bit c for the c-th concept.
    """

    graph: GraphModel
    stable: Stable

    def equilibria(self, key: str) -> NDArray[np.int64]:
        """Return the indices of the states that are stable for every decision maker under concept ``key``."""
        if key not in self.stable.keys_of:
            raise KeyError(key)
        every = np.bitwise_and.reduce(self.stable.bits, axis=0)
        return np.flatnonzero(every & (1 << self.stable.keys_of.index(key)))


def find_concept(key: str) -> Concept:
    """Return the built-in concept called ``key``, in capitals or not.

    Raises
    ------
    DetenteError
        There is no such concept.
    """
    known = {concept.key: concept for concept in CONCEPTS}
    if key.upper() in known:
        return known[key.upper()]
    near = did_you_mean(key, known)
    hint = f"did you mean {near!r}?" if near else "the concepts are " + ", ".join(known)
    raise DetenteError(Diagnostic(code="E700", message=f"no concept is called {key!r}", hint=hint))


def choose(concepts: Iterable[str] | None) -> tuple[Concept, ...]:
    """Return the concepts with these keys, each once; all built-in ones if None."""
    return CONCEPTS if concepts is None else tuple({c.key: c for c in map(find_concept, concepts)}.values())


def analyze(graph: GraphModel, concepts: Iterable[str] | None = None, *, engine: Engine = "auto") -> Verdicts:
    """Judge every state of ``graph`` for every decision maker.

    Parameters
    ----------
    graph : the model
    concepts : keys such as "NASH" or "SEQ"; all built-in concepts if None
    engine : "numpy", "compiled" (needs the extra ``fast``), or "auto": compiled for large models where it is installed

    Raises
    ------
    DetenteError
        A concept is unknown, the model is too large, or its arrays do not fit together.
    """
    chosen = choose(concepts)
    n, m = len(graph.decision_makers), graph.size
    if graph.rank.shape != (n, m):
        raise DetenteError(f"rank has shape {graph.rank.shape}; {n} decision makers and {m} states need ({n}, {m})")
    bits = _by_moves(graph, chosen) if by_moves(graph) else _by_options(graph, chosen, engine)
    return Verdicts(graph=graph, stable=Stable(tuple(c.key for c in chosen), bits))


def _by_moves(graph: GraphModel, chosen: Sequence[Concept]) -> Bits:
    board = Links(graph)
    bits = np.zeros(graph.rank.shape, dtype=np.uint8)
    for i in range(len(bits)):
        for c, concept in enumerate(chosen):
            bits[i] |= stable(concept, board, i).view(np.uint8) << np.uint8(c)
    return bits


def _by_options(graph: GraphModel, chosen: Sequence[Concept], engine: Engine) -> Bits:
    layout, complete = lay_out(graph), graph.size == 1 << len(graph.options)
    at = layout.places(graph.codes)
    ranks = spread_out(layout, at, graph.rank[None])
    bits: Bits = judge(layout, ranks, chosen, engine, workers=cores(), complete=complete)[0]
    return bits if complete and layout.straight else np.take(bits, at, axis=1)
