"""Many variants of one model in one call."""

from dataclasses import replace

import numpy as np
from benchmarks.measure import Row, cpu, timed
from benchmarks.models import graph

from detente.stability import analyze, analyze_batch


def judged(base, ranks, workers=1, concepts=None):
    return analyze_batch(ranks, concepts, graph=base, workers=workers, engine="compiled")


def batch(variants=10_000):
    """10,000 preference variants of a model with 2^10 states, all five concepts."""
    base = graph(10)
    some = [graph(10, seed=seed).rank for seed in range(100)]
    ranks = np.stack([some[v % 100] for v in range(variants)])
    judged(base, ranks[:1000])
    two = timed(judged, base, ranks, 2, runs=3)
    one = timed(judged, base, ranks, runs=3)
    tally, again = two.result, one.result
    assert tally.complete and tally.done == variants
    for key in tally.stable:
        assert np.array_equal(tally.stable[key], again.stable[key])
        expected = sum(analyze(replace(base, rank=r)).stable[key].astype(int) for r in some)
        assert np.array_equal(tally.stable[key], expected * (variants // 100))
    yield Row(
        f"{variants:,} variants of 2^10 states, all five, two threads", two.wall, "s, elapsed", ("<=", 1.2), two.note
    )
    note = "half the two threads' processor time: elapsed, if both processors are to be had throughout"
    yield Row("the same, undisturbed", two.cpu / 2, "s", ("<=", 1.2), note)
    yield Row("the same, one thread", one.wall, "s, elapsed", note=one.note)
    yield Row("a variant", one.cpu / variants * 1e6, "µs of one core")
    nash, _ = cpu(judged, base, ranks, 1, ["NASH"], runs=3)
    yield Row("a variant, Nash only", nash / variants * 1e6, "µs of one core")
    for options, gaps in ((6, 0.0), (8, 0.3), (12, 0.3)):
        base = graph(options, gaps=gaps)
        count = 2_000 if options < 12 else 500
        r = np.random.default_rng(0).integers(0, 40, (count, *base.rank.shape), dtype=np.int16)
        busy, tally = cpu(judged, base, r, runs=3)
        assert tally.done == count
        yield Row(f"a variant, 2^{options}, {100 * gaps:.0f} % infeasible", busy / count * 1e6, "µs of one core")


BENCHMARKS = {"batch": batch}
