"""Many variants at once say what each says alone."""

import random

import numpy as np
import pytest

from detente.analysis.bench import bench, graph_of, judge, variant
from detente.analysis.readings import readings
from detente.brief import bundled
from detente.catalog import names, read
from detente.conflict import compile, load, loads
from detente.graph import joint_improvements, joint_moves
from detente.stability import analyze
from test_explain import random_text

KEYS = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")


def alone(conflict, believed, key, reach):
    """Judge one reading by itself, as sets of option codes."""
    graph = compile(conflict, believed)
    holds = {int(graph.codes[s]) for s in analyze(graph, [key]).equilibria(key)}
    if graph.status_quo is None:
        return holds, set()
    everybody = range(len(graph.decision_makers))
    walk = joint_moves if reach == "moves" else joint_improvements
    ends = walk(graph, everybody, graph.status_quo).tolist()
    return holds, {int(graph.codes[s]) for s in [graph.status_quo, *ends]}


def guarded(seed):
    """Write a random model in which contested claims guard statements, an infeasible entry and an option."""
    r = random.Random(seed)
    lines = random_text(seed).splitlines()
    out = []
    for line in lines:
        if "assumed: test}" in line and r.random() < 0.4:
            line = line.replace("assumed: test}", f"assumed: test, {r.choice(['when', 'unless'])}: c{r.randrange(3)}}}")
        if "why: test}" in line:
            line = line.replace("why: test}", "why: test, when: c1}")
        if line.strip() == "o1: X":
            line = line.replace("o1: X", "o1: {name: X, unless: c2}")
        out.append(line)
    return "\n".join([*out, "contested: [c0, c1, {id: c2, believed: no}]", ""])


@pytest.mark.parametrize("seed", range(40))
def test_all_readings_at_once_agree_with_each_alone(seed):
    conflict = loads(guarded(seed))
    on = bench(conflict)
    sets = [frozenset(f"c{c}" for c in range(3) if b >> c & 1) for b in range(8)]
    for key in KEYS:
        reach = "moves" if seed % 2 else "improvements"
        found = judge(on, [variant(on, r) for r in sets], key, reach)
        for b, reading in enumerate(sets):
            holds, reached = alone(conflict, reading, key, reach)
            assert set(np.flatnonzero(found.holds[:, b]).tolist()) == holds, (seed, key, reading)
            assert set(np.flatnonzero(found.reached[:, b]).tolist()) == reached, (seed, key, reading)


def test_the_readings_of_these_models_differ():
    differ = 0
    for seed in range(40):
        conflict = loads(guarded(seed))
        on = bench(conflict)
        found = judge(on, [variant(on, frozenset()), variant(on, frozenset({"c0", "c1", "c2"}))])
        differ += not np.array_equal(found.holds[:, 0], found.holds[:, 1])
    assert differ > 5


def test_published_rankings_and_statements_agree():
    for conflict in [read(name).conflict for name in names()] + [load(bundled("geneva") / "geneva.yaml")]:
        if len(conflict.options) > 8:
            continue
        on = bench(conflict)
        for key in KEYS:
            found = judge(on, [variant(on)], key)
            holds, reached = alone(conflict, None, key, "improvements")
            assert set(np.flatnonzero(found.holds[:, 0]).tolist()) == holds
            assert set(np.flatnonzero(found.reached[:, 0]).tolist()) == reached


def test_one_by_one_says_the_same(monkeypatch):
    for seed in range(15):
        conflict = loads(guarded(seed))
        sets = [frozenset(f"c{c}" for c in range(3) if b >> c & 1) for b in range(8)]
        for reach in ("improvements", "moves"):
            on = bench(conflict)
            variants = [variant(on, r) for r in sets]
            at_once = judge(on, variants, "SSEQ", reach)
            with monkeypatch.context() as patch:
                patch.setattr("detente.analysis.bench.MOST", 0)
                alone_ = judge(on, variants, "SSEQ", reach)
            for table in ("feasible", "holds", "reached"):
                assert np.array_equal(getattr(at_once, table), getattr(alone_, table)), (seed, reach, table)


def test_sixteen_claims_are_all_read_and_spot_checks_agree():
    r = random.Random(3)
    owned = {"a": ["o0", "o1", "o2"], "b": ["o3", "o4"], "c": ["o5"]}
    every = [o for mine in owned.values() for o in mine]
    lines = ["detente: 1", "decision_makers:"]
    lines += [f"  {d}: {{name: {d}, options: {{{', '.join(f'{o}: X' for o in mine)}}}}}" for d, mine in owned.items()]
    lines += ["status_quo: {}", "preferences:"]
    claims = iter(range(16))
    for d in owned:
        lines.append(f"  {d}:")
        for place in range(7):
            x, y = r.sample(every, 2)
            want = r.choice([f"{x} if {y}", f"not {x} or {y}", f"{x} and {y}"])
            guard = f", when: c{c}" if place < 6 and (c := next(claims, None)) is not None else ""
            lines.append(f"    - {{want: {want}, assumed: test{guard}}}")
    conflict = loads("\n".join([*lines, f"contested: [{', '.join(f'c{c}' for c in range(16))}]", ""]))
    found = readings(conflict, "SEQ")
    assert found.sampled is None and found.count == 65536
    for code in r.sample(range(65536), 40):
        believed = frozenset(f"c{c}" for c in range(16) if code >> c & 1)
        holds, reached = alone(conflict, believed, "SEQ", "improvements")
        assert set(np.flatnonzero(found.judged.holds[:, code]).tolist()) == holds
        assert set(np.flatnonzero(found.judged.reached[:, code]).tolist()) == reached


def test_a_variant_as_a_graph_is_the_compiled_graph():
    conflict = load(bundled("geneva") / "geneva.yaml")
    on = bench(conflict)
    made, expected = graph_of(on, variant(on)), compile(conflict)
    assert made.codes.tolist() == expected.codes.tolist()
    assert made.one_way == expected.one_way and made.owner == expected.owner
    assert made.status_quo == expected.status_quo
    for row, other in zip(made.rank, expected.rank, strict=True):
        assert np.array_equal(row[:, None] > row, other[:, None] > other)
