"""Many variants in one call say the same as one call each, and a stopped run says how far it came."""

import os
import random
import signal
import threading
from dataclasses import replace

import numpy as np
import pytest

from detente.base import DetenteError
from detente.graph import Arcs, GraphModel
from detente.stability import CONCEPTS, analyze, analyze_batch
from effort import cpu_seconds
from models import graph_of, random_model

KEYS = tuple(c.key for c in CONCEPTS)


def counted_one_by_one(graphs):
    """Return codes, feasible, stable and equilibria as dictionaries by code, from one analysis each."""
    feasible, stable, equilibria, without = {}, {}, {}, dict.fromkeys(KEYS, 0)
    for graph in graphs:
        verdicts = analyze(graph)
        for s, code in enumerate(graph.codes.tolist()):
            feasible[code] = feasible.get(code, 0) + 1
            for key in KEYS:
                for i in range(len(graph.decision_makers)):
                    at = (key, i, code)
                    stable[at] = stable.get(at, 0) + int(verdicts.stable[key][i, s])
        for key in KEYS:
            held = graph.codes[verdicts.equilibria(key)].tolist()
            without[key] += not held
            for code in held:
                equilibria[key, code] = equilibria.get((key, code), 0) + 1
    return feasible, stable, equilibria, without


def assert_same(tally, graphs):
    feasible, stable, equilibria, without = counted_one_by_one(graphs)
    assert tally.complete and tally.done == len(graphs)
    assert tally.codes.tolist() == sorted(feasible)
    assert tally.without == without
    for s, code in enumerate(tally.codes.tolist()):
        assert tally.feasible[s] == feasible[code]
        for key in KEYS:
            assert tally.equilibria[key][s] == equilibria.get((key, code), 0)
            assert tally.stable[key][:, s].tolist() == [stable[key, i, code] for i in range(len(tally.stable[key]))]


def shuffled(graph, seed):
    r = np.random.default_rng(seed)
    return r.integers(0, 1 + seed % 7, graph.rank.shape, dtype=np.int32)


@pytest.mark.parametrize("seed", range(12))
def test_a_batch_counts_what_single_runs_say(seed):
    base = random_model(seed)
    ranks = np.stack([shuffled(base, v) for v in range(40)])
    tally = analyze_batch(ranks, graph=base, keep=True)
    graphs = [replace(base, rank=r) for r in ranks]
    assert_same(tally, graphs)
    for row, graph in zip(tally.bits, graphs, strict=True):
        assert np.array_equal(row, analyze(graph).stable.bits)


def test_variants_may_differ_in_feasible_states_and_one_way_options():
    r = random.Random(3)
    owner = (0, 1, 1, 2, 0)
    graphs = []
    for _ in range(60):
        codes = [c for c in range(32) if r.random() < 0.7] or [0]
        way = r.choice([0, 0, 1, -1])
        graphs.append(graph_of(owner, (0, 0, way, 0, 0), codes, [[r.randrange(5) for _ in codes] for _ in range(3)]))
    tally = analyze_batch(iter(graphs), keep=True)
    assert tally.total == 60
    assert_same(tally, graphs)
    for v, graph in enumerate(graphs):  # rows come in the variants' order whatever the order of judging
        at = np.searchsorted(tally.codes, graph.codes)
        assert np.array_equal(tally.bits[v][:, at], analyze(graph).stable.bits)


def test_a_planted_mistake_in_one_variant_shows_in_the_counts():
    base = random_model(5, shares=(1.0,))
    ranks = np.stack([shuffled(base, v) for v in range(30)])
    graphs = [replace(base, rank=r) for r in ranks]
    wrong = ranks.copy()
    wrong[17] = 6 - wrong[17]
    assert not np.array_equal(wrong, ranks)
    with pytest.raises(AssertionError):
        assert_same(analyze_batch(wrong, graph=base), graphs)


def test_graph_form_is_counted_too():
    arcs = tuple(
        Arcs(start=np.array(start), to=np.array(to, dtype=np.int32))
        for start, to in (([0, 1, 2, 2], [1, 2]), ([0, 1, 1, 2], [2, 0]))
    )
    base = GraphModel(
        decision_makers=("A", "B"), codes=np.arange(3), rank=np.zeros((2, 3), np.int32), arcs=arcs, transitive=False
    )
    ranks = [shuffled(base, v) for v in range(25)]
    assert_same(analyze_batch(ranks, graph=base), [replace(base, rank=r) for r in ranks])


def test_few_states_among_many_options_keep_their_codes():
    codes = [0, 5 << 20, 1 << 29]
    base = graph_of([o % 3 for o in range(30)], [0] * 30, codes, np.zeros((3, 3)))
    ranks = [shuffled(base, v) for v in range(10)]
    assert_same(analyze_batch(ranks, graph=base), [replace(base, rank=r) for r in ranks])


def test_progress_is_told_and_ends_at_the_total():
    base = random_model(2)
    told = []
    ranks = np.stack([shuffled(base, v) for v in range(3000)])
    analyze_batch(ranks, ["NASH"], graph=base, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3000, 3000)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len(told) >= 2


def test_stopping_leaves_a_partial_result_that_says_so():
    base = random_model(2)
    ranks = [shuffled(base, v) for v in range(3000)]

    def stop_early(done, total):
        if done:
            raise KeyboardInterrupt

    tally = analyze_batch(ranks, graph=base, progress=stop_early, keep=True)
    assert not tally.complete
    assert 0 < tally.done < tally.total == 3000
    judged = tally.judged.tolist()
    assert len(set(judged)) == tally.done == len(tally.bits)
    assert tally.feasible.max() == tally.done
    again = analyze_batch([ranks[v] for v in judged], graph=base)
    for key in KEYS:
        assert np.array_equal(again.stable[key], tally.stable[key])
        assert np.array_equal(again.equilibria[key], tally.equilibria[key])


def test_ctrl_c_is_caught_and_the_old_handler_comes_back():
    base = random_model(2)
    before = signal.getsignal(signal.SIGINT)

    def endless():
        v = 0
        while True:
            yield shuffled(base, v)
            v += 1

    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with cpu_seconds(20):
        tally = analyze_batch(endless(), ["SEQ"], graph=base)
    timer.join()
    assert not tally.complete and tally.total is None and tally.done > 0
    assert signal.getsignal(signal.SIGINT) is before


def test_nothing_to_judge_is_an_empty_and_complete_result():
    tally = analyze_batch([], graph=random_model(1), keep=True)
    assert tally.complete and tally.done == 0 and len(tally.codes) == 0


def test_what_does_not_fit_together_is_refused():
    base = random_model(1)
    with pytest.raises(DetenteError, match="graph="):
        analyze_batch([base.rank])
    with pytest.raises(DetenteError, match="variant 1 has ranks of shape"):
        analyze_batch([base.rank, base.rank[:, :1]], graph=base)
    with pytest.raises(DetenteError, match="variant 1 is about other states"):
        analyze_batch([base, replace(base, decision_makers=tuple(f"other{i}" for i in base.decision_makers))])
