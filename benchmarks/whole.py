"""The whole way, in processes of their own: from a file to equilibria, peak memory, starting the program."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Row, wall
from benchmarks.models import text

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(sys.executable).with_name("detente")
CHILD = r"""
import json, re, sys, time
from detente.conflict import compile, load
from detente.graph.compiled import warm_up
from detente.stability import analyze
def memory(kind):
    return int(re.search(kind + r":\s*(\d+) kB", open("/proc/self/status").read()).group(1)) * 1024
warm_up()
idle, start = memory("VmRSS"), time.perf_counter()
graph = compile(load(sys.argv[1]))
compiled = time.perf_counter()
verdicts = analyze(graph)
counts = {key: len(verdicts.equilibria(key)) for key in verdicts.stable}
seconds, most = time.perf_counter() - start, memory("VmHWM")
print(json.dumps([seconds, compiled - start, most - idle, most, counts, graph.size]))
"""


def run(command):
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)


def whole(options=24):
    """From a model file with 3 decision makers to the equilibria of all five concepts; compiled loops are loaded."""
    for k in (20, options):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.yaml"
            path.write_text(text(k), encoding="utf-8")
            runs = []
            for _ in range(3):
                done = run([sys.executable, "-c", CHILD, path])
                runs.append(json.loads(done.stdout))
        seconds, compiling, memory, _, counts, size = sorted(runs, key=lambda run: run[0])[1]
        assert counts["NASH"] <= counts["SSEQ"] <= counts["SEQ"] <= counts["GMR"] <= size
        assert counts["NASH"] <= counts["SMR"] <= counts["GMR"] and size == 1 << k
        aimed = k == 24
        yield Row(f"file to equilibria, 2^{k}", seconds, "s, elapsed", ("<=", 3) if aimed else None)
        yield Row(f"of that, file to graph, 2^{k}", compiling, "s, elapsed")
        yield Row(f"peak memory above idle, 2^{k}", memory / size, "bytes a state", ("<=", 24) if aimed else None)


def largest(options=26):
    """The largest model that is listed at all."""
    code = CHILD.replace("graph = compile(load(sys.argv[1]))", "graph = model()")
    code = "from benchmarks.models import graph as draw\ndef model(): return draw(26)\n" + code
    done = run([sys.executable, "-c", code])
    seconds, building, _, peak, counts, size = json.loads(done.stdout)
    assert size == 1 << options and counts["NASH"] <= counts["SEQ"] <= counts["GMR"]
    yield Row("2^26, all five, ranks at hand", seconds - building, "s, elapsed")
    yield Row("peak memory of the whole process, 2^26", peak / 2**30, "GiB", ("<=", 2e9 / 2**30))


def start():
    """Starting the program, and a small file as a whole process."""
    seconds, _ = wall(run, [sys.executable, "-c", "import detente"], runs=9)
    bare, _ = wall(run, [sys.executable, "-c", "pass"], runs=9)
    yield Row("python -c 'import detente'", seconds, "s", ("<=", 0.2), f"an empty script {bare:.2g} s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.yaml"
        path.write_text(text(6), encoding="utf-8")
        command = [PROGRAM, "analyze", path, "--json"]
        seconds, done = wall(run, command, runs=9)
    assert len(json.loads(done.stdout)["states"]) == 64
    yield Row("detente analyze, 64 states, whole process", seconds, "s", ("<=", 0.5))


BENCHMARKS = {"start": start, "whole": whole, "largest": largest}
