"""What the ledger acknowledged is there after kill -9 at any moment."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.dossier import Ledger

SRC = Path(__file__).resolve().parents[1] / "src"
WRITER = """
import sys
from pathlib import Path
from detente.claims import Claim, Document
from detente.dossier import Ledger

early = sys.argv[2] == "early"  # the planted mistake: it acknowledges before the change is on the disk
with Ledger(Path(sys.argv[1]), create=True) as ledger:
    if early:
        real = ledger.db
        class Late:
            def __getattr__(self, name): return getattr(real, name)
            def execute(self, order, *rest):
                if order != "COMMIT":
                    return real.execute(order.replace("BEGIN IMMEDIATE", "SAVEPOINT s"), *rest)
        real.execute("BEGIN IMMEDIATE")
        ledger.db = Late()
    start = len(ledger.documents())
    for n in range(start, start + 10_000):
        page = Document(text="x" * 3000, name=f"{n}.txt", sha256=str(n))
        claims = [Claim(id=f"c{k}", quote="x", start=k, end=k + 1, kind="demand") for k in range(5)]
        ids = [e.claim.id for e in ledger.add(page, b"x" * 3000, claims, drafter="test")]
        print("added", *ids, flush=True)
        ledger.decide(ids[:3], "accept", "ann")
        print("accepted", *ids[:3], flush=True)
        ledger.edit(ids[0], "ann", {"kind": "offer"})
        print("edited", ids[0], flush=True)
"""


def killed(path, mode, wait):
    """Run the writer, kill it ``wait`` seconds after its first word, and return what it acknowledged."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), mode],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )
    first = writer.stdout.readline()
    time.sleep(wait)
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read()
    writer.stdout.close()
    assert writer.wait() == -signal.SIGKILL
    lines = (first + rest).split("\n")[:-1]  # a last line without its end was not acknowledged
    return [line.split() for line in lines]


def missing(path, acknowledged):
    """List what was acknowledged and is not in the ledger, and whatever else is wrong with it."""
    wrong = []
    with Ledger(path, create=True) as ledger:
        entries = {e.claim.id: e for e in ledger.claims()}
        for what, *ids in acknowledged:
            for ident in ids:
                entry = entries.get(ident)
                holds = entry is not None and {
                    "added": True,
                    "accepted": entry.status == "accepted",
                    "edited": entry.claim.kind == "offer",
                }.get(what, False)
                if not holds:
                    wrong.append(f"{what} {ident}")
        perfect = ledger.db.execute("PRAGMA integrity_check").fetchone()[0]
        if perfect != "ok":
            wrong.append(perfect)
        if ledger.db.execute("PRAGMA foreign_key_check").fetchall():
            wrong.append("a claim without a document")
        for kept in ledger.documents():  # all or nothing: no document with part of its claims
            if sum(e.document == kept.document.name for e in entries.values()) != 5:
                wrong.append(f"half of {kept.document.name}")
    return wrong


def loop(path, rounds, seed):
    luck = random.Random(seed)
    total = 0
    for _ in range(rounds):
        acknowledged = killed(path, "right", luck.uniform(0, 0.05))
        assert missing(path, acknowledged) == []
        total += len(acknowledged)
    assert total > rounds  # it was killed in the middle of work


def test_what_was_acknowledged_survives_kill_9(tmp_path):
    loop(tmp_path / "ledger.db", 20, 1)


@pytest.mark.long
def test_what_was_acknowledged_survives_many_kills(tmp_path):
    loop(tmp_path / "ledger.db", 200, 2)


def test_the_check_catches_a_ledger_that_acknowledges_too_early(tmp_path):
    path = tmp_path / "ledger.db"
    acknowledged = killed(path, "early", 0.05)
    assert acknowledged and "added c1" in missing(path, acknowledged)


def test_two_processes_may_write_at_once(tmp_path):
    path = tmp_path / "ledger.db"
    with Ledger(path, create=True):
        pass
    code = WRITER.replace("10_000", "10").replace('f"{n}.txt"', 'f"{sys.argv[3]}-{n}.txt"')
    code = code.replace("sha256=str(n)", "sha256=sys.argv[3] + str(n)")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), "right", tag],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(SRC)},
        )
        for tag in ("a", "b")
    ]
    assert [w.wait() for w in writers] == [0, 0]
    with Ledger(path) as ledger:
        ids = [e.claim.id for e in ledger.claims()]
    assert ids == [f"c{n}" for n in range(1, 101)]


def test_the_journal_is_the_durable_one(tmp_path):
    with Ledger(tmp_path / "ledger.db", create=True) as ledger:
        assert ledger.db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        assert ledger.db.execute("PRAGMA synchronous").fetchone()[0] >= 2  # FULL or stronger
    db = sqlite3.connect(tmp_path / "ledger.db")
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.close()
