"""Moves and joint moves against the definitions read literally."""

import numpy as np

from detente.graph import improvements, joint_improvements, joint_moves, moves
from oracles.literal import Literal, option_moves
from test_stability import arcs_of, graph_of, random_arcs, random_model


def test_moves_in_option_form_are_the_literal_ones():
    compared = 0
    for seed in range(60):
        n, owner, one_way, codes, rank = random_model(seed)
        graph = graph_of(n, owner, one_way, codes, rank)
        reach = option_moves(codes, owner, one_way, n)
        oracle = Literal(codes, reach, [dict(zip(codes, row, strict=True)) for row in rank])
        for i in range(n):
            for s, code in enumerate(codes):
                found = moves(graph, i, s)
                assert found.dtype == np.int32
                assert [codes[t] for t in found] == sorted(reach[i][code])
                assert [codes[t] for t in improvements(graph, i, s)] == sorted(oracle.improvements(i, code))
                group = [j for j in range(n) if j != i]
                joint = oracle.joint(group, code, lambda j, a, reach=reach: reach[j][a]) - {code}
                assert [codes[t] for t in joint_moves(graph, group, s)] == sorted(joint)
                joint = oracle.joint(group, code, oracle.improvements) - {code}
                assert [codes[t] for t in joint_improvements(graph, group, s)] == sorted(joint)
                compared += 1
    assert compared > 1000


def test_joint_moves_in_graph_form_obey_the_law_of_succession():
    changed = 0
    for seed in range(200):
        reach, rank = random_arcs(seed)
        m, ranks = len(rank[0]), [dict(enumerate(row)) for row in rank]
        graph, oracle = arcs_of(reach, rank, transitive=False), Literal(range(m), reach, ranks)
        wrong = Literal(range(m), reach, ranks, lawless=True)
        for s in range(m):
            group = range(1, len(rank))
            steps = ((joint_moves, lambda j, a, reach=reach: reach[j][a]), (joint_improvements, oracle.improvements))
            for found, step in steps:
                assert found(graph, group, s).tolist() == sorted(oracle.joint(group, s, step) - {s})
                changed += found(graph, group, s).tolist() != sorted(wrong.joint(group, s, step) - {s})
    assert changed > 50  # planted mistake: moving twice in succession would show
