"""The whole way, in processes of their own: from a file to equilibria, peak memory, starting the program."""

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Row, timed
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
idle, start, used = memory("VmRSS"), time.perf_counter(), time.process_time()
graph = compile(load(sys.argv[1]))
compiled = time.perf_counter()
verdicts = analyze(graph)
counts = {key: len(verdicts.equilibria(key)) for key in verdicts.stable}
seconds, most = time.perf_counter() - start, memory("VmHWM")
used = time.process_time() - used
print(json.dumps([seconds, compiled - start, most - idle, most, counts, graph.size, used]))
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
        seconds, compiling, memory, _, counts, size, used = sorted(runs, key=lambda run: run[0])[1]
        assert counts["NASH"] <= counts["SSEQ"] <= counts["SEQ"] <= counts["GMR"] <= size
        assert counts["NASH"] <= counts["SMR"] <= counts["GMR"] and size == 1 << k
        aimed = k == 24
        yield Row(f"file to equilibria, 2^{k}", seconds, "s, elapsed", ("<=", 3) if aimed else None)
        note = "half its processor time: the least it can take on two"
        yield Row(f"the same, 2^{k}, if both processors were to be had", used / 2, "s", note=note)
        yield Row(f"of that, file to graph, 2^{k}", compiling, "s, elapsed")
        yield Row(f"peak memory above idle, 2^{k}", memory / size, "bytes a state", ("<=", 24) if aimed else None)


def largest(options=26):
    """The largest model that is listed at all."""
    code = CHILD.replace("graph = compile(load(sys.argv[1]))", "graph = model()")
    code = "from benchmarks.models import graph as draw\ndef model(): return draw(26)\n" + code
    done = run([sys.executable, "-c", code])
    seconds, building, _, peak, counts, size, _ = json.loads(done.stdout)
    assert size == 1 << options and counts["NASH"] <= counts["SEQ"] <= counts["GMR"]
    yield Row("2^26, all five, ranks at hand", seconds - building, "s, elapsed")
    yield Row("peak memory of the whole process, 2^26", peak / 2**30, "GiB", ("<=", 2e9 / 2**30))


def start():
    """Starting the program, and a small file as a whole process."""
    found = timed(run, [sys.executable, "-c", "import detente"], runs=9)
    bare = timed(run, [sys.executable, "-c", "pass"], runs=9)
    note = "; ".join(filter(None, (f"an empty script {bare.wall:.2g} s", found.note)))
    yield Row("python -c 'import detente'", found.wall, "s", ("<=", 0.2), note)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.yaml"
        path.write_text(text(6), encoding="utf-8")
        command = [PROGRAM, "analyze", path, "--json"]
        found = timed(run, command, runs=9)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        for _ in range(9):
            run(command)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert len(json.loads(found.result.stdout)["states"]) == 64
    yield Row("detente analyze, 64 states, whole process", found.wall, "s", ("<=", 0.5), found.note)
    spent = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / 9
    yield Row("the same by processor time", spent, "s", ("<=", 0.5), "elapsed, if a processor is to be had throughout")


BENCHMARKS = {"start": start, "whole": whole, "largest": largest}
