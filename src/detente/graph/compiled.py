"""Compiled judging of places: what runs when, on how many threads. Needs Numba; nothing else imports this at start."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.graph import kernels
from detente.graph.layout import Field, Layout, Ranks

Bits = NDArray[np.uint8]
Array = NDArray[Any]
Wish = tuple[bool, bool] | None
"""What to expect after one's own move: no answer (None), or (answers improve, answers are final)."""
BLOCK = 1 << 17  # places judged in one go: with all that is needed beside them they fit into a core's own cache
SHORT = 256  # slabs up to here have their values sorted by NumPy, all at once


def judge_places(
    layout: Layout, ranks: Ranks, wishes: Sequence[Wish], workers: int = 1, complete: bool = False
) -> Bits:
    """Judge V variants.

    Parameters
    ----------
    ranks : int16 or int32, C-contiguous, shape (V, n, S), -1 where infeasible
    wishes : one for each bit of the result
    complete : whether every place is known to be feasible

    Returns
    -------
    bits : uint8, shape (V, n, S); 0 at infeasible places
    """
    out: Bits = np.zeros(ranks.shape, dtype=np.uint8)
    improving = any(w is not None and w[0] for w in wishes)
    product = _is_product(layout, ranks, complete) if any(w is not None and not w[0] for w in wishes) else False
    follow = improving or not product  # GMR and SMR too follow single places where there are detours
    tops = [int(ranks[:, j].max(initial=0)) if follow else 0 for j in range(ranks.shape[1])]
    with ThreadPoolExecutor(workers) as pool:
        for i in range(ranks.shape[1]):
            _One(layout, ranks, i, tops, product, wishes).judge(pool if workers > 1 else None, workers, out)
    return out


def warm_up() -> None:
    """Compile everything, or load what was compiled before, for both widths of rank."""
    fields = (Field(low=0, plain=1, ways=1), Field(low=2, plain=1, ways=0), Field(low=3, plain=1, ways=0))
    layout = Layout(order=(0, 1, 2, 3), flipped=0, fields=fields)
    for dtype in (np.int16, np.int32):
        ranks = np.zeros((1, 3, 16), dtype=dtype)
        ranks[..., 5] = -1
        judge_places(layout, ranks, [None, (False, True), (False, False), (True, True), (True, False)])


def _is_product(layout: Layout, ranks: Ranks, complete: bool = False) -> bool:
    """Say whether all moves go both ways and what is feasible for one never depends on the others' options."""
    if any(own.ways for own in layout.fields):
        return False
    if complete or not ranks.shape[1] or int(ranks[:, 0].min(initial=0)) >= 0:
        return True
    for variant in ranks[:, 0]:
        feasible = variant >= 0
        somewhere, total = int(feasible.argmax()), int(np.count_nonzero(feasible))
        count = 1
        for own in layout.fields:  # through one feasible place first: that settles most cases at once
            line = (somewhere & ~((1 << own.width) - 1 << own.low)) + (np.arange(1 << own.width) << own.low)
            count *= int(np.count_nonzero(feasible[line]))
        if count != total:
            return False
        count = 1
        for own in layout.fields:
            count *= int(feasible.reshape(-1, 1 << own.width, 1 << own.low).any(axis=(0, 2)).sum())
        if count != total:
            return False
    return True


class _One:
    """One decision maker's judgement."""

    def __init__(
        self, layout: Layout, ranks: Ranks, i: int, tops: Sequence[int], product: bool, wishes: Sequence[Wish]
    ) -> None:
        self.own = own = layout.fields[i]
        self.ranks, self.i, self.tops, self.product, self.wishes = ranks, i, tops, product, wishes
        self.variants, self.slabs, self.m = len(ranks), 1 << own.width, ranks.shape[2] >> own.width
        self.opponents = np.array(
            [
                (j, other.low - own.width * (other.low > own.low), other.plain, other.ways)
                for j, other in enumerate(layout.fields)
                if j != i and other.width
            ],
            dtype=np.int64,
        ).reshape(-1, 4)
        need = max((tops[j] + 2 << plain for j, _, plain, _ in self.opponents.tolist()), default=0)
        self.key = np.uint16 if need <= 1 << 16 else np.uint32 if need <= 1 << 32 else np.uint64

    def judge(self, pool: ThreadPoolExecutor | None, workers: int, out: Bits) -> None:
        """Set decision maker i's bits."""
        shape = self.variants, 1 << self.own.ways, self.m
        best = np.full(shape, -1, dtype=self.ranks.dtype)
        least = np.full((self.variants, self.slabs), -1, dtype=self.ranks.dtype)
        unsigned = np.uint16 if self.ranks.dtype == np.int16 else np.uint32
        where = self.i, self.own.low, self.own.plain, self.own.ways
        spans = list(self._spans(workers if pool else 1))
        lows = [least.view(unsigned).copy() for _ in spans]
        jobs = [(self.ranks, self.ranks.view(unsigned), *where, s, best, x) for s, x in zip(spans, lows, strict=True)]
        _each(pool, kernels.fold, jobs)
        least = np.minimum.reduce(lows).view(self.ranks.dtype)
        self._over_classes(best)
        bars, bar_bits, lines, line_bits = [], [], [], []
        slow: list[tuple[int, Wish]] = []
        for c, wish in enumerate(self.wishes):
            if wish is None or not len(self.opponents):
                bars.append(best)
                bar_bits.append(1 << c)
            elif self.product and not wish[0]:
                lines.append(least.max(axis=1) if wish[1] else best.view(unsigned).min(axis=(1, 2)))
                line_bits.append(1 << c)
            else:
                slow.append((c, wish))
        if slow and self.own.width:
            found = self._close(pool, workers, [w for _, w in slow if w is not None], best)
            for (c, _), bar in zip(slow, found, strict=True):
                bars.append(bar)
                bar_bits.append(1 << c)
        elif slow:  # who cannot move stays
            lines += [np.zeros(self.variants, dtype=self.ranks.dtype)] * len(slow)
            line_bits += [1 << c for c, _ in slow]
        stacked = np.stack(bars) if bars else np.zeros((0, *shape), dtype=self.ranks.dtype)
        flat = np.array(lines, dtype=self.ranks.dtype).reshape(len(lines), self.variants)
        np.maximum(stacked, 0, out=stacked)
        np.maximum(flat, 0, out=flat)
        bits = np.array(bar_bits, dtype=np.uint8), np.array(line_bits, dtype=np.uint8)
        _each(pool, kernels.emit, [(self.ranks, *where, s, stacked, bits[0], flat, bits[1], out) for s in spans])

    def _spans(self, parts: int) -> Iterator[Array]:
        """Cut the work of one pass into about ``parts`` pieces that write to different places."""
        high, low = self.ranks.shape[2] >> (self.own.low + self.own.width), 1 << self.own.low
        for v0, v1 in _cut(self.variants, parts):
            rest = parts if v1 - v0 == self.variants else 1
            for h0, h1 in _cut(high, rest):
                for c0, c1 in _cut(low, rest if h1 - h0 == high else 1):
                    yield np.array([v0, v1, h0, h1, c0, c1], dtype=np.int64)

    def _over_classes(self, x: Array) -> None:
        """Let each class of i's one-way options take the best of those that can still be reached from it."""
        for bit in range(self.own.ways):
            pair = x.reshape(len(x), -1, 2, x.shape[2] << bit)
            np.maximum(pair[:, :, 0], pair[:, :, 1], out=pair[:, :, 0])

    def _sorted(self, values: Array) -> Array:
        """Sort each row's values together with their places."""
        wide = (self.tops[self.i] + 2) * self.m > 1 << 32
        keys: Array = np.empty(values.shape, dtype=np.uint64 if wide else np.uint32)
        kernels.pack_values(values, keys)
        keys.sort(axis=1)
        return keys

    def _close(self, pool: ThreadPoolExecutor | None, workers: int, wishes: Sequence[Any], best: Array) -> Array:
        bars = np.full((len(wishes), *best.shape), -1, dtype=best.dtype)
        size = max(1, BLOCK // self.m, 1 << max(0, 4 - self.own.low))  # short rows: share each stretch of memory
        if pool:
            size = max(1, min(size, self.slabs * self.variants // (2 * workers)))
        lock = Lock()
        scratch: list[
            tuple[Array, Array]
        ] = []  # memory used before is at hand; new memory has to be mapped page by page

        def fresh() -> tuple[Array, Array]:
            return (
                np.empty((size, self.ranks.shape[1], self.m), dtype=self.ranks.dtype),
                np.empty((size, len(self.opponents), self.m), dtype=self.key),
            )

        improve = any(improving for improving, _ in wishes)
        wanted = np.arange(self.ranks.shape[1]) if improve else np.array([self.i])

        def run(first: int) -> None:
            count = min(size, self.slabs * self.variants - first)
            local_all, keys_all = scratch.pop() if scratch else fresh()
            local, keys = local_all[:count], keys_all[:count]
            kernels.gather(self.ranks, self.own.low, self.own.width, first, wanted, local)
            for o, (j, low, plain, ways) in enumerate(self.opponents.tolist() if improve else []):
                short = kernels.SORTED_HERE < plain < 6 and self.key == np.uint16  # NumPy sorts few faster at 32 bits
                row = np.empty((count, self.m), dtype=np.uint32) if short else keys[:, o]
                kernels.pack(local, j, low, plain, ways, row)
                if plain > kernels.SORTED_HERE:
                    row.reshape(count, -1, 1 << plain).sort(axis=2)
                if short:
                    keys[:, o] = row
            v0, v1 = first >> self.own.width, (first + count - 1 >> self.own.width) + 1
            own = np.full((len(wishes), v1 - v0, *best.shape[1:]), -1, dtype=best.dtype)
            for bar, (improving, final) in zip(own, wishes, strict=True):
                values = local[:, self.i] if final else best[v0:v1].reshape(-1, self.m)
                kernels.close(
                    local,
                    self.i,
                    first - (v0 << self.own.width),
                    self.own.width,
                    self.own.plain,
                    self.tops[self.i],
                    best[v0:v1],
                    keys,
                    self._sorted(values if improving and self.m <= SHORT else values[:0]),
                    self.opponents,
                    improving,
                    final,
                    bar,
                )
            scratch.append((local_all, keys_all))
            with lock:
                np.maximum(bars[:, v0:v1], own, out=bars[:, v0:v1])

        _each(pool, run, [(first,) for first in range(0, self.slabs * self.variants, size)])
        for bar in bars:
            self._over_classes(bar)
        return bars


def _cut(size: int, parts: int) -> list[tuple[int, int]]:
    parts = max(1, min(size, parts))
    return [(size * p // parts, size * (p + 1) // parts) for p in range(parts)]


def _each(pool: ThreadPoolExecutor | None, function: Any, jobs: Sequence[tuple[Any, ...]]) -> None:
    if pool is None:
        for job in jobs:
            function(*job)
    else:
        for done in [pool.submit(function, *job) for job in jobs]:
            done.result()
