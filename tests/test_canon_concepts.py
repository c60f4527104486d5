"""Concepts beyond the five against the definitions read literally, the laws between them, and the published cases."""

import numpy as np
import pytest

from detente.base import DetenteError
from detente.canon import limited_move, maximin, non_myopic, simultaneous, simultaneous_any, stackelberg
from detente.stability import analyze
from oracles import canon_concepts as oracle
from oracles.canon_build import build
from oracles.canon_models import CASES, WHY, case, graph_form, option_form, plain_case
from oracles.literal import Literal

TWO = ["chicken", "cuban_missile_crisis", "prisoners_dilemma", "syria_iraq_1975", "us_north_korea_2017_base"]
MORE = ["garrison_diversion_unit", "synthetic_legality_three_dm", "elmira_gmcrplus"]


def pairs(many=50):
    for seed in range(many):
        yield option_form(seed, most=2)
        yield graph_form(seed, most=2)


def table(model, holds):
    return np.array([[holds(i, s) for s in model.states] for i in range(model.n)])


@pytest.mark.parametrize("h", [1, 2, 3, 4, 7])
def test_limited_move_stability_agrees_with_the_literal_definition(h):
    for model in pairs():
        memo = {}
        expected = table(model, lambda i, s, m=model, k=memo: oracle.limited_move(m, h, i, s, k))
        assert np.array_equal(limited_move(build(model), h), expected)


def test_non_myopic_stability_agrees_with_long_horizons():
    less = 0
    for model in pairs(30):
        memo = {}
        found = non_myopic(build(model))
        assert np.array_equal(found, table(model, lambda i, s, m=model, k=memo: oracle.non_myopic(m, i, s, k)))
        less += not np.array_equal(found, limited_move(build(model), 40))
    assert less > 0


def test_optimism_about_ties_would_be_caught():
    differ = 0
    for model in pairs():
        memo = {}
        wrong = table(model, lambda i, s, m=model, k=memo: oracle.limited_move(m, 3, i, s, k, best_case=True))
        differ += not np.array_equal(limited_move(build(model), 3), wrong)
    assert differ >= 3


@pytest.mark.parametrize("h", range(1, 6))
def test_maximin_agrees_with_the_literal_definition(h):
    differ = 0
    for model in pairs(30):
        found = maximin(build(model), h)
        assert np.array_equal(found, table(model, lambda i, s, m=model: oracle.maximin(m, h, i, s)))
        wrong = table(model, lambda i, s, m=model: oracle.maximin(m, h, i, s, must_move=True))
        differ += not np.array_equal(found, wrong)
    assert differ >= 3 or h == 1  # the planted rule, that nobody may stay, is caught


def test_far_horizons_follow_from_what_repeats():
    """A horizon of a billion is the one that it comes down to; each is compared with going there move by move."""
    turning = 0
    for model in pairs(15):
        graph, memo = build(model), {}
        near = [
            table(model, lambda i, s, m=model, k=memo, h=h: oracle.limited_move(m, h, i, s, k)) for h in range(41, 54)
        ]
        for h, held in zip(range(41, 54), near, strict=True):
            assert np.array_equal(limited_move(graph, h), held)
        turning += not all(np.array_equal(held, near[0]) for held in near)
        far = 10**9
        whole_rounds = 60 * ((far - 41) // 60)  # rounds of one to six moves end where they began
        assert np.array_equal(limited_move(graph, far), limited_move(graph, far - whole_rounds))
        own = [np.array(row) for row in model.rank]
        for h in (40, 41):
            values = [[oracle_maximin(model, h, i, s) for s in model.states] for i in range(2)]
            assert np.array_equal(maximin(graph, h), np.array([v == o for v, o in zip(values, own, strict=True)]))
            assert np.array_equal(maximin(graph, far + h), maximin(graph, 60 + h))
    assert turning >= 1  # planted: answering far horizons by the first of those that repeat


def oracle_maximin(model, h, i, s):
    """The value of h moves, tabulated from the last move back."""
    own = model.rank[i]
    value = list(own)
    for left in range(h):
        mover = i if (h - 1 - left) % 2 == 0 else 1 - i
        pick = max if mover == i else min
        value = [pick([own[a], *(value[b] for b in model.reach[mover][a])]) for a in model.states]
    return value[s]


def test_short_horizons_are_the_basic_concepts():
    for model in pairs():
        graph = build(model)
        fast = analyze(graph).stable
        assert np.array_equal(limited_move(graph, 1), fast["NASH"])
        for h, key in ((1, "NASH"), (2, "GMR"), (3, "SMR")):
            assert np.array_equal(maximin(graph, h), fast[key])
        assert not (limited_move(graph, 2) & ~fast["GMR"]).any()
        for leader in (0, 1):
            expected = limited_move(graph, 2)[leader] & fast["NASH"][1 - leader]
            assert np.array_equal(stackelberg(graph, leader), expected)


def test_stackelberg_agrees_with_the_literal_definition_and_leading_is_not_following():
    swapped = myopic = 0
    for model in pairs():
        memo, literal = {}, Literal(model.states, model.reach, model.rank)
        for leader in (0, 1):
            ahead = table(model, lambda i, s, m=model, k=memo: oracle.limited_move(m, 2, i, s, k))
            near = table(model, lambda i, s, lit=literal: lit.stable("NASH", i, s))
            found = stackelberg(build(model), leader)
            assert np.array_equal(found, ahead[leader] & near[1 - leader])
            swapped += not np.array_equal(found, ahead[1 - leader] & near[leader])  # planted: the follower looks ahead
            myopic += not np.array_equal(found, near.all(axis=0))  # planted: neither does
    assert min(swapped, myopic) >= 3


@pytest.mark.skipif(not CASES.is_dir(), reason=WHY)
@pytest.mark.parametrize("name", TWO)
def test_published_conflicts_of_two_come_out_as_recorded(name):
    model, recorded = plain_case(name), case(name)["oracle"]["two_dm_extra"]
    graph = build(model)
    found = {f"L{h}": limited_move(graph, h).all(axis=0) for h in (2, 3, 4)}
    found["NM"] = non_myopic(graph).all(axis=0)
    found |= {f"Stackelberg_leader_{name}": stackelberg(graph, i) for i, name in enumerate(model.names)}
    for key, held in found.items():
        assert [int(model.labels[s]) for s in np.flatnonzero(held)] == recorded[key], key


def with_options(many=50):
    for seed in range(many):
        model = option_form(seed)
        yield model, Literal(model.states, model.reach, model.rank)


def test_simultaneous_stability_agrees_with_the_literal_definitions():
    apart = caught = used_up = 0
    for model, literal in with_options():
        graph = build(model)

        def sequential(i, s, lit=literal):
            return lit.stable("SEQ", i, s)

        found, any_ = simultaneous(graph), simultaneous_any(graph)
        fh = table(model, lambda i, s, m=model, q=sequential: oracle.fraser_hipel(m, i, s, q))
        free = table(model, lambda i, s, m=model: oracle.spoilt(m, i, s, m.others(i)))
        assert np.array_equal(found, fh)
        assert np.array_equal(any_, free)
        seq = table(model, sequential)
        assert not (seq & ~found).any()
        assert not (found & ~(seq | any_)).any()  # without the precondition more is stable, never less
        apart += not np.array_equal(found, seq | any_)
        one = table(model, lambda i, s, m=model: oracle.spoilt(m, i, s, m.others(i), one_only=True))
        caught += not np.array_equal(any_, one)
        gone = table(model, lambda i, s, m=model: oracle.spoilt(m, i, s, m.others(i), used_up=True))
        used_up += not np.array_equal(any_, gone)
    assert apart >= 3
    assert caught >= 3
    assert used_up >= 3


@pytest.mark.skipif(not CASES.is_dir(), reason=WHY)
@pytest.mark.parametrize("name", TWO + MORE)
def test_published_conflicts_come_out_as_recorded_under_both_rules(name):
    model, recorded = plain_case(name), case(name)["oracle"]
    graph = build(model)
    any_ = simultaneous_any(graph)
    for i, who in enumerate(model.names):
        listed = recorded["SIM_gmcrpy_rule"]["per_dm"][who]
        assert [int(model.labels[s]) for s in np.flatnonzero(any_[i])] == listed
    held = np.flatnonzero(simultaneous(graph).all(axis=0))
    assert [int(model.labels[s]) for s in held] == recorded["SEQ_or_SIM_fraser_hipel"]["equilibria"]


def test_outside_their_range_the_concepts_are_refused():
    three = build(next(m for m in (option_form(seed) for seed in range(20)) if m.n == 3))
    for ask in (lambda: limited_move(three, 2), lambda: non_myopic(three), lambda: maximin(three, 2)):
        with pytest.raises(DetenteError, match="two decision makers only, and the model has 3"):
            ask()
    with pytest.raises(DetenteError, match="one leader and one follower"):
        stackelberg(three, 0)
    two = build(option_form(0, most=2))
    with pytest.raises(DetenteError, match="at least one move, not 0"):
        limited_move(two, 0)
    with pytest.raises(DetenteError, match="number 1 or 2"):
        stackelberg(two, 2)
    with pytest.raises(DetenteError, match="simultaneous moves need options"):
        simultaneous(build(graph_form(0)))
