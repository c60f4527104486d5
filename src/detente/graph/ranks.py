"""From conditions to states and ranks, a stretch of codes at a time, so that memory holds little beside the result."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from detente.conditions import Condition, packed
from detente.graph.layout import MOST_SMALL, Ranks

Numbers = NDArray[np.int64]
WORDS = 1 << 11
"""Words in a stretch: with 64 codes a word, what is worked on stays in a core's own cache."""


def feasible_codes(removed: Sequence[Condition], options: Sequence[str], workers: int = 1) -> Numbers:
    """Return the codes at which none of the ``removed`` conditions is true, ascending."""
    if not removed:
        return np.arange(1 << len(options), dtype=np.int64)
    spans = list(_spans(len(options)))
    keep = np.zeros(spans[-1][1], dtype=np.uint64)

    def look(at: int) -> None:
        start, stop = spans[at]
        words = packed(removed[0], options, start, stop)
        for condition in removed[1:]:
            words |= packed(condition, options, start, stop)
        np.invert(words, out=keep[start:stop])

    _each(look, len(spans), workers)
    if len(options) < 6:
        keep &= np.uint64((1 << (1 << len(options))) - 1)
    before = [0, *np.cumsum([int(np.bitwise_count(keep[start:stop]).sum()) for start, stop in spans]).tolist()]
    codes: Numbers = np.empty(before[-1], dtype=np.int64)

    def write(at: int) -> None:
        found = np.flatnonzero(_bits(keep[slice(*spans[at])], len(options)))
        np.add(found, spans[at][0] * 64, out=codes[before[at] : before[at + 1]])

    _each(write, len(spans), workers)
    return codes


def rank_states(
    wants: Sequence[Sequence[Condition]], options: Sequence[str], codes: Numbers, workers: int = 1
) -> Ranks:
    """Rank states, for each decision maker, by the first of its conditions on which they differ.

    Parameters
    ----------
    wants : for each decision maker its conditions in priority order, any number of them
    codes : int64, shape (m,), ascending

    Returns
    -------
    rank : int16 if that is wide enough, else int32; shape (n, m); dense from 0, larger = preferred

    Notes
    -----
    Each condition doubles the classes found so far, better half first. As many conditions are taken at a time as keep
    the table of classes small; then empty classes are closed up. So numbers never grow beyond the number of states.

    Examples
    --------
    >>> from detente.conditions import parse
    >>> rank_states([[parse("a"), parse("not b")]], ["a", "b"], np.arange(4)).tolist()
    [[1, 3, 0, 2]]
    """
    rank: Ranks = np.zeros((len(wants), len(codes)), dtype=np.int16)
    spans = list(_spans(len(options)))
    edges = np.searchsorted(codes, [start * 64 for start, _ in spans] + [1 << len(options)])
    for i, own in enumerate(wants):
        classes, done = 1, 0
        while done < len(own) and classes < len(codes):
            step = 1
            while done + step < len(own) and classes << (step + 1) <= max(1 << 16, len(codes) >> 2):
                step += 1
            rank, classes = _refine(rank, i, classes, own[done : done + step], options, codes, spans, edges, workers)
            done += step
    return rank


def _refine(
    rank: Ranks,
    i: int,
    classes: int,
    wants: Sequence[Condition],
    options: Sequence[str],
    codes: Numbers,
    spans: Sequence[tuple[int, int]],
    edges: NDArray[np.intp],
    workers: int,
) -> tuple[Ranks, int]:
    """Split row i's ``classes`` by more conditions; return the ranks, wider if need be, and how many there are."""
    shift, row = len(wants), rank[i]
    seen = np.zeros(classes << shift, dtype=np.bool_)
    fits = len(seen) <= np.iinfo(rank.dtype).max  # then what was worked out once is kept where the ranks will be

    def split(at: int) -> NDArray[np.intp]:
        low, high = edges[at], edges[at + 1]
        start, stop = spans[at]
        value = _numbers(wants, options, start, stop)
        if high - low < len(value):
            value = value[codes[low:high] - start * 64]
        if classes > 1:
            np.add(value, row[low:high].astype(np.intp) << shift, out=value)
        return value

    def look(at: int) -> None:
        value = split(at)
        seen[value] = True
        if fits:
            row[edges[at] : edges[at + 1]] = value

    _each(look, len(spans), workers)
    found = int(np.count_nonzero(seen))
    wide = rank.astype(np.int32) if found > MOST_SMALL + 1 and rank.dtype == np.int16 else rank
    names = (np.cumsum(seen, dtype=np.int32) - 1).astype(wide.dtype)

    def name(at: int) -> None:
        stretch = slice(edges[at], edges[at + 1])
        value = row[stretch].astype(np.intp) if fits else split(at)
        np.take(names, value, out=wide[i, stretch], mode="clip")  # clip: nothing is out of bounds, and so is faster

    _each(name, len(spans), workers)
    return wide, found


def _numbers(wants: Sequence[Condition], options: Sequence[str], start: int, stop: int) -> NDArray[np.intp]:
    """Read the truth values at each code as one number, the first condition most significant."""
    out: NDArray[np.intp] | None = None
    for first in range(0, len(wants), 8):  # bytes are doubled many times as fast as wider numbers
        some = wants[first : first + 8]
        byte = _bits(packed(some[0], options, start, stop), len(options))
        for want in some[1:]:
            np.add(byte, byte, out=byte)
            np.add(byte, _bits(packed(want, options, start, stop), len(options)), out=byte)
        if out is None:
            out = byte.astype(np.intp)
        else:
            out <<= len(some)
            out += byte
    assert out is not None
    return out


def _bits(words: NDArray[np.uint64], k: int) -> NDArray[np.uint8]:
    return np.unpackbits(words.astype("<u8", copy=False).view(np.uint8), bitorder="little")[: 1 << k]


def _spans(k: int) -> Iterator[tuple[int, int]]:
    words = max(1, (1 << k) // 64)
    for start in range(0, words, WORDS):
        yield start, min(start + WORDS, words)


def _each(function: Callable[[int], None], count: int, workers: int) -> None:
    if workers == 1 or count < 4:
        for at in range(count):
            function(at)
        return
    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(function, range(count)):
            pass
