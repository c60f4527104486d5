"""Sweeps over models and readings: the same here and on a cluster, also when a worker dies under way."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from detente.cli import sweep as module
from detente.cli.main import COMMANDS
from detente.cli.sweep import command, document, parts, sweep
from detente.conflict import compile, loads
from detente.interop import load_model
from detente.stability import analyze

ROOT = Path(__file__).parents[1]
GENEVA = ROOT / "src/detente/examples/geneva/geneva.yaml"
CHICKEN = ROOT / "src/detente/catalog/data/chicken.yaml"


def contested(claims):
    """Return a model whose statements hang on that many contested claims; one without another leaves no state."""
    lines = ["detente: 1", "title: Many readings", "decision_makers:"]
    for i in range(3):
        options = ", ".join(f"o{i}{k}: Option {k} of {i}" for k in range(3))
        lines.append(f"  dm{i}: {{name: DM{i}, options: {{{options}}}}}")
    lines += ["infeasible:", "  - {if: o00 or not o00, assumed: cannot be, when: c0, unless: c1}", "status_quo: {}"]
    lines.append("preferences:")
    for i in range(3):
        lines.append(f"  dm{i}:")
        for c in range(i, claims, 3):
            other = f"o{(i + 1 + c % 2) % 3}{c % 3}"
            lines.append(f"    - {{want: o{i}{(c + i) % 3} if not {other}, assumed: test, when: c{c}}}")
            lines.append(f"    - {{want: {other}, assumed: test, unless: c{c}}}")
    lines.append("contested: [" + ", ".join(f"c{c}" for c in range(claims)) + "]")
    return loads("\n".join(lines) + "\n", "many.yaml")


def slowly(conflict, keys, readings):
    """Count one analysis at a time."""
    counts = {key: {} for key in keys}
    judged = 0
    for believed in readings:
        try:
            graph = compile(conflict, believed)
        except Exception:
            continue
        judged += 1
        verdicts = analyze(graph, keys)
        for key in keys:
            for s in verdicts.equilibria(key).tolist():
                counts[key][graph.pattern(s)] = counts[key].get(graph.pattern(s), 0) + 1
    return counts, judged


def test_a_sweep_counts_what_single_runs_say():
    conflicts = [contested(7), load_model(GENEVA), load_model(CHICKEN)]
    keys = ["NASH", "SEQ"]
    totals, complete = sweep(conflicts, keys)
    assert complete
    work = list(parts(conflicts, keys))
    for model, (conflict, total) in enumerate(zip(conflicts, totals, strict=True)):
        readings = [b for part in work if part.model == model for b in part.readings]
        assert len(set(readings)) == len(readings)
        counts, judged = slowly(conflict, keys, readings)
        assert total.equilibria == counts
        assert total.judged == judged and total.judged + len(total.failed) == len(readings)
    assert len(totals[0].failed) == 32 and "no state is feasible" in totals[0].failed[0][1]
    assert sum(totals[0].equilibria["SEQ"].values()) > 0


def test_models_whose_moves_are_given_are_swept_too():
    given = sorted((ROOT / "tests/corpus/valid").glob("*.yaml"))
    conflicts = [conflict for conflict in map(load_model, given) if conflict.states or conflict.forbidden_moves]
    assert len(conflicts) >= 3
    totals, complete = sweep(conflicts, ["NASH", "SEQ"])
    assert complete
    for conflict, total in zip(conflicts, totals, strict=True):
        work = list(parts([conflict], ["NASH", "SEQ"]))
        counts, judged = {"NASH": {}, "SEQ": {}}, 0
        for believed in (b for part in work for b in part.readings):
            graph = compile(conflict, believed)
            verdicts = analyze(graph, list(counts))
            judged += 1
            for key, found in counts.items():
                for s in verdicts.equilibria(key).tolist():
                    name = graph.labels[s] if graph.labels else graph.pattern(s)
                    found[name] = found.get(name, 0) + 1
        assert (total.equilibria, total.judged) == (counts, judged)


def test_a_planted_double_count_would_be_seen():
    conflicts = [contested(7)]
    once, _ = sweep(conflicts, ["SEQ"])
    twice, _ = sweep(conflicts, ["SEQ"])
    twice[0].add(module.judge_part(next(parts(conflicts, ["SEQ"]))))
    assert once[0].judged != twice[0].judged
    assert once[0].equilibria != twice[0].equilibria


def test_a_part_that_comes_twice_is_counted_once(monkeypatch):
    def stutter(work):
        for part in work:
            yield part, module.judge_part(part)
            yield part, module.judge_part(part)

    conflicts = [contested(7)]
    expected, _ = sweep(conflicts, ["SEQ"])
    monkeypatch.setattr(module, "here", stutter)
    found, complete = sweep(conflicts, ["SEQ"])
    assert complete and found == expected


def test_stopping_leaves_what_was_counted_and_says_so():
    def stop(done, everything):
        raise KeyboardInterrupt

    conflicts = [contested(8)]
    totals, complete = sweep(conflicts, ["SEQ"], progress=stop)
    assert not complete
    assert 0 < totals[0].judged + len(totals[0].failed) == module.AT_ONCE < 256
    assert document(conflicts, totals, complete)["complete"] is False


def test_a_sample_is_drawn_again_with_the_same_seed():
    conflicts = [contested(9)]
    first, _ = sweep(conflicts, ["NASH"], sample=50, seed=3)
    again, _ = sweep(conflicts, ["NASH"], sample=50, seed=3)
    other, _ = sweep(conflicts, ["NASH"], sample=50, seed=4)
    assert first == again != other
    assert first[0].judged + len(first[0].failed) == 50


def test_the_command_prints_json_and_prose():
    assert COMMANDS["sweep"] == "sweep"
    done = CliRunner().invoke(command, [str(GENEVA), str(CHICKEN), "--json"])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert found["complete"] and [m["judged"] for m in found["models"]] == [8, 1]
    chicken = {s["state"]: s["equilibrium"]["NASH"] for s in found["models"][1]["states"]}
    assert chicken["YN"] == chicken["NY"] == 1
    prose = CliRunner().invoke(command, [str(CHICKEN)])
    assert "1 reading judged" in prose.stdout and "Not a forecast" in prose.stdout
    refused = CliRunner().invoke(command, [str(CHICKEN), "--concept", "NOSH"])
    assert refused.exit_code == 2 and "NASH" in refused.stderr


class Cluster:
    """A scheduler and two worker processes on this machine."""

    def __init__(self, folder):
        self.file = folder / "scheduler.json"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        dask = [sys.executable, "-m", "distributed.cli"]
        place = ["--scheduler-file", str(self.file)]
        run = lambda *args: subprocess.Popen([*dask[:2], *args], cwd=folder, **quiet)  # noqa: E731
        self.scheduler = run(
            "distributed.cli.dask_scheduler", *place, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
        )
        self.workers = [
            run("distributed.cli.dask_worker", *place, "--nthreads", "1", "--no-nanny", "--no-dashboard")
            for _ in range(2)
        ]

    def address(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.file.exists() and self.file.read_text().strip():
                return json.loads(self.file.read_text())["address"]
            time.sleep(0.1)
        raise TimeoutError("the scheduler did not start")

    def close(self):
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    made = Cluster(tmp_path)
    yield made
    made.close()


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_a_worker_killed_under_way_loses_nothing_and_nothing_counts_twice(cluster):
    import distributed

    conflicts = [contested(12), contested(11)]
    keys = ["NASH", "SEQ"]
    expected, _ = sweep(conflicts, keys)
    address = cluster.address()
    with distributed.Client(address, timeout=60) as client:
        client.wait_for_workers(2, timeout=60)
        killed = []

        def kill_one(done, everything):
            if not killed and done >= everything // 10:
                killed.append((done, everything))
                os.kill(cluster.workers[0].pid, signal.SIGKILL)

        totals, complete = sweep(conflicts, keys, scheduler=address, progress=kill_one)
        assert complete and totals == expected
        (done, everything), *_ = killed
        assert done < everything / 2 and cluster.workers[0].wait(10) == -signal.SIGKILL
        assert len(client.scheduler_info(n_workers=-1)["workers"]) == 1


def test_no_scheduler_there_is_said_plainly():
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    done = CliRunner().invoke(command, [str(CHICKEN), "--scheduler", "nonsense://nowhere:1"])
    assert done.exit_code == 2 and "no scheduler answers at nonsense://nowhere:1" in done.stderr


def test_threads_are_left_alone():
    """Parts run in worker threads: nothing there may touch signal handlers."""
    part = next(parts([contested(5)], ["SEQ"]))
    found = []
    thread = threading.Thread(target=lambda: found.append(module.judge_part(part)))
    thread.start()
    thread.join()
    assert found == [module.judge_part(part)]
    assert np.sum(list(found[0].feasible.values())) > 0
