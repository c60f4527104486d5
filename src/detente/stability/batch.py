"""Many variants of one conflict: preferences redrawn, claims believed or not; counts instead of tables."""

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.graph import GraphModel, Layout, Ranks, by_moves, lay_out, spread_out
from detente.graph.machine import cores
from detente.stability.analyze import analyze, choose
from detente.stability.concept import Concept
from detente.stability.judge import Bits, Engine, judge

Counts = NDArray[np.int64]
Progress = Callable[[int, int | None], None]
CHUNK = 1 << 17
MOST_AT_ONCE = 255  # so that a chunk's counts fit one byte each


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """In how many variants each state is stable.

    Attributes
    ----------
    codes : int64, shape (m,), ascending; the states feasible in at least one variant judged
    done, total : how many variants were judged, and how many there were to judge (None: not known)
    complete : False where the run was stopped before the last variant; the counts then cover ``done`` of them
    feasible : int64, shape (m,); in how many variants each state is feasible
    stable : concept key → int64, shape (n, m); in how many it is feasible and stable for each decision maker
    equilibria : concept key → int64, shape (m,); in how many it is an equilibrium
    without : concept key → in how many variants no state is an equilibrium
    judged : the variants judged, ascending; without a stop they are 0, 1, 2 …
    bits : uint8, shape (done, n, m), row by row as ``judged``; bit c for the c-th key; None unless asked for
    """

    codes: Counts
    done: int
    total: int | None
    complete: bool
    feasible: Counts
    stable: dict[str, Counts]
    equilibria: dict[str, Counts]
    without: dict[str, int]
    judged: Counts
    bits: Bits | None = None


@dataclass(frozen=True, slots=True)
class _Chunk:
    numbers: list[int]
    layout: Layout | None  # None: judged by moves
    graph: GraphModel
    ranks: list[Ranks]
    codes: list[Counts]


@dataclass(frozen=True, slots=True)
class _Part:
    numbers: list[int]
    feasible: Counts
    stable: Bits  # (concepts, n, S), in code order
    equilibria: Bits
    without: Counts
    bits: Bits | None
    codes: Counts | None  # of the rows, where they are not simply counted up


def analyze_batch(
    variants: Iterable[GraphModel] | Iterable[Ranks],
    concepts: Iterable[str] | None = None,
    *,
    graph: GraphModel | None = None,
    progress: Progress | None = None,
    total: int | None = None,
    keep: bool = False,
    workers: int | None = None,
    engine: Engine = "auto",
) -> Tally:
    """Judge many variants of one conflict and count.

    Ctrl-C stops at the next chunk and returns what was counted so far, with ``complete`` False; a second Ctrl-C raises.

    Parameters
    ----------
    variants : graph models over the same options (ranks, feasible states and one-way options may differ), or, with
        ``graph``, rank arrays of shape (n, m) over its states; an array of shape (V, n, m) will do. Read bit by bit.
    concepts : keys such as "NASH"; all built-in concepts if None
    progress : called now and then with the variants judged so far and their total
    total : how many variants there are, where ``variants`` cannot tell
    keep : also keep every variant's verdicts, V * n * m bytes
    workers : threads; by default one a core
    engine : as in ``analyze``

    Raises
    ------
    DetenteError
        Variants do not fit together, a concept is unknown, or the model is too large.
    """
    chosen = choose(concepts)
    if total is None and isinstance(variants, Sized):
        total = len(variants)
    count = workers or cores()
    tally = _Sum(chosen, keep, total)
    stop = threading.Event()
    with _interruptible(stop), ThreadPoolExecutor(count) as pool:
        running: set[Future[_Part]] = set()
        try:
            for chunk in _chunks(variants, graph):
                expected = max(total or 0, chunk.numbers[-1] + 1)
                running.add(pool.submit(_judge, chunk, chosen, keep, engine, expected))
                if len(running) >= 2 * count:
                    tally.collect(running, progress)
                if stop.is_set():
                    break
            else:
                tally.exhausted = True
            while running and not stop.is_set():
                tally.collect(running, progress)
        except KeyboardInterrupt:  # from the variants or from ``progress``
            stop.set()
        for left in running:
            left.cancel()
        while running:
            tally.collect(running, None)
    return tally.result()


class _interruptible:  # noqa: N801
    """Turn the first Ctrl-C into ``stop``, so that it never falls between two halves of a count."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.here = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> None:
        if self.here:
            self.before = signal.getsignal(signal.SIGINT)
            if self.before is None:  # set outside Python: leave it
                self.here = False
                return
            signal.signal(signal.SIGINT, lambda *_: self._stopped())

    def _stopped(self) -> None:
        if self.stop.is_set():
            raise KeyboardInterrupt
        self.stop.set()

    def __exit__(self, *_: object) -> None:
        if self.here:
            signal.signal(signal.SIGINT, self.before)


def _chunks(variants: Iterable[GraphModel] | Iterable[Ranks], base: GraphModel | None) -> Iterator[_Chunk]:
    """Cut the variants into runs that one call can judge, kept apart by their one-way options."""
    open_: dict[tuple[int, ...], _Chunk] = {}
    first, moving, size = base, False, 1
    if base is not None:
        moving, size = by_moves(base), _size(base)
    for number, variant in enumerate(variants):
        if isinstance(variant, GraphModel):
            if first is None:
                first, moving, size = variant, by_moves(variant), _size(variant)
            graph, rank = variant, variant.rank
        elif base is None:
            raise DetenteError("variants given as ranks need the model they belong to, as graph=…")
        else:
            graph, rank = base, np.asarray(variant)
        _check(first or graph, graph, rank, moving, number)
        chunk = open_.get(graph.one_way)
        if chunk is None or len(chunk.numbers) * size >= CHUNK or len(chunk.numbers) == MOST_AT_ONCE:
            if chunk is not None:
                yield chunk
            chunk = open_[graph.one_way] = _Chunk([], None if moving else lay_out(graph), graph, [], [])
        chunk.numbers.append(number)
        chunk.ranks.append(rank)
        chunk.codes.append(graph.codes)
    yield from open_.values()


def _size(graph: GraphModel) -> int:
    return graph.size if by_moves(graph) else 1 << len(graph.options)


def _check(first: GraphModel, graph: GraphModel, rank: Ranks, moving: bool, number: int) -> None:
    shape = (len(graph.decision_makers), graph.size)
    if rank.shape != shape:
        raise DetenteError(f"variant {number} has ranks of shape {rank.shape}; {shape} is needed")
    if graph is first:
        return
    same = (first.decision_makers, first.options, first.owner) == (graph.decision_makers, graph.options, graph.owner)
    if not same or (moving and (first.one_way != graph.one_way or not np.array_equal(first.codes, graph.codes))):
        raise DetenteError(
            Diagnostic(
                code="E715",
                message=f"variant {number} is about other states than variant 0: options, owners or states differ",
                hint="judge it by itself, or give it the same options and owners",
            )
        )


def _judge(chunk: _Chunk, chosen: tuple[Concept, ...], keep: bool, engine: Engine, expected: int) -> _Part:
    if chunk.layout is None:
        keys = [c.key for c in chosen]
        rows = [analyze(replace(chunk.graph, rank=r), keys).stable.bits for r in chunk.ranks]
        bits = np.stack(rows)
        feasible = np.full(bits.shape[2], len(bits), dtype=np.int64)
    else:
        layout, codes = chunk.layout, chunk.codes
        if all(c is codes[0] for c in codes):
            ranks = spread_out(layout, layout.places(codes[0]), np.stack(chunk.ranks))
        else:
            spread = [spread_out(layout, layout.places(c), r) for c, r in zip(codes, chunk.ranks, strict=True)]
            ranks = np.stack(spread)
        bits = judge(layout, ranks, chosen, engine, work=expected * layout.size)
        present = ranks[:, 0] >= 0 if ranks.shape[1] else np.ones((len(ranks), layout.size), dtype=np.bool_)
        feasible = present.sum(axis=0)
        if not layout.straight:
            order = layout.places(np.arange(layout.size, dtype=np.int64))
            bits, feasible = bits[:, :, order], feasible[order]
    every = np.bitwise_and.reduce(bits, axis=1)
    return _Part(
        numbers=chunk.numbers,
        feasible=feasible,
        stable=np.stack([_count(bits, c) for c in range(len(chosen))]),
        equilibria=np.stack([_count(every, c) for c in range(len(chosen))]),
        without=np.array([np.count_nonzero(~(every & (1 << c)).any(axis=1)) for c in range(len(chosen))]),
        bits=bits if keep else None,
        codes=chunk.graph.codes if chunk.layout is None else None,
    )


def _count(bits: Bits, c: int) -> Bits:
    """Count bit ``c`` along the first axis, which is at most 255 long: one byte a count is enough and fast."""
    counts: Bits = np.add.reduce(bits >> np.uint8(c) & np.uint8(1), axis=0, dtype=np.uint8)
    return counts


class _Sum:
    """What has been counted so far, in code order."""

    def __init__(self, chosen: tuple[Concept, ...], keep: bool, total: int | None) -> None:
        self.keys = tuple(c.key for c in chosen)
        self.keep, self.total, self.exhausted = keep, total, False
        self.numbers: list[int] = []
        self.rows: list[Bits] = []
        self.counts: list[Counts] | None = None
        self.codes: Counts | None = None

    def collect(self, running: set[Future[_Part]], progress: Progress | None) -> None:
        """Wait for a chunk, take what is finished out of ``running`` and add it."""
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        running -= done
        for future in done:
            if not future.cancelled():
                self.add(future.result())
        if progress is not None:
            progress(len(self.numbers), self.total)

    def add(self, part: _Part) -> None:
        """Add one chunk."""
        fresh: list[NDArray[Any]] = [part.feasible, part.stable, part.equilibria, part.without]
        if self.counts is None:
            self.counts = [more.astype(np.int64) for more in fresh]
            self.codes = part.codes
        else:
            for sum_, more in zip(self.counts, fresh, strict=True):
                sum_ += more
        self.numbers += part.numbers
        if part.bits is not None:
            self.rows.append(part.bits)

    def result(self) -> Tally:
        """Return the counts of the states that were feasible somewhere."""
        none = np.zeros(0, dtype=np.int64)
        shapes = (none, np.zeros((len(self.keys), 0, 0), np.int64), np.zeros((len(self.keys), 0), np.int64))
        feasible, stable, equilibria, without = self.counts or (*shapes, np.zeros(len(self.keys), dtype=np.int64))
        present = np.flatnonzero(feasible)
        order = np.argsort(np.array(self.numbers, dtype=np.int64))
        bits = None
        if self.keep:
            rows = np.concatenate(self.rows) if self.rows else np.zeros((0, 0, 0), dtype=np.uint8)
            bits = rows[order][:, :, present]
        done = len(self.numbers)
        return Tally(
            codes=present if self.codes is None else self.codes[present],
            done=done,
            total=self.total if self.total is not None or not self.exhausted else done,
            complete=self.exhausted and (self.total is None or done == self.total),
            feasible=feasible[present],
            stable=dict(zip(self.keys, stable[:, :, present], strict=True)),
            equilibria=dict(zip(self.keys, equilibria[:, present], strict=True)),
            without={key: int(n) for key, n in zip(self.keys, without, strict=True)},
            judged=np.sort(np.array(self.numbers, dtype=np.int64)),
            bits=bits,
        )
