"""Coalitions against the definitions read literally, the published cases, and the laws between concepts."""

import numpy as np
import pytest

from detente.base import DetenteError
from detente.canon import (
    COALITION_CONCEPTS,
    all_coalitions,
    coalition_improvements,
    coalition_stability,
    find_members,
    partition_stability,
)
from detente.graph import GraphModel
from detente.stability import analyze
from oracles import canon_coalitions as oracle
from oracles.canon_build import build
from oracles.canon_models import CASES, WHY, case, graph_form, option_form, plain_case

SEEDS = range(60)


def models():
    for seed in SEEDS:
        yield option_form(seed)
        yield graph_form(seed)


def literal(model, key, group, **mistake):
    return np.array([oracle.stable(model, key, group, s, **mistake) for s in model.states])


def test_every_coalition_agrees_with_the_literal_definitions():
    compared = 0
    for model in models():
        graph = build(model)
        verdicts = all_coalitions(graph)
        assert set(verdicts.stable) == set(oracle.groups(range(model.n)))
        for group, found in verdicts.stable.items():
            for key in COALITION_CONCEPTS:
                assert np.array_equal(found[key], literal(model, key, group)), (model.codes, group, key)
                compared += model.m
    assert compared > 20_000


def test_improvements_are_what_all_members_gain_together():
    for model in models():
        table = coalition_improvements(build(model), [0, 1])
        for s in model.states:
            assert set(np.flatnonzero(table[s]).tolist()) == oracle.gains(model, (0, 1), s)


@pytest.mark.parametrize("mistake", ["countermove_gains_too", "single_opponents", "stepwise", "jumping"])
def test_a_planted_mistake_would_be_caught(mistake):
    differ = 0
    for model in models():
        found = all_coalitions(build(model)).stable
        differ += any(
            not np.array_equal(verdict[key], literal(model, key, group, **{mistake: True}))
            for group, verdict in found.items()
            for key in COALITION_CONCEPTS
        )
        if differ == 3:
            return
    raise AssertionError(f"only {differ} models differ")


def test_a_coalition_of_one_is_its_member():
    for model in models():
        graph = build(model)
        alone = analyze(graph).stable
        for i in range(model.n):
            found = coalition_stability(graph, [i])
            for key in ("NASH", "GMR", "SMR"):
                assert np.array_equal(found["C" + key], alone[key][i])
            # sequential answers of opponents may be joint ones, so that more is deterred
            assert not (alone["SEQ"][i] & ~found["CSEQ"]).any()
            if model.n == 2:
                assert np.array_equal(found["CSEQ"], alone["SEQ"][i])


def test_against_several_opponents_joint_answers_deter_more():
    differ = 0
    for model in models():
        graph = build(model)
        alone = analyze(graph, ["SEQ"]).stable["SEQ"]
        differ += sum(not np.array_equal(coalition_stability(graph, [i])["CSEQ"], alone[i]) for i in range(model.n))
    assert differ > 0


def test_all_together_meet_no_answer():
    for model in models():
        found = coalition_stability(build(model), range(model.n))
        for key in COALITION_CONCEPTS:
            assert np.array_equal(found[key], found["CNASH"])


def test_what_holds_implies_what_holds_less_strictly():
    for model in models():
        for found in all_coalitions(build(model)).stable.values():
            assert not (found["CNASH"] & ~found["CSMR"]).any()
            assert not (found["CNASH"] & ~found["CSEQ"]).any()
            assert not (found["CSMR"] & ~found["CGMR"]).any()
            assert not (found["CSEQ"] & ~found["CGMR"]).any()


@pytest.mark.skipif(not CASES.is_dir(), reason=WHY)
@pytest.mark.parametrize("name", ["elmira", "elmira_gmcrplus", "lake_gisborne_economic", "synthetic_legality_three_dm"])
def test_published_cases_come_out_as_recorded(name):
    model, data = plain_case(name), case(name)
    graph = build(model)
    every = all_coalitions(graph)
    compared = 0
    for recorded, key in (("CNash", "CNASH"), ("CGMR", "CGMR"), ("CSMR", "CSMR"), ("CSEQ", "CSEQ")):
        for who, states in data["oracle"]["coalition"][recorded].items():
            if who == "stable_for_every_coalition":
                found = every.equilibria(key)
            else:
                found = np.flatnonzero(coalition_stability(graph, find_members(graph, who.split("+")))[key])
            assert [int(model.labels[s]) for s in found] == states, (who, key)
            compared += 1
    assert compared == 20


@pytest.mark.skipif(not CASES.is_dir(), reason=WHY)
def test_in_elmira_the_ministry_and_the_firm_leave_state_5_for_8():
    model = plain_case("elmira")
    graph = build(model)
    pair = find_members(graph, ["Uniroyal", "MoE"])
    at = model.labels.index
    assert np.flatnonzero(coalition_improvements(graph, pair)[at("5")]).tolist() == [at("8")]
    verdicts = partition_stability(graph, [pair, find_members(graph, ["Local Government"])])
    assert [model.labels[s] for s in verdicts.equilibria("CNASH")] == [
        "7",
        "8",
        "9",
    ]  # from 7 only the firm alone would leave


def test_what_cannot_be_judged_is_refused():
    graph = build(option_form(1))
    with pytest.raises(DetenteError, match="at least one member"):
        coalition_stability(graph, [])
    with pytest.raises(DetenteError, match="no decision maker has index 9"):
        coalition_stability(graph, [9])
    with pytest.raises(DetenteError, match="did you mean 'DM0'"):
        find_members(graph, ["dm0"])
    with pytest.raises(DetenteError, match="exactly one coalition"):
        partition_stability(graph, [[0]])


def test_models_too_large_for_pairs_of_states_are_refused_with_an_estimate():
    k = 13
    large = GraphModel(
        decision_makers=("A", "B"),
        options=tuple(f"o{i}" for i in range(k)),
        owner=tuple(i % 2 for i in range(k)),
        one_way=(0,) * k,
        codes=np.arange(1 << k),
        rank=np.zeros((2, 1 << k), dtype=np.int16),
    )
    with pytest.raises(
        DetenteError, match=r"up to 4,096 states; this one has 8,192, and its 67,108,864 pairs .* about 0.4 GiB"
    ):
        coalition_stability(large, [0, 1])
    many = GraphModel(decision_makers=tuple("ABCDEFGHIJK"), codes=np.arange(1), rank=np.zeros((11, 1), dtype=np.int16))
    with pytest.raises(DetenteError, match="11 decision makers form 2,047 coalitions"):
        all_coalitions(many)


def test_a_partition_holds_what_each_of_its_coalitions_holds_literally():
    alone = 0
    for seed in range(30):
        model = graph_form(seed, fewest=3)
        groups = [(0, 1), tuple(range(2, model.n))]
        verdicts = partition_stability(build(model), groups)
        for key in COALITION_CONCEPTS:
            held = [s for s in model.states if all(oracle.stable(model, key, group, s) for group in groups)]
            assert verdicts.equilibria(key).tolist() == held, (seed, key)
            single = [s for s in model.states if all(oracle.stable(model, key, (i,), s) for i in range(model.n))]
            alone += held != single  # planted: everybody by itself
    assert alone >= 3
