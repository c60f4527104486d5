"""The bundled Geneva dossier: passages, model, demo."""

import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente import reading
from detente.brief import bundled, load_record, write
from detente.brief.walk import effect, paragraphs, walk, without
from detente.cli.main import program
from detente.conflict import diagnose, load, loads

FOLDER = bundled("geneva")
ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT / "../shared/documents/geneva.txt"


def test_every_quote_is_a_passage_of_the_page():
    record = load_record(FOLDER)
    page = record.pages[0].path.read_text(encoding="utf-8")
    assert record.claims
    for claim in record.claims.values():
        assert page.count(claim.quote) == 1, claim.id


def test_every_claim_named_in_the_model_is_decided():
    conflict = load(FOLDER / "geneva.yaml")
    named = {c for dm in conflict.decision_makers for s in dm.statements for c in s.guard.because}
    named |= {c.id for c in conflict.contested} | {c for rule in conflict.infeasible for c in rule.guard.because}
    assert named
    assert named <= set(load_record(FOLDER).claims)


def test_the_model_raises_no_finding():
    assert diagnose((FOLDER / "geneva.yaml").read_text(encoding="utf-8")) == []


def test_the_page_is_retold_not_copied():
    if not REAL.exists():
        pytest.skip("the real page is not here (../shared/documents/geneva.txt)")
    real = " ".join(REAL.read_text(encoding="utf-8").split())
    ours = FOLDER.joinpath("page.txt").read_text(encoding="utf-8")
    sentences = [s for s in re.split(r"(?<=[.!?])\s+", ours) if len(s.split()) > 5]
    assert len(sentences) > 10
    assert [s for s in sentences if " ".join(s.split()) in real] == []


def test_the_demo_ends_with_the_path_of_a_self_contained_brief(tmp_path):
    done = CliRunner().invoke(program, ["demo", "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    html = Path(lines[-1]).read_text(encoding="utf-8")
    assert "not a forecast" in html
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", html)
    assert all(len(line) <= 80 for line in lines[:-1])


def test_without_a_reader_the_demo_says_so_and_goes_on(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "detente.reading", None)
    done = CliRunner().invoke(program, ["demo", "-o", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "Read now: nothing" in done.stdout
    assert Path(done.stdout.splitlines()[-1]).is_file()


def test_the_page_is_read_live_and_its_furniture_cut():
    pytest.importorskip("spacy", reason="the reader's extra is not installed")
    record = load_record(FOLDER)
    page = record.pages[0]
    document = reading.load(page.path, published=page.published, outlet=page.outlet)
    assert document.title.startswith("Geneva to Host")
    for part in record.furniture:
        assert part.starts not in document.text
    for claim in record.claims.values():
        assert claim.quote in document.text, claim.id
    assert reading.draft(document)


def test_donetsk_and_the_donbas_stay_distinct():
    brief = write(load(FOLDER / "geneva.yaml"))
    names = {ident: name for ident, name, _ in brief.options}
    assert "Donbas" in names["withdraw"]
    assert "Donetsk" in names["cede"]


def test_the_walk_in_the_documents_is_what_the_program_finds():
    assert (ROOT / "docs/geneva.md").read_text(encoding="utf-8") == walk(FOLDER)


def test_the_walk_passes_every_paragraph_and_every_mark():
    record, text = load_record(FOLDER), walk(FOLDER)
    for paragraph in paragraphs(record.pages[0].path.read_text(encoding="utf-8")):
        assert " ".join(paragraph.split()) in text
    for mark in (f"S{k}" for k in range(1, 10)):
        assert f"| {mark}" in text or f", {mark} |" in text, mark
    assert "recorded only" in text
    assert "cut as chrome" in text


def test_one_contested_claim_changes_a_verdict_and_one_does_not():
    conflict = load(FOLDER / "geneva.yaml")
    changes = {h.id: bool(h.changes) for h in write(conflict).hinges}
    assert changes == {"guarantees-report": True, "cede-report": False, "referendum-report": False}


def test_the_concession_would_matter_if_donetsk_were_taken_for_the_demand():
    text = (FOLDER / "geneva.yaml").read_text(encoding="utf-8")
    flat = text.replace("not sign_r if not withdraw", "not sign_r if not cede").replace(
        "sign_r if withdraw", "sign_r if cede"
    )
    assert flat != text
    assert any(h.id == "cede-report" and h.changes for h in write(loads(flat)).hinges)


def test_leaving_out_a_claim_leaves_out_what_rests_on_it():
    conflict = load(FOLDER / "geneva.yaml")
    brief = write(conflict, load_record(FOLDER))
    less = without(conflict, "zelensky-rejects")
    assert len(less.decision_makers[0].statements) == len(conflict.decision_makers[0].statements) - 1
    assert "A settlement sticks on it" in effect(conflict, brief, "zelensky-rejects")
    assert effect(conflict, brief, "prisoner-exchange") == "recorded only"
