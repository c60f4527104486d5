"""Rows of figures, medians, and the machine in words."""

import os
import platform
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
        off = self.figure / bound if way == "<=" else bound / self.figure
        return f"missed by {100 * (off - 1):.0f} %"


def cpu(function, *args, runs=5):
    """Return the median processor time in seconds (of one thread, if the function starts none), and the last result."""
    return _median(function, args, runs, time.process_time)


def wall(function, *args, runs=5):
    """Return the median elapsed time in seconds, and the last result."""
    return _median(function, args, runs, time.perf_counter)


def _median(function, args, runs, clock):
    times = []
    for _ in range(runs):
        start = clock()
        result = function(*args)
        times.append(clock() - start)
    return statistics.median(times), result


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
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} processors ({model}), {pages:.0f} GiB, {platform.system()}, Python {platform.python_version()}, "
        f"NumPy {np.__version__}; load average {load:.1f} at the start"
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
