"""The engine against the limit: bandwidth, closed forms, answers followed, growth, one-way options, the snake."""

import numpy as np
from benchmarks.measure import Row, copy_bandwidth, cpu, timed
from benchmarks.models import graph, snake_graph

from detente.graph import Arcs, GraphModel, Links, lay_out, spread_out
from detente.graph.compiled import judge_places, warm_up
from detente.stability import CONCEPTS, analyze
from detente.stability.judge import judge, numpy_seconds

WISHES = {c.key: None if c.answers is None else (c.answers.improving, c.answers.final) for c in CONCEPTS}


def arrays(model):
    layout = lay_out(model)
    return layout, spread_out(layout, layout.places(model.codes), model.rank[None])


def judged(layout, ranks, keys, workers=1, complete=False):
    return judge_places(layout, ranks, [WISHES[key] for key in keys], workers, complete)


def closed(options=24):
    """Nash, GMR and SMR by closed form, against the copying of bytes."""
    layout, ranks = arrays(graph(options))
    bandwidth = copy_bandwidth()
    keys = ["NASH", "GMR", "SMR"]
    one, bits = cpu(judged, layout, ranks, keys, 1, True)
    two = timed(judged, layout, ranks, keys, 2, True)
    for i, own in enumerate(layout.fields):  # the closed forms once more, as NumPy says them
        rank = ranks[0, i].reshape(-1, 1 << own.width, 1 << own.low)
        top = rank.max(axis=1, keepdims=True)
        maximin, minimax = rank.min(axis=(0, 2)).max(), top.min()
        expected = (rank == top) | (rank >= maximin) << 1 | ((rank >= minimax) << 2)
        assert np.array_equal(bits[0, i], expected.reshape(-1).astype(np.uint8))
    size, moved = layout.size, 15 * layout.size
    yield Row("copying, one core", bandwidth / 1e9, "GB/s", note="read and written bytes counted")
    yield Row(f"Nash + GMR + SMR, closed form, 2^{options}, one core", one / size * 1e9, "ns a state")
    yield Row(
        "share of the copy bandwidth (15 bytes a state)",
        100 * moved / one / bandwidth,
        "%",
        (">=", 40) if options >= 24 else None,
    )
    yield Row("the same, two threads, elapsed", two.wall / size * 1e9, "ns a state", note=two.note)


def answers(options=20):
    """Closures with 30 % infeasible states, SEQ and SSEQ, all five on one thread and on two."""
    for gaps in (0.0, 0.3):
        layout, ranks = arrays(graph(options, gaps=gaps))
        size, n = layout.size, ranks.shape[1]
        name = f"2^{options}, {100 * gaps:.0f} % infeasible"
        aimed = options >= 20
        if gaps:
            for key in ("GMR", "SMR"):
                seconds, bits = cpu(judged, layout, ranks, [key])
                assert np.array_equal(bits, judge(layout, ranks, [c for c in CONCEPTS if c.key == key], "numpy"))
                target = ("<=", 4) if key == "GMR" and aimed else None
                yield Row(f"{key}, {name}", seconds / size * 1e9, "ns a state, all decision makers", target)
        for key in ("SEQ", "SSEQ"):
            seconds, bits = cpu(judged, layout, ranks, [key])
            nash = judged(layout, ranks, ["NASH"])
            assert not (nash & ~bits).any() and (bits & ~nash).any()  # weaker than Nash, and not the same
            target = ("<=", 18) if aimed else None
            yield Row(f"{key}, {name}", seconds / size / n * 1e9, "ns a state and focal decision maker", target)
        one, two = (timed(judged, layout, ranks, list(WISHES), workers, runs=9) for workers in (1, 2))
        assert np.array_equal(one.result, two.result)
        speed = "million states a second, elapsed"
        yield Row(f"all five, {name}, one thread", size / one.wall / 1e6, speed, note=one.note)
        target = (">=", 12) if aimed and gaps else None
        yield Row(f"all five, {name}, two threads", size / two.wall / 1e6, speed, target, two.note)
        target = (">=", 1.7) if target else None
        note = max(one.note, two.note, key=len)
        yield Row(f"two threads against one, {name}", one.wall / two.wall, "times, elapsed", target, note)
        note = "undisturbed, if both processors are to be had throughout"
        yield Row(f"the same by processor time, {name}", 2 * one.cpu / two.cpu, "times", target, note)
    if options < 20:
        return
    layout, ranks = arrays(graph(24, gaps=0.3))
    nash = judged(layout, ranks, ["NASH"])
    for key in ("SEQ", "SSEQ"):
        seconds, bits = cpu(judged, layout, ranks, [key], runs=3)
        assert not (nash & ~bits).any() and (bits & ~nash).any()
        figure = seconds / layout.size / ranks.shape[1] * 1e9
        yield Row(f"{key}, 2^24, 30 % infeasible", figure, "ns a state and focal decision maker", ("<=", 18))


def growth(most=24):
    """All five from 2^10 states on, for 3 and 5 decision makers: the cost of a state must not grow with the model."""
    for n in (3, 5):
        for options in range(10, most + 1, 2):
            runs = 5 if options < 18 else 3 if options < 22 else 1
            for gaps, one_way in ((0.0, 0.0), (0.3, 0.0), (0.3, 0.3)):
                model = graph(options, n, gaps=gaps, one_way=one_way)
                layout, ranks = arrays(model)
                seconds, bits = cpu(judged, layout, ranks, list(WISHES), runs=runs)
                if options == 10:
                    assert np.array_equal(bits, judge(layout, ranks, CONCEPTS, "numpy"))
                assert not (bits & 1 & ~(bits >> 1)).any()  # Nash implies GMR
                name = f"2^{options}, {n} decision makers, {100 * gaps:.0f} % infeasible, {100 * one_way:.0f} % one-way"
                yield Row(name, seconds / layout.size * 1e9, "ns a state, one core")


def plain(most=18):
    """The engine without a compiler: the same bits, and what they cost."""
    for options in (6, 10, 14, most):
        model = graph(options, gaps=0.3)
        layout, ranks = arrays(model)
        seconds, bits = cpu(judge, layout, ranks, CONCEPTS, "numpy", runs=3)
        assert np.array_equal(bits, judged(layout, ranks, list(WISHES)))
        guess = numpy_seconds(layout, 3, CONCEPTS, layout.size)
        yield Row(
            f"all five, NumPy only, 2^{options}, 30 % infeasible", seconds * 1e3, "ms", note=f"guess {guess:.2g} s"
        )


def snake(options=15):
    """The longest detours: answers that pay, or all that is feasible, lead along one path through the hypercube."""
    size, who = f"2^{options + 1}, {options + 1} decision makers", "ns a state and focal decision maker"
    for key, infeasible in (("SEQ", False), ("GMR", True)):
        model, path = snake_graph(options, infeasible=infeasible)
        layout, ranks = arrays(model)
        other = np.random.default_rng(0).integers(0, len(path), ranks.shape, dtype=np.int16)
        if infeasible:
            other[:, :, np.random.default_rng(1).random(layout.size) < 0.3] = -1
        costs = []
        for what, x in (("snake", ranks), ("random model", other)):
            seconds, bits = cpu(judged, layout, x, [key], runs=3)
            costs.append(seconds)
            yield Row(f"{key}, {what}, {size}", seconds / layout.size / ranks.shape[1] * 1e9, who)
            if what == "snake":
                watcher, start = options, path[0]
                assert bits[0, watcher, start] == 1  # only the far end of the path deters
                assert judged(layout, ranks, ["NASH"])[0, watcher, start] == 0
        yield Row(f"{key}, snake ({len(path)} steps) against random", costs[0] / costs[1], "times", ("<=", 3))


def arcs(states=100_000, each=4):
    """Graph form: moves given one by one, the last mover kept in mind; the same answers place by place."""
    r, n = np.random.default_rng(0), 3
    given = tuple(
        Arcs(
            start=np.arange(0, states * each + 1, each, dtype=np.int64),
            to=r.integers(0, states, states * each, dtype=np.int32),
        )
        for _ in range(n)
    )
    model = GraphModel(
        decision_makers=("A", "B", "C"),
        codes=np.arange(states),
        rank=r.integers(0, 1000, (n, states), dtype=np.int32),
        arcs=given,
        transitive=False,
    )
    for key in ("GMR", "SEQ"):
        seconds, verdicts = cpu(analyze, model, [key], runs=3)
        board, improving = Links(model), key == "SEQ"
        for i in range(n):
            others = [j for j in range(n) if j != i]
            slow = board._one_by_one(others, board.rank(i), improving)
            assert np.array_equal(slow, board.worst(i, board.rank(i), improving))
        assert verdicts.stable[key].any() and (key == "GMR" or not verdicts.stable[key].all())
        figure = seconds / (states * each * n) * 1e9
        yield Row(f"{key}, {states:,} states in graph form, {each * n} moves each", figure, "ns a move, one core")


def whole(options=10):
    """Small models as users have them: graph in, verdicts out."""
    for k in (6, options, 12):
        model = graph(k)
        seconds, verdicts = cpu(analyze, model, runs=25)
        assert len(verdicts.equilibria("GMR")) >= len(verdicts.equilibria("NASH"))
        yield Row(f"analyze, 2^{k}, compiled loops at hand", seconds * 1e6, "µs")


BENCHMARKS = {
    "closed": closed,
    "answers": answers,
    "growth": growth,
    "plain": plain,
    "snake": snake,
    "arcs": arcs,
    "small": whole,
}


def prepare():
    warm_up()
