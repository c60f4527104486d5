"""The compiled engine, the plain engine and the literal definitions say the same, bit for bit."""

import random
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from detente.base import DetenteError
from detente.graph import lay_out, spread_out
from detente.stability import CONCEPTS, analyze, analyze_batch
from models import graph_of, random_model
from oracles.literal import Literal, option_moves

KEYS = tuple(c.key for c in CONCEPTS)
compiled = pytest.importorskip("detente.graph.compiled", reason="the extra 'fast' (Numba) is not installed")


def same(graph, concepts=None):
    """Assert that both engines agree; return the verdicts."""
    fast = analyze(graph, concepts, engine="compiled")
    plain = analyze(graph, concepts, engine="numpy")
    assert np.array_equal(fast.stable.bits, plain.stable.bits)
    return fast


def assert_literal(graph, **mistakes):
    codes, n = graph.codes.tolist(), len(graph.decision_makers)
    through = mistakes.pop("through_feasible", False)
    reach = option_moves(codes, graph.owner, graph.one_way, n, through_feasible=through)
    oracle = Literal(codes, reach, [dict(zip(codes, row, strict=True)) for row in graph.rank.tolist()], **mistakes)
    verdicts = same(graph)
    for key in KEYS:
        expected = np.array([[oracle.stable(key, i, s) for s in codes] for i in range(n)])
        assert np.array_equal(verdicts.stable[key], expected), key


@pytest.mark.parametrize("block", range(5))
def test_random_models_agree_with_the_literal_definitions(block):
    for seed in range(block * 60, block * 60 + 60):
        assert_literal(random_model(seed))


@pytest.mark.parametrize("mistake", ["once", "alone", "strict", "through_feasible"])
def test_a_planted_mistake_would_be_caught(mistake):
    caught = 0
    for seed in range(400):
        try:
            assert_literal(random_model(seed), **{mistake: True})
        except AssertionError:
            caught += 1
        if caught >= 3:
            break
    assert caught >= 3


@pytest.mark.parametrize("seed", range(40))
def test_larger_models_agree_between_the_engines(seed):
    r = random.Random(seed)
    shares = r.choice([(1.0,), (0.7,), (0.1,)])
    ways = r.choice([(0,), (0, 0, 1, -1)])
    graph = random_model(seed, most=12, decision_makers=(2, 5), ways=ways, shares=shares)
    verdicts = same(graph)
    assert verdicts.stable["NASH"].any()


def test_product_feasibility_takes_the_closed_form_and_agrees():
    """Mutual exclusions inside each decision maker's own options leave a product of sets."""
    hits = 0
    for seed in range(40):
        r = random.Random(seed)
        owner = [0, 0, 1, 1, 1, 2, 2, 2]
        r.shuffle(owner)
        fields = [[o for o in range(8) if owner[o] == i] for i in range(3)]
        allowed = [{c for c in range(1 << len(own)) if r.random() < 0.7} or {0} for own in fields]
        codes = [
            code
            for code in range(256)
            if all(
                sum((code >> o & 1) << b for b, o in enumerate(own)) in ok
                for own, ok in zip(fields, allowed, strict=True)
            )
        ]
        if len(codes) > 60:
            continue
        graph = graph_of(owner, [0] * 8, codes, [[r.randrange(9) for _ in codes] for _ in range(3)])
        assert is_product(graph)
        assert_literal(graph)
        fewer = graph_of(owner, [0] * 8, codes[1:] or codes, graph.rank[:, 1:] if len(codes) > 1 else graph.rank)
        parts = [{sum((code >> o & 1) << b for b, o in enumerate(own)) for code in codes[1:]} for own in fields]
        assert is_product(fewer) == (len(codes) == 1 or np.prod([len(x) for x in parts]) == len(codes) - 1)
        hits += not is_product(fewer)
        if seed < 5:  # the closed form would be wrong here
            assert_literal(fewer)
    assert hits > 10


def is_product(graph):
    layout = lay_out(graph)
    return compiled._is_product(layout, spread_out(layout, layout.places(graph.codes), graph.rank[None]))


def test_wide_ranks_give_the_same_verdicts():
    graph = random_model(11, most=9, decision_makers=(3, 3), shares=(0.8,))
    wide = replace(graph, rank=graph.rank * 1_000_003)
    assert np.array_equal(same(graph).stable.bits, same(wide).stable.bits)
    r = np.random.default_rng(1)
    codes = np.arange(40_000)
    owner = [o % 3 for o in range(16)]
    distinct = graph_of(owner, [0] * 16, codes, np.stack([r.permutation(1 << 16)[: len(codes)] for _ in range(3)]))
    layout = lay_out(distinct)
    assert spread_out(layout, layout.places(distinct.codes), distinct.rank).dtype == np.int32
    assert same(distinct, ["GMR", "SEQ"]).stable["SEQ"].mean() < 1


def test_a_long_fibre_is_sorted_right():
    """One decision maker with ten options: its fibres are longer than the kernels sort themselves."""
    r = np.random.default_rng(4)
    owner = [0] * 10 + [1, 1, 2]
    codes = np.flatnonzero(r.random(1 << 13) < 0.8)
    for ways in ([0] * 13, [0] * 7 + [1, -1, 1] + [0, -1, 0]):
        graph = graph_of(owner, ways, codes, r.integers(0, 300, (3, len(codes))))
        assert 0 < same(graph).stable["SSEQ"].mean() < 1


def snake(k, seed=0):
    """Return an induced path of the hypercube, as long as a random search finds."""
    r = random.Random(seed)
    path, near = [0], {0}
    while True:
        fresh = [path[-1] ^ (1 << o) for o in range(k)]
        fresh = [c for c in fresh if c not in near]
        if not fresh:
            return path
        near.update(path[-1] ^ (1 << o) for o in range(k))
        near.add(path[-1])
        path.append(r.choice(fresh))


def snake_model(k, *, infeasible, seed=0):
    """One-option decision makers whose only way, or only improvements, run along a snake; the last one watches."""
    path = snake(k, seed)
    step = {code: s for s, code in enumerate(path)}
    codes = np.arange(1 << (k + 1))
    inner = codes & ((1 << k) - 1)
    place = np.array([step.get(c, -1) for c in range(1 << k)])[inner]
    owner = list(range(k + 1))
    if infeasible:
        codes, place = codes[place >= 0], place[place >= 0]
    rank = np.zeros((k + 1, len(codes)), dtype=np.int32)
    rank[:k] = np.where(place >= 0, place + 1, 0)  # leaving the path never pays
    rank[k] = np.where(place == len(path) - 1, 0, np.where(codes >> k & 1, 3, 2))
    rank[k][(place == 0) & (codes >> k & 1 == 1)] = 5
    return graph_of(owner, [0] * (k + 1), codes, rank), path


@pytest.mark.parametrize("infeasible", [False, True])
def test_a_snake_of_answers_is_followed_to_its_end(infeasible):
    graph, path = snake_model(8, infeasible=infeasible)
    verdicts = same(graph)
    start = int(np.flatnonzero(graph.codes == path[0])[0])
    watcher = len(graph.decision_makers) - 1
    assert len(path) > 30
    assert not verdicts.stable["NASH"][watcher, start]
    assert verdicts.stable["SEQ"][watcher, start]  # only the far end of the snake deters
    short, _ = snake_model(8, infeasible=infeasible)
    rank = short.rank.copy()
    rank[watcher][rank[watcher] == 0] = 4  # nothing deters any more
    assert not same(replace(short, rank=rank)).stable["SEQ"][watcher, start]


def test_a_long_way_round_is_followed_when_only_moves_are_asked_about():
    """GMR and SMR alone, past the cap on sweeps: what was once left unmeasured for them when SEQ was not asked too."""
    graph, path = snake_model(9, infeasible=True)
    rank, half = graph.rank * 150, graph.codes >> 9 & 1
    rank[-1] = np.random.default_rng(0).integers(0, 5000, len(half)) + 300 * half
    graph = replace(graph, rank=rank)
    together = analyze(graph, engine="numpy")
    for keys in (["GMR"], ["SMR"], ["SMR", "GMR"], ["NASH", "GMR"]):
        verdicts = same(graph, keys)
        for key in keys:
            assert np.array_equal(verdicts.stable[key], together.stable[key])
    assert len(path) > 60 and 0 < together.stable["GMR"][-1].mean() < 1


def test_batches_agree_between_the_engines():
    for seed in range(10):
        base = random_model(seed, most=9, decision_makers=(2, 4))
        r = np.random.default_rng(seed)
        ranks = r.integers(0, 30, (50, *base.rank.shape))
        fast, plain = (analyze_batch(ranks, graph=base, keep=True, engine=e) for e in ("compiled", "numpy"))
        assert np.array_equal(fast.bits, plain.bits)
        assert fast.without == plain.without
        for key in KEYS:
            assert np.array_equal(fast.stable[key], plain.stable[key])
            assert np.array_equal(fast.equilibria[key], plain.equilibria[key])


def test_any_choice_of_concepts_gives_the_same_bits():
    graph = random_model(21, most=8, decision_makers=(3, 3), shares=(0.7,))
    everything = analyze(graph, engine="numpy")
    for keys in (["SEQ"], ["GMR"], ["SSEQ", "NASH"], ["SMR", "GMR"]):
        for key in keys:
            assert np.array_equal(same(graph, keys).stable[key], everything.stable[key])


def test_one_worker_and_many_agree():
    graph = random_model(8, most=12, decision_makers=(3, 3), ways=(0,), shares=(0.7,))
    layout = lay_out(graph)
    ranks = spread_out(layout, layout.places(graph.codes), graph.rank[None])
    wishes = [None, (False, True), (False, False), (True, True), (True, False)]
    one = compiled.judge_places(layout, ranks, wishes, 1)
    for workers in (2, 3, 7):
        assert np.array_equal(one, compiled.judge_places(layout, ranks, wishes, workers))


def test_small_models_never_load_the_compiler():
    code = (
        "import sys, numpy as np, detente.stability as st; sys.path.insert(0, 'tests');"
        "from models import random_model;"
        "st.analyze(random_model(3)); "
        "st.analyze_batch([random_model(3)] * 20);"
        "print('numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "False", done.stderr


def test_without_numba_the_plain_engine_answers_and_the_compiled_one_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "detente.graph.compiled", None)
    graph = random_model(3)
    assert analyze(graph).stable.bits.shape == graph.rank.shape
    with pytest.raises(DetenteError, match="detente\\[fast\\]"):
        analyze(graph, engine="compiled")


def test_following_a_snake_costs_no_more_than_a_few_times_a_random_model():
    """A guard against quadratic cost: sweeping alone took a hundred times as long here."""
    snaky, _ = snake_model(13, infeasible=False)
    r = np.random.default_rng(0)
    plain = replace(snaky, rank=r.integers(0, 600, snaky.rank.shape, dtype=np.int32))

    def seconds(graph):
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            analyze(graph, ["SEQ"], engine="compiled")
            best = min(best, time.process_time() - start)
        return best

    seconds(plain)
    assert seconds(snaky) < 6 * seconds(plain)
