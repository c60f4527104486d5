"""Statements with versions and with degrees, against comparisons made pair by pair."""

import random
from itertools import combinations, product

import numpy as np
import pytest

from detente.base import DetenteError
from detente.canon import (
    degrees_from_statements,
    rank_by_statements,
    relation_from_pairs,
    unknown_from_statements,
)


def compare(statements, s, t):
    """1 if t is preferred to s by the first statement that differs, -1 the other way, 0 for a tie; and which."""
    for p, truth in enumerate(statements):
        if truth[s] != truth[t]:
            return (1 if truth[t] else -1), p
    return 0, None


def rows(r, m, k):
    return [[r.random() < 0.5 for _ in range(m)] for _ in range(k)]


def test_ranks_follow_the_first_statement_that_differs():
    for seed in range(60):
        r = random.Random(seed)
        m = r.randint(1, 7)
        statements = rows(r, m, r.randint(1, 5))
        rank = rank_by_statements(np.array(statements))
        for s, t in product(range(m), repeat=2):
            assert np.sign(rank[t] - rank[s]) == compare(statements, s, t)[0]


def test_a_pair_is_known_only_where_all_lists_agree():
    seen = {"known": 0, "tie": 0, "unknown": 0, "first list only": 0}
    for seed in range(60):
        r = random.Random(seed)
        m = r.randint(2, 6)
        levels = [rows(r, m, r.choice([1, 1, 2, 3])) for _ in range(r.randint(1, 3))]
        prefers, unsure = unknown_from_statements(levels)
        for s, t in product(range(m), repeat=2):
            signs = {compare(chosen, s, t)[0] for chosen in product(*levels)}
            assert prefers[s, t] == (signs == {1})
            assert unsure[s, t] == (len(signs) > 1)
            seen["known"] += signs == {1}
            seen["tie"] += signs == {0} and s != t
            seen["unknown"] += len(signs) > 1
            first = compare([level[0] for level in levels], s, t)[0]  # planted: only the first versions count
            seen["first list only"] += (first == 1) != bool(prefers[s, t])
    assert min(seen.values()) > 10


def test_one_version_each_leaves_nothing_unknown():
    for seed in range(20):
        r = random.Random(seed)
        statements = rows(r, 5, 3)
        prefers, unsure = unknown_from_statements([[row] for row in statements])
        rank = rank_by_statements(np.array(statements))
        assert not unsure.any()
        assert np.array_equal(prefers, rank[None, :] > rank[:, None])


def test_the_deciding_statement_gives_the_degree():
    strong = 0
    for seed in range(60):
        r = random.Random(seed)
        m = r.randint(2, 6)
        statements = rows(r, m, r.randint(1, 4))
        marks = [r.randint(1, 3) for _ in statements]
        degree = degrees_from_statements(np.array(statements), marks)
        for s, t in product(range(m), repeat=2):
            sign, p = compare(statements, s, t)
            assert degree[s, t] == (0 if p is None else sign * marks[p])
            strong += degree[s, t] > 1
    assert strong > 10


def test_what_does_not_fit_is_refused():
    row = [True, False]
    for ask, match in (
        (lambda: unknown_from_statements([[row], []]), "at least one version"),
        (lambda: unknown_from_statements([[row, [True]]]), "one truth value a state"),
        (lambda: unknown_from_statements([[row, row]] * 7), "128 complete lists; 64 are the most"),
        (lambda: degrees_from_statements(np.array([row]), [1, 2]), "1 statements were given with 2 degrees"),
        (lambda: degrees_from_statements(np.array([row]), [0]), "degrees run from 1"),
    ):
        with pytest.raises(DetenteError, match=match):
            ask()


def test_pairs_said_one_by_one_give_the_relation_and_nothing_more():
    planted = 0
    for seed in range(40):
        r = random.Random(seed)
        names = [f"s{k}" for k in range(r.randint(3, 6))]
        table, said = {}, []
        for a, b in combinations(names, 2):
            mark = r.choice([">", ">>", "=", "?", ""])
            first, second = r.sample((a, b), 2)
            table[first, second] = mark
            said += [f"{first} {mark} {second}"] * bool(mark)
        degree, unsure = relation_from_pairs(names, r.sample(said, len(said)))
        for (first, second), mark in table.items():
            s, t = names.index(second), names.index(first)
            assert degree[s, t] == -degree[t, s] == mark.count(">")
            assert unsure[s, t] == unsure[t, s] == (mark in ("?", ""))
        above = degree > 0
        closed = above | ((above.astype(int) @ above.astype(int)) > 0)
        planted += bool((closed & ~above).any())  # planted: completing the relation by what would follow
    assert planted > 10


@pytest.mark.parametrize("said", ["a b", "a < b", "a > x", "a > a", "a >= b"])
def test_what_is_no_pair_is_refused(said):
    with pytest.raises(DetenteError):
        relation_from_pairs(["a", "b"], [said])
    with pytest.raises(DetenteError, match="again"):
        relation_from_pairs(["a", "b"], ["a > b", "b = a"])
