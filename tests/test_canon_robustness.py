"""Robustness and goal seeking against a list of all weak orders."""

import random
from itertools import permutations

import numpy as np
import pytest

from detente.base import DetenteError
from detente.canon import meets, robustness, seek, statement_robustness
from detente.canon.robustness import classes, neighbours, ranks_of
from oracles import canon_robustness as oracle
from oracles.canon_build import build
from oracles.canon_models import graph_form, option_form
from oracles.literal import Literal

KEYS = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")


def small(many=40, most=4):
    for seed in range(many):
        for model in (option_form(seed, most=3), graph_form(seed, most=3)):
            if 3 <= model.m <= most:
                yield random.Random(seed), model


def test_one_change_is_what_the_definition_says():
    for _, model in small():
        for row in model.rank:
            start = classes(row)
            assert classes(ranks_of(start, model.m)) == start
            found = {tuple(frozenset(group) for group in order) for order in neighbours(start)}
            assert found == oracle.changes(tuple(frozenset(group) for group in start))


@pytest.mark.parametrize("key", KEYS)
def test_the_least_number_of_changes_agrees_with_a_list_of_all_rankings(key):
    seen = set()
    for r, model in small():
        s = r.randrange(model.m)
        found = robustness(build(model), s, key)
        now = oracle.equilibrium(Literal(model.states, model.reach, model.rank), key, s)
        assert found.equilibrium == now
        expected = [
            oracle.least(model, i, lambda x, n=now, t=s: oracle.equilibrium(x, key, t) != n) for i in range(model.n)
        ]
        assert [margin.changes for margin in found.margins] == expected
        assert all(margin.final for margin in found.margins)
        assert found.least == min((e for e in expected if e is not None), default=None)
        for margin in found.margins:
            if margin.changes is not None:
                ranks = [list(row) for row in model.rank]
                ranks[margin.i] = ranks_of(margin.order, model.m)
                assert oracle.equilibrium(Literal(model.states, model.reach, ranks), key, s) != now
        seen |= {(now, e) for e in expected}
    assert {(True, 1), (True, None), (False, 1), (False, None)} <= seen
    assert any(e is not None and e > 1 for _, e in seen)


def test_counting_swaps_of_single_states_only_would_be_caught():
    differ = 0
    for r, model in small(60):
        s = r.randrange(model.m)
        found = robustness(build(model), s, "GMR")
        for margin in found.margins:
            swaps = []  # planted: strict rankings and exchanges of neighbours alone
            start = sorted(model.states, key=lambda x, row=model.rank[margin.i]: -row[x])
            for order in permutations(model.states):
                ranks = [list(row) for row in model.rank]
                ranks[margin.i] = [model.m - order.index(x) for x in model.states]
                changed = oracle.equilibrium(Literal(model.states, model.reach, ranks), "GMR", s)
                if changed != found.equilibrium:
                    at = [order.index(x) for x in start]
                    swaps.append(sum(a > b for k, a in enumerate(at) for b in at[k:]))
            differ += min(swaps, default=None) != margin.changes
    assert differ >= 3


@pytest.mark.parametrize("key", ["NASH", "SEQ", "SMR"])
def test_goals_agree_with_a_list_of_all_rankings(key):
    met = set()
    for r, model in small(40):
        i = r.randrange(model.n)
        states = r.sample(range(model.m), 3)
        hold, fall = states[:2], states[2:]
        found = seek(build(model), i, key, hold, fall)

        def wanted(literal, hold=hold, fall=fall):
            return all(oracle.equilibrium(literal, key, s) for s in hold) and not any(
                oracle.equilibrium(literal, key, s) for s in fall
            )

        assert found.margin.changes == oracle.least(model, i, wanted)
        strict = 0
        for order in permutations(model.states):
            ranks = [list(row) for row in model.rank]
            ranks[i] = [model.m - order.index(x) for x in model.states]
            hit = wanted(Literal(model.states, model.reach, ranks))
            strict += hit
            assert meets(found.pattern, ranks[i]) == hit
            if order == found.order:
                assert hit
        assert found.rankings == strict
        assert (found.order is None) == (strict == 0)
        met.add(strict > 0)
    assert met == {True, False}


def random_statements(r, model):
    return np.array([[r.random() < 0.5 for _ in model.states] for _ in range(r.randint(1, 4))])


def test_exchanges_of_statements_agree_with_a_list_of_all_orders():
    seen = set()
    for r, model in small(60, most=6):
        truths = random_statements(r, model)
        i, s = r.randrange(model.n), r.randrange(model.m)

        def ranked(order, truths=truths):
            keys = [tuple(truths[list(order), t]) for t in range(truths.shape[1])]
            return [sorted(set(keys)).index(key) for key in keys]

        ranks = [list(row) for row in model.rank]
        ranks[i] = ranked(range(len(truths)))
        model.rank = ranks
        now = oracle.equilibrium(Literal(model.states, model.reach, ranks), "SEQ", s)
        found = statement_robustness(build(model), s, "SEQ", i, truths)
        away = []
        for order in permutations(range(len(truths))):
            changed = [list(row) for row in ranks]
            changed[i] = ranked(order)
            if oracle.equilibrium(Literal(model.states, model.reach, changed), "SEQ", s) != now:
                away.append(sum(a > b for k, a in enumerate(order) for b in order[k:]))
        assert found.changes == min(away, default=None)
        assert found.final
        seen.add(found.changes)
    assert {None, 1} <= seen


def test_where_too_many_rankings_would_have_to_be_tried_only_a_bound_is_given():
    for seed in range(40):
        model = option_form(seed, most=2)
        if model.m < 12:
            continue
        for s in model.states:
            margin = robustness(build(model), s, "GMR", most=50).margins[0]
            if margin.changes is None:
                assert not margin.final
                assert margin.at_least >= 1
                assert margin.at_most is None or margin.at_least < margin.at_most
                assert bool(margin.order) == (margin.at_most is not None)
                return
    raise AssertionError("no model needed more than 50 rankings")


@pytest.mark.parametrize("key", ["GMR", "SEQ"])
def test_where_the_search_is_cut_the_margin_lies_between_the_bounds(key):
    tight = cut = 0
    for r, model in small(150):
        s = r.randrange(model.m)
        now = oracle.equilibrium(Literal(model.states, model.reach, model.rank), key, s)
        for i, margin in enumerate(robustness(build(model), s, key, most=1).margins):
            least = oracle.least(model, i, lambda x, n=now, t=s: oracle.equilibrium(x, key, t) != n)
            if margin.final or margin.at_most is None:
                assert margin.changes == least or not margin.final
                continue
            cut += 1
            assert margin.at_least <= least <= margin.at_most
            away = oracle.distances(model.rank[i])[tuple(frozenset(group) for group in margin.order)]
            assert away <= margin.at_most
            ranks = [list(row) for row in model.rank]
            ranks[i] = oracle.rank_from([frozenset(group) for group in margin.order], model.m)
            assert oracle.equilibrium(Literal(model.states, model.reach, ranks), key, s) != now
            tight += least == margin.at_most  # planted: counting one change less would be wrong here
    assert cut > 10
    assert tight > 5


def test_statements_that_do_not_give_the_ranking_are_refused():
    model = option_form(0, most=2)
    graph = build(model)
    with pytest.raises(DetenteError, match="do not give the ranking of DM0"):
        statement_robustness(graph, 0, "SEQ", 0, np.zeros((1, graph.size), dtype=bool))
    with pytest.raises(DetenteError, match="states need"):
        statement_robustness(graph, 0, "SEQ", 0, np.zeros((1, 1), dtype=bool))
