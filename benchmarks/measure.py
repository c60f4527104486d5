"""Rows of figures, medians, and the machine in words."""

import os
import platform
import resource
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Row:
    """One figure; ``target`` is (which way, bound) or None."""

    what: str
    figure: float
    unit: str
    target: tuple[str, float] | None = None
    note: str = ""

    @property
    def verdict(self):
        if self.target is None:
            return ""
        way, bound = self.target
        if self.figure <= bound if way == "<=" else self.figure >= bound:
            return "reached"
        if "others used" in self.note:
            return "undecided"
        off = self.figure / bound if way == "<=" else bound / self.figure
        return f"missed by {100 * (off - 1):.0f} %"


QUIET = 0.08  # of the whole machine: what others may use during a run that counts
PATIENCE = 5.0  # seconds to wait for that in one measurement …
LEFT = [30.0]  # … and in all


@dataclass(frozen=True)
class Timed:
    """What runs took: ``wall`` and ``cpu`` in seconds, and the share of the machine that others had meanwhile."""

    wall: float
    cpu: float
    others: float
    result: object

    @property
    def note(self):
        """Say where the machine was not ours."""
        return f"others used {100 * self.others:.0f} % of the machine meanwhile" if self.others > QUIET else ""


def timed(function, *args, runs=5):
    """Run until ``runs`` runs were hardly disturbed, or patience ends; take medians of those least disturbed.

    What others used is what the machine says was used in all, less what this process used (where it says so).
    """
    done, started = [], time.monotonic()
    patience, extra = min(PATIENCE, LEFT[0]), 0.0
    while len(done) < runs or (sum(run.others <= QUIET for run in done) < runs and extra < patience):
        busy, ours, wall, cpu = _busy(), _ours(), time.perf_counter(), time.process_time()
        result = function(*args)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        share = (_busy() - busy - (_ours() - ours) - 0.02) / (wall * (os.cpu_count() or 1))  # 0.02: it counts coarsely
        done.append(Timed(wall, cpu, min(1.0, max(0.0, share)), None))
        if len(done) == runs:
            started = time.monotonic()
        extra = time.monotonic() - started if len(done) >= runs else 0.0
        if share > QUIET:
            time.sleep(0.05)
    LEFT[0] -= extra
    best = sorted(done, key=lambda run: run.others)[:runs]
    middle = (statistics.median(getattr(run, what) for run in best) for what in ("wall", "cpu", "others"))
    return Timed(*middle, result)


def cpu(function, *args, runs=5):
    """Return the median processor time in seconds (of one thread, if the function starts none), and the last result."""
    found = timed(function, *args, runs=runs)
    return found.cpu, found.result


def wall(function, *args, runs=5):
    """Return the median elapsed time in seconds, and the last result."""
    found = timed(function, *args, runs=runs)
    return found.wall, found.result


def _ours():
    """Return the seconds that this process and those it waited for have worked so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _busy():
    """Return the seconds that all processors have worked so far."""
    try:
        user, nice, system, _, _, *rest = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:])
    except (OSError, ValueError):
        return time.process_time()
    return (user + nice + system + sum(rest[:2])) / os.sysconf("SC_CLK_TCK")


def copy_bandwidth():
    """Return bytes a second that one core copies, reads and writes counted, between arrays larger than any cache."""
    source, into = np.ones(1 << 27, dtype=np.uint8), np.zeros(1 << 27, dtype=np.uint8)
    seconds, _ = cpu(np.copyto, into, source, runs=15)
    assert into[::4097].all()
    return 2 * source.nbytes / seconds


def machine():
    """Describe the machine in words."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    except (OSError, ValueError):
        pages = float("nan")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} processors ({model}), {pages:.0f} GiB, {platform.system()}, Python {platform.python_version()}, "
        f"NumPy {np.__version__}"
    )


def table(title, rows):
    """Write rows as a Markdown table."""
    yield f"## {title}"
    yield ""
    yield "| what | figure | target | |"
    yield "|---|---|---|---|"
    for row in rows:
        goal = f"{'≤' if row.target[0] == '<=' else '≥'} {row.target[1]:g}" if row.target else ""
        said = "; ".join(part for part in (row.verdict, row.note) if part)
        yield f"| {row.what} | {row.figure:.3g} {row.unit} | {goal} | {said} |"
    yield ""
