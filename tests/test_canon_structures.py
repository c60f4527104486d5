"""Hybrid, fuzzy, probabilistic preference, merged decision makers, mixed equilibria: literal definitions, limits."""

import random
from itertools import combinations

import numpy as np
import pytest

from detente.base import DetenteError
from detente.canon import (
    coalition_stability,
    degrees_from_gaps,
    fuzzy,
    grey,
    hybrid,
    individual_stability,
    judge,
    merge_decision_makers,
    mixed_equilibria,
    probabilistic,
    strength_stability,
    unknown,
)
from detente.stability import analyze
from oracles import canon_template as oracle
from oracles.canon_build import build
from oracles.canon_models import CASES, WHY, Plain, graph_form, option_form, plain_case
from oracles.literal import option_moves

FOUR = ("NASH", "GMR", "SMR", "SEQ")


def models(many=40):
    for seed in range(many):
        yield random.Random(seed), option_form(seed)
        yield random.Random(seed), graph_form(seed)


def literal(model, key, tests):
    return np.array([[oracle.stable(model, key, i, s, *tests) for s in model.states] for i in range(model.n)])


def hybrid_data(r, model, share=0.3, degrees=2):
    rows = []
    for row in model.rank:
        values = sorted(set(row))
        gaps = [r.randint(1, degrees) for _ in values[1:]]
        rows.append(degrees_from_gaps(np.array([values.index(x) for x in row]), gaps))
    degree = np.array(rows, dtype=np.int8)
    unsure = np.zeros(degree.shape, dtype=bool)
    for i in range(model.n):
        for s, t in combinations(model.states, 2):
            unsure[i, s, t] = unsure[i, t, s] = r.random() < share
    degree[unsure] = 0
    return degree, unsure


def hybrid_tests(degree, unsure, extension, strong, **mistake):
    top = max(1, int(degree.max(initial=0)))
    look = lambda i, t, s: int(degree[i, s, t])  # noqa: E731
    return oracle.hybrid(look, lambda i, t, s: bool(unsure[i, s, t]), extension, strong, top, **mistake)


@pytest.mark.parametrize("extension,strong", [*((e, False) for e in "abcd"), ("a", True), ("b", True)])
def test_hybrid_preference_agrees_with_the_literal_definitions(extension, strong):
    differ = 0
    for r, model in models():
        graph = build(model)
        degree, unsure = hybrid_data(r, model)
        found = judge(graph, hybrid(graph, degree, unsure, extension, strong))
        tests = hybrid_tests(degree, unsure, extension, strong)
        assert tuple(found) == (FOUR[1:] if strong else FOUR)
        for key, held in found.items():
            assert np.array_equal(held, literal(model, key, tests)), key
        if strong:
            wrong = hybrid_tests(degree, unsure, extension, strong, unsure_deters_strongly=True)
            differ += any(not np.array_equal(held, literal(model, key, wrong)) for key, held in found.items())
    assert differ >= 3 or not strong


def test_hybrid_preference_reduces_to_unknown_and_to_strength():
    for r, model in models(20):
        graph = build(model)
        degree, unsure = hybrid_data(r, model)
        for extension in "abcd":
            one = judge(graph, hybrid(graph, degree, unsure, extension))
            two = judge(graph, unknown(graph, degree > 0, unsure, extension))
            assert all(np.array_equal(one[key], two[key]) for key in FOUR)
        degree, unsure = hybrid_data(r, model, share=0)
        graded = strength_stability(graph, degree)
        for extension in "ab":
            strong = judge(graph, hybrid(graph, degree, unsure, extension, strong=True))
            assert all(np.array_equal(strong[key], graded.strong[key]) for key in strong)


def relation_of(r, model, crisp):
    n, m = model.n, model.m
    relation = np.full((n, m, m), 0.5)
    for i in range(n):
        for s, t in combinations(model.states, 2):
            a, b = model.rank[i][s], model.rank[i][t]
            value = 0.5 if a == b else float(a > b)
            relation[i, s, t] = value if crisp else r.randrange(11) / 10
            relation[i, t, s] = 1 - relation[i, s, t]
    return relation


def test_fuzzy_preference_agrees_with_the_literal_definitions():
    caught = {"one_threshold": 0, "weak": 0}
    for r, model in models():
        graph = build(model)
        relation = relation_of(r, model, crisp=False)
        level = [r.choice([0.2, 0.4, 0.6, 1.0]) for _ in range(model.n)]
        found = judge(graph, fuzzy(graph, relation, level))
        look = lambda i, a, b, rel=relation: round(float(rel[i, a, b]), 9)  # noqa: E731
        rounded = lambda i, a, b, f=look: round(10 * f(i, a, b))  # noqa: E731
        tenths = [round(10 * x) for x in level]
        tests = oracle.fuzzy(rounded, tenths)
        for key in FOUR:
            assert np.array_equal(found[key], literal(model, key, tests)), key
        for mistake in caught:
            wrong = oracle.fuzzy(rounded, tenths, **{mistake: True})
            caught[mistake] += any(not np.array_equal(found[key], literal(model, key, wrong)) for key in FOUR)
    assert min(caught.values()) >= 3


@pytest.mark.parametrize("threshold", [0.01, 0.5, 1.0])
def test_crisp_fuzzy_preference_is_simple(threshold):
    for r, model in models(20):
        graph = build(model)
        found = judge(graph, fuzzy(graph, relation_of(r, model, crisp=True), [threshold] * model.n))
        fast = analyze(graph).stable
        assert all(np.array_equal(found[key], fast[key]) for key in FOUR)


def probabilities(r, model):
    n, m = model.n, model.m
    table = np.zeros((n, m, m))
    for i in range(n):
        for s, t in combinations(model.states, 2):
            first = r.randrange(11)
            table[i, s, t], table[i, t, s] = first / 10, r.randrange(11 - first) / 10
    return table


def test_probabilistic_preference_agrees_with_the_literal_definitions():
    caught = 0
    for r, model in models():
        graph = build(model)
        table = probabilities(r, model)
        levels = [r.choice([1, 3, 5, 7]) for _ in range(3)]
        found = judge(graph, probabilistic(graph, table, *(x / 10 for x in levels)))
        look = lambda i, a, b, t=table: round(10 * float(t[i, a, b]))  # noqa: E731
        for key in FOUR:
            assert np.array_equal(found[key], literal(model, key, oracle.probabilistic(look, *levels))), key
        wrong = oracle.probabilistic(look, *levels, swapped=True)
        caught += any(not np.array_equal(found[key], literal(model, key, wrong)) for key in FOUR)
    assert caught >= 3


def test_certain_probabilities_are_simple_preference():
    for _, model in models(20):
        graph = build(model)
        rank = np.array(model.rank)
        table = (rank[:, :, None] > rank[:, None, :]).astype(float)
        found = judge(graph, probabilistic(graph, table, 0.5, 0.2, 0.9))
        fast = analyze(graph).stable
        assert all(np.array_equal(found[key], fast[key]) for key in FOUR)


def test_merged_decision_makers_agree_with_their_literal_definition_and_are_no_coalition():
    apart = 0
    for r, model in models():
        if model.codes is None:
            continue
        graph = build(model)
        group = sorted(r.sample(range(model.n), 2))
        who, tests = oracle.merged(model, group)
        at = {c: k for k, c in enumerate(model.codes)}
        owner = tuple(next(k for k, w in enumerate(who) if o in w) for o in model.owner)
        by_code = option_moves(model.codes, owner, model.one_way, len(who))
        reach = [{at[a]: {at[b] for b in ends} for a, ends in row.items()} for row in by_code]
        plain = Plain(["x"] * len(who), reach, [model.rank[w[0]] for w in who])
        smaller, structure = merge_decision_makers(graph, group)
        found = judge(smaller, structure)
        for key in (*FOUR, "SSEQ"):
            assert np.array_equal(found[key], literal(plain, key, tests)), key
        joint = coalition_stability(graph, group)
        merged = smaller.decision_makers.index(f"DM{group[0]} + DM{group[1]}")
        apart += any(not np.array_equal(found[key][merged], joint["C" + key]) for key in FOUR)
    assert apart >= 3


def test_merging_one_alone_changes_nothing():
    for _, model in models(20):
        if model.codes is not None:
            graph = build(model)
            found, fast = judge(*merge_decision_makers(graph, [1])), analyze(graph).stable
            assert all(np.array_equal(found[key], fast[key]) for key in fast)


@pytest.mark.skipif(not CASES.is_dir(), reason=WHY)
def test_merging_the_ministry_and_the_firm_upsets_state_7_of_the_shipped_elmira_file():
    model = plain_case("elmira_gmcrplus")
    graph = build(model)
    at = model.labels.index("7")
    assert analyze(graph, ["NASH"]).stable["NASH"][:, at].all()
    found = judge(*merge_decision_makers(graph, [0, 1]))
    assert not any(held[:, at].all() for held in found.values())


KEYS = ("NASH", "GMR", "SMR", "SEQ", "SSEQ", "SIM", "SIMANY", "L2", "L3", "NM", "MAXIMIN4", "STACKELBERG1")


def test_mixed_equilibria_take_each_by_its_own_concept():
    seen = set()
    for r, model in models(80):
        graph = build(model)
        allowed = [key for key in KEYS if (model.n == 2 or key in KEYS[:7]) and (model.codes or key[:3] != "SIM")]
        concepts = [r.choice(allowed) for _ in range(model.n)]
        rows = [individual_stability(graph, key)[i] for i, key in enumerate(concepts)]
        found = mixed_equilibria(graph, concepts)
        assert np.array_equal(found, np.array(rows).all(axis=0))
        same = mixed_equilibria(graph, ["SEQ"] * model.n)
        assert np.array_equal(same, analyze(graph, ["SEQ"]).stable["SEQ"].all(axis=0))
        seen |= set(concepts)
    assert seen == set(KEYS)


def test_what_could_not_be_verified_or_does_not_fit_is_refused():
    graph = build(option_form(0, most=2))
    n, m = 2, graph.size
    zero, half = np.zeros((n, m, m), dtype=np.int8), np.full((n, m, m), 0.5)
    none = np.zeros((n, m, m), dtype=bool)
    for ask, match in (
        (lambda: hybrid(graph, zero, none, "c", strong=True), "could not be verified at the source"),
        (lambda: grey(graph), "grey preference is refused"),
        (lambda: fuzzy(graph, half, [0, 1]), "indifference would be a gain"),
        (lambda: fuzzy(graph, half * 0.5, [1, 1]), "must add up to 1"),
        (lambda: fuzzy(graph, half * 3, [1, 1]), "between 0 and 1"),
        (lambda: probabilistic(graph, half * 1.5, 0.5, 0.5, 0.5), "more than 1"),
        (lambda: probabilistic(graph, half[:, :1], 0.5, 0.5, 0.5), "need"),
        (lambda: merge_decision_makers(build(graph_form(0)), [0, 1]), "needs options"),
        (lambda: mixed_equilibria(graph, ["SEQ"]), "1 concepts were given for 2"),
        (lambda: individual_stability(graph, "L"), "did you mean 'L2'"),
        (lambda: individual_stability(graph, "SEQ3"), "did you mean"),
        (lambda: individual_stability(graph, "CSEQ"), "name one with --coalition"),
        (lambda: individual_stability(graph, "STACKELBERG3"), "number 1 or 2"),
        (lambda: judge(graph, hybrid(graph, zero, none, "a", strong=True), ["NASH"]), "no strong form"),
    ):
        with pytest.raises(DetenteError, match=match):
            ask()
