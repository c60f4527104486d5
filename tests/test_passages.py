"""Passages are found again by their words and surroundings, marked where they moved, and never moved."""

import json
import random
from dataclasses import replace

import pytest
from click.testing import CliRunner

from detente import dossier
from detente.brief import find_record
from detente.claims import Claim, Document
from detente.cli.main import program
from detente.dossier.ledger import Ledger
from detente.dossier.passages import find_again, last_marks, recheck

PAGE = "The port must reopen, Ada Quill said. Tarn refused.\n\nTarn might lift the fee. Quay agreed. Tarn refused."


def place(text, quote, n=0):
    at = -1
    for _ in range(n + 1):
        at = text.index(quote, at + 1)
    return at, at + len(quote)


def state(quote, new, n=0):
    return find_again(PAGE, *place(PAGE, quote, n), new)


def test_what_did_not_move_is_ok_and_what_moved_has_its_new_place():
    assert state("Tarn refused", PAGE).state == "ok"
    longer = "Updated.\n\n" + PAGE
    for n in (0, 1):
        found = state("Tarn refused", longer, n)
        assert found.state == "drifted" and (found.start, found.end) == place(longer, "Tarn refused", n)


def test_typography_may_change_and_words_may_not():
    old = 'She said "no - never" to\nthem.'
    new = "Update: She said “no – never” to them."
    found = find_again(old, *place(old, '"no - never" to\nthem'), new)
    assert found.state == "drifted" and new[found.start : found.end] == "“no – never” to them"
    gone = state("Tarn might lift the fee", PAGE.replace("might lift", "will keep"))
    assert gone.state == "orphan" and gone.near == "Tarn will keep the fee"
    assert state("Tarn might lift the fee", "Nothing at all.").near == ""


def test_two_places_that_cannot_be_told_apart_are_no_find():
    assert state("Tarn refused", "Who? Tarn refused! Who? Tarn refused!", 1).state == "orphan"
    # planted: taking the first of several places would be wrong here
    swapped = "Quay agreed. Tarn refused.\n\nThe port must reopen, Ada Quill said. Tarn refused."
    found = state("Tarn refused", swapped, 0)
    assert (found.start, found.end) == place(swapped, "Tarn refused", 1) != place(swapped, "Tarn refused", 0)


@pytest.mark.parametrize("seed", range(30))
def test_a_passage_is_found_after_random_insertions_elsewhere(seed):
    r = random.Random(seed)
    words = [f"w{r.randrange(12)}" for _ in range(60)]
    a = r.randrange(50)
    quote = " ".join(words[a : a + 6])
    old = " ".join(words)
    start = len(" ".join(words[:a])) + (a > 0)
    assert old[start : start + len(quote)] == quote
    more = [*words[:a], *words[a : a + 6], *words[a + 6 :]]
    at = r.choice([k for k in range(len(words)) if k <= max(0, a - 12) or k >= a + 18] or [0])
    more.insert(at, "inserted words here")
    new = " ".join(more)
    found = find_again(old, start, start + len(quote), new)
    assert found.state in ("ok", "drifted")
    assert new[found.start : found.end] == quote
    shifted = at <= a
    assert found.start == start + (len("inserted words here ") if shifted else 0)


@pytest.fixture
def folder(tmp_path):
    page = Document(text=PAGE, source=PAGE, name="p.txt", sha256="00", outlet="Post")
    claims = [
        Claim(id=f"x{n}", quote=quote, start=place(PAGE, quote)[0], end=place(PAGE, quote)[1], kind="event")
        for n, quote in enumerate(("The port must reopen", "Tarn might lift the fee", "Quay agreed"))
    ]
    with Ledger(tmp_path / "ledger.db", create=True) as ledger:
        made = ledger.add(page, PAGE.encode(), claims, drafter="test", now="2031-03-01T10:00:00.000000Z")
        ledger.decide([e.claim.id for e in made], "accept", "Mo", now="2031-03-02T10:00:00.000000Z")
    return tmp_path


def plain_load(path, published=None, outlet=None):
    return Document(text=path.read_text(encoding="utf-8"), name=path.name)


def test_a_re_read_page_marks_claims_and_moves_none(folder):
    new = folder / "new.txt"
    new.write_text("Corrected.\n\n" + PAGE.replace("Quay agreed", "Quay did not agree"), encoding="utf-8")
    before = dossier.claims(folder)
    marks = recheck(folder, new, "p.txt", load=plain_load, now="2031-03-09T10:00:00.000000Z")
    assert [m.found.state for m in marks] == ["drifted", "drifted", "orphan"]
    assert dossier.claims(folder) == before
    with dossier.open_ledger(folder) as ledger:
        assert ledger.documents()[0].document.text == PAGE
        assert last_marks(ledger) == {
            "c1": ("drifted", "2031-03-09"),
            "c2": ("drifted", "2031-03-09"),
            "c3": ("orphan", "2031-03-09"),
        }
        assert last_marks(ledger, "2031-03-08") == {}
    detail = {c.id: c.detail for c in find_record(folder).claims.values()}
    assert "gone" in detail["c3"] and "2031-03-09" in detail["c1"]
    recheck(folder, load=plain_load, now="2031-03-10T10:00:00.000000Z")  # as kept: all in place again
    with dossier.open_ledger(folder) as ledger:
        assert last_marks(ledger) == {}
    assert (folder / "documents" / "p.txt").read_text(encoding="utf-8") == PAGE


def test_the_command_lists_what_moved(folder, monkeypatch):
    monkeypatch.setattr("detente.reading.load", plain_load)
    new = folder / "p.txt"
    new.write_text("Corrected. " + PAGE.replace("Quay agreed", "Quay did not agree"), encoding="utf-8")
    done = CliRunner().invoke(program, ["recheck", str(folder), str(new), "--exit-code"])
    assert done.exit_code == 1, done.output
    assert "c3 orphan" in done.stdout and "0 in place, 2 drifted, 1 orphaned" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    document = json.loads(CliRunner().invoke(program, ["recheck", str(folder), str(new), "--json"]).stdout)
    assert document["counts"] == {"ok": 0, "drifted": 2, "orphan": 1}
    assert document["claims"][0]["start"] == len("Corrected. ")
    assert replace(dossier.claims(folder)[0]).claim.start == 0
