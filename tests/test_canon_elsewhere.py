"""Errors known from other programs and from published results, planted one by one: each would be noticed.

What is not here stands beside what it concerns: answers of single opponents and of each opponent once, ties, the last
improvement and the first answer in the inverse search (test_stability, test_canon_inverse), simultaneous moves used up
or without the precondition (test_canon_concepts), joint moves over infeasible states and countermoves that must gain
(test_canon_coalitions), deleted moves in place of misperception (test_canon_hypergames).
"""

import numpy as np
import pytest

from detente.canon import evolution, graph_form, hybrid, judge, rank_by_statements, simultaneous, strength
from detente.catalog import read
from detente.conditions import parse, truth
from detente.conflict import compile, loads
from detente.graph import moves
from oracles import canon_concepts, canon_elsewhere
from oracles.canon_build import build
from oracles.canon_models import Plain
from oracles.literal import Literal
from test_canon_strength import models as graded_models
from test_canon_structures import hybrid_data, hybrid_tests, literal
from test_canon_structures import models as hybrid_models


def plain(graph):
    """A compiled model as plain values."""
    reach = [{s: set(moves(graph, i, s).tolist()) for s in range(graph.size)} for i in range(len(graph.rank))]
    return Plain(
        graph.decision_makers,
        reach,
        graph.rank.tolist(),
        owner=graph.owner,
        one_way=graph.one_way,
        codes=graph.codes.tolist(),
    )


def test_single_answers_by_single_opponents_give_the_eight_states_of_the_guide_and_not_the_eleven():
    graph = compile(read("garrison").conflict)
    without = ~truth(parse("full"), graph.options)[graph.codes]
    model = plain(graph)

    def held(**mistake):
        oracle = Literal(model.states, model.reach, model.rank, **mistake)
        stable = (s for s in model.states if all(oracle.stable("GMR", i, s) for i in range(model.n)))
        return [s + 1 for s in stable if without[s]]

    assert held() == [2, 4, 6, 8, 10, 11, 13, 15, 17, 19, 21]
    assert held(alone=True) == [2, 8, 11, 13, 15, 17, 19, 21]
    assert 6 not in held(once=True)


def test_the_arc_that_an_essay_keeps_against_its_own_assumption_costs_an_equilibrium():
    graph = compile(read("us_north_korea_irreversible").conflict)
    model = plain(graph)

    def held(model):
        oracle = Literal(model.states, model.reach, model.rank)
        sequential = lambda j, s: oracle.stable("SEQ", j, s)  # noqa: E731
        return [
            model.codes[s]
            for s in model.states
            if all(canon_concepts.fraser_hipel(model, i, s, sequential) for i in range(model.n))
        ]

    found = [int(graph.codes[s]) for s in np.flatnonzero(simultaneous(graph).all(axis=0))]
    assert found == held(model) == [0, 5, 10, 12]
    at = model.codes.index
    assert at(0) not in model.reach[1][at(12)]
    model.reach[1][at(12)].add(at(0))
    assert held(model) == [0, 5, 10]


@pytest.mark.parametrize("mistake", ["own_answers", "no_answers", "gains_deter", "swapped"])
def test_slips_in_another_engine_for_strength_of_preference_would_be_caught(mistake):
    differ = as_nash = compared = 0
    for model, graph, degree in graded_models():
        top = int(degree.max())
        if top < 2:
            continue
        look = lambda i, t, s, d=degree: int(d[i, s, t])  # noqa: E731
        found = judge(graph, strength(graph, degree, top))
        for key in ("GMR", "SMR", "SEQ"):
            table = {
                wrong: np.array(
                    [
                        [canon_elsewhere.strength_stable(model, key, i, s, look, top, wrong) for s in model.states]
                        for i in range(model.n)
                    ]
                )
                for wrong in ("", mistake)
            }
            assert np.array_equal(found[key], table[""])
            differ += not np.array_equal(table[""], table[mistake])
            if mistake == "no_answers" and key == "SEQ":
                compared += 1
                as_nash += np.array_equal(table[mistake], judge(graph, strength(graph, degree), ["NASH"])["NASH"])
    assert differ >= 3
    assert as_nash == compared  # a bound that is never set turns SEQ into NASH


def test_a_result_filed_under_another_concept_would_be_noticed():
    differ = 0
    for r, model in hybrid_models(20):
        graph = build(model)
        found = judge(graph, hybrid(graph, *hybrid_data(r, model), "d"))
        differ += not np.array_equal(found["SEQ"], found["GMR"])
    assert differ >= 3


def test_a_missing_transpose_under_hybrid_preference_would_be_caught():
    differ = 0
    for r, model in hybrid_models(20):
        degree, unsure = hybrid_data(r, model)
        found = judge(build(model), hybrid(build(model), degree, unsure, "a"), ["SMR"])["SMR"]
        gain, step, deters, holds = hybrid_tests(degree, unsure, "a", strong=False)
        assert np.array_equal(found, literal(model, "SMR", (gain, step, deters, holds)))
        turned = tuple(lambda i, t, s, f=f: f(i, s, t) for f in (deters, holds))
        differ += not np.array_equal(found, literal(model, "SMR", (gain, step, *turned)))
    assert differ >= 3


def test_a_hundred_statements_do_not_overflow():
    truths = np.zeros((100, 3), dtype=np.bool_)
    truths[0, 1] = truths[99, 2] = True  # the most important wish is met at state 1, the least at state 2
    assert rank_by_statements(truths).tolist() == canon_elsewhere.weighted_ranks(truths, 1 << 200) == [0, 2, 1]
    assert canon_elsewhere.weighted_ranks(truths) == [0, 0, 1]  # planted: 64 bits lose the first statement
    wishes = "\n".join(f"    - o{k}" for k in range(8))
    many = "\n".join("    - o0 or not o0" for _ in range(70))
    text = f"""decision_makers: {{x: {{options: {{{", ".join(f"o{k}: O" for k in range(8))}}}}}}}
preferences:
  x:
{wishes}
{many}
    - not o0
"""
    assert compile(loads(text)).rank[0].max() == 255


def test_paths_longer_than_five_steps_are_found():
    names = [f"s{k}" for k in range(9)]
    way = {who: [(names[k], names[k + 1]) for k in range(8) if k % 2 == turn] for turn, who in enumerate("XY")}
    graph = graph_form(states=names, moves=way, rankings={who: [[name] for name in reversed(names)] for who in "XY"})
    found = evolution(graph, 0, "improvements")
    assert found.steps.tolist() == list(range(9))
    (path,), more = found.paths(8)
    assert [step.by[0] for step in path] == [0, 1, 0, 1, 0, 1, 0, 1]
    assert not more
    assert (
        sum(steps <= 5 for steps in found.steps.tolist()) == 6
    )  # planted: a tree cut at five steps loses three states
