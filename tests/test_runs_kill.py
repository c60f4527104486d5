"""Imports and runs are whole or not at all after kill -9 at any moment, and what was acknowledged is there."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.claims import Claim, Document
from detente.dossier import Ledger
from detente.dossier.runs import input_of, runs

SRC = Path(__file__).resolve().parents[1] / "src"
CLAIMS = 30
WRITER = """
import sys
from detente.dossier.runs import keep_run
from detente.dossier.share import table
from detente.dossier.take_in import take_in

folder, halves = sys.argv[1], sys.argv[2] == "halves"  # the planted mistake: a table is taken in row by row
rows, _ = table(folder)
first = int(rows[0]["cue"] or 0)
for n in range(first + 1, first + 1000):
    changed = [{"id": row["id"], "cue": str(n)} for row in rows]
    if halves:
        for row in changed:
            take_in(folder, [row], "ann")
    else:
        take_in(folder, changed, "ann")
    print("taken", n, flush=True)
    number = keep_run(folder, {"name": "brief"}, "m.yaml", {"model": {"text": "x" * 9000}, "n": n}, b"out").number
    print("run", number, flush=True)
"""


@pytest.fixture
def folder(tmp_path):
    page = Document(text="x" * 100, name="p.txt", sha256="0")
    claims = [Claim(id=f"k{n}", quote="x", start=n, end=n + 1, kind="event") for n in range(CLAIMS)]
    with Ledger(tmp_path / "ledger.db", create=True) as ledger:
        ledger.add(page, b"x", claims, drafter="test")
    return tmp_path


def killed(folder, mode, wait):
    """Run the writer, kill it ``wait`` seconds after its first word, and return what it acknowledged."""
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    args = [sys.executable, "-c", WRITER, str(folder), mode]
    writer = subprocess.Popen(args, stdout=subprocess.PIPE, text=True, env=environment)
    first = writer.stdout.readline()
    time.sleep(wait)
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read()
    writer.stdout.close()
    assert writer.wait() == -signal.SIGKILL
    return [(line.split()[0], int(line.split()[1])) for line in (first + rest).split("\n")[:-1]]


def wrong(folder, acknowledged):
    """List what is half done, or was acknowledged and is not there."""
    with Ledger(folder / "ledger.db") as ledger:
        cues = {e.claim.cue for e in ledger.claims()}
        made = len(ledger.decisions())
        perfect = ledger.db.execute("PRAGMA integrity_check").fetchone()[0]
    found = [] if perfect == "ok" else [perfect]
    found += [f"claims at {sorted(cues)}"] if len(cues) > 1 else []
    found += [f"{made} decisions"] if made % CLAIMS else []
    kept = {r.number: r for r in runs(folder)}
    for what, n in acknowledged:
        if what == "taken" and max(int(cue or 0) for cue in cues) < n:
            found.append(f"table {n} is lost")
        if what == "run" and (n not in kept or "text" not in input_of(folder, kept[n])["model"]):
            found.append(f"run {n} is lost")
    return found


def test_tables_and_runs_are_whole_after_kill_9(folder):
    luck, total = random.Random(1), 0
    for _ in range(8):
        acknowledged = killed(folder, "whole", luck.uniform(0, 0.15))
        assert wrong(folder, acknowledged) == []
        total += len(acknowledged)
    assert total >= 8


def test_a_table_taken_in_row_by_row_would_be_caught(folder):
    luck = random.Random(2)
    for _ in range(12):
        killed(folder, "halves", luck.uniform(0, 0.1))
        if wrong(folder, []):
            return
    pytest.fail("no table was ever half taken in")
