"""Every compiled loop with a mistake planted in it gives itself away beside the plain engine, which the oracle checks.

The mistakes are planted in the source of the loops, which then run uncompiled in a process of their own.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MISTAKES = {
    "fold: fibres keep their first rank": ("top = max(top, part[k])", "top = top"),
    "fold: rows keep their last rank": ("into[k] = max(into[k], row[k])", "into[k] = row[k]"),
    "fold: the least of a slab is not sought": ("least_here = min(least_here, bits[k])", "pass"),
    "fold: nor where one's bits are lowest": ("small[k] = min(small[k], bits[k])", "pass"),
    "emit: equal is not enough": ("if row[k] >= need[k] else", "if row[k] > need[k] else"),
    "emit: equal is not enough where one's bits are lowest": (
        "bar, bit = bars[t, v, kind, h], bar_bits[t]",
        "bar, bit = bars[t, v, kind, h] + 1, bar_bits[t]",
    ),
    "emit: a bound for all is one too high": ("bar, bit = lines[t, v], line_bits[t]", "bar, bit = lines[t, v] + 1, 1"),
    "gather: the first slab for all": ("a = (first + slab) & ((1 << width) - 1)", "a = first & ((1 << width) - 1)"),
    "pack: places of a class numbered backwards": ("out.dtype.type(a & mask)", "out.dtype.type(~a & mask)"),
    "pack: short pieces stay unsorted": ("while p > 0 and keys[p - 1] > key:", "while False:"),
    "pack_values: all values alike": (
        "out.dtype.type(source[k] + 1) * out",
        "out.dtype.type(min(source[k], 0) + 1) * out",
    ),
    "ascending: the second half first": (
        "one, other = 2 * (np.int64(first[k]) + 1), 2 * (np.int64(second[k]) + 1) + 1",
        "one, other = 2 * (np.int64(second[k]) + 1) + 1, 2 * (np.int64(first[k]) + 1)",
    ),
    "label: nobody answers an answer": ("height += w == FREE", "height += 0"),
    "label: standing still counts as improving": (
        "limit, mask = (rank + 1) << plain",
        "limit, mask = (rank + 2) << plain",
    ),
    "label: one-way options forgotten": ("part = (part - 1) & kind", "part = 0"),
    "label: what was told is told to be more": (
        "seen[at + 1] = known if ways == 0 else max(rank, np.int64(seen[at + 1]))",
        "seen[at + 1] = FAR",
    ),
    "label_two: the second does not answer": (
        "by_k[waiting_k] = u\n                        waiting_k += w == FREE",
        "pass",
    ),
    "label_two: the first does not answer": (
        "by_j[waiting_j] = u\n                        waiting_j += w == FREE",
        "pass",
    ),
    "label_two: indifference pays": (
        "(rank + 1) << plain_k, np.int64(FAR)",
        "(rank + 2) << plain_k, np.int64(FAR)",
    ),
    "sweep: infeasible states are passed through": (" | shut[k]", ""),
    "sweep: says that nothing changed": ("changed |= differ != 0", "changed |= False"),
    "close: repairs forgotten": ("values = own if final else best[v, a >> plain]", "values = own"),
    "close: one's own rank does not bound": ("max(into[k], min(own[k], worst[k]))", "max(into[k], worst[k])"),
}
KINDS = (
    {"most": 6, "decision_makers": (2, 4)},
    {"most": 7, "decision_makers": (3, 3), "ways": (0,), "shares": (1.0,)},
    {"most": 7, "decision_makers": (3, 3), "ways": (0,), "shares": (0.6,)},
    {"most": 7, "decision_makers": (2, 3), "ways": (0, 1, -1), "shares": (0.7,)},
    {"most": 7, "decision_makers": (3, 4), "ways": (0,), "shares": (0.25,)},  # few feasible: parts without a way across
)


def survivors():
    """Return the mistakes that change no verdict on any of the models tried; run with compiling switched off."""
    import types

    import numpy as np

    from detente.graph import compiled, kernels
    from detente.stability import analyze
    from models import random_model

    source = Path(kernels.__file__).read_text(encoding="utf-8")
    models = []
    for seed in range(160):
        model = random_model(seed, **KINDS[seed % len(KINDS)])
        if seed % 4 == 0:  # few distinct ranks and many: both ways of sorting
            object.__setattr__(
                model,
                "rank",
                np.random.default_rng(seed)
                .permutation(model.rank.size * 9)[: model.rank.size]
                .reshape(model.rank.shape)
                .astype(np.int32),
            )
        models.append((model, analyze(model, engine="numpy").stable.bits))

    def caught(text):
        module = types.ModuleType("planted")
        exec(compile(text, kernels.__file__, "exec"), module.__dict__)
        compiled.kernels = module
        for at, (model, expected) in enumerate(models):
            compiled.SHORT = 256 if at % 2 else 0  # sorted by NumPy, or by the loops
            try:
                if not np.array_equal(analyze(model, engine="compiled").stable.bits, expected):
                    return True
            except (IndexError, ValueError, OverflowError):
                return True
        return False

    if caught(source):
        return ["no mistake at all"]
    left = []
    for name, (right, wrong) in MISTAKES.items():
        assert right in source, name
        if not caught(source.replace(right, wrong)):
            left.append(name)
    return left


@pytest.mark.long
def test_every_mistake_in_a_compiled_loop_is_caught():
    pytest.importorskip("numba", reason="the extra 'fast' (Numba) is not installed")
    random.seed(0)
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT / 'tests'}"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", __file__], capture_output=True, text=True, check=False, env=env
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:-1] == [], done.stdout


if __name__ == "__main__":
    for found in survivors():
        print(found)
