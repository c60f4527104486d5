"""Strength of preference against the definitions read literally, its limits, and Elmira as recorded."""

import random

import numpy as np
import pytest

from detente.base import DetenteError
from detente.canon import degrees_from_gaps, judge, strength, strength_stability
from detente.canon.strength import STRENGTH_CONCEPTS
from detente.stability import analyze
from oracles import canon_template as oracle
from oracles.canon_build import build
from oracles.canon_models import CASES, WHY, case, graph_form, option_form, plain_case


def dense(row):
    values = sorted(set(row))
    return np.array([values.index(x) for x in row])


def models(degrees=3, many=50):
    for seed in range(many):
        for model in (option_form(seed), graph_form(seed)):
            r = random.Random(seed)
            rows = []
            for row in model.rank:
                places = dense(row)
                rows.append(degrees_from_gaps(places, [r.randint(1, degrees) for _ in range(int(places.max()))]))
            yield model, build(model), np.array(rows, dtype=np.int8)


def literal(model, key, degree, level, **mistake):
    tests = oracle.strength(lambda i, t, s: int(degree[i, s, t]), level, **mistake)
    return np.array([[oracle.stable(model, key, i, s, *tests) for s in model.states] for i in range(model.n)])


def test_every_level_agrees_with_the_literal_definitions():
    for model, graph, degree in models():
        for level in range(max(1, int(degree.max())) + 1):
            found = judge(graph, strength(graph, degree, level))
            for key in STRENGTH_CONCEPTS if level else ("NASH", *STRENGTH_CONCEPTS):
                assert np.array_equal(found[key], literal(model, key, degree, level)), (level, key)


@pytest.mark.parametrize("mistake", ["tie_deters", "countermove_general", "opponents_strong"])
def test_a_planted_mistake_would_be_caught(mistake):
    differ = 0
    for model, graph, degree in models():
        level = int(degree.max())
        if level > 1:
            found = judge(graph, strength(graph, degree, level))
            wrong = {key: literal(model, key, degree, level, **{mistake: True}) for key in STRENGTH_CONCEPTS}
            differ += any(not np.array_equal(found[key], wrong[key]) for key in STRENGTH_CONCEPTS)
    assert differ >= 3


def test_general_stability_is_simple_stability():
    for _, graph, degree in models():
        found, fast = strength_stability(graph, degree), analyze(graph).stable
        assert set(found.general) == {"NASH", "GMR", "SMR", "SEQ"}
        for key, held in found.general.items():
            assert np.array_equal(held, fast[key])


def test_strong_and_weak_share_what_is_stable_and_degrees_are_nested():
    seen = set()
    for _, graph, degree in models():
        found = strength_stability(graph, degree)
        top = max(1, int(degree.max()))
        for key in STRENGTH_CONCEPTS:
            assert not (found.strong[key] & found.weak[key]).any()
            assert np.array_equal(found.strong[key] | found.weak[key], found.general[key])
            assert np.array_equal(found.degree[key] >= 0, found.general[key])
            assert np.array_equal(found.degree[key] == top, found.strong[key])
            seen |= set(found.degree[key].ravel().tolist())
        assert not (found.strong["SMR"] & ~found.strong["GMR"]).any()
        assert not (found.strong["SEQ"] & ~found.strong["GMR"]).any()
    assert seen == {-1, 0, 1, 2, 3}


@pytest.mark.skipif(not CASES.is_dir(), reason=WHY)
def test_elmira_with_strength_comes_out_as_recorded():
    model, data = plain_case("elmira"), case("elmira_strength")
    graph = build(model)
    at = {label: s for s, label in enumerate(model.labels)}
    rows = []
    for name in model.names:
        groups = data["preferences"][name]["groups_most_to_least"]
        order = [s for group in groups for s in group][::-1]
        last = {group[-1] for group in groups}
        places = np.zeros(model.m, dtype=int)
        for place, s in enumerate(order):
            places[at[str(s)]] = place
        rows.append(degrees_from_gaps(places, [2 if s in last else 1 for s in order[1:]]))
    degree = np.array(rows, dtype=np.int8)
    assert int(degree.max()) == 2
    found = strength_stability(graph, degree)
    compared = 0
    for kind, verdicts in (("general", found.general), ("strong", found.strong)):
        for recorded, entry in data["oracle"][kind].items():
            held = verdicts[recorded.upper()]
            for i, name in enumerate(model.names):
                assert [int(model.labels[s]) for s in np.flatnonzero(held[i])] == entry["per_dm"][name]
                compared += 1
            assert [int(model.labels[s]) for s in np.flatnonzero(held.all(axis=0))] == entry["equilibria"]
    assert compared == 21


def test_what_is_not_a_degree_is_refused():
    graph = build(option_form(2))
    n, m = len(graph.decision_makers), graph.size
    degree = np.zeros((n, m, m), dtype=np.int8)
    with pytest.raises(DetenteError, match="need"):
        strength(graph, degree[:, :1])
    with pytest.raises(DetenteError, match="no degree 2"):
        strength(graph, degree, 2)
    with pytest.raises(DetenteError, match="no strong form"):
        judge(graph, strength(graph, degree, 1), ["NASH"])
    degree[0, 0, 1] = 1
    with pytest.raises(DetenteError, match="do not answer to each other"):
        strength(graph, degree)
    with pytest.raises(DetenteError, match="3 places have 2 gaps"):
        degrees_from_gaps(np.array([0, 1, 2]), [1])
