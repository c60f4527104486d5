"""The tasks on a dossier: make, add, list, accept, reject, edit."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from detente import dossier
from detente.base import DetenteError
from detente.claims import Claim, Document, Hop
from detente.dossier import tasks

PAGE = "The port must reopen, Ada Quill said. Tarn refused.\n\nTarn might lift the fee on Friday.\n"


def load(path, published=None, outlet=None):
    text = path.read_text(encoding="utf-8")
    return Document(text=text, source=text, title="T", outlet=outlet or "", published=published, name=path.name)


def quoting(text, quote, kind, n, **more):
    start = text.index(quote)
    return Claim(id=f"c{n}", quote=quote, start=start, end=start + len(quote), kind=kind, **more)


def draft(document):
    text = document.text
    return (
        quoting(text, "The port must reopen", "demand", 1, source=(Hop(name="Ada Quill"), Hop(outlet="Post"))),
        quoting(text, "Tarn refused", "refusal", 2, actors=("Tarn",)),
        quoting(text, "Tarn might lift the fee on Friday", "possibility", 3, hedged=document.published is not None),
    )


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "talks"
    assert dossier.init(place)
    return place


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "сторінка.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def add(folder, *files, **more):
    return dossier.add(folder, files, load=load, draft=draft, **more)


def test_a_new_dossier_has_its_parts_and_an_old_one_is_left_alone(folder, page):
    assert (folder / "ledger.db").is_file() and (folder / "documents").is_dir()
    add(folder, page)
    assert dossier.init(folder) is False
    assert len(dossier.claims(folder)) == 3


def test_a_page_is_copied_and_its_claims_are_drafts(folder, page):
    (added,) = add(folder, page, published=date(2031, 3, 1), outlet="Post")
    copy = folder / "documents" / page.name
    assert copy.read_bytes() == page.read_bytes()
    assert (added.state, added.document.name, added.document.outlet) == ("added", page.name, "Post")
    entries = dossier.claims(folder, "draft")
    assert entries == added.claims
    assert [(e.claim.id, e.claim.quote, e.published) for e in entries][1] == ("c2", "Tarn refused", date(2031, 3, 1))
    with dossier.open_ledger(folder) as ledger:
        assert ledger.document(page.name).data == page.read_bytes()


def test_pages_of_one_name_are_both_kept(folder, page, tmp_path):
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / page.name
    other.write_text(PAGE + "More.", encoding="utf-8")
    names = [a.document.name for a in add(folder, page, other)]
    assert names == ["сторінка.txt", "сторінка-2.txt"]
    assert (folder / "documents" / names[1]).read_bytes() == other.read_bytes()


def test_the_same_page_again_changes_nothing(folder, page):
    add(folder, page)
    (again,) = add(folder, page)
    assert (again.state, again.claims) == ("known", ())
    assert len(dossier.claims(folder)) == 3


def test_a_publication_date_given_later_redrafts_what_nobody_touched(folder, page):
    add(folder, page)
    dossier.accept(folder, ["c2"], "ann")
    dossier.edit(folder, "c1", "ann", hedged=True)

    def other(document):
        return (*draft(document)[1:], quoting(document.text, "on Friday", "plan", 9))

    (again,) = dossier.add(folder, [page], date(2031, 3, 1), load=load, draft=other)
    assert again.state == "redrafted"
    found = {e.claim.id: (e.status, e.claim.hedged, e.published) for e in dossier.claims(folder)}
    when = date(2031, 3, 1)
    assert found == {
        "c1": ("draft", True, when),  # edited by a person: kept though the new draft lacks it
        "c2": ("accepted", False, when),
        "c3": ("draft", True, when),  # took the new draft's value
        "c4": ("draft", False, when),
    }
    with dossier.open_ledger(folder) as ledger:
        assert {d.who for d in ledger.decisions("c3")} == {f"detente {tasks.detente.__version__}"}


def test_a_claim_that_a_new_draft_lacks_is_rejected_by_the_drafter(folder, page):
    add(folder, page)
    dossier.add(folder, [page], outlet="Post", load=load, draft=lambda d: draft(d)[:2], drafter="d 2")
    assert [e.status for e in dossier.claims(folder)] == ["draft", "draft", "rejected"]


def test_a_file_that_fails_does_not_stop_the_others(folder, page, tmp_path):
    found = add(folder, tmp_path / "none.txt", tmp_path, page)
    assert [a.state for a in found] == ["failed", "failed", "added"]
    assert "E108" in str(found[0].problem) and "E108" in str(found[1].problem)


def test_a_draft_that_quotes_what_is_not_there_is_refused_whole(folder, page):
    def lying(document):
        return (draft(document)[0], replace(draft(document)[1], quote="Tarn agreed!"))

    (found,) = dossier.add(folder, [page], load=load, draft=lying)
    assert "E806" in str(found.problem)
    assert dossier.claims(folder) == () and list((folder / "documents").iterdir()) == []


def test_accepting_and_rejecting_say_what_changed(folder, page):
    add(folder, page)
    assert dossier.accept(folder, ["c1", "c2"], "ann") == ["c1", "c2"]
    assert dossier.accept(folder, ["c1"], "ann") == []
    assert dossier.reject(folder, ["c2", "c3"], "bob") == ["c2", "c3"]
    assert [e.status for e in dossier.claims(folder)] == ["accepted", "rejected", "rejected"]
    with pytest.raises(DetenteError, match="E802"):
        dossier.accept(folder, ["c3", "c33"], "ann")
    assert dossier.claims(folder)[2].status == "rejected"


def test_an_edit_moves_the_quote_only_to_what_stands_in_the_page(folder, page):
    add(folder, page)
    entry = dossier.edit(folder, "c1", "ann", quote="The port must reopen, Ada Quill said", said=date(2031, 2, 28))
    assert PAGE[entry.claim.start : entry.claim.end] == entry.claim.quote
    assert entry.said == date(2031, 2, 28)
    with pytest.raises(DetenteError, match="E806"):
        dossier.edit(folder, "c1", "ann", quote="The port will reopen")
    assert dossier.edit(folder, "c3", "ann", quote="Tarn").claim.start == PAGE.index("Tarn might")  # the nearest


@pytest.mark.parametrize(("change", "said"), [({"kind": "demnd"}, "demand"), ({"actor": ("x",)}, "actors")])
def test_an_edit_that_cannot_be_names_the_next_step(folder, page, change, said):
    add(folder, page)
    with pytest.raises(DetenteError, match=f"E804(.|\n)*did you mean '{said}'"):
        dossier.edit(folder, "c1", "ann", **change)
    with pytest.raises(DetenteError, match="E804"):
        dossier.claims(folder, "acepted")


def test_a_folder_that_is_no_dossier_is_named(tmp_path):
    for task in (lambda: dossier.claims(tmp_path), lambda: dossier.accept(tmp_path, ["c1"], "ann")):
        with pytest.raises(DetenteError, match=r"E801(.|\n)*detente init"):
            task()
    (tmp_path / "file").write_text("x")
    with pytest.raises(DetenteError, match="E807"):
        dossier.init(tmp_path / "file")


def test_a_locked_ledger_is_an_answer_not_a_traceback(folder, page, monkeypatch):
    add(folder, page)
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: real(*a, **{**k, "timeout": 0.01}))
    other = real(folder / "ledger.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DetenteError, match="E807"):
        dossier.accept(folder, ["c1"], "ann")
    other.execute("ROLLBACK")
    other.close()
    assert dossier.accept(folder, ["c1"], "ann") == ["c1"]
