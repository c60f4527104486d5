"""The program as its entry point runs it, in this process; and a small dossier made without the reader."""

import contextlib
import io
import sys

import pytest

from detente import dossier
from detente.claims import Claim, Document
from detente.cli.main import main
from detente.dossier import Ledger

TEXT = "Київ said no. Off asked for more. Київ offered a vote if Off signs. Off may sign."
KINDS = ("refusal", "demand", "condition", "possibility")


def call(*words):
    """Return the exit code, standard output and standard error."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    before = sys.argv
    sys.argv = ["detente", *map(str, words)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
            main()
    finally:
        sys.argv = before
    return stop.value.code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()


def make_dossier(folder, name="page.txt"):
    """Make a dossier with four drafted claims, c1 to c4, on one page."""
    dossier.init(folder)
    (folder / "documents" / name).write_text(TEXT, encoding="utf-8")
    claims, start = [], 0
    for kind in KINDS:
        end = TEXT.index(".", start)
        actors = ("Київ", "12:30", "no") if kind == "refusal" else ("Off", "Київ")
        claims.append(Claim(id=f"c{start}", quote=TEXT[start:end], start=start, end=end, kind=kind, actors=actors))
        start = end + 2
    page = Document(text=TEXT, source=TEXT, name=name, sha256="1", language="en")
    with Ledger(folder / "ledger.db") as ledger:
        ledger.add(page, TEXT.encode(), claims, drafter="test")
