"""Inverse analysis: counts in pattern form against a list of all rankings, and the published counts."""

import random
from math import factorial

import numpy as np
import pytest

from detente.analysis.answer import state_ids
from detente.base import DetenteError
from detente.canon import Above, Every, Not, Some, count_rankings, find_ranking, inverse, meets
from detente.cli.inverse import part
from oracles import canon_inverse as oracle
from oracles.canon_build import build
from oracles.canon_models import CASES, WHY, Plain, case, graph_form, option_form, plain_case
from oracles.literal import Literal

KEYS = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")


def small(many, most=6):
    for seed in range(many):
        for model in (option_form(seed, most=3), graph_form(seed, most=3)):
            if 3 <= model.m <= most:
                yield random.Random(seed), model


@pytest.mark.parametrize("key", KEYS)
def test_counts_equal_a_list_of_all_rankings(key):
    depending = compared = 0
    for r, model in small(30, most=5):
        i, state = r.randrange(model.n), r.randrange(model.m)
        found = inverse(build(model), i, state, key)
        assert (found.rankings, found.equilibria) == oracle.counts(model, i, state, key)
        depending += None in found.others.values()
        compared += 0 < found.equilibria < factorial(model.m)
    assert compared > 5
    assert depending > 0 or key not in ("SEQ", "SSEQ")


@pytest.mark.parametrize("key", ["GMR", "SMR", "SEQ"])
def test_counts_equal_a_list_of_all_rankings_of_six_states(key):
    six = [(r, model) for r, model in small(60) if model.m == 6][:6]
    assert len(six) == 6
    for r, model in six:
        i, state = r.randrange(model.n), r.randrange(model.m)
        found = inverse(build(model), i, state, key)
        assert (found.rankings, found.equilibria) == oracle.counts(model, i, state, key)


@pytest.mark.parametrize("key", KEYS)
def test_the_condition_holds_exactly_where_the_state_does_ties_included(key):
    seen = set()
    for r, model in small(60, most=9):
        i, state = r.randrange(model.n), r.randrange(model.m)
        found = inverse(build(model), i, state, key)
        for _ in range(10):
            rank = [r.randrange(4) for _ in model.states]
            literal = Literal(model.states, model.reach, oracle.with_rank(model, i, rank))
            above = {s for s in model.states if rank[s] > rank[state]}
            own = all(c.move not in above or any(above.isdisjoint(a) for a in c.answers) for c in found.clauses)
            assert own == literal.stable(key, i, state)
            every = all(literal.stable(key, j, state) for j in range(model.n))
            assert meets(found.equilibrium, rank) == every
            seen.add((own, every))
    assert seen >= {(False, False), (True, False), (True, True)}


@pytest.mark.skipif(not CASES.is_dir(), reason=WHY)
def test_syria_iraq_is_counted_as_recorded_and_not_as_another_tool_prints():
    model, data = plain_case("syria_iraq_1975"), case("syria_iraq_1975")
    graph = build(model)
    recorded = data["oracle"]["inverse"]["counts"]
    printed = data["expected"]["inverse_figure_24"]["counts_printed_by_GMCR+"]
    state = model.labels.index("2")
    for name in ("Nash", "GMR", "SEQ", "SMR"):
        found = inverse(graph, 0, state, name)
        assert found.equilibria == found.rankings == recorded[name]
        assert found.others == {1: True}
    assert [inverse(graph, 0, state, key).rankings for key in ("NASH", "SEQ", "GMR", "SMR")] == [240, 384, 384, 300]
    assert oracle.faulty_count(model, 0, state, "GMR") == oracle.faulty_count(model, 0, state, "SEQ") == 420
    assert {printed["GMR"], printed["SEQ"]} == {420}


def test_the_planted_rule_of_another_tool_would_be_caught():
    differ = 0
    for r, model in small(40, most=5):
        i, state = r.randrange(model.n), r.randrange(model.m)
        for key in ("GMR", "SEQ"):
            differ += inverse(build(model), i, state, key).rankings != oracle.faulty_count(model, i, state, key)
    assert differ >= 3


@pytest.mark.parametrize("mistake", ["alone", "once", "strict", "last"])
def test_each_rule_of_another_tool_planted_alone_would_be_caught(mistake):
    differ = set()
    reach = [{0: {1}}, {1: {2}, 3: {4}}, {2: {3}}]  # the first answers twice, with the second in between
    turns = Plain(["A", "B", "C"], [{s: arcs.get(s, set()) for s in range(5)} for arcs in reach], [[0, 1, 2, 3, 4]] * 3)
    asked = [(turns, 0, 0)]
    asked += [(model, r.randrange(model.n), r.randrange(model.m)) for r, model in small(45, most=5)]
    for model, i, state in asked:
        for key in ("GMR", "SEQ"):
            if inverse(build(model), i, state, key).rankings != oracle.mistaken_count(model, i, state, key, mistake):
                differ.add(key)
    assert differ == {"GMR", "SEQ"}


def test_trying_the_first_answer_alone_would_be_caught():
    differ = 0
    for r, model in small(60, most=5):
        i, state = r.randrange(model.n), r.randrange(model.m)
        differ += inverse(build(model), i, state, "SMR").rankings != oracle.first_answer_count(model, i, state)
    assert differ >= 3


@pytest.mark.parametrize("key", ["SEQ", "SSEQ"])
def test_what_is_printed_is_the_whole_condition(key):
    """Read from the document alone, the condition holds for exactly the rankings that make the state an equilibrium."""
    needed = forgotten = 0
    for r, model in small(200, most=4):
        i, state = r.randrange(model.n), r.randrange(model.m)
        graph = build(model)
        found = part(inverse(graph, i, state, key))
        at = {ident: s for s, ident in enumerate(state_ids(graph, range(model.m)))}
        if found["refused"]:
            continue
        for rank in oracle.rankings(model.m):
            above = {ident for ident, s in at.items() if rank[s] > rank[state]}
            own = all(
                c["if_preferred"] not in above or any(not above & set(a) for a in c["then_none_preferred_of_one"])
                for c in found["condition"]
            )
            rest = "unstable" not in found["others"].values()
            needs = all(
                any(all(rank[at[pair["preferred"]]] > rank[at[pair["to"]]] for pair in one) for one in need["one_of"])
                for need in found["others_need"]
            )
            literal = Literal(model.states, model.reach, oracle.with_rank(model, i, rank))
            held = all(literal.stable(key, j, state) for j in range(model.n))
            assert held == (own and rest and needs)
            forgotten += held != (own and rest)  # planted: leaving out what the others need
        needed += bool(found["others_need"])
    assert needed >= 3
    assert forgotten > 5


def test_the_preferences_of_the_one_asked_about_do_not_matter():
    for r, model in small(20, most=9):
        i, state = r.randrange(model.n), r.randrange(model.m)
        graph = build(model)
        rank = graph.rank.copy()
        rank[i] = r.sample(range(model.m), model.m)
        other = type(graph)(**{f: getattr(graph, f) for f in graph.__slots__} | {"rank": rank})
        for key in KEYS:
            one, two = inverse(graph, i, state, key), inverse(other, i, state, key)
            assert (one.clauses, one.equilibria, one.others) == (two.clauses, two.equilibria, two.others)


def random_pattern(r, m, depth=3):
    kind = r.choice(["above", "above", "every", "some", "not"]) if depth else "above"
    if kind == "above":
        return Above(r.randrange(m), r.randrange(m))
    if kind == "not":
        return Not(random_pattern(r, m, depth - 1))
    parts = tuple(random_pattern(r, m, depth - 1) for _ in range(r.randint(0, 3)))
    return Every(parts) if kind == "every" else Some(parts)


def test_patterns_are_counted_as_if_all_rankings_were_listed():
    kinds = set()
    for seed in range(150):
        r = random.Random(seed)
        m = r.randint(1, 5)
        pattern = random_pattern(r, m)
        listed = [rank for rank in oracle.rankings(m) if meets(pattern, rank)]
        assert count_rankings(pattern, m) == len(listed)
        kinds.add(0 if not listed else 2 if len(listed) == factorial(m) else 1)
        order = find_ranking(pattern, m, near=range(m))
        if order is None:
            assert not listed
        else:
            rank = [m - order.index(s) for s in range(m)]
            assert meets(pattern, rank)
    assert kinds == {0, 1, 2}


def test_larger_models_are_counted_too():
    wide = max((option_form(seed) for seed in range(40)), key=lambda plain: plain.m)
    assert wide.m >= 24
    found = inverse(build(wide), 0, 3, "SMR")
    assert 0 < found.rankings <= factorial(wide.m)
    hits = 0
    r = random.Random(1)
    for _ in range(4000):
        rank = r.sample(range(wide.m), wide.m)
        above = {s for s in wide.states if rank[s] > rank[3]}
        hits += all(c.move not in above or any(above.isdisjoint(a) for a in c.answers) for c in found.clauses)
    assert abs(hits / 4000 - found.rankings / factorial(wide.m)) < 0.04


def test_where_too_much_hangs_together_the_condition_is_given_and_the_count_refused():
    r = random.Random(1)
    k = 8
    rank = [[r.randrange(256) for _ in range(256)] for _ in range(3)]
    wide = Plain(["A", "B", "C"], None, rank, owner=(0, 1, 2, 0, 1, 2, 0, 1), one_way=(0,) * k, codes=list(range(256)))
    graph = build(wide)
    for key in ("NASH", "GMR", "SMR"):  # however many rankings there are, these are counted
        found = inverse(graph, 0, 5, key)
        assert not found.refused
        assert 0 < found.rankings <= factorial(256)
    refused = next(f for f in (inverse(graph, 0, s, "SEQ", count=False) for s in range(20)) if f.equilibrium is None)
    assert refused.clauses
    assert refused.equilibria is None
    assert "too many ways" in refused.refused
    with pytest.raises(DetenteError, match="too many ways"):
        _ = refused.condition


def test_what_cannot_be_asked_is_refused():
    graph = build(option_form(0))
    assert isinstance(graph.rank, np.ndarray)
    for call, match in (
        ((0, 0, "SEQQ"), "did you mean 'SEQ'"),
        ((9, 0, "SEQ"), "no decision maker has index 9"),
        ((0, 99, "SEQ"), "no state has index 99"),
    ):
        with pytest.raises(DetenteError, match=match):
            inverse(graph, *call)
    many = Every(tuple(Above(s + 1, s) for s in range(19)))
    with pytest.raises(DetenteError, match="ties 20 states together"):
        count_rankings(many, 20)
