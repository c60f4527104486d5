"""Compiled loops for large models and batches; ``compiled.py`` calls them, ``board.py`` is their plain twin.

Every kernel lets other threads run, takes arrays only, and works on one decision maker i, whose field of bits splits
the places into (high, own, low) with C = 2^low. A *slab* holds the places that share i's own combination; nothing the
opponents do leaves it. Inside a slab i's bits are taken out, so that places there are numbered 0 … M - 1.

Two habits are for speed. Rows are cut out before they are walked (``row = x[a:b]; row[k]``), which lets the compiler
use vector instructions (8 to 16 times faster); and nothing is sorted here that NumPy sorts faster.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]
TILE = 8192  # values a row is cut into, so that what is read twice is still in the nearest cache
SORTED_HERE = 3  # pieces of at most 2^3 are sorted while they are packed; NumPy is faster from 2^4 on
FREE = -1
FAR = np.iinfo(np.int32).max


@njit(nogil=True, cache=True)
def fold(
    ranks: Array, unsigned: Array, i: int, low: int, plain: int, ways: int, span: Array, best: Array, least: Array
) -> None:
    """Take the largest rank in each fibre and class, and the smallest feasible rank in each slab.

    ``span`` is (v0, v1, h0, h1, c0, c1): the variants, high parts and low parts to look at. ``best`` (V, classes, M)
    and ``least`` (V, B) are improved on; read as unsigned, an infeasible place's -1 is the largest number.
    """
    width = plain + ways
    for v in range(span[0], span[1]):
        own, bare = ranks[v, i], unsigned[v, i]
        small = least[v]
        for h in range(span[2], span[3]):
            if low == 0:
                row, bits = own[h << width : (h + 1) << width], bare[h << width : (h + 1) << width]
                for k in range(len(bits)):
                    small[k] = min(small[k], bits[k])
                for kind in range(1 << ways):
                    part = row[kind << plain : (kind + 1) << plain]
                    top = part[0]
                    for k in range(len(part)):
                        top = max(top, part[k])
                    best[v, kind, h] = max(best[v, kind, h], top)
                continue
            for start in range(span[4], span[5], TILE):
                stop = min(start + TILE, span[5])
                for a in range(1 << width):
                    at = ((h << width) + a) << low
                    row, bits = own[at + start : at + stop], bare[at + start : at + stop]
                    into = best[v, a >> plain, (h << low) + start : (h << low) + stop]
                    least_here = small[a]
                    for k in range(len(row)):
                        into[k] = max(into[k], row[k])
                        least_here = min(least_here, bits[k])
                    small[a] = least_here
    return


@njit(nogil=True, cache=True)
def emit(
    ranks: Array,
    i: int,
    low: int,
    plain: int,
    ways: int,
    span: Array,
    bars: Array,
    bar_bits: Array,
    lines: Array,
    line_bits: Array,
    out: Array,
) -> None:
    """Set bit b of ``out`` (V, n, S) where i's rank is at least what it must be.

    ``bars`` (T, V, classes, M) says that for each fibre and class, ``lines`` (L, V) for a whole variant; none is
    negative.
    """
    width = plain + ways
    for v in range(span[0], span[1]):
        own, result = ranks[v, i], out[v, i]
        for h in range(span[2], span[3]):
            if low == 0:
                for kind in range(1 << ways):
                    at = (h << width) + (kind << plain)
                    row, into = own[at : at + (1 << plain)], result[at : at + (1 << plain)]
                    for t in range(len(bar_bits)):
                        bar, bit = bars[t, v, kind, h], bar_bits[t]
                        for k in range(len(row)):
                            into[k] = into[k] | (bit if row[k] >= bar else np.uint8(0))
                    for t in range(len(line_bits)):
                        bar, bit = lines[t, v], line_bits[t]
                        for k in range(len(row)):
                            into[k] = into[k] | (bit if row[k] >= bar else np.uint8(0))
                continue
            for start in range(span[4], span[5], TILE):
                stop = min(start + TILE, span[5])
                for a in range(1 << width):
                    at = ((h << width) + a) << low
                    row, into = own[at + start : at + stop], result[at + start : at + stop]
                    for t in range(len(bar_bits)):
                        need, bit = bars[t, v, a >> plain, (h << low) + start : (h << low) + stop], bar_bits[t]
                        for k in range(len(row)):
                            into[k] = into[k] | (bit if row[k] >= need[k] else np.uint8(0))
                    for t in range(len(line_bits)):
                        bar, bit = lines[t, v], line_bits[t]
                        for k in range(len(row)):
                            into[k] = into[k] | (bit if row[k] >= bar else np.uint8(0))
    return


@njit(nogil=True, cache=True)
def gather(ranks: Array, low: int, width: int, first: int, wanted: Array, out: Array) -> None:
    """Copy the slabs of those ``wanted`` from ``first`` on, counted through all variants, to ``out`` (slabs, n, M)."""
    size, runs = 1 << low, out.shape[2] >> low
    for j in wanted:
        for start in range(0, runs, 64):  # stay in one stretch of memory for all slabs
            count = min(64, runs - start)
            for slab in range(out.shape[0]):
                a = (first + slab) & ((1 << width) - 1)
                source = ranks[(first + slab) >> width, j, (((start << width) + a) << low) :]
                into = out[slab, j, start << low : (start + count) << low]
                if low == 0:
                    for h in range(count):
                        into[h] = source[h << width]
                    continue
                for h in range(count):
                    row, to = source[h << (width + low) : (h << (width + low)) + size], into[h << low : (h + 1) << low]
                    for k in range(size):
                        to[k] = row[k]
    return


@njit(nogil=True, cache=True)
def pack(ranks: Array, j: int, low: int, plain: int, ways: int, out: Array) -> None:
    """Write decision maker j's fibres into ``out`` (slabs, M), each class in one piece, as keys that sort by rank.

    A key is (rank + 1) * 2^plain + the number of the state in its class. Short pieces are sorted on the spot.
    """
    size, width = 1 << low, plain + ways
    shift, mask = out.dtype.type(plain), (1 << plain) - 1
    for slab in range(out.shape[0]):
        source, into = ranks[slab, j], out[slab]
        for h in range(out.shape[1] >> (low + width)):
            if low == 0:
                row, keys = source[h << width : (h + 1) << width], into[h << width : (h + 1) << width]
                for k in range(len(row)):
                    keys[k] = (out.dtype.type(row[k] + 1) << shift) + out.dtype.type(k & mask)
                continue
            for start in range(0, size, 32):
                stop = min(start + 32, size)
                for a in range(1 << width):
                    for k in range(start, stop):
                        at = (((h << width) + a) << low) + k
                        to = (((h << low) + k) << width) + a
                        into[to] = (out.dtype.type(source[at] + 1) << shift) + out.dtype.type(a & mask)
        if plain <= SORTED_HERE:
            for at in range(0, len(into), 1 << plain):
                keys = into[at : at + (1 << plain)]
                for k in range(1, len(keys)):
                    key, p = keys[k], k
                    while p > 0 and keys[p - 1] > key:
                        keys[p] = keys[p - 1]
                        p -= 1
                    keys[p] = key
    return


@njit(nogil=True, cache=True)
def pack_values(values: Array, out: Array) -> None:
    """Write each row's values into ``out`` as keys that sort by value and say the place: (value + 1) * M + place."""
    m = values.shape[1]
    for row in range(len(values)):
        source, into = values[row], out[row]
        for k in range(m):
            into[k] = out.dtype.type(source[k] + 1) * out.dtype.type(m) + out.dtype.type(k)
    return


@njit(nogil=True, cache=True)
def ascending(values: Array, top: int, order: Array, spare: Array, counts: Array) -> int:
    """Write the places with value 0 or more into ``order``, by ascending value (0 … top); return how many there are.

    One pass of counting where that is cheap. The halves are counted apart, so that one need not wait for the other, and
    nothing is asked about -1, which is counted too and then left out: both save half the time.
    """
    m = len(values)
    half = m >> 1
    first, second = values[:half], values[half:]
    if top + 2 <= half:
        count = counts[: 2 * (top + 2)]
        count[:] = 0
        for k in range(half):
            count[2 * (np.int64(first[k]) + 1)] += 1
            count[2 * (np.int64(second[k]) + 1) + 1] += 1
        total = -int(count[0]) - int(count[1])
        for d in range(len(count)):
            total, count[d] = total + count[d], total
        count[0] = m
        count[1] = m
        for k in range(half):
            one, other = 2 * (np.int64(first[k]) + 1), 2 * (np.int64(second[k]) + 1) + 1
            order[count[one]] = k
            count[one] += one > 0
            order[count[other]] = k + half
            count[other] += other > 1
        return total
    found, shift, swapped = 0, 0, False
    for k in range(m):
        order[found] = k
        found += values[k] >= 0
    while top >> shift > 0:
        source, into = (spare, order) if swapped else (order, spare)
        counts[:256] = 0
        for k in range(found):
            counts[(values[source[k]] >> shift) & 255] += 1
        total = 0
        for d in range(256):
            total, counts[d] = total + counts[d], total
        for k in range(found):
            at = (np.int64(values[source[k]]) >> shift) & 255
            into[counts[at]] = source[k]
            counts[at] += 1
        shift += 8
        swapped = not swapped
    if swapped:
        order[:found] = spare[:found]
    return found


@njit(nogil=True, cache=True)
def label(
    values: Array,
    order: Array,
    found: int,
    ranks: Array,
    keys: Array,
    fields: Array,
    improving: bool,
    worst: Array,
    stack: Array,
    seen: Array,
) -> None:
    """Write into ``worst`` the smallest value that the opponents reach jointly from each place of one slab.

    Places are taken by ascending value. Each passes its value backwards to all that can reach it and have none yet, so
    the first value that a place gets is its smallest. Each place and opponent is passed once: linear.

    ``worst`` comes in as FREE, or the largest number where infeasible. ``ranks`` (M, opponents) keeps together what is
    asked together, which saves a fifth of the time. ``fields`` has a row (decision maker, low, plain, ways, where its
    keys begin, where its part of ``seen`` begins) for each opponent. ``seen`` keeps, for
    each class of each fibre, how far it has been told, and the rank up to which nobody has anything new to tell. The
    stack keeps with each place the opponent whose move leads on from there: its own earlier moves lead nowhere new.
    """
    for at in range(0, len(seen), 2):
        seen[at] = 0
        seen[at + 1] = -1
    for x in range(found):
        s = order[x]
        if worst[s] != FREE:
            continue
        value = values[s]
        worst[s] = value
        stack[0] = (np.int64(s) << 8) | 255
        height = 1
        while height > 0:
            height -= 1
            t, by, beside = stack[height] >> 8, stack[height] & 255, ranks[stack[height] >> 8]
            for o in range(len(fields)):
                if o == by:
                    continue
                row = fields[o]
                low, plain, ways = row[1], row[2], row[3]
                rank = np.int64(beside[o]) if improving else 0
                above = t >> low
                combo = above & ((1 << (plain + ways)) - 1)
                kind = combo >> plain
                fibre = (((above >> (plain + ways)) << low) | (t & ((1 << low) - 1))) << ways
                if rank <= seen[row[5] + ((fibre | kind) << 1) + 1]:
                    continue
                base, part = t - (combo << low), kind
                limit, mask = (rank + 1) << plain, (1 << plain) - 1
                while True:  # over the classes from which one may move here
                    at = row[5] + ((fibre | part) << 1)
                    first, bottom = row[4] + ((fibre | part) << plain), base + (part << (plain + low))
                    p, known = np.int64(seen[at]), np.int64(FAR)
                    while p <= mask:
                        key = np.int64(keys[first + p]) if improving else p
                        if improving and key >= limit:
                            known = (key >> plain) - 1
                            break
                        u = bottom + ((key & mask) << low)
                        w = worst[u]
                        worst[u] = value if w == FREE else w
                        stack[height] = (u << 8) | o
                        height += w == FREE
                        p += 1
                    seen[at] = p
                    seen[at + 1] = known if ways == 0 else max(rank, np.int64(seen[at + 1]))
                    if part == 0:
                        break
                    part = (part - 1) & kind
    return


@njit(nogil=True, cache=True)
def label_two(
    values: Array,
    order: Array,
    found: int,
    ranks_j: Array,
    ranks_k: Array,
    keys_j: Array,
    keys_k: Array,
    low_j: int,
    low_k: int,
    plain_j: int,
    plain_k: int,
    worst: Array,
    by_j: Array,
    by_k: Array,
    seen: Array,
) -> None:
    """Do what ``label`` does for improvements of two opponents j and k without one-way options, a quarter faster.

    What was reached by a move of j waits on ``by_j`` for a move of k, and the other way round.
    """
    past_j, past_k, known_j, known_k = seen[0, :, 0], seen[1, :, 0], seen[0, :, 1], seen[1, :, 1]
    past_j[:] = 0
    past_k[:] = 0
    known_j[:] = -1
    known_k[:] = -1
    inner_j, inner_k, mask_j, mask_k = (1 << low_j) - 1, (1 << low_k) - 1, (1 << plain_j) - 1, (1 << plain_k) - 1
    for x in range(found):
        s = order[x]
        if worst[s] != FREE:
            continue
        value = values[s]
        worst[s] = value
        by_j[0] = s
        by_k[0] = s
        waiting_j, waiting_k = 1, 1
        while waiting_j + waiting_k > 0:
            while waiting_j > 0:
                waiting_j -= 1
                t = np.int64(by_j[waiting_j])
                fibre = ((t >> (low_k + plain_k)) << low_k) | (t & inner_k)
                rank = np.int64(ranks_k[t])
                if rank > known_k[fibre]:
                    base, first = t & ~(mask_k << low_k), fibre << plain_k
                    p, limit, known = np.int64(past_k[fibre]), (rank + 1) << plain_k, np.int64(FAR)
                    while p <= mask_k:
                        key = np.int64(keys_k[first + p])
                        if key >= limit:
                            known = (key >> plain_k) - 1
                            break
                        u = base | ((key & mask_k) << low_k)
                        w = worst[u]
                        worst[u] = value if w == FREE else w
                        by_k[waiting_k] = u
                        waiting_k += w == FREE
                        p += 1
                    past_k[fibre] = p
                    known_k[fibre] = known
            while waiting_k > 0:
                waiting_k -= 1
                t = np.int64(by_k[waiting_k])
                fibre = ((t >> (low_j + plain_j)) << low_j) | (t & inner_j)
                rank = np.int64(ranks_j[t])
                if rank > known_j[fibre]:
                    base, first = t & ~(mask_j << low_j), fibre << plain_j
                    p, limit, known = np.int64(past_j[fibre]), (rank + 1) << plain_j, np.int64(FAR)
                    while p <= mask_j:
                        key = np.int64(keys_j[first + p])
                        if key >= limit:
                            known = (key >> plain_j) - 1
                            break
                        u = base | ((key & mask_j) << low_j)
                        w = worst[u]
                        worst[u] = value if w == FREE else w
                        by_j[waiting_j] = u
                        waiting_j += w == FREE
                        p += 1
                    past_j[fibre] = p
                    known_j[fibre] = known
    return


@njit(nogil=True, cache=True)
def sweep(worst: Array, closed: Array, low: int, plain: int, ways: int, lowest: Array) -> bool:
    """Lower ``worst`` by one move of any kind of one opponent; say whether anything changed.

    ``closed`` is the largest number where infeasible, else 0: between moves of different decision makers every state
    must be feasible, inside a move none need be. ``lowest`` is scratch, (classes, C).
    """
    width, changed = plain + ways, False
    for h in range(len(worst) >> (low + width)):
        if low == 0:
            for kind in range((1 << ways) - 1, -1, -1):
                at = (h << width) + (kind << plain)
                row, shut = worst[at : at + (1 << plain)], closed[at : at + (1 << plain)]
                least = row[0]
                for k in range(len(row)):
                    least = min(least, row[k])
                for b in range(ways):
                    if not kind >> b & 1:
                        least = min(least, lowest[kind | 1 << b, 0])
                lowest[kind, 0] = least
                differ = worst.dtype.type(0)
                for k in range(len(row)):
                    new = least | shut[k]
                    differ |= new ^ row[k]
                    row[k] = new
                changed |= differ != 0
            continue
        for start in range(0, 1 << low, TILE):
            stop = min(start + TILE, 1 << low)
            for kind in range((1 << ways) - 1, -1, -1):
                into = lowest[kind, : stop - start]
                for b in range(1 << plain):
                    at = ((((h << ways) + kind << plain) + b) << low) + start
                    row = worst[at : at + stop - start]
                    if b == 0:
                        for k in range(len(row)):
                            into[k] = row[k]
                    else:
                        for k in range(len(row)):
                            into[k] = min(into[k], row[k])
                for b in range(ways):
                    if not kind >> b & 1:
                        above = lowest[kind | 1 << b, : stop - start]
                        for k in range(len(into)):
                            into[k] = min(into[k], above[k])
                for b in range(1 << plain):
                    at = ((((h << ways) + kind << plain) + b) << low) + start
                    row, shut = worst[at : at + stop - start], closed[at : at + stop - start]
                    differ = worst.dtype.type(0)
                    for k in range(len(row)):
                        new = into[k] | shut[k]
                        differ |= new ^ row[k]
                        row[k] = new
                    changed |= differ != 0
    return changed


@njit(nogil=True, cache=True)
def close(
    ranks: Array,
    i: int,
    first: int,
    width: int,
    plain: int,
    top: int,
    best: Array,
    keys: Array,
    sorted_values: Array,
    fields: Array,
    improving: bool,
    final: bool,
    bars: Array,
) -> None:
    """Raise ``bars`` (V, classes, M) to what decision maker i can count on in each slab: min(rank, worst answer).

    ``ranks`` (slabs, n, M) and ``keys`` (slabs, opponents, M) are those of the slabs from ``first`` on, ``best``
    (V, classes, M) is i's best move in each fibre, ``sorted_values`` what ``pack_values`` makes of the values to use
    (a row a slab, or if not ``final`` a row a class) if they are sorted already, else empty. ``fields`` has a row
    (decision maker, low, plain, ways) for each opponent. See ``stability.concept`` for the meaning of the other words.
    """
    m = ranks.shape[2]
    far, zero, free = ranks.dtype.type(np.iinfo(ranks.dtype).max), ranks.dtype.type(0), ranks.dtype.type(FREE)
    order, spare, other = np.empty(m + 1, np.int32), np.empty(m + 1, np.int32), np.empty(m + 1, np.int32)
    counts = np.empty(max(256, m), np.int32)
    worst, closed = np.empty(m, ranks.dtype), np.empty(m, ranks.dtype)
    classes, piece, pieces = 1, 1, 1
    for o in range(len(fields)):
        classes = max(classes, 1 << fields[o, 3])
        piece = max(piece, min(TILE, 1 << fields[o, 1]))
        pieces = max(pieces, m >> fields[o, 2])
    lowest = np.empty((classes, piece), ranks.dtype)
    seen = np.empty((len(fields), pieces, 2), np.int32)
    where = np.empty((len(fields), 6), np.int64)
    for o in range(len(fields)):
        where[o, :4] = fields[o]
        where[o, 4], where[o, 5] = o * m, o * pieces * 2
    two = improving and len(fields) == 2 and fields[0, 3] == 0 and fields[1, 3] == 0
    together = np.empty((1 if two else m, len(fields)), ranks.dtype)
    stack = np.empty(1 if two else m + 1, np.int64)
    ordered, found = -1, 0
    for slab in range(ranks.shape[0]):
        v, a = (first + slab) >> width, (first + slab) & ((1 << width) - 1)
        own, group = ranks[slab, i], (v << (width - plain)) + (a >> plain)
        values = own if final else best[v, a >> plain]
        quiet = 0
        if not improving:
            for k in range(m):
                closed[k] = far if own[k] < zero else zero
                worst[k] = far if own[k] < zero else values[k]
            left = 2 * len(fields) + 6
            while quiet < len(fields) and left > 0:
                for o in range(len(fields)):
                    if quiet < len(fields):
                        left -= 1
                        moved = sweep(worst, closed, fields[o, 1], fields[o, 2], fields[o, 3], lowest)
                        quiet = 1 if moved else quiet + 1
        if quiet < len(fields):  # improvements, or a long way round: follow single places
            for k in range(m):
                worst[k] = far if own[k] < zero else free
            if final or group != ordered:  # slabs of one class share i's best moves
                ordered = group
                if len(sorted_values) == 0:
                    found = ascending(values, top, order, spare, counts)
                else:
                    row, found = sorted_values[slab if final else group], m
                    for k in range(m):
                        order[k] = row[k] & (m - 1)
            if two:
                label_two(
                    values,
                    order,
                    found,
                    ranks[slab, fields[0, 0]],
                    ranks[slab, fields[1, 0]],
                    keys[slab, 0],
                    keys[slab, 1],
                    fields[0, 1],
                    fields[1, 1],
                    fields[0, 2],
                    fields[1, 2],
                    worst,
                    spare,
                    other,
                    seen,
                )
            else:
                for o in range(len(fields)):
                    rank = ranks[slab, fields[o, 0]]
                    for k in range(m):
                        together[k, o] = rank[k]
                label(
                    values,
                    order,
                    found,
                    together,
                    keys[slab].reshape(-1),
                    where,
                    improving,
                    worst,
                    stack,
                    seen.reshape(-1),
                )
        into = bars[v, a >> plain]
        for k in range(m):
            into[k] = max(into[k], min(own[k], worst[k]))
    return
