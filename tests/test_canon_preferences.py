"""Preference structures against the definitions read literally, their limits, and the published cases."""

import random

import numpy as np
import pytest

from detente.base import DetenteError
from detente.canon import judge, simple
from detente.canon.unknown import EXTENSIONS, from_alternatives, unknown
from detente.stability import analyze
from oracles import canon_template as oracle
from oracles.canon_build import build
from oracles.canon_models import CASES, WHY, graph_form, option_form, plain_case

ALL = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")
FOUR = ALL[:4]


def models(many=60):
    for seed in range(many):
        yield seed, option_form(seed)
        yield seed, graph_form(seed)


def literal(model, key, tests):
    return np.array([[oracle.stable(model, key, i, s, *tests) for s in model.states] for i in range(model.n)])


def relations(model, seed, share=0.3):
    """A random preference with unknown pairs: prefers[i, s, t] and unsure[i, s, t], known pairs by rank."""
    r = random.Random(seed)
    n, m = model.n, model.m
    rank = np.array(model.rank)
    prefers = rank[:, None, :] > rank[:, :, None]
    unsure = np.zeros((n, m, m), dtype=bool)
    for i in range(n):
        for s in range(m):
            for t in range(s):
                unsure[i, s, t] = unsure[i, t, s] = r.random() < share
    return prefers & ~unsure, unsure


def lookups(prefers, unsure):
    return (lambda i, t, s: bool(prefers[i, s, t])), (lambda i, t, s: bool(unsure[i, s, t]))


def test_the_template_with_simple_preference_is_the_engine():
    for _, model in models():
        graph = build(model)
        found, fast = judge(graph, simple(graph)), analyze(graph).stable
        assert set(found) == set(ALL)
        for key in ALL:
            assert np.array_equal(found[key], fast[key]), key


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_unknown_preference_agrees_with_the_literal_definitions(extension):
    for seed, model in models():
        graph = build(model)
        prefers, unsure = relations(model, seed)
        found = judge(graph, unknown(graph, prefers, unsure, extension))
        tests = oracle.unknown(*lookups(prefers, unsure), extension)
        assert tuple(found) == FOUR
        for key in FOUR:
            assert np.array_equal(found[key], literal(model, key, tests)), (seed, key)


@pytest.mark.parametrize("mistake", ["opponents_sure", "swapped"])
def test_a_planted_mistake_in_the_unknown_extensions_would_be_caught(mistake):
    differ = 0
    for seed, model in models():
        graph = build(model)
        prefers, unsure = relations(model, seed)
        for extension in EXTENSIONS:
            found = judge(graph, unknown(graph, prefers, unsure, extension))
            tests = oracle.unknown(*lookups(prefers, unsure), extension, **{mistake: True})
            differ += any(not np.array_equal(found[key], literal(model, key, tests)) for key in FOUR)
    assert differ >= 3


def test_nothing_unknown_is_simple_preference():
    for seed, model in models():
        graph = build(model)
        prefers, unsure = relations(model, seed, share=0)
        for extension in EXTENSIONS:
            found, fast = judge(graph, unknown(graph, prefers, unsure, extension)), analyze(graph).stable
            for key in FOUR:
                assert np.array_equal(found[key], fast[key])


def test_how_the_extensions_lie_to_each_other():
    for seed, model in models():
        graph = build(model)
        prefers, unsure = relations(model, seed)
        a, b, c, d = (judge(graph, unknown(graph, prefers, unsure, e)) for e in "abcd")
        assert np.array_equal(a["NASH"], c["NASH"])
        assert np.array_equal(b["NASH"], d["NASH"])
        for key in FOUR:  # fewer gains, or more deterrents, never make a state unstable
            assert not (a[key] & ~b[key]).any()
            assert not (a[key] & ~c[key]).any()
            assert not (b[key] & ~d[key]).any()
            assert not (c[key] & ~d[key]).any()


@pytest.mark.skipif(not CASES.is_dir(), reason=WHY)
def test_gisborne_with_a_province_of_unknown_mind_rests_at_4_and_6():
    model = plain_case("lake_gisborne_economic")
    graph = build(model)
    at = {label: s for s, label in enumerate(model.labels)}
    economic = np.array(model.rank[1])
    lifted = np.array([model.codes[s] >> 1 & 1 for s in model.states])
    environmental = np.array([economic[at[str(1 + (model.codes[s] ^ 2))]] for s in model.states])
    assert (lifted == 1).sum() == 4
    province = from_alternatives([economic, environmental])
    rank = np.array(model.rank)
    prefers = rank[:, None, :] > rank[:, :, None]
    unsure = np.zeros_like(prefers)
    prefers[1], unsure[1] = province
    for extension in "bd":
        held = judge(graph, unknown(graph, prefers, unsure, extension), ["NASH"])["NASH"].all(axis=0)
        assert [model.labels[s] for s in np.flatnonzero(held)] == ["4", "6"]


def test_rankings_that_disagree_leave_a_pair_unknown():
    prefers, unsure = from_alternatives([np.array([2, 1, 1]), np.array([2, 1, 0])])
    assert prefers.tolist() == [[False] * 3, [True, False, False], [True, False, False]]
    assert unsure.tolist() == [[False] * 3, [False, False, True], [False, True, False]]


def test_what_is_not_a_preference_is_refused():
    graph = build(option_form(3))
    n, m = len(graph.decision_makers), graph.size
    none = np.zeros((n, m, m), dtype=bool)
    wrong = none.copy()
    wrong[1, 0, 1] = True
    both_ways = wrong | wrong.transpose(0, 2, 1)
    faulty = (((none, none[:, :1]), "need"), ((none, wrong), "one direction"), ((both_ways, none), "both of two"))
    for pair, match in faulty:
        with pytest.raises(DetenteError, match=match):
            unknown(graph, *pair, "a")
    with pytest.raises(DetenteError, match="no extension of unknown preference"):
        unknown(graph, none, none, "e")
    with pytest.raises(DetenteError, match="SSEQ is not available under unknown"):
        judge(graph, unknown(graph, none, none, "a"), ["SSEQ"])
    with pytest.raises(DetenteError, match="did you mean 'SMR'"):
        judge(graph, unknown(graph, none, none, "a"), ["SMRR"])
