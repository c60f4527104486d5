"""Benchmarks: python -m benchmarks [NAME …] [--list] [--write]

Without a name all but ``far`` run (some minutes) and benchmarks/results.md is written; with names only those, and
nothing is written unless --write is given. ``reading`` has its own figures: python -m benchmarks reading.
"""

import argparse
import datetime
import importlib
import os
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

HEAD = (
    "# Results",
    "",
    "Figures are medians of the runs that other work on the machine disturbed least: by at most a twelfth of the",
    "machine, or as little as could be had. Where it was more the row says so, and a target missed then counts as",
    "undecided. 'One core' is processor time of one thread, 'elapsed' is by the clock. Every benchmark checks",
    "its answer before its figure counts.",
    "",
)


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
    print("\n".join(HEAD), flush=True)
    names = options.names or [name for name in WHERE if name not in ONLY_NAMED]
    for name in names:
        function, prepare = known(name)
        if prepare:
            prepare()
        started, load = time.perf_counter(), os.getloadavg()[0]
        rows = list(function())
        part = list(table(f"{name}: {function.__doc__.splitlines()[0]}", rows))
        when = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d")
        part.insert(2, f"{when}, {machine()}; load average {load:.1f} before, {os.getloadavg()[0]:.1f} after.\n")
        print("\n".join(part), flush=True)
        print(f"({time.perf_counter() - started:.0f} s)\n", file=sys.stderr, flush=True)
        if options.write or not options.names:  # after each, so that a run that is stopped leaves what it has
            write(name, "\n".join(part).strip())
    return 0


def write(name, text):
    """Put one benchmark's section into the file in place of its last one; sections keep their order."""
    found = RESULTS.read_text(encoding="utf-8").split("\n## ")[1:] if RESULTS.exists() else []
    sections = {section.split(":", 1)[0]: "## " + section.strip() for section in found}
    sections[name] = text
    kept = [sections[known_name] for known_name in WHERE if known_name in sections]
    RESULTS.write_text("\n\n".join(["\n".join(HEAD).strip(), *kept]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
