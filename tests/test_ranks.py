"""States and ranks from packed truth tables equal the slow reading, for any number of statements."""

import random

import numpy as np
import pytest

from detente.conditions import And, If, Iff, Not, Or, Var, holds, packed
from detente.graph import ranks as module
from detente.graph.ranks import feasible_codes, rank_states


def random_condition(r, names, depth=2):
    kind = r.randrange(6 if depth else 1)
    if kind == 0:
        return Var(r.choice(names))
    parts = tuple(random_condition(r, names, depth - 1) for _ in range(2))
    return (Not(parts[0]), And(parts), Or(parts), If(*parts), Iff(*parts))[kind - 1]


def taken(code, names):
    return {name: bool(code >> k & 1) for k, name in enumerate(names)}


def slow_rank(wants, names, codes):
    """Sort tuples of truth values: what a lexicographic order is."""
    rows = [tuple(holds(want, taken(code, names)) for want in wants) for code in codes]
    place = {row: rank for rank, row in enumerate(sorted(set(rows)))}
    return [place[row] for row in rows]


@pytest.mark.parametrize("seed", range(30))
def test_codes_and_ranks_equal_the_slow_reading(seed):
    r = random.Random(seed)
    names = [f"o{k}" for k in range(r.randint(1, 9))]
    removed = [random_condition(r, names) for _ in range(r.randint(0, 2))]
    codes = feasible_codes(removed, names)
    expected = [c for c in range(1 << len(names)) if not any(holds(x, taken(c, names)) for x in removed)]
    assert codes.tolist() == expected
    wants = [[random_condition(r, names) for _ in range(r.choice([0, 1, 7, 8, 9, 20, 70]))] for _ in range(3)]
    rank = rank_states(wants, names, codes)
    assert rank.dtype == np.int16 and rank.shape == (3, len(codes))
    for own, row in zip(wants, rank.tolist(), strict=True):
        assert row == slow_rank(own, names, expected)


def test_the_order_of_statements_matters():
    """Planted mistake: statements read from the end give other ranks."""
    r = random.Random(0)
    names = [f"o{k}" for k in range(6)]
    codes = feasible_codes([], names)
    wants = [random_condition(r, names) for _ in range(5)]
    assert rank_states([wants], names, codes)[0].tolist() == slow_rank(wants, names, codes.tolist())
    assert rank_states([wants], names, codes)[0].tolist() != slow_rank(wants[::-1], names, codes.tolist())


def test_stretches_and_threads_change_nothing(monkeypatch):
    r = random.Random(5)
    names = [f"o{k}" for k in range(13)]
    removed = [random_condition(r, names)]
    wants = [[random_condition(r, names) for _ in range(14)] for _ in range(2)]
    whole = feasible_codes(removed, names)
    ranks = rank_states(wants, names, whole)
    monkeypatch.setattr(module, "WORDS", 16)
    for workers in (1, 3):
        assert np.array_equal(feasible_codes(removed, names, workers), whole)
        assert np.array_equal(rank_states(wants, names, whole, workers), ranks)


def test_a_stretch_of_words_is_that_part_of_the_whole():
    r = random.Random(1)
    names = [f"o{k}" for k in range(11)]
    for _ in range(20):
        condition = random_condition(r, names, 3)
        whole = packed(condition, names)
        for start, stop in ((0, 1), (3, 7), (16, 32), (31, 32)):
            assert np.array_equal(packed(condition, names, start, stop), whole[start:stop])


def test_more_classes_than_small_numbers_hold_widen_the_ranks():
    names = [f"o{k}" for k in range(16)]
    codes = feasible_codes([], names)
    rank = rank_states([[Var(name) for name in names], [Var(names[0])]], names, codes)
    assert rank.dtype == np.int32
    assert rank[0].tolist() == [int(f"{code:016b}"[::-1], 2) for code in range(1 << 16)]
    assert rank[1].tolist() == [code & 1 for code in range(1 << 16)]
