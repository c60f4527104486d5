"""Benchmarks: python -m benchmarks [NAME …] [--list] [--write]

Without a name all but ``far`` run (some minutes) and benchmarks/results.md is written; with names only those, and
nothing is written unless --write is given. ``reading`` has its own figures: python -m benchmarks reading.
"""

import argparse
import datetime
import importlib
import sys
import time
from pathlib import Path

from benchmarks.measure import machine, table

WHERE = {  # which module has a benchmark; only what is asked for is loaded
    "start": "whole",
    "closed": "engine",
    "answers": "engine",
    "plain": "engine",
    "snake": "engine",
    "arcs": "engine",
    "small": "engine",
    "batch": "batch",
    "whole": "whole",
    "largest": "whole",
    "symbolic": "symbolic",
    "far": "symbolic",
    "readings": "questions",
    "blocking": "questions",
    "levers": "questions",
    "lever_readings": "questions",
    "brief": "questions",
    "days": "questions",
    "peers": "peers",
    "growth": "engine",
}
ONLY_NAMED = {"far"}
RESULTS = Path(__file__).with_name("results.md")


def known(name):
    """Return the benchmark's function, and what it needs to be ready."""
    module = importlib.import_module(f"benchmarks.{WHERE[name]}")
    return module.BENCHMARKS[name], getattr(module, "prepare", None)


def main(argv=None):
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["reading"]:
        from benchmarks.reading import main as reading

        return reading(arguments[1:])
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    if options.list:
        for name in WHERE:
            print(f"{name:10} {known(name)[0].__doc__.splitlines()[0]}")
        print("reading    Reading measured against annotated pages.")
        return 0
    unknown = [name for name in options.names if name not in WHERE]
    if unknown:
        parser.error(f"no benchmark is called {unknown[0]!r}; there are {', '.join(WHERE)}, reading")
    lines = ["# Results", "", f"Measured on {datetime.date.today().isoformat()} on {machine()}.", ""]
    lines += [
        "Figures are medians of the runs that other work on the machine disturbed least (by at most a twelfth of",
        "the machine, or as little as could be had). 'One core' is processor time of one thread, 'elapsed' by clock.",
        "Every benchmark checks its answer before its figure counts.",
        "",
    ]
    print("\n".join(lines), flush=True)
    names = options.names or [name for name in WHERE if name not in ONLY_NAMED]
    for at, name in enumerate(names):
        function, prepare = known(name)
        if prepare:
            prepare()
        started = time.perf_counter()
        rows = list(function())
        part = list(table(f"{name}: {function.__doc__.splitlines()[0]}", rows))
        print("\n".join(part), flush=True)
        print(f"({time.perf_counter() - started:.0f} s)\n", file=sys.stderr, flush=True)
        lines += part
        if options.write or not options.names:  # after each, so that a run that is stopped leaves what it has
            left = names[at + 1 :]
            end = [f"Not run, or not yet: {', '.join(left)}."] if left else []
            RESULTS.write_text("\n".join([*lines, *end]).rstrip() + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
